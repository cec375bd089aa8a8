"""Which records came to their end, and when: what the periods of keeping are counted from."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.models.tables import Contact, HouseholdBusiness, OutreachEvent, PacketRow

ENDED_HOUSEHOLDS: Final = ("closed", "converted")


def ended_households(session: Session, most: int) -> Iterator[tuple[str, str, date]]:
    """Id, name and day of the last change of households that closed or converted; those merged into another stay."""
    columns = (HouseholdBusiness.id, HouseholdBusiness.name, HouseholdBusiness.written_at)
    rows = select(*columns).where(
        HouseholdBusiness.status.in_(ENDED_HOUSEHOLDS), HouseholdBusiness.merged_into.is_(None)
    )
    for id_, name, at in session.execute(rows.order_by(HouseholdBusiness.written_at).limit(most)):
        yield id_, name, day_of(at)


def contacts(session: Session, most: int) -> Iterator[tuple[str, str, date]]:
    """Id, household's name and day of every contact."""
    rows = select(Contact.id, HouseholdBusiness.name, Contact.day).join(
        HouseholdBusiness, HouseholdBusiness.id == Contact.household_id
    )
    yield from session.execute(rows.order_by(Contact.day).limit(most))


def events(session: Session, most: int) -> Iterator[tuple[str, str, date]]:
    """Id, title and last day of every outreach event."""
    rows = select(OutreachEvent.id, OutreachEvent.title, OutreachEvent.starts_on, OutreachEvent.ends_on)
    for id_, title, starts, ends in session.execute(rows.order_by(OutreachEvent.starts_on).limit(most)):
        if starts or ends:
            yield id_, title, ends or starts


def received_packets(session: Session, most: int) -> Iterator[tuple[str, str, date]]:
    """Id, file name and day of packets that the city has, of those whose copy is still here."""
    rows = select(PacketRow.id, PacketRow.file_name, PacketRow.made_at).where(
        PacketRow.receipt_id.is_not(None), PacketRow.is_emptied.is_(False)
    )
    for id_, name, at in session.execute(rows.order_by(PacketRow.made_at).limit(most)):
        yield id_, name, day_of(at)


def day_of(at: str) -> date:
    """The day of a stamp, where the PC stands."""
    return datetime.fromisoformat(at).astimezone().date()
