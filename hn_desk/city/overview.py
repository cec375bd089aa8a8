"""What a desk shows: offices, packets, records, counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.city.collected import why_not
from hn_desk.city.desk import CityDesk
from hn_desk.city.people import without_names
from hn_desk.city.stream import APPLIED, UNVERIFIED, WAITING
from hn_desk.city.sums import record_counts
from hn_desk.i18n import _
from hn_desk.models.tables import CityPacket, CityReceipt, CityRecord
from hn_desk.packets.subjects import SUBJECTS

MOST: Final = 1_000
RecordKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office that this desk heard of: packets taken and waiting, last one (ISO), whether its receipt is made."""

    code: str
    name: str
    packets: int
    waiting: int
    last_received: str
    records: int
    has_receipt: bool


@dataclass(frozen=True, slots=True)
class PacketLine:
    """One packet as the desk keeps it, the newest first in lists; `what` and `do` say why it was not taken."""

    id: str
    office: str
    office_name: str
    epoch: int
    number: int
    decision: str
    reason: str
    received_at: str
    made_at: str
    new: int
    changed: int
    unchanged: int
    refused: int
    sha256: str
    what: str
    do: str


@dataclass(frozen=True, slots=True)
class Records:
    """One subject's records as a table: fields, Vietnamese headings, rows of plain values; `total` of them in all.

    What gives a person away is covered; `ids` are the records' own, row by row, to open one of them.
    """

    title: str
    fields: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int
    ids: tuple[str, ...]


def decision_label(decision: str) -> str:
    """What the screen calls a decision; KeyError for an unknown one."""
    return {
        "applied": _("Taken"),
        "held": _("A part; waits for the others"),
        "waiting": _("Waits for the packet before it"),
        "refused": _("Not taken"),
        "quarantined": _("Kept aside as evidence"),
    }[decision]


def offices(desk: CityDesk) -> tuple[OfficeRow, ...]:
    """The offices whose packets verified here, by code."""
    desk.require("board.read")
    with desk.database.read() as session:
        records: Counter[str] = Counter()
        for (code, _subject), count in record_counts(session).items():
            records[code] += count
        receipts = set(session.scalars(select(CityReceipt.office).distinct()))
        of_offices = select(CityPacket).where(CityPacket.decision != UNVERIFIED)
        rows = session.scalars(of_offices.order_by(CityPacket.office, CityPacket.received_at))
        by_office: dict[str, list[CityPacket]] = {}
        for row in rows:
            by_office.setdefault(row.office, []).append(row)
        return tuple(
            OfficeRow(
                code,
                mine[-1].office_name,
                sum(row.decision == APPLIED for row in mine),
                sum(row.decision == WAITING for row in mine),
                mine[-1].received_at,
                records[code],
                code in receipts,
            )
            for code, mine in by_office.items()
        )


def packets(desk: CityDesk, office: str = "") -> tuple[PacketLine, ...]:
    """The packets that verified here, of one office or of all, the newest first."""
    desk.require("board.read")
    verified = select(CityPacket).where(CityPacket.decision != UNVERIFIED)
    statement = verified.order_by(CityPacket.received_at.desc(), CityPacket.number.desc())
    if office:
        statement = statement.where(CityPacket.office == office)
    with desk.database.read() as session:
        return tuple(_line(row) for row in session.scalars(statement.limit(MOST)))


def subjects(desk: CityDesk) -> tuple[tuple[str, str, int], ...]:
    """The subjects of which this desk holds records: code, title, how many."""
    desk.require("board.read")
    counted = subject_counts(desk)
    return tuple((code, SUBJECTS[code].head.name, counted[code]) for code in SUBJECTS if code in counted)


def records(desk: CityDesk, subject: str, office: str = "") -> Records:
    """One subject's records, of one office or of all; the first 1 000 and how many there are; persons are covered."""
    desk.require("board.read")
    head = SUBJECTS[subject].head
    fields = SUBJECTS[subject].fields[3:]
    where = [CityRecord.subject == subject, *([CityRecord.office == office] if office else [])]
    with desk.database.read() as session:
        total = session.scalar(select(func.count(CityRecord.number)).where(*where)) or 0
        columns = (CityRecord.office, CityRecord.record_id, CityRecord.payload)
        found = session.execute(select(*columns).where(*where).order_by(CityRecord.number).limit(MOST)).all()
    shown = [(code, without_names(subject, payload)) for code, _id, payload in found]
    rows = tuple((code, *(payload.get(field) for field in fields)) for code, payload in shown)
    headings = (_("Office"), *(column.heading for column in head.columns[3:]))
    ids = tuple(record for _code, record, _payload in found)
    return Records(head.name, ("office", *fields), headings, rows, total, ids)


def subject_counts(desk: CityDesk) -> dict[str, int]:
    """How many records of each subject this desk holds, by the sums it keeps."""
    desk.require("board.read")
    counted: Counter[str] = Counter()
    with desk.database.read() as session:
        for (_office, subject), count in record_counts(session).items():
            counted[subject] += count
    return dict(counted)


def counts(desk: CityDesk) -> dict[str, int]:
    """The desk in numbers, each counted from the rows themselves: packets taken, offices, records by subject."""
    desk.require("board.read")
    with desk.database.read() as session:
        taken = session.scalar(select(func.count(CityPacket.id)).where(CityPacket.decision == APPLIED)) or 0
        senders = session.scalar(select(func.count(CityRecord.office.distinct()))) or 0
        by_subject = select(CityRecord.subject, func.count()).group_by(CityRecord.subject)
        return {"packets": taken, "offices": senders, **_grouped(session, by_subject)}


def record_keys(desk: CityDesk) -> frozenset[RecordKey]:
    """(office, subject, record id) of every record, so that several desks can be counted without counting twice."""
    desk.require("board.read")
    with desk.database.read() as session:
        rows = session.execute(select(CityRecord.office, CityRecord.subject, CityRecord.record_id))
        return frozenset(rows.all())


def distinct_counts(keys: Sequence[frozenset[RecordKey]]) -> dict[str, int]:
    """Distinct records by subject over several desks."""
    every = frozenset[RecordKey]().union(*keys)
    return {code: sum(subject == code for _office, subject, _id in every) for code in SUBJECTS}


def _line(row: CityPacket) -> PacketLine:
    return PacketLine(
        row.id,
        row.office,
        row.office_name,
        row.epoch,
        row.number,
        row.decision,
        row.reason,
        row.received_at,
        row.made_at,
        row.new,
        row.changed,
        row.unchanged,
        row.refused,
        row.sha256,
        *why_not(row),
    )


def _grouped(session: Session, statement: Any) -> dict[str, int]:
    return dict(session.execute(statement).all())
