"""One state after another: everything that was promised is there, and nothing half."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import Final

from tests.campaigns.power.disks import SECTORS, Cutting, Kind, Replay
from tests.campaigns.power.opening import KEYS, NotOpenedError, Opening
from tests.campaigns.power.story import ABSENT, Allowed, Story, digest_of, is_whole_file

LOST: Final = "lost"
DAMAGED: Final = "damaged"
SIGN_IN_EVERY: Final = 200


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a cut broke: something promised is `lost`, or something is `damaged`."""

    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One state that was judged; `is_signed_in` when the program was also begun on it and checked everything."""

    place: int
    kind: Kind
    is_second: bool
    is_noisy: bool
    is_signed_in: bool
    wrong: Wrong | None


class Judge:
    """Judges the states of one story; a state that was judged before is not judged, nor counted, again."""

    def __init__(self, story: Story, kinds: tuple[Kind, ...], opening: Opening) -> None:
        self.story, self.kinds, self.opening = story, kinds, opening
        self._seen: set[int] = set()
        replay = Replay(story.tape.files)
        for before, version in pairwise((0, *(one.place for one in story.versions))):
            for step in story.tape.steps[before:version]:
                replay.do(step)
            opening.learn(replay.seen())

    def round(self, places: Iterable[tuple[int, Random]]) -> Iterator[Verdict]:
        """Cut the power once at each of `places`, which ascend, and once more while the program recovers from it."""
        replay, done = Replay(self.story.tape.files), 0
        for place, chance in places:
            for step in self.story.tape.steps[done:place]:
                replay.do(step)
            done = place
            how = Cutting(chance.choice(self.kinds), chance.choice(SECTORS), chance.random() < 0.5, chance)
            left, allowed = replay.left(how), self.story.allowed(place)
            if not self._is_new(left, allowed):
                continue
            wrong = wrong_with(left, allowed, self.opening)
            yield self._verdict(place, how, wrong, left)
            if KEYS in left and wrong is None:
                yield from self._second(place, how, left)

    def _second(self, place: int, how: Cutting, left: Mapping[str, bytes]) -> Iterator[Verdict]:
        """Cut the power again within what opening wrote to recover."""
        recovery, allowed = self.opening.recovery(left), self.story.allowed(place)
        if not recovery.steps:
            return
        replay = Replay(recovery.files)
        for step in recovery.steps[: how.chance.randint(1, len(recovery.steps))]:
            replay.do(step)
        again = {path: content for path, content in left.items() if path not in recovery.files} | replay.left(how)
        if self._is_new(again, allowed):
            yield self._verdict(place, how, wrong_with(again, allowed, self.opening), again, is_second=True)

    def _verdict(
        self, place: int, how: Cutting, wrong: Wrong | None, left: Mapping[str, bytes], *, is_second: bool = False
    ) -> Verdict:
        is_signed_in = wrong is None and KEYS in left and len(self._seen) % SIGN_IN_EVERY == 0
        if is_signed_in:
            wrong = _wrong_at_sign_in(left, self.opening)
        return Verdict(place, how.kind, is_second, how.has_noise, is_signed_in, wrong)

    def _is_new(self, left: Mapping[str, bytes], allowed: Allowed) -> bool:
        name = hash((allowed.promised, *((path, hash(content)) for path, content in sorted(left.items()))))
        is_new = name not in self._seen
        self._seen.add(name)
        return is_new


def wrong_with(left: Mapping[str, bytes], allowed: Allowed, opening: Opening) -> Wrong | None:
    """What is wrong with the files that a cut left; the database is opened, which recovers it."""
    return _wrong_file(left, allowed) or (_wrong_database(left, allowed, opening) if KEYS in left else None)


def _wrong_file(left: Mapping[str, bytes], allowed: Allowed) -> Wrong | None:
    for path in filter(is_whole_file, {*left, *allowed.files}):
        may, older = allowed.files.get(path, (frozenset[bytes](), frozenset[bytes]()))
        digest = _digest_of(left[path]) if path in left else ABSENT
        if digest not in may:
            is_older = digest == ABSENT or digest in older
            return Wrong(LOST, f"{path}: an older one") if is_older else Wrong(DAMAGED, f"{path}: not whole")
    return None


def _wrong_database(left: Mapping[str, bytes], allowed: Allowed, opening: Opening) -> Wrong | None:
    try:
        keys = opening.keys_in(left[KEYS])
        found = opening.open(left, keys)
    except NotOpenedError as error:
        return Wrong(DAMAGED, str(error))
    if not found.free.issuperset(found.broken):
        return Wrong(DAMAGED, f"pages {found.broken} fail their check")
    version = next((one for one in allowed.versions if one.fingerprint == found.fingerprint), None)
    if version is None:
        is_older = found.fingerprint in allowed.older
        return Wrong(LOST, "an older database") if is_older else Wrong(DAMAGED, "a database that never was")
    if not version.seconds <= keys.seconds:
        return Wrong(LOST, "the key of what the database hides")
    if not found.broken:
        return None
    # SQLite lets a cut tear free pages; the program must mend them and go on.
    opening.mended += 1
    return _wrong_at_sign_in(left, opening)


def _wrong_at_sign_in(left: Mapping[str, bytes], opening: Opening) -> Wrong | None:
    try:
        opening.sign_in(left)
    except NotOpenedError as error:
        return Wrong(DAMAGED, str(error))
    return None


@lru_cache(maxsize=64)
def _digest_of(content: bytes) -> bytes:
    return digest_of(content)
