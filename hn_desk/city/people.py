"""Records of a person at a desk: covered in every list, opened one at a time with a typed reason, which is logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from hn_desk.city.desk import CityDesk
from hn_desk.city.roles import city_roles
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import CityRecord
from hn_desk.packets.subjects import SUBJECTS
from hn_desk.rules.text import clean_line

COVER: Final = "•••"
LONGEST_REASON: Final = 300
SHORTEST_REASON: Final = 5


@dataclass(frozen=True, slots=True)
class Person:
    """An opened record: whose office's, what kind, its fields with Vietnamese headings and plain values."""

    office: str
    subject: str
    id: str
    title: str
    fields: tuple[str, ...]
    headings: tuple[str, ...]
    values: tuple[Any, ...]


def is_personal(subject: str) -> bool:
    """Whether records of this subject give a person away."""
    return subject in city_roles().personal


def without_names(subject: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """A record's values as lists show them: `COVER` for every value that gives a person away."""
    hidden = city_roles().personal.get(subject, frozenset())
    return {name: COVER if name in hidden and value is not None else value for name, value in payload.items()}


def checked_reason(reason: str) -> str:
    """A typed reason in one line. InputError for one that says nothing."""
    why = clean_line(reason)
    if not SHORTEST_REASON <= len(why) <= LONGEST_REASON:
        what = _("Type why you open this record, in {least} to {most} letters.")
        problem = Problem("reason", what.format(least=SHORTEST_REASON, most=LONGEST_REASON))
        raise InputError(_("The record stays closed."), do=problem.what, problems=(problem,))
    return why


def open_person(desk: CityDesk, key: tuple[str, str, str], reason: str) -> Person:
    """Open the record of `key` (office, subject, record id); who, which and why stand in the log before it is shown.

    InputError for a reason that says nothing; DeskError when the record is gone.
    """
    desk.require("people.open")
    office, subject, record = key
    why = checked_reason(reason)
    with desk.write() as session:
        payload = session.scalar(
            select(CityRecord.payload).where(
                CityRecord.office == office, CityRecord.subject == subject, CityRecord.record_id == record
            )
        )
        if payload is None:
            raise DeskError(_("This record is no longer here."), do=_("Look at the list again."), reason="gone")
        audit.log(session, Act("city.person", subject, record, {"office": office, "reason": why}))
    sheet = SUBJECTS[subject]
    fields = sheet.fields[3:]
    headings = tuple(column.heading for column in sheet.head.columns[3:])
    return Person(office, subject, record, sheet.head.name, fields, headings, tuple(payload.get(f) for f in fields))
