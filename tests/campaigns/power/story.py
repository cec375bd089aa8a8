"""What may be found after a cut at each place of a tape: versions of the database and of each file.

A version of the database is what a killed process would leave there (nothing is lost but power): every such version is
checked in full once. A version of a file is what got its name by a move, or what lay there when something was promised.
"""

import hashlib
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from tests.campaigns.power.disks import Replay
from tests.campaigns.power.opening import DATABASE, KEYS, OF_DATABASE, NotOpenedError, Opening
from tests.campaigns.power.recorder import Cut, Mark, Name, Step, Tape, Write

UNFINISHED: Final = (".part", ".aside")
ABSENT: Final = b""
SELDOM: Final = 10


@dataclass(frozen=True, slots=True)
class Version:
    """A content of the whole database, since which place of the tape, and the second keys that it may need."""

    place: int
    fingerprint: bytes
    seconds: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be found after one cut, and what was there before the last promise: finding that is a loss."""

    promised: int
    """The place of the last promise."""
    versions: tuple[Version, ...]
    older: frozenset[bytes]
    files: dict[str, tuple[frozenset[bytes], frozenset[bytes]]]
    """Path → digests that may be found (`ABSENT` for no file), and older ones."""


@dataclass(frozen=True, slots=True)
class Story:
    """A tape and what it promised."""

    tape: Tape
    versions: tuple[Version, ...]
    promises: tuple[int, ...]
    """Places just after something was promised."""
    files: dict[str, tuple[tuple[int, bytes], ...]]
    """Path → its versions: since which place, digest."""

    def allowed(self, place: int) -> Allowed:
        """What may be found after a cut at `place`: the last promised, or what came since."""
        last = bisect_right(self.promises, place) - 1
        promised = self.promises[last] if last >= 0 else 0
        first = max(0, bisect_right(self.versions, promised, key=lambda one: one.place) - 1)
        since = tuple(one for one in self.versions[first:] if one.place <= place)
        older = frozenset(one.fingerprint for one in self.versions[:first])
        files = {path: _window(versions, promised, place) for path, versions in self.files.items()}
        return Allowed(promised, since, older, files)


def tell(tape: Tape, opening: Opening) -> Story:
    """Replay `tape` and note every version. NotOpenedError when one of them is not even good without a cut."""
    replay, teller = Replay(tape.files), _Teller(tape, opening)
    teller.look(replay, 0)
    for place, step in enumerate(tape.steps, 1):
        replay.do(step)
        teller.heard(replay, place, step)
    files = {path: tuple(versions) for path, versions in teller.files.items()}
    return Story(tape, tuple(teller.versions), tuple(teller.promises), files)


def is_whole_file(path: str) -> bool:
    """Whether a file is promised whole: neither a database nor one that waits for its name."""
    name = PurePosixPath(path).name
    return path not in OF_DATABASE and not name.startswith(".") and not name.endswith((*UNFINISHED, "-shm"))


def digest_of(content: bytes | bytearray) -> bytes:
    """A file's content in 16 bytes."""
    return hashlib.blake2b(content, digest_size=16).digest()


class _Teller:
    """Notes versions while a tape is replayed."""

    def __init__(self, tape: Tape, opening: Opening) -> None:
        self.opening = opening
        self.versions: list[Version] = []
        self.promises: list[int] = []
        self._is_touched = False
        self.files: defaultdict[str, list[tuple[int, bytes]]] = defaultdict(list)
        for path, content in tape.files.items():
            self._note(path, 0, digest_of(content))

    def heard(self, replay: Replay, place: int, step: Step) -> None:
        """One step was done."""
        if isinstance(step, Mark):
            self.promises.append(place)
            for path, content in replay.seen().items():
                self._note(path, place, digest_of(content))
        if isinstance(step, Name):
            if step.before:
                self._note(step.before, place, ABSENT)
            if step.before and step.after:
                self._note(step.after, place, digest_of(replay.held[step.file].now))
        self._is_touched |= _touches_database(replay, step)
        if self._is_touched and (isinstance(step, Cut | Name | Mark) or _is_log(replay, step)):
            self.look(replay, place)

    def look(self, replay: Replay, place: int) -> None:
        """Open the database as it stands, and note it when it is another version."""
        self._is_touched = False
        seen = replay.seen()
        if KEYS not in seen:
            return
        keys = self.opening.keys_in(seen[KEYS])
        found = self.opening.open(seen, keys)
        if self.versions and found.fingerprint == self.versions[-1].fingerprint:
            return
        if not found.free.issuperset(found.broken):
            raise NotOpenedError(f"pages {found.broken} fail without any cut")
        self.opening.learn(seen)
        self.versions.append(Version(place, found.fingerprint, keys.seconds))
        if len(self.versions) % SELDOM == 1:
            self.opening.sign_in(seen)

    def _note(self, path: str, place: int, digest: bytes) -> None:
        if is_whole_file(path) and (not self.files[path] or self.files[path][-1][1] != digest):
            if not self.files[path]:
                self.files[path].append((0, ABSENT))
            self.files[path].append((place, digest))


def _touches_database(replay: Replay, step: Step) -> bool:
    """Whether the database may be another after a step, or be opened by other keys."""
    if isinstance(step, Name):
        return bool({step.before, step.after} & {*OF_DATABASE, KEYS})
    return isinstance(step, Write | Cut) and step.file in {replay.names.get(path) for path in OF_DATABASE}


def _is_log(replay: Replay, step: Step) -> bool:
    """Whether a step writes to a write-ahead log: there, a write alone can finish a transaction."""
    return isinstance(step, Write) and step.file == replay.names.get(f"{DATABASE}-wal")


def _window(
    versions: tuple[tuple[int, bytes], ...], promised: int, place: int
) -> tuple[frozenset[bytes], frozenset[bytes]]:
    first = max(0, bisect_right(versions, promised, key=lambda one: one[0]) - 1)
    may = frozenset(digest for since, digest in versions[first:] if since <= place)
    older = frozenset(digest for since, digest in versions[:first] if since <= place)
    # What was deleted may come back: nothing that was promised is lost by it.
    return (may | older, frozenset()) if versions[first][1] == ABSENT else (may, older)
