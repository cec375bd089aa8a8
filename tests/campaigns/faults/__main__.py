"""`make campaign-faults`: every n-th call and byte fails (N= tries only so many of each), SEED, SABOTAGE; JSON last.

Without SABOTAGE each sabotaged twin is run too, until it is caught; a twin that stays green turns the campaign red.
ACTS=household,opening tries these alone, without twins; each fault is printed as soon as it is seen.
"""

import os
import shutil
import sys
import tempfile
import time
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Final

from hn_desk.packets import agile
from tests.campaigns.crash.campaign import Ground
from tests.campaigns.faults.campaign import Plan, run
from tests.campaigns.faults.faults import Tried
from tests.campaigns.faults.openings import run_openings
from tests.campaigns.faults.operations import OPERATIONS
from tests.campaigns.faults.sabotage import SABOTAGES
from tests.campaigns.outcome import asked, finish, wrong_use
from tests.campaigns.shim.loaded import with_shim

MEMORY: Final = Path("/dev/shm")
FOR_A_TWIN: Final = 12
FEW: Final = 50
OPENING: Final = "opening"
EVERYTHING: Final = (*OPERATIONS, OPENING)


def main() -> int:
    """Run the campaign that the environment asks for."""
    wish, acts = asked(0, SABOTAGES), wanted(os.environ.get("ACTS", ""))
    most, seed, sabotage = wish.number, wish.seed, wish.sabotage
    place = Path(tempfile.mkdtemp(prefix="hn-faults-", dir=MEMORY if MEMORY.is_dir() else None))
    started = time.monotonic()
    agile.SPINS = FEW  # type: ignore[misc]  # guessing a password is slow, and no write of a file depends on it
    try:
        older = 0 if OPENING not in acts else 1 if most else None
        ground = Ground.made(place, older=older)
        site, key = ground.sites[0]
        plan = Plan(site, key, place, seed, most)
        is_whole = acts == EVERYTHING and not sabotage
        caught = {name: is_caught(plan, name) for name in SABOTAGES} if is_whole else {}
        if sabotage:
            SABOTAGES[sabotage]()
        result = run(replace(plan, acts=tuple(name for name in acts if name in OPERATIONS)))
        if OPENING in acts:
            run_openings(plan, tuple(one for one, _key in ground.sites), result)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print(f"{result.refused} refusals, {time.monotonic() - started:.0f} s", flush=True)
    figures = {
        "calls": result.calls,
        "bytes": result.bytes,
        "refused": result.refused,
        "unsure": result.unsure,
        **result.seen(),
    }
    is_good = not result.faults and result.refused > 0 and all(caught.values())
    return finish({**figures, "seed": seed, "twins": caught}, is_good=is_good)


def is_caught(plan: Plan, name: str) -> bool:
    """Whether a sabotaged program, in a process of its own, is found out."""
    pid = os.fork()
    if not pid:
        faults: list[str] = []
        with (tried := Tried()), redirect_stdout(None):
            SABOTAGES[name]()
            place = Path(tempfile.mkdtemp(dir=plan.place))
            acts = ("backup",) if name == "naive-files" else ("person",)
            faults = run(replace(plan, place=place, most=FOR_A_TWIN, enough=1, acts=acts)).faults
        found = faults or [str(tried.refusal or tried.bug)] * (not tried.is_done)
        print(f"{name}: {found[0] if found else 'stayed green'}", flush=True)
        os._exit(bool(found))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 1


def wanted(names: str) -> tuple[str, ...]:
    """The acts that ACTS= names, all of them for none; ends with 2 for an unknown one."""
    acts = tuple(names.split(",")) if names else EVERYTHING
    if unknown := set(acts) - set(EVERYTHING):
        wrong_use(f"Unknown: {', '.join(sorted(unknown))}. ACTS are some of: {', '.join(EVERYTHING)}")
    return acts


if __name__ == "__main__":
    with_shim("tests.campaigns.faults")
    sys.exit(main())
