"""Events that recur, such as a broadcast each week: looked at as days, made at once, changed or cancelled for the rest.

What was held already stays as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.credit_steps import cleaned_reason
from hn_desk.actions.event_keeping import draft_of, found_event, write_event
from hn_desk.actions.labels import CANCELLED, PLANNED
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach_checks import check_event
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.actions.unseen import unseen_topics
from hn_desk.actions.workdays import day_exceptions_of
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import EventSeries, OutreachEvent
from hn_desk.rules.recurrence import Recurrence
from hn_desk.rules.text import clean_line
from hn_desk.rules.workdays import is_workday

SUBJECTS: Final = frozenset({"events"})
WRITE: Final = "outreach.write"
SHARED: Final = (
    *("topic", "title", "content", "legal_basis", "form", "place", "group_ids", "audiences", "times", "broadcasts"),
    *("posts", "leaflets", "leader", "joined", "speaker", "cost", "cost_source"),
)
"""What all events of a series have in common; each has its own days, state, people and outcome."""


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """A series as typed: what each event is made of (`starts_on` is the first day), when it recurs, until which day.

    `left_out` are days that the officer took out after looking at them.
    """

    event: EventDraft
    rule: Recurrence
    until: date | None = None
    left_out: frozenset[date] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class SeriesDay:
    """A day of a series: whether offices work on it, and whether an event of this title is kept for it already."""

    day: date
    is_worked: bool
    is_taken: bool


@dataclass(frozen=True, slots=True)
class SeriesEvent:
    """One event of a series."""

    id: str
    version: int
    day: date
    state: str


def series_days(office: Office, draft: SeriesDraft) -> tuple[SeriesDay, ...]:
    """The days on which a series would have an event, `left_out` not minded. InputError names every wrong field."""
    office.require(WRITE, "events")
    with office.database.read() as session:
        cleaned, days = _checked(session, office, draft)
        same = (OutreachEvent.topic == cleaned.topic, OutreachEvent.title == cleaned.title)
        taken = frozenset(session.scalars(select(OutreachEvent.starts_on).where(*same)))
        exceptions = day_exceptions_of(session, office)
        return tuple(SeriesDay(day, is_workday(day, exceptions), day in taken) for day in days)


def save_series(office: Office, draft: SeriesDraft) -> Changed:
    """Plan an event for each day that is not left out, all or none; the id is the first event's. InputError."""
    office.require(WRITE, "events")
    with office.write() as session:
        cleaned, days = _checked(session, office, draft)
        chosen = [day for day in days if day not in draft.left_out]
        if not chosen:
            raise DeskError(_("No day is left to plan an event for."), do=_("Tick at least one day."), reason="no-day")
        series = EventSeries(
            title=cleaned.title,
            topic=cleaned.topic,
            starts_on=chosen[0],
            ends_on=chosen[-1],
            rule=draft.rule.as_plain(),
            draft=_plain(cleaned),
        )
        session.add(series)
        session.flush()
        rows = [_planned(session, office, cleaned, day, series.id) for day in chosen]
        days_told = [day.isoformat() for day in chosen]
        audit.log(session, Act("events.series", "events", rows[0].id, {"series": series.id, "days": days_told}))
        return Changed(SUBJECTS, rows[0].id)


def series_events(office: Office, series_id: str) -> tuple[SeriesEvent, ...]:
    """The events of a series by day. DeskError when there is none that this officer sees."""
    office.require("outreach.read", "events")
    with office.database.read() as session:
        rows = _of_series(session, office, series_id)
        return tuple(SeriesEvent(row.id, row.version, row.starts_on, row.state) for row in rows)


def change_rest(office: Office, draft: EventDraft) -> Changed:
    """Give the event of `draft` and every later planned one of its series what `draft` says, but their own days.

    InputError, DeskError (gone, changed meanwhile, no longer planned).
    """
    office.require(WRITE, "events")
    with office.write() as session:
        first, rest = _rest(session, office, draft.id or "")
        refuse_stale(first.version, draft.version)
        shared = {name: getattr(draft, name) for name in SHARED}
        for row in rest:
            own = draft_of(row)
            cleaned, remarks = check_event(session, office, replace(own, **shared), row)
            remarks.settle({})
            write_event(session, row, cleaned)
        _log(session, "events.series_change", first, rest)
        return Changed(SUBJECTS, first.id)


def cancel_rest(office: Office, event_id: str, reason: str) -> Changed:
    """Cancel an event and every later planned one of its series. InputError without a reason, DeskError (gone)."""
    office.require(WRITE, "events")
    why = clean_line(cleaned_reason(reason))
    with office.write() as session:
        first, rest = _rest(session, office, event_id)
        for row in rest:
            write_event(session, row, replace(draft_of(row), state=CANCELLED, cancel_reason=why))
        _log(session, "events.series_cancel", first, rest)
        return Changed(SUBJECTS, first.id)


def _checked(session: Session, office: Office, draft: SeriesDraft) -> tuple[EventDraft, tuple[date, ...]]:
    """The cleaned event and the days, or InputError; days that have such an event already are only shown."""
    event = replace(draft.event, id=None, version=None, state=PLANNED, ends_on=None)
    cleaned, remarks = check_event(session, office, event, None)
    remarks.warnings.clear()
    days: tuple[date, ...] = ()
    _check_rule(draft, remarks)
    if cleaned.starts_on and draft.until and draft.until >= cleaned.starts_on and draft.rule.is_sound():
        most = office.book.outreach.most_of_series.on(office.today())
        days = draft.rule.days(cleaned.starts_on, draft.until)
        _check_last(session, office, replace(cleaned, starts_on=days[-1] if days else None), remarks)
        if not days:
            remarks.problem("until", _("No such day lies between the first and the last one."))
        if len(days) > most:
            remarks.problem("until", _("That would be {n} events; at most {most}.").format(n=len(days), most=most))
    remarks.settle({})
    return cleaned, days


def _check_last(session: Session, office: Office, last: EventDraft, remarks: Remarks) -> None:
    """Groups that are there on the first and on the last day are there on every day between."""
    if last.starts_on is not None:
        _cleaned, later = check_event(session, office, last, None)
        remarks.problems.extend(one for one in later.problems if one not in remarks.problems)


def _check_rule(draft: SeriesDraft, remarks: Remarks) -> None:
    remarks.required("until", draft.until, _("Type the last day of the series."))
    if draft.event.starts_on and draft.until and draft.until < draft.event.starts_on:
        remarks.problem("until", _("The series ends before it begins."))
    if not draft.rule.is_sound():
        name = "month_day" if draft.rule.month_day else "weekdays"
        remarks.problem(name, _("Choose either weekdays, or one day of the month from 1 to 31."))


def _planned(session: Session, office: Office, cleaned: EventDraft, day: date, series_id: str) -> OutreachEvent:
    row = OutreachEvent(officer_id=office.officer.id, series_id=series_id)
    return write_event(session, row, replace(cleaned, starts_on=day))


def _of_series(session: Session, office: Office, series_id: str) -> list[OutreachEvent]:
    statement = select(OutreachEvent).where(OutreachEvent.series_id == series_id)
    rows = session.scalars(statement.order_by(OutreachEvent.starts_on, OutreachEvent.id)).all()
    seen = [row for row in rows if row.topic not in unseen_topics(office)]
    if not series_id or not seen:
        raise gone()
    return seen


def _rest(session: Session, office: Office, event_id: str) -> tuple[OutreachEvent, list[OutreachEvent]]:
    """An event of a series, and with it every planned one from its day on. DeskError when it isn't planned itself."""
    first = found_event(session, office, event_id)
    rows = _of_series(session, office, first.series_id)
    if first.state != PLANNED:
        raise DeskError(
            _("This event is no longer planned."),
            do=_("Open the next planned one of the series."),
            reason="not-planned",
        )
    return first, [row for row in rows if row.state == PLANNED and row.starts_on >= first.starts_on]


def _plain(draft: EventDraft) -> dict[str, Any]:
    values = {name: getattr(draft, name) for name in SHARED}
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items()}


def _log(session: Session, action: str, first: OutreachEvent, rows: Iterable[OutreachEvent]) -> None:
    audit.log(session, Act(action, "events", first.id, {"series": first.series_id, "events": [row.id for row in rows]}))
