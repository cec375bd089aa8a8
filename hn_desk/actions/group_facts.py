"""What the screen hands in and gets back when residential groups are closed, split or merged."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GroupEnd:
    """The last day of a residential group as typed; None opens it again."""

    id: str
    version: int
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class OldGroup:
    """A group that ends, as the officer saw it."""

    id: str
    version: int


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group that begins, as typed."""

    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One group split into several, or several merged into one; `day` is the first of the new ones."""

    olds: tuple[OldGroup, ...]
    news: tuple[NewGroup, ...]
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeLook:
    """What a change would do, counted before it is written; the old groups end on `last_day`.

    On a merge households, people and events from `day` on go over to the new group. On a split planned events are for
    all new groups, while households, people and events already held must each be given their new one.
    """

    day: date
    last_day: date
    is_merge: bool
    olds: tuple[str, ...]
    news: tuple[str, ...]
    households: int
    people: int
    planned: int
    held: int
