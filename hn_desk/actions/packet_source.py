"""From what the rows of one desk's packet are drawn, and how values enter its cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Office
from hn_desk.actions.unseen import protected_topics
from hn_desk.models.tables import ResidentialGroup
from hn_desk.packets.sheet_profile import NUMBER_LIMIT
from hn_desk.rules.desks import Desk

PUT: Final = "put"
LONGEST: Final = 500
LONGEST_CODE: Final = 64
EARLIEST: Final = date(1900, 3, 1)
"""The first day that every spreadsheet counts alike."""


@dataclass(frozen=True)
class Source:
    """One desk's view of the office's records."""

    session: Session
    office: Office
    desk: Desk

    @cached_property
    def group_names(self) -> Mapping[str, str]:
        """Names of all residential groups by id."""
        return dict(self.session.execute(select(ResidentialGroup.id, ResidentialGroup.name)).all())

    @cached_property
    def case_programmes(self) -> frozenset[str]:
        """Programmes whose cases this desk gets as records without names: those of its own, by either data file."""
        return frozenset({*self._own_programmes, *self.desk.programmes})

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """Topics whose outreach this desk gets: those of its data file, then the programmes whose own it is."""
        return tuple(dict.fromkeys((*self.desk.topics, *self._own_programmes)))

    @cached_property
    def paper_programmes(self) -> frozenset[str]:
        """Programmes whose papers this desk gets as the bank."""
        named = {one.code for one in self.office.book.programmes.values() if one.bank_desk == self.desk.code}
        return frozenset(named | set(self.desk.programmes))

    @cached_property
    def protected_topics(self) -> frozenset[str]:
        """Topics and programmes whose outreach is only counted."""
        return protected_topics(self.office)

    @cached_property
    def owed_topics(self) -> frozenset[str]:
        """Topics that are owed to every residential group."""
        return frozenset(topic.code for topic in self.office.book.outreach.topics if topic.is_owed_everywhere)

    @cached_property
    def _own_programmes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.office.book.programmes.values() if one.desk == self.desk.code)

    def topic_name(self, code: str) -> str:
        """The neutral name of a topic or programme."""
        book = self.office.book
        names = {topic.code: topic.label for topic in book.outreach.topics}
        return names.get(code) or (book.programmes[code].name if code in book.programmes else code)

    def group_name(self, group_id: str | None) -> str | None:
        """The name of a residential group, None for none."""
        return text(self.group_names.get(group_id or "", ""))

    def derived_id(self, *parts: str) -> str:
        """The lasting identity of a row that is no record of its own."""
        return str(uuid5(UUID(hex=self.office.instance), "/".join(parts)))


def text(value: str) -> str | None:
    """A text as a packet's cell holds it: None when empty, never longer than a cell may be."""
    return value[:LONGEST].strip() or None


def code(value: str) -> str | None:
    """A code as a packet's cell holds it."""
    return value[:LONGEST_CODE].strip() or None


def amount(value: int | None) -> int | None:
    """A number from 0 that a packet's cell can hold; anything else is left out."""
    return value if value is not None and 0 <= value < NUMBER_LIMIT else None


def day(value: date | None) -> date | None:
    """A day that a packet's cell can hold; an earlier one is left out."""
    return value if value is not None and value >= EARLIEST else None
