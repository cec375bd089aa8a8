"""Outreach as data: topics with their audiences, forms of events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.rules.dated import Dated, read_dated_whole
from hn_desk.rules.programme import Choice, Programme
from hn_desk.rules.programme_file import read_choices
from hn_desk.rules.reading import Reader

OTHER: Final = "other"
SINCE: Final = date(2025, 7, 1)
"""The offices of today exist since then."""
FIGURES: Final = ("people", "women", "times", "broadcasts", "posts", "leaflets")
"""What is counted at an event."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What an event is about; a protected one is counted without photos, addresses or links to people.

    `links_households` when households that spoke at an event are linked to it.
    """

    code: str
    label: str
    source: str
    is_protected: bool
    is_owed_everywhere: bool
    audiences: tuple[Choice, ...]
    links_households: bool = False


@dataclass(frozen=True, slots=True)
class OutreachData:
    """What the outreach page offers."""

    topics: tuple[Topic, ...]
    forms: tuple[Choice, ...]
    asked: Mapping[str, tuple[str, ...]]
    """By form, the figures that an event of it has."""
    most_of_series: Dated[int]
    most_rows: Dated[int]
    """Events that one series or one table may make, by day."""


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
    asked = reader.table("asked")
    figures = {form.code: asked.texts(form.code, FIGURES, optional=False) for form in forms}
    at_once = reader.table("at_once")
    most = [read_dated_whole(at_once, key, since=SINCE) for key in ("series", "rows")]
    reader.finish()
    return OutreachData(topics, forms, figures, *most)


def _topic(reader: Reader) -> Topic:
    return Topic(
        reader.text("code"),
        reader.text("label"),
        reader.text("source"),
        reader.flag("protected"),
        reader.flag("everywhere"),
        read_choices(reader.tables("audiences")),
        reader.flag("links_households"),
    )
