"""The home page: what waits for this officer, deadlines ahead, packets without a receipt, where the work stands."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.due_days import due_rows
from hn_desk.actions.due_facts import DueDay, DueState
from hn_desk.actions.home_facts import ConversionCounts, Today, Waiting
from hn_desk.actions.household_merged import listed
from hn_desk.actions.office import Office
from hn_desk.actions.packet_facts import PacketRow
from hn_desk.actions.unseen import seen_events, seen_people
from hn_desk.actions.waiting import waiting_for
from hn_desk.models import tables
from hn_desk.models.columns import Record
from hn_desk.models.tables import Conversion, CopyRow
from hn_desk.reports.coverage import Coverage, coverage
from hn_desk.reports.table import Period
from hn_desk.rules import conversion as steps
from hn_desk.rules.dates import weekday_name

__all__ = ["ConversionCounts", "DueDay", "Today", "Waiting", "today"]

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


def _deadlines(session: Session, office: Office, day: date) -> tuple[DueDay, ...]:
    """All that is overdue, the oldest first; then the next due day of each deadline, in order of day."""
    rows = due_rows(session, office, date.min, day + timedelta(days=HORIZON))
    overdue = [row for row in rows if row.state is DueState.OVERDUE]
    coming: dict[tuple[str, str], DueDay] = {}
    for row in rows:
        if row.day >= day:
            coming.setdefault((row.code, row.instruction), row)
    return (*overdue, *tuple(coming.values())[:MOST_DEADLINES])


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
