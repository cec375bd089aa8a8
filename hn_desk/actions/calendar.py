"""The calendar: each day with the outreach events on it and what the office owes on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.due_days import DueDay, due_rows
from hn_desk.actions.labels import PLANNED
from hn_desk.actions.office import Office
from hn_desk.actions.outreach_words import topic_names
from hn_desk.actions.unseen import seen_events
from hn_desk.actions.workdays import day_exceptions_of
from hn_desk.models.tables import OutreachEvent
from hn_desk.rules.workdays import is_workday

__all__ = ["CalendarDay", "CalendarEvent", "DueDay", "calendar_days"]

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An outreach event on one of its days; `state` is planned, done or cancelled.

    `is_untold` says that it was planned for days gone by, and whether it was held isn't written down yet.
    """

    id: str
    title: str
    topic_name: str
    state: str
    is_untold: bool = False


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day: whether offices work, what is due, which events are on."""

    day: date
    is_workday: bool
    dues: tuple[DueDay, ...]
    events: tuple[CalendarEvent, ...]


def calendar_days(office: Office, start: date, end: date) -> tuple[CalendarDay, ...]:
    """Every day from `start` to `end`, both included, as far as this officer may see what is on it."""
    office.require("outreach.read")
    with office.database.read() as session:
        exceptions = day_exceptions_of(session, office)
        dues = due_rows(session, office, start, end) if office.may("home.read") else ()
        events = _events(session, office, start, end)
    return tuple(
        CalendarDay(
            day,
            is_workday(day, exceptions),
            tuple(due for due in dues if due.day == day),
            tuple(event for first, last, event in events if first <= day <= last),
        )
        for day in _days(start, end)
    )


def _events(session: Session, office: Office, start: date, end: date) -> list[tuple[date, date, CalendarEvent]]:
    """Events with their first and last day, in order of day and title."""
    names, today = topic_names(office), office.today()
    event = OutreachEvent
    last_day = func.coalesce(event.ends_on, event.starts_on)
    statement = select(event.starts_on, last_day, event.id, event.title, event.topic, event.state)
    found = seen_events(office, statement.where(event.starts_on <= end, last_day >= start))
    return [
        (first, last, CalendarEvent(id_, title, names.get(topic, topic), state, state == PLANNED and last < today))
        for first, last, id_, title, topic, state in session.execute(found.order_by(event.starts_on, event.sort_key))
    ]


def _days(start: date, end: date) -> Iterator[date]:
    while start <= end:
        yield start
        start += DAY
