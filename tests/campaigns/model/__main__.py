"""`make campaign-model`: N schedules (10 000), SEED, FIRST (0), SABOTAGE, TWINS (all), JOBS; the last line is JSON.

Without SABOTAGE each sabotaged twin is run too, until it is caught; a twin that stays green turns the campaign red.
How far it is stands among the errors: one that was stopped goes on with FIRST=, and one schedule is seen again so.
"""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final

from tests.campaigns.model.campaign import Plan, Result, prepare, run
from tests.campaigns.model.sabotage import SABOTAGES
from tests.campaigns.model.world import DiffersError
from tests.campaigns.outcome import asked, finish

USUAL: Final = 10_000
FOR_A_TWIN: Final = 400
SHARE: Final = 100
"""So many schedules for a process at a time."""


def main() -> int:
    """Run the campaign that the environment asks for."""
    wish = asked(USUAL, SABOTAGES)
    first, seed, sabotage = int(os.environ.get("FIRST") or 0), wish.seed, wish.sabotage
    prepare()
    run(Plan(range(1), seed))
    caught = {} if sabotage else {name: is_caught(name) for name in os.environ.get("TWINS", "").split() or SABOTAGES}
    if sabotage:
        SABOTAGES[sabotage][0]()
    result = Result()
    for part in _parts(range(first, first + wish.number), seed):
        result.schedules += part.schedules
        result.steps += part.steps
        result.faults += part.faults
        for fault in part.faults:
            print(fault, flush=True)
        print(f"{seed}: {result.schedules} schedules, {len(result.faults)} violations", file=sys.stderr, flush=True)
    figures: dict[str, object] = {"schedules": result.schedules, "violations": len(result.faults)}
    is_good = not result.faults and all(caught.values())
    figures |= {"steps": result.steps.total(), "seen": dict(result.steps), "seed": seed, "first": first}
    return finish(figures | {"twins": caught}, is_good=is_good)


def is_caught(name: str) -> bool:
    """Whether a sabotaged program, in a process of its own, is seen to do something else than the reference.

    One that only breaks down shows nothing: it may be the sabotage itself that is broken.
    """
    pid = os.fork()
    if not pid:
        code = 1
        try:
            worsen, first = SABOTAGES[name]
            worsen()
            faults = run(Plan(range(first, first + FOR_A_TWIN), "twins", enough=1, counts=DiffersError)).faults
            print(f"{name}: {faults[0].splitlines()[0][:300] if faults else 'stayed green'}", flush=True)
            code = 0 if faults else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _parts(numbers: range, seed: str) -> Iterator[Result]:
    """The schedules in shares, on as many processes as JOBS says."""
    plans = [Plan(numbers[start : start + SHARE], seed) for start in range(0, len(numbers), SHARE)]
    jobs = int(os.environ.get("JOBS") or 1)
    if jobs == 1:
        yield from map(run, plans)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
        yield from pool.map(run, plans)


if __name__ == "__main__":
    sys.exit(main())
