"""Outreach as data: topics with their audiences, forms of events; coverage of the residential groups."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Final

from hn_desk.rules.programme import Choice, Programme
from hn_desk.rules.programme_file import read_choices
from hn_desk.rules.reading import Reader

PERCENT: Final = 100
OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class Topic:
    """What an event is about; a protected one is counted without photos, addresses or links to people."""

    code: str
    label: str
    source: str
    is_protected: bool
    is_owed_everywhere: bool
    audiences: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class OutreachData:
    """What the outreach page offers."""

    topics: tuple[Topic, ...]
    forms: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Active residential groups reached at least once, out of all active ones; `left` are the others."""

    reached: int
    total: int
    left: frozenset[str]

    @property
    def percent(self) -> int:
        """Whole percent, cut, so that 100 means all; 100 when there are no groups."""
        return PERCENT * self.reached // self.total if self.total else PERCENT


def coverage(active: Set[str], reached: Set[str]) -> Coverage:
    """Coverage of the `active` groups; groups no longer active do not count."""
    return Coverage(len(active & reached), len(active), frozenset(active - reached))


def topics_with(data: OutreachData, programmes: Iterable[Programme]) -> tuple[Topic, ...]:
    """All topics: the file's own, then one a credit programme, `other` last."""
    own = [Topic(one.code, one.name, one.legal_basis, one.is_protected, False, one.audiences) for one in programmes]
    first = [topic for topic in data.topics if topic.code != OTHER]
    return (*first, *own, *(topic for topic in data.topics if topic.code == OTHER))


def load_outreach(data: Mapping[str, object], name: str) -> OutreachData:
    """Make OutreachData of a file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    topics = tuple(_topic(row) for row in reader.tables("topics"))
    forms = read_choices(reader.tables("forms"))
    reader.finish()
    return OutreachData(topics, forms)


def _topic(reader: Reader) -> Topic:
    return Topic(
        reader.text("code"),
        reader.text("label"),
        reader.text("source"),
        reader.flag("protected"),
        reader.flag("everywhere"),
        read_choices(reader.tables("audiences")),
    )
