"""`make campaign-power`: N states (100 000), SEED, and SABOTAGE=<twin> to run a twin as if it were the program."""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.campaigns.outcome import finish
from tests.campaigns.power.campaign import FAMILIES, Campaign, Run, Tally
from tests.campaigns.power.opening import NotOpenedError
from tests.campaigns.power.recorder import LOADED, RecordingError, build, is_loaded
from tests.campaigns.power.scenes import a_few_saves, scenes
from tests.campaigns.power.twins import TWINS

STATES: Final = 100_000
STATES_OF_TWIN: Final = 600
MEMORY: Final = Path("/dev/shm")


def main() -> int:
    """Run the campaign; 1 when anything was lost or damaged, or a twin lost nothing."""
    sabotage = os.environ.get("SABOTAGE", "")
    if sabotage and sabotage not in TWINS:
        print(f"SABOTAGE is one of: {', '.join(TWINS)}", file=sys.stderr)
        return 2
    try:
        if not is_loaded():
            return begin_again()
        return cut(Path(os.environ[LOADED]).parent, sabotage)
    except (RecordingError, NotOpenedError) as error:
        print(f"The campaign could not run: {error}", file=sys.stderr)
        return 1


def begin_again() -> int:
    """Compile the recorder and run this campaign with it loaded, in a folder in memory that is gone afterwards."""
    with TemporaryDirectory(prefix="power-", dir=MEMORY if MEMORY.is_dir() else None) as place:
        library = str(build(Path(place)))
        environment = os.environ | {"LD_PRELOAD": library, LOADED: library}
        command = [sys.executable, "-m", "tests.campaigns.power"]
        return subprocess.run(command, check=False, env=environment).returncode


def cut(place: Path, sabotage: str) -> int:
    """Judge the program, then its twins, in one run."""
    states, seed = int(os.environ.get("N") or STATES), os.environ.get("SEED") or str(time.time_ns() % 1_000_000)
    print(f"{states} power cuts, seed {seed}" + (f", with the fault {sabotage}" if sabotage else ""), flush=True)
    whole = judged(
        place, tuple(Run(scene, family, sabotage) for scene in scenes() for family in FAMILIES), states, seed
    )
    failures = {} if sabotage else {twin: wrong_with_twin(place, twin, seed) for twin in TWINS}
    figures = {name: whole.counted[name] for name in ("states", *FAMILIES, "second_cuts", "lost", "damaged")}
    is_good = not whole.counted["wrong"] and all(failures.values())
    return finish({**figures, "seed": seed, "twins": failures}, is_good=is_good)


def wrong_with_twin(place: Path, twin: str, seed: str) -> int:
    """How many of a few hundred states of this twin are wrong."""
    runs = tuple(Run(a_few_saves(), family, twin) for family in FAMILIES)
    return judged(place, runs, STATES_OF_TWIN, seed).counted["wrong"]


def judged(place: Path, runs: tuple[Run, ...], states: int, seed: str) -> Tally:
    """Record and cut these runs, and print what came of each."""
    campaign, whole = Campaign(place, runs), Tally()
    campaign.prepare()
    for run, tally in campaign.cut(states, seed).items():
        print(f"{run.twin or 'program':21} {run.scene.name:18} {run.family:8} " + told(tally), flush=True)
        whole.join(tally)
        for line in tally.shown if not run.twin else tally.shown[:1]:
            print(f"    {line}", flush=True)
    return whole


def told(tally: Tally) -> str:
    """The figures of one run in a line."""
    names = ("states", "second_cuts", "noisy", "signed_in", "lost", "damaged")
    return ", ".join(f"{name.replace('_', ' ')} {tally.counted[name]}" for name in names)


if __name__ == "__main__":
    sys.exit(main())
