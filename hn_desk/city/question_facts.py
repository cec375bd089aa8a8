"""One question of the desk to an office, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.city.office_names import office_named
from hn_desk.i18n import _
from hn_desk.models.tables import CityQuestion
from hn_desk.rules.dates import format_date

HAND: Final = "hand"
PERSON: Final = "person"
MOVED: Final = "moved"
CODE: Final = "code"
FOUND: Final = (PERSON, MOVED, CODE)
"""Kinds that the desk finds by itself."""
PROPOSED: Final = "proposed"
ASKED: Final = "asked"
ANSWERED: Final = "answered"
CLOSED: Final = "closed"
DROPPED: Final = "dropped"
OPEN: Final = (PROPOSED, ASKED, ANSWERED)
DATA: Final = "data"
"""Who closed a question whose ground is gone from the records."""


@dataclass(frozen=True, slots=True)
class CityAsked:
    """One question as the desk shows it: `record` is what is known of the record here, in a few words.

    `others` are the offices that hold what was found; they are shown here alone, never to the office that is asked.
    """

    id: str
    office: str
    office_name: str
    subject: str
    subject_name: str
    record_id: str
    record: str
    kind: str
    text: str
    state: str
    asked_on: date | None
    answered_on: date | None
    answer: str
    closed_on: date | None
    closed_by: str
    others: tuple[str, ...]
    move: str
    move_office: str


def state_of(row: CityQuestion) -> str:
    """How far a question has come."""
    if row.closed_on is not None:
        return CLOSED if row.asked_on is not None else DROPPED
    if row.asked_on is None:
        return PROPOSED
    return ANSWERED if row.answered_on is not None else ASKED


def state_label(state: str) -> str:
    """What the screen calls a state; KeyError for an unknown one."""
    return {
        PROPOSED: _("Proposed: not sent"),
        ASKED: _("Asked: waits for the answer"),
        ANSWERED: _("Answered"),
        CLOSED: _("Closed"),
        DROPPED: _("Dropped"),
    }[state]


def kind_label(kind: str) -> str:
    """What found a question; KeyError for an unknown kind."""
    return {
        HAND: _("Written by hand"),
        PERSON: _("The same person in two offices"),
        MOVED: _("A person who moved"),
        CODE: _("The same code in two offices"),
    }[kind]


def proposed_text(kind: str) -> str:
    """What a question that was found asks: nothing of the other office stands in it. KeyError for HAND."""
    return {
        PERSON: _(
            "The person of this line also stands in a paper of another ward or commune. Check the identity and where "
            "the person lives now; if the person moved, say to or from which ward."
        ),
        MOVED: _(
            "Another ward or commune says that the person of this line moved to you. Have you taken the person over?"
        ),
        CODE: _(
            "The enterprise code of this record also stands in a record of another ward or commune. Compare it with "
            "the certificate, and say in which ward the head office is."
        ),
    }[kind]


def move_words(asked: CityAsked) -> str:
    """Where the office says that the person moved, with the other office's name; empty when it says nothing of it."""
    sentences = {"out": _("Moved away, to {office}."), "in": _("Came here, from {office}.")}
    return sentences[asked.move].format(office=office_named(asked.move_office)) if asked.move else ""


def record_title(subject: str, payload: Mapping[str, object]) -> str:
    """What the record is, in the columns that say most and name nobody."""
    wanted: Sequence[str] = {
        "events": ("title", "starts_on"),
        "conversions": ("enterprise_name", "group_name", "enterprise_code"),
        "cases": ("programme", "purpose", "amount"),
        "papers": ("number", "series", "year"),
        "paper_lines": ("group_name", "purpose", "amount"),
        "groups": ("name",),
        "figures": ("label", "period"),
        "contact_counts": ("month", "group_name"),
    }.get(subject, ())
    return ", ".join(_plain(field, payload[field]) for field in wanted if payload.get(field) not in (None, ""))[:200]


def _plain(field: str, value: object) -> str:
    return format_date(date.fromisoformat(str(value))) if field == "starts_on" else str(value)
