"""`make campaign-power`: N states (100 000), SEED, and SABOTAGE=<twin> to run a twin as if it were the program.

The same seed cuts at the same places in the same way; keys and nonces, and so the bytes, are others each time. The last
line is JSON. `mended` counts the states in which free pages were torn, which the program itself must mend.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.campaigns.outcome import Asked, asked, finish
from tests.campaigns.power.campaign import FAMILIES, Campaign, Run, Tally
from tests.campaigns.power.opening import NotOpenedError
from tests.campaigns.power.recorder import LOADED, RecordingError, build, is_loaded
from tests.campaigns.power.scenes import a_few_saves, scenes
from tests.campaigns.power.twins import TWINS

STATES: Final = 100_000
STATES_OF_TWIN: Final = 600
FEWEST: Final = 150
SHORT: Final = 5_000
MEMORY: Final = Path("/dev/shm")


def main() -> int:
    """Run the campaign; 1 when anything was lost or damaged, or a twin lost nothing."""
    wish = asked(STATES, TWINS)
    try:
        if not is_loaded():
            return begin_again()
        return cut(Path(os.environ[LOADED]).parent, wish)
    except (RecordingError, NotOpenedError) as error:
        print(f"The campaign could not run: {error}", file=sys.stderr)
        return 1


def begin_again() -> int:
    """Compile the recorder and run this campaign with it loaded, in a folder in memory that is gone afterwards."""
    with TemporaryDirectory(prefix="power-", dir=MEMORY if MEMORY.is_dir() else None) as place:
        library = str(build(Path(place)))
        # Every line of a hundred thousand judgements would be counted.
        plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
        environment = plain | {"LD_PRELOAD": library, LOADED: library}
        command = [sys.executable, "-m", "tests.campaigns.power"]
        return subprocess.run(command, check=False, env=environment).returncode


def cut(place: Path, wish: Asked) -> int:
    """Judge the program, then its twins, in one run."""
    states, seed, sabotage = wish.number, wish.seed, wish.sabotage
    print(f"{states} power cuts, seed {seed}" + (f", with the fault {sabotage}" if sabotage else ""), flush=True)
    whole = joined(
        judged(
            place,
            [Run(scene, family, sabotage) for scene in scenes(is_short=states < SHORT) for family in FAMILIES],
            states,
            seed,
        )
    )
    failures = {} if sabotage else wrong_with_twins(place, min(STATES_OF_TWIN, max(FEWEST, states // 100)), seed)
    figures = {name: whole.counted[name] for name in ("states", *FAMILIES, "second_cuts", "mended", "lost", "damaged")}
    is_good = not whole.counted["wrong"] and all(failures.values())
    return finish({**figures, "seed": seed, "twins": failures}, is_good=is_good)


def wrong_with_twins(place: Path, states: int, seed: str) -> dict[str, int]:
    """How many of this many states are wrong with each twin."""
    runs = [Run(a_few_saves(), family, twin) for twin in TWINS for family in FAMILIES]
    told_of = judged(place, runs, states * len(TWINS), seed)
    return {twin: joined({r: t for r, t in told_of.items() if r.twin == twin}).counted["wrong"] for twin in TWINS}


def judged(place: Path, runs: Sequence[Run], states: int, seed: str) -> dict[Run, Tally]:
    """Record and cut these runs, and print what came of each."""
    campaign = Campaign(place, tuple(runs))
    campaign.prepare()
    tallies = campaign.cut(states, seed)
    for run, tally in tallies.items():
        print(f"{run.twin or 'program':21} {run.scene.name:18} {run.family:8} " + told(tally), flush=True)
        for line in tally.shown[:1] if run.twin else tally.shown:
            print(f"    {line}", flush=True)
    return tallies


def joined(tallies: Mapping[Run, Tally]) -> Tally:
    """All of them in one."""
    whole = Tally()
    for tally in tallies.values():
        whole.join(tally)
    return whole


def told(tally: Tally) -> str:
    """The figures of one run in a line."""
    names = ("states", "second_cuts", "noisy", "signed_in", "mended", "lost", "damaged")
    return ", ".join(f"{name.replace('_', ' ')} {tally.counted[name]}" for name in names)


if __name__ == "__main__":
    sys.exit(main())
