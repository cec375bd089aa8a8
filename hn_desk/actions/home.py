"""The home page: what waits for this officer, deadlines ahead, packets without a receipt, where the work stands."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.home_facts import ConversionCounts, DueRow, Today, Waiting
from hn_desk.actions.household_merged import listed
from hn_desk.actions.month_lists import is_listed, month_lists
from hn_desk.actions.office import Office
from hn_desk.actions.packet_facts import PacketRow
from hn_desk.actions.unseen import is_seen, seen_events, seen_people
from hn_desk.actions.waiting import waiting_for
from hn_desk.models import tables
from hn_desk.models.columns import Record
from hn_desk.models.tables import Conversion, CopyRow
from hn_desk.reports.coverage import Coverage, coverage
from hn_desk.reports.table import Period
from hn_desk.rules import conversion as steps
from hn_desk.rules.dates import add_months, weekday_name
from hn_desk.rules.deadlines import Deadline, DeadlineKind, next_due

__all__ = ["ConversionCounts", "DueRow", "Today", "Waiting", "today"]

OWED_EVERYWHERE: Final = "sme"
MOST_DEADLINES: Final = 8
HORIZON: Final = 400
"""Days ahead: a yearly deadline is always in sight, one of a later year is not."""
MOST_PACKETS: Final = 20
COUNTED: Final[Mapping[str, tuple[type[Record], str]]] = {
    "people": (tables.Person, "households.read"),
    "households": (tables.HouseholdBusiness, "households.read"),
    "events": (tables.OutreachEvent, "outreach.read"),
    "applications": (tables.LoanApplication, "credit.read"),
}
STAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "listed": (steps.LISTED,),
    "contacted": (steps.CONTACTED, steps.CONSIDERING),
    "agreed": (steps.AGREED, steps.PREPARING, steps.SUBMITTED, steps.RETURNED),
    "registered": (steps.REGISTERED,),
}
"""A conversion's states under the four figures of the home page; refused and withdrawn ones are in none."""


def today(office: Office) -> Today:
    """The office today: a few counts by index, never whole lists."""
    office.require("home.read")
    day = office.today()
    with office.database.read() as session:
        return Today(
            day=day,
            weekday=weekday_name(day),
            waiting=waiting_for(session, office),
            deadlines=_deadlines(session, office, day),
            unreceipted=_unreceipted(session, office, day) if office.may("packets.read") else (),
            coverage=_coverage(session, office, day),
            conversions=_conversions(session, office),
            counts=_counts(session, office),
        )


def _seen(office: Office, name: str, counted: Any) -> Any:
    if name == "people":
        return seen_people(office, counted)
    return seen_events(office, counted) if name == "events" else counted


def _deadlines(session: Session, office: Office, day: date) -> tuple[DueRow, ...]:
    book = office.book.deadlines
    rows: list[DueRow] = []
    for deadline in book.deadlines:
        due = _due(deadline, day, book.exceptions) if is_seen(office, deadline) else None
        if due is not None and deadline.kind is DeadlineKind.MONTHLY and is_listed(office, deadline.topic):
            rows += _of_lists(session, deadline, due)
        elif due is not None:
            rows.append(due)
    return tuple(sorted(rows, key=lambda row: (row.day, row.code))[:MOST_DEADLINES])


def _of_lists(session: Session, deadline: Deadline, due: DueRow) -> Iterator[DueRow]:
    """The day of the coming list with its state; above it the day that has passed while its list lies unfinished."""
    passed = add_months(due.day, -1)
    before, now = month_lists(session, deadline.topic, (passed, due.day))
    if passed >= deadline.since and before.is_begun and not before.is_done:
        late = due.days_left - (due.day - passed).days
        yield replace(due, day=passed, weekday=weekday_name(passed), days_left=late, is_near=True, state=before.words)
    yield replace(due, is_near=due.is_near and not now.is_done, state=now.words)


def _due(deadline: Deadline, day: date, exceptions: Mapping[date, bool]) -> DueRow | None:
    due = next_due(deadline, day, exceptions)
    if due is None or due.days_left > HORIZON:
        return None
    return DueRow(
        code=deadline.code,
        title=deadline.title,
        day=due.day,
        weekday=due.weekday,
        days_left=due.days_left,
        receiver=deadline.receiver,
        is_near=due.days_left <= deadline.lead_days,
        source=deadline.source,
    )


def _unreceipted(session: Session, office: Office, day: date) -> tuple[PacketRow, ...]:
    row = tables.PacketRow
    copies = select(func.count()).where(CopyRow.packet_id == row.id).scalar_subquery()
    columns = (row.id, row.desk, row.number, row.made_at, row.rows, row.state, row.file_name, row.sha256, copies)
    newest = select(*columns).where(row.receipt_id.is_(None)).order_by(row.made_at.desc(), row.id).limit(MOST_PACKETS)
    return tuple(
        PacketRow(
            id=id_,
            desk=desk,
            desk_name=office.book.desks[desk].name if desk in office.book.desks else desk,
            number=number,
            made_at=made_at,
            rows=rows,
            state=state,
            days_waiting=(day - datetime.fromisoformat(made_at).astimezone().date()).days,
            copies=copied,
            file_name=file_name,
            sha256=sha256,
        )
        for id_, desk, number, made_at, rows, state, file_name, sha256, copied in session.execute(newest)
    )


def _coverage(session: Session, office: Office, day: date) -> Coverage:
    if not office.may("outreach.read"):
        return Coverage((), 0, 0, 0)
    return coverage(session, OWED_EVERYWHERE, Period(date(day.year, 1, 1), day), day)


def _conversions(session: Session, office: Office) -> ConversionCounts:
    if not office.may("households.read"):
        return ConversionCounts()
    counting = select(Conversion.state, func.count()).where(*listed(session, Conversion.household_id))
    rows = session.execute(counting.group_by(Conversion.state))
    counted: dict[str, int] = dict(rows.all())
    return ConversionCounts(
        **{stage: sum(counted.get(state, 0) for state in states) for stage, states in STAGES.items()}
    )


def _all_of(session: Session, table: type[Record]) -> Any:
    counting = select(func.count()).select_from(table)
    return counting.where(*listed(session)) if table is tables.HouseholdBusiness else counting


def _counts(session: Session, office: Office) -> dict[str, int]:
    return {
        name: session.scalar(_seen(office, name, _all_of(session, table))) or 0
        for name, (table, action) in COUNTED.items()
        if office.may(action)
    }
