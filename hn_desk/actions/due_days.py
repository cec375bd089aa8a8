"""The due days of everything the office owes, with how far each is: for home, the calendar and the page of duties."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.due_evidence import Evidence, Proofs
from hn_desk.actions.due_facts import DueDay, DueState
from hn_desk.actions.due_requests import all_deadlines
from hn_desk.actions.office import Office
from hn_desk.actions.unseen import is_seen
from hn_desk.actions.workdays import day_exceptions_of
from hn_desk.models.tables import AuditEntry
from hn_desk.rules.deadlines import Deadline, Due, due_on, occurrences, state_on

__all__ = ["DueDay", "DueState", "due_days"]


def due_days(office: Office, start: date, end: date) -> tuple[DueDay, ...]:
    """Every due day from `start` to `end`, both included, that this officer may see; in order of day.

    A day that had passed before the office began with the program stands there only if something was begun for it, or
    if the office entered a request for it.
    """
    office.require("home.read")
    with office.database.read() as session:
        return due_rows(session, office, start, end)


def due_rows(session: Session, office: Office, start: date, end: date) -> tuple[DueDay, ...]:
    """The same as `due_days`, within a reading that is under way."""
    deadlines = [one for one in all_deadlines(session, office.book.deadlines) if is_seen(office, one)]
    asked = [(deadline, day) for deadline in deadlines for day in occurrences(deadline, start, end)]
    exceptions, today = day_exceptions_of(session, office), office.today()
    begins = first_day(session, office)
    rows: list[DueDay] = []
    for (deadline, day), evidence in zip(asked, Proofs(session, office, asked).all(), strict=True):
        if _counts(day, today, date.min if deadline.is_request else begins, evidence):
            rows.append(_row(deadline, due_on(deadline, day, today, exceptions), today, evidence))
    return tuple(sorted(rows, key=lambda row: (row.day, row.code)))


def first_day(session: Session, office: Office) -> date:
    """The day on which the office began with the program: that of its first entry in the log."""
    at = session.scalar(select(AuditEntry.at).order_by(AuditEntry.sequence).limit(1))
    return datetime.fromisoformat(at).astimezone().date() if at else office.today()


def _counts(day: date, today: date, begins: date, evidence: Evidence | None) -> bool:
    """Whether a due day is shown; one that has passed only where this officer may know whether it was met."""
    if day >= today:
        return True
    return evidence is not None and (day >= begins or evidence.is_begun)


def _row(deadline: Deadline, due: Due, today: date, evidence: Evidence | None) -> DueDay:
    return DueDay(
        code=deadline.code,
        duty=deadline.duty,
        topic=deadline.topic,
        title=deadline.title,
        receiver=deadline.receiver,
        source=deadline.source,
        day=due.day,
        weekday=due.weekday,
        days_left=due.days_left,
        last_workday=due.last_workday,
        remind_on=due.remind_on,
        state=state_on(due, today, is_done=evidence is not None and evidence.is_done),
        evidence=evidence.words if evidence else "",
        page=evidence.page if evidence else "",
        record=evidence.record if evidence else "",
        opens=evidence.opens if evidence else "",
        report=deadline.report,
        period=evidence.period if evidence else "",
        instruction=deadline.instruction,
    )
