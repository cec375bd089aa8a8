"""`make campaign-migrations`: N kills (200) of each older database's upgrade, SEED, SABOTAGE; the last line is JSON.

Without SABOTAGE each sabotaged twin is run too, until it is caught; a twin that stays green turns the campaign red, and
so does a version that upgrades nothing.
"""

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

from tests.campaigns.migrations.campaign import Plan, Result, run
from tests.campaigns.migrations.older import Older, older_databases
from tests.campaigns.outcome import asked, finish
from tests.campaigns.shim.loaded import with_shim

USUAL: Final = 200
FOR_A_TWIN: Final = 40
TWINS: Final = ("no-begin", "no-journal")
MEMORY: Final = Path("/dev/shm")


def main() -> int:
    """Run the campaign that the environment asks for."""
    wish = asked(USUAL, TWINS)
    kills, seed, sabotage = wish.number, wish.seed, wish.sabotage
    place = Path(tempfile.mkdtemp(prefix="hn-migrations-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        databases = older_databases(place)
        result = run(Plan(kills, seed, place, sabotage), databases)
        left = sum((one.left for one in databases), Counter[bool]())
        caught = {} if sabotage else {name: _caught(name, seed, place, databases) for name in TWINS}
    finally:
        shutil.rmtree(place, ignore_errors=True)
    for fault in result.faults:
        print(fault)
    share = round(result.inside / max(result.kills, 1), 3)
    figures = {
        "databases": len(databases),
        "kills": result.kills,
        "inside": share,
        "old": left[True],
        "new": left[False],
        **result.seen(),
    }
    is_good = bool(databases) and not result.faults and all(caught.values())
    return finish({**figures, "seed": seed, "twins": caught}, is_good=is_good)


def _caught(name: str, seed: str, place: Path, databases: tuple[Older, ...]) -> int:
    """After how many kills the sabotaged program was caught; 0 when it wasn't."""
    result: Result = run(Plan(FOR_A_TWIN, seed, place, name, enough=1), databases)
    print(f"{name}: {result.faults[0] if result.faults else 'stayed green'}", flush=True)
    return result.kills if result.faults else 0


if __name__ == "__main__":
    with_shim("tests.campaigns.migrations")
    sys.exit(main())
