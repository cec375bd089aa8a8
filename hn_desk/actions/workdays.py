"""The days that are worked or free against the calendar: what the office entered, and who counts workdays by them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import DayException
from hn_desk.rules.dates import add_years, weekday_name
from hn_desk.rules.text import clean_line
from hn_desk.rules.workdays import is_workday, known_days

__all__ = [
    "DayExceptionDraft",
    "DayExceptionRow",
    "KnownDay",
    "day_exceptions",
    "day_exceptions_of",
    "delete_day_exception",
    "known_exceptions",
    "save_day_exception",
]

ACTION: Final = "workdays.write"
SUBJECTS: Final = frozenset({"workdays"})
YEARS: Final = 5
"""How far from today a day may lie."""


@dataclass(frozen=True, slots=True)
class DayExceptionDraft:
    """A day that is worked or free against the calendar as typed; `source` is the paper that says so."""

    id: str | None = None
    version: int | None = None
    day: date | None = None
    is_worked: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class DayExceptionRow:
    """One such day as the office keeps it."""

    id: str
    version: int
    day: date
    weekday: str
    is_worked: bool
    source: str


@dataclass(frozen=True, slots=True)
class KnownDay:
    """A day the program knows by itself: a public holiday, or one swapped by a paper for all offices."""

    day: date
    weekday: str
    is_worked: bool
    name: str


def day_exceptions_of(session: Session, office: Office) -> Mapping[date, bool]:
    """Every exception, True where the day is worked: the program's own, and over them the office's."""
    own = session.execute(select(DayException.day, DayException.is_worked))
    return {**office.book.deadlines.exceptions, **{row.day: row.is_worked for row in own}}


def day_exceptions(office: Office) -> tuple[DayExceptionRow, ...]:
    """The office's own days, the latest first."""
    office.require(ACTION)
    row = DayException
    columns = select(row.id, row.version, row.day, row.is_worked, row.source).order_by(row.day.desc())
    with office.database.read() as session:
        return tuple(
            DayExceptionRow(one.id, one.version, one.day, weekday_name(one.day), one.is_worked, one.source)
            for one in session.execute(columns)
        )


def known_exceptions(office: Office) -> tuple[KnownDay, ...]:
    """Public holidays and swapped days of this year and the next that the program knows, in order."""
    office.require(ACTION)
    this = office.today().year
    days = {day: (worked, name) for year in (this, this + 1) for day, worked, name in known_days(year)}
    for day, worked in office.book.deadlines.exceptions.items():
        if this <= day.year <= this + 1:
            days[day] = (worked, office.book.deadlines.sources[day])
    return tuple(KnownDay(day, weekday_name(day), *days[day]) for day in sorted(days))


def save_day_exception(office: Office, draft: DayExceptionDraft) -> Changed:
    """Keep a day that is worked or free against the calendar. InputError, DeskError (stale, gone)."""
    office.require(ACTION)
    with office.write() as session:
        cleaned = _checked(session, office, replace(draft, source=clean_line(draft.source)))
        row = DayException() if draft.id is None else session.get(DayException, draft.id)
        if row is None:
            raise gone()
        if draft.id is not None:
            refuse_stale(row.version, draft.version)
        for name in ("day", "is_worked", "source"):
            setattr(row, name, getattr(cleaned, name))
        session.add(row)
        session.flush()
        audit.log(session, Act("workdays.save", "office", row.id, _told(row)))
        return Changed(SUBJECTS, row.id)


def delete_day_exception(office: Office, row_id: str, version: int) -> Changed:
    """Take a day out: the calendar holds again. DeskError (stale, gone)."""
    office.require(ACTION)
    with office.write() as session:
        row = session.get(DayException, row_id)
        if row is None:
            raise gone()
        refuse_stale(row.version, version)
        told = _told(row)
        session.delete(row)
        audit.log(session, Act("workdays.delete", "office", row_id, told))
        return Changed(SUBJECTS, row_id)


def _checked(session: Session, office: Office, draft: DayExceptionDraft) -> DayExceptionDraft:
    remarks = Remarks()
    remarks.required("day", draft.day, _("Type the day."))
    remarks.required("source", draft.source, _("Type the paper that says so: number, day, who signed."))
    if draft.day is not None:
        _check_day(session, office, draft, draft.day, remarks)
    remarks.settle({})
    return draft


def _check_day(session: Session, office: Office, draft: DayExceptionDraft, day: date, remarks: Remarks) -> None:
    today = office.today()
    if not add_years(today, -YEARS) <= day <= add_years(today, YEARS):
        remarks.problem("day", _("The day lies more than {n} years from today.").format(n=YEARS))
    elif session.scalar(select(DayException.id).where(DayException.day == day, DayException.id != (draft.id or ""))):
        remarks.problem("day", _("This day stands there already; change that one."))
    elif is_workday(day, office.book.deadlines.exceptions) == draft.is_worked:
        words = _("{weekday} is worked anyway.") if draft.is_worked else _("{weekday} is free anyway.")
        remarks.problem("day", words.format(weekday=weekday_name(day)))


def _told(row: DayException) -> dict[str, object]:
    return {"day": row.day.isoformat(), "worked": row.is_worked, "source": row.source}
