"""`make campaign-damage`: N strokes (10 000), SEED, SABOTAGE; the last line is JSON.

Without SABOTAGE each sabotaged twin is run too, until it is caught; a twin that stays green turns the campaign red.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.campaigns.damage.campaign import Ground, Plan, Result, quiet, run
from tests.campaigns.damage.sabotage import SABOTAGES
from tests.campaigns.outcome import asked, finish

USUAL: Final = 10_000
FOR_A_TWIN: Final = 300
MEMORY: Final = Path("/dev/shm")


def main() -> int:
    """Run the campaign that the environment asks for."""
    wish = asked(USUAL, SABOTAGES)
    damages, seed, sabotage = wish.number, wish.seed, wish.sabotage
    place = Path(tempfile.mkdtemp(prefix="hn-damage-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        ground = Ground.made(place)
        caught = {} if sabotage else {name: is_caught(name, seed, ground) for name in SABOTAGES}
        if sabotage:
            SABOTAGES[sabotage]()
        with quiet():
            result = run(Plan(damages, seed), ground)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    told(result)
    figures = {"damages": result.damages.total(), "mended": result.mended, "searches": result.searches}
    is_good = not result.faults and all(caught.values())
    return finish({**figures, **result.seen(), "seed": seed, "twins": caught}, is_good=is_good)


def is_caught(name: str, seed: str, ground: Ground) -> bool:
    """Whether a sabotaged program, in a process of its own, is found out."""
    pid = os.fork()
    if not pid:
        code = 1
        try:
            SABOTAGES[name]()
            with quiet():
                faults = run(Plan(FOR_A_TWIN, seed, enough=1), ground).faults
            print(f"{name}: {faults[0] if faults else 'stayed green'}", flush=True)
            code = 0 if faults else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def told(result: Result) -> None:
    """Print what was seen."""
    for fault in result.faults:
        print(fault)
    print(f"struck: {dict(result.damages)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
