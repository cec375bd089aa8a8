"""The campaign itself: scenes recorded, told, and cut at every place, shared out over this machine's processors."""

import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Final

from tests.campaigns.power.disks import KINDS, Kind, Replay
from tests.campaigns.power.judging import Judge, Verdict
from tests.campaigns.power.opening import Opening, mute
from tests.campaigns.power.recorder import RecordingError, Tape, files_under, read_tape, recording
from tests.campaigns.power.scenes import Scene, promising
from tests.campaigns.power.story import Story, tell
from tests.campaigns.power.twins import program

WINDOWS: Final = "windows"
UNIX: Final = "unix"
FAMILIES: Final = (UNIX, WINDOWS)
WORKERS: Final = 2
SHARES: Final = 4
"""A story is cut by this many tasks, so that all processors have something to do to the end."""
MOST_SHOWN: Final = 5
MOST_IDLE: Final = 50
"""After so many rounds without a new state there is none left to find."""


@dataclass(frozen=True, slots=True)
class Run:
    """A scene lived through by one program: the real one, or a twin, on one family of systems."""

    scene: Scene
    family: str
    twin: str = ""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The disks that this recording is replayed on."""
        return tuple(kind for kind in KINDS if kind.family == self.family)


@dataclass(slots=True)
class Tally:
    """What was judged: how many of each, and the first that were wrong."""

    counted: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def add(self, run: Run, verdict: Verdict) -> None:
        """Count one state."""
        self.counted["states"] += 1
        self.counted[run.family] += 1
        self.counted[verdict.kind.name] += 1
        self.counted["second_cuts"] += verdict.is_second
        self.counted["noisy"] += verdict.is_noisy
        self.counted["signed_in"] += verdict.is_signed_in
        if verdict.wrong:
            self.counted[verdict.wrong.kind] += 1
            self.counted["wrong"] += 1
            again = " at the second cut" if verdict.is_second else ""
            where = f"{run.scene.name} ({verdict.kind.name}{again}), step {verdict.place}"
            self._show(f"{verdict.wrong.kind}: {where}: {verdict.wrong.what}")

    def join(self, other: "Tally") -> None:
        """Count what another process judged."""
        self.counted += other.counted
        for line in other.shown:
            self._show(line)

    def _show(self, line: str) -> None:
        if len(self.shown) < MOST_SHOWN:
            self.shown.append(line)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of one run's places and how many states are wanted of it."""

    run: int
    part: int
    states: int
    seed: str


class Campaign:
    """Runs told once, then cut as often as one likes; `place` is a folder in memory."""

    def __init__(self, place: Path, runs: tuple[Run, ...]) -> None:
        self.place, self.runs = place, runs
        self.stories: list[Story] = []

    def prepare(self) -> None:
        """Record and tell every run. RecordingError when the recorder missed something; NotOpenedError."""
        for scene in {run.scene.name: run.scene for run in self.runs}.values():
            self.before(scene).mkdir()
            scene.prepare(self.before(scene))
        with self._pool() as pool:
            self.stories = pool.map(_tell, range(len(self.runs)), chunksize=1)

    def cut(self, states: int, seed: str) -> dict[Run, Tally]:
        """Judge about this many states, shared by the runs as they have places."""
        steps = [len(story.tape.steps) for story in self.stories]
        wanted = [-(-states * own // (sum(steps) * SHARES)) for own in steps]
        shares = [Share(run, part, wanted[run], seed) for part in range(SHARES) for run in range(len(self.runs))]
        tallies = {run: Tally() for run in self.runs}
        with self._pool() as pool:
            for run, tally in pool.imap_unordered(_cut, shares):
                tallies[self.runs[run]].join(tally)
        return tallies

    def before(self, scene: Scene) -> Path:
        """What lies there when a scene begins."""
        return self.place / scene.name

    def _pool(self) -> Pool:
        """Processes that know this campaign: they are forked from this one."""
        global _ours
        _ours = self
        return get_context("fork").Pool(WORKERS)


_ours: Campaign


def _tell(number: int) -> Story:
    """Live through a run under the recorder, compare what was recorded with what lies there, and tell it."""
    run, folder = _ours.runs[number], Path(mkdtemp(dir=_ours.place))
    lived, log = folder / "lived", folder / "log"
    shutil.copytree(_ours.before(run.scene), lived)
    before = files_under(lived)
    with program(run.twin, is_windows=run.family == WINDOWS):
        with recording(lived, log), promising():
            run.scene.live(lived)
        tape = read_tape(lived, log, before)
        _compare(tape, files_under(lived))
        return tell(tape, Opening(folder))


def _compare(tape: Tape, there: Mapping[str, bytes]) -> None:
    replay = Replay(tape.files)
    for step in tape.steps:
        replay.do(step)
    seen = replay.seen()
    differing = sorted(path for path in {*seen, *there} if seen.get(path) != there.get(path))
    if differing:
        raise RecordingError(f"The recorder missed what was written to {', '.join(differing)}.")


def _cut(share: Share) -> tuple[int, Tally]:
    """Judge one share: round after round over its places until there are enough states, or no new one."""
    run, story, tally, idle = _ours.runs[share.run], _ours.stories[share.run], Tally(), 0
    mute()
    with program(run.twin, is_windows=run.family == WINDOWS):
        judge = Judge(story, run.kinds, Opening(Path(mkdtemp(dir=_ours.place))))
        places = range(share.part, len(story.tape.steps) + 1, SHARES)
        for number in count():
            before, chance = tally.counted["states"], Random(f"{share.seed}/{share.run}/{share.part}/{number}")
            chosen = sorted(chance.sample(places, min(len(places), share.states - before)))
            for verdict in judge.round((place, Random(f"{chance.random()}/{place}")) for place in chosen):
                tally.add(run, verdict)
            idle = 0 if tally.counted["states"] > before else idle + 1
            if tally.counted["states"] >= share.states or idle == MOST_IDLE:
                break
        tally.counted["mended"] = judge.opening.mended
    return share.run, tally
