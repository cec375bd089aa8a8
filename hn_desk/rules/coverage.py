"""Coverage that can be proved: which residential groups a period owes, and which of them were reached.

A group that was split or merged inside the period is owed as what became of it, and what became of it counts as reached
once every group it followed was.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Final

PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, both included."""

    start: date
    end: date

    def meet(self, first: date | None, last: date | None) -> bool:
        """Whether a life from `first` (None: always) to `last` (None: still) has a day among these."""
        return (first is None or first <= self.end) and (last is None or last >= self.start)


@dataclass(frozen=True, slots=True)
class Life:
    """A residential group from its first day (None: always) to its last (None: still)."""

    id: str
    starts_on: date | None = None
    ends_on: date | None = None
    is_aside: bool = False
    """Set aside by hand: it counts for no day."""


@dataclass(frozen=True, slots=True)
class Succession:
    """One group followed another when it was split or merged; `day` is the new one's first."""

    old: str
    new: str
    day: date


@dataclass(frozen=True, slots=True)
class Visit:
    """An event reached one group between two days, both included."""

    event: str
    group: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class History:
    """The residential groups of an office and what became of them."""

    lives: tuple[Life, ...]
    successions: tuple[Succession, ...] = ()

    def owed(self, days: Days) -> tuple[str, ...]:
        """The groups to be reached on these days, in the order of `lives`."""
        followed = {one.old for one in self.successions if one.day <= days.end}
        alive = (life for life in self.lives if not life.is_aside and days.meet(life.starts_on, life.ends_on))
        return tuple(life.id for life in alive if life.id not in followed)

    def followed(self, days: Days) -> dict[str, set[str]]:
        """New group → the groups it followed on one of these days."""
        found: dict[str, set[str]] = {}
        for one in self.successions:
            if days.start <= one.day <= days.end:
                found.setdefault(one.new, set()).add(one.old)
        return found

    def visited(self, days: Days, visits: Iterable[Visit]) -> dict[str, set[str]]:
        """Group → the events that reached it on one of these days that was a day of its life."""
        lives = {life.id: life for life in self.lives if not life.is_aside and days.meet(life.starts_on, life.ends_on)}
        found: dict[str, set[str]] = {}
        for one in visits:
            life = lives.get(one.group)
            if life and _is_among(one, days, life):
                found.setdefault(one.group, set()).add(one.event)
        return found


@dataclass(frozen=True, slots=True)
class Coverage:
    """Groups owed that were reached, out of all that are owed; `left` are the others."""

    reached: int
    total: int
    left: frozenset[str]

    @property
    def percent(self) -> int:
        """Whole percent, cut, so that 100 means all; 100 when there are no groups."""
        return PERCENT * self.reached // self.total if self.total else PERCENT


def counted_days(start: date, end: date, today: date) -> Days:
    """The days that count of a period: one that still runs ends today, one ahead is its first day."""
    return Days(start, max(start, min(end, today)))


def reached(visited: Set[str], followed: Mapping[str, Set[str]]) -> frozenset[str]:
    """The groups visited, and those all of whose forerunners were reached, over any number of splits and merges."""
    found = set(visited)
    while True:
        inherited = {group for group, olds in followed.items() if group not in found and olds <= found}
        if not inherited:
            return frozenset(found)
        found |= inherited


def forerunners(group: str, followed: Mapping[str, Set[str]]) -> frozenset[str]:
    """All groups that `group` followed, directly or over others; never itself."""
    found: set[str] = set()
    open_ones = {group}
    while open_ones:
        open_ones = {old for one in open_ones for old in followed.get(one, ())} - found
        found |= open_ones
    return frozenset(found - {group})


def coverage(owed: Set[str], reached: Set[str]) -> Coverage:
    """Coverage of the groups that are `owed`; others do not count."""
    return Coverage(len(owed & reached), len(owed), frozenset(owed - reached))


def _is_among(visit: Visit, days: Days, life: Life) -> bool:
    first = max(visit.starts_on, days.start, life.starts_on or days.start)
    last = min(visit.ends_on, days.end, life.ends_on or days.end)
    return first <= last
