"""`make campaign-crash`: N kills (2 000), SEED, SABOTAGE; the last line is JSON.

Without SABOTAGE each sabotaged twin is run too, until it is caught; a twin that stays green turns the campaign red.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.campaigns.crash.campaign import Ground, Plan, Result, run
from tests.campaigns.crash.sabotage import SABOTAGES
from tests.campaigns.outcome import asked, finish
from tests.campaigns.shim.loaded import with_shim

USUAL: Final = 2000
MOST_FOR_A_TWIN: Final = 400
LEAST_SHARE: Final = 0.5
FEWEST_WITH_OLDER: Final = 100
"""A shorter run comes to no office of an earlier version."""
MEMORY: Final = Path("/dev/shm")
"""Where there is one: a killed process loses nothing that the kernel holds, so a disk would only be slower."""


def main() -> int:
    """Run the campaign that the environment asks for."""
    wish = asked(USUAL, SABOTAGES)
    kills, seed, sabotage = wish.number, wish.seed, wish.sabotage
    place = Path(tempfile.mkdtemp(prefix="hn-crash-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        ground = Ground.made(place, older=None if kills >= FEWEST_WITH_OLDER else 0)
        started = time.monotonic()
        result = run(Plan(kills, seed, sabotage), ground)
        told(result, time.monotonic() - started)
        caught = {} if sabotage else twins(seed, ground)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    figures = {"kills": result.kills, "inside": round(result.share, 3), **result.seen(), "seed": seed, "twins": caught}
    is_good = not result.faults and result.share >= LEAST_SHARE and all(caught.values())
    return finish(figures, is_good=is_good)


def twins(seed: str, ground: Ground) -> dict[str, int]:
    """After how many kills each sabotaged program was caught; 0 for one that wasn't."""
    caught = {}
    for name in SABOTAGES:
        result = run(Plan(MOST_FOR_A_TWIN, seed, name, enough=1), ground)
        caught[name] = result.kills if result.faults else 0
        print(f"{name}: {result.faults[0] if result.faults else 'stayed green'}", flush=True)
    return caught


def told(result: Result, seconds: float) -> None:
    """Print what was seen."""
    for fault in result.faults:
        print(fault)
    print(f"acknowledged acts: {dict(result.acts)}")
    print(f"killed: {dict(result.aims)}; {result.in_commit} in a commit; {seconds:.0f} s")
    print(f"share of kills inside a transaction: {result.share:.0%}", flush=True)


if __name__ == "__main__":
    with_shim("tests.campaigns.crash")
    sys.exit(main())
