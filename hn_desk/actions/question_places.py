"""Where a question of the city is answered: the record of this office that the asked row of a packet stands for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.frozen_lines import lines_of_paper
from hn_desk.actions.office import Office
from hn_desk.actions.packet_source import Source
from hn_desk.actions.unseen import protected_topics
from hn_desk.models.tables import Confirmation, Conversion, EventGroup, LoanApplication, OutreachEvent
from hn_desk.packets.receipt import Question, Receipt
from hn_desk.rules import desks

OUTREACH: Final = "outreach"
HOUSEHOLDS: Final = "households"
CREDIT: Final = "credit"
PACKETS: Final = "packets"
"""The page for what has no record of its own: sums, residential groups, rows that are gone."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page and the id of the record on it, empty for none; whether it tells of what only a few may know."""

    page: str
    id: str = ""
    is_protected: bool = False


def placed(session: Session, office: Office, receipt: Receipt) -> list[dict[str, Any]]:
    """The questions of a receipt as they are kept here: plain values with their place.

    `after` is the epoch and number of the newest packet of this office that the desk had read when it asked; 0, 0
    when it had none.
    """
    known = office.book.desks.get(receipt.desk)
    source = Source(session, office, known) if known else None
    mine = [(one.epoch, one.contiguous) for one in receipt.streams if one.instance == office.instance]
    after = list(max(mine, default=(0, 0)))
    return [
        {**_plain(question, place_of(source, question.subject, question.record)), "after": after}
        for question in receipt.questions
    ]


def _plain(question: Question, place: Place) -> dict[str, Any]:
    told = question.model_dump(mode="json")
    return {**told, "page": place.page, "place": place.id, "is_protected": place.is_protected}


def place_of(source: Source | None, subject: str, record: str) -> Place:
    """Where the row of a packet stands here; without a source, or of what is gone, on the page of packets."""
    return (_found(source, subject, record) if source else None) or Place(PACKETS, "", subject in desks.PROTECTED)


def is_here(source: Source, subject: str, record: str) -> bool:
    """Whether the row of a packet stands for a record that this office has."""
    return _found(source, subject, record) is not None


def _found(source: Source, subject: str, record: str) -> Place | None:
    find = _FINDERS.get(subject)
    return find(source, record) if find else None


def _case(source: Source, record: str) -> Place | None:
    is_kept = source.session.get(LoanApplication, record) is not None
    return Place(CREDIT, record, True) if is_kept else None


def _event(source: Source, record: str) -> Place | None:
    row = source.session.get(OutreachEvent, record)
    return Place(OUTREACH, row.id, row.topic in protected_topics(source.office)) if row else None


def _event_of_group(source: Source, record: str) -> Place | None:
    pairs = source.session.execute(select(EventGroup.event_id, EventGroup.group_id))
    asked = (event for event, group in pairs if source.derived_id("event_group", event, group) == record)
    event = next(asked, None)
    return _event(source, event) if event else None


def _conversion(source: Source, record: str) -> Place | None:
    row = source.session.get(Conversion, record)
    return Place(HOUSEHOLDS, row.household_id) if row else None


def _paper(source: Source, record: str) -> Place | None:
    row = source.session.get(Confirmation, record)
    return Place(CREDIT, row.subject_id, True) if row else None


def _paper_line(source: Source, record: str) -> Place | None:
    return next((Place(CREDIT, application, True) for id_, application in _lines(source) if id_ == record), None)


def _lines(source: Source) -> Iterator[tuple[str, str]]:
    """Every line of every paper: its id in packets and its application."""
    for row in source.session.scalars(select(Confirmation)):
        for line in lines_of_paper(row.frozen):
            yield source.derived_id("paper_line", row.id, line.application_id), line.application_id


_FINDERS: Final[Mapping[str, Callable[[Source, str], Place | None]]] = {
    desks.EVENTS: _event,
    desks.EVENT_GROUPS: _event_of_group,
    desks.CONVERSIONS: _conversion,
    desks.CASES: _case,
    desks.PAPERS: _paper,
    desks.PAPER_LINES: _paper_line,
}
