"""How far a record has come on its way to the city, as a clerk sees it. PACKET §8."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.asked import is_asked, newest_receipts
from hn_desk.actions.labels import PLANNED
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models.columns import Record
from hn_desk.models.pseudonyms import pseudonyms
from hn_desk.models.tables import (
    Confirmation,
    Conversion,
    LoanApplication,
    OutreachEvent,
    PacketRecord,
    PacketRow,
    ReceiptRow,
)
from hn_desk.rules import conversion, credit
from hn_desk.rules.city_way import (
    NEEDS_ANSWER,
    NOT_SENT,
    NOWHERE,
    PACKED,
    RECEIVED,
    RETURNED,
    SETTLED,
    WAITING,
    Known,
    Step,
    StepKind,
    Trip,
    Way,
    city_way,
)
from hn_desk.rules.dates import format_date
from hn_desk.rules.desks import PROTECTED

__all__ = [
    "NEEDS_ANSWER",
    "NOT_SENT",
    "NOWHERE",
    "PACKED",
    "RECEIVED",
    "RETURNED",
    "SETTLED",
    "TABLES",
    "WAITING",
    "Way",
    "answers_in",
    "asked_before",
    "city_state",
    "city_state_label",
    "city_state_words",
    "is_ended",
    "is_refused",
    "step_words",
    "trip_of",
    "way_of",
]

TABLES: Final[Mapping[str, tuple[type[Record], str]]] = {
    "events": (OutreachEvent, "events"),
    "conversions": (Conversion, "conversions"),
    "applications": (LoanApplication, "cases"),
    "confirmations": (Confirmation, "papers"),
}
"""Subject of the screens → its table and the packet's subject whose rows have the record's id."""


def city_state_label(state: str) -> str:
    """What the screen calls a state; KeyError for an unknown one."""
    return {
        NOT_SENT: _("Not sent yet"),
        PACKED: _("Packed"),
        WAITING: _("Waiting for the receipt"),
        RECEIVED: _("The city has it"),
        NEEDS_ANSWER: _("The city asks for an answer"),
        RETURNED: _("Sent back by the city"),
        SETTLED: _("Settled with the city"),
    }[state]


def city_state_words(way: Way) -> str:
    """A record's state with its packet's number, the days waited, why it came back or why it must go once more."""
    label = city_state_label(way.state)
    if way.state == PACKED:
        return _("{state} (number {number})").format(state=label, number=way.number)
    if way.state == WAITING:
        return _("{state} (number {number}, {n} days)").format(state=label, number=way.number, n=way.days)
    if way.state == RETURNED and way.reason:
        return _("{state}: {reason}").format(state=label, reason=way.reason)
    if way.state == NOT_SENT and way.steps:
        return _("{state} – {why}").format(state=label, why=step_words(way.steps[-1]))
    return label


def step_words(step: Step) -> str:
    """One step of a record's way as a line of its history."""
    words = {
        StepKind.PACKED: _("{day}: packed for {desk}, number {number}"),
        StepKind.RECEIVED: _("{day}: {desk} has it, packet {number}"),
        StepKind.RETURNED: _("{day}: {desk} sent it back, packet {number}: {words}"),
        StepKind.CHANGED: _("{day}: changed since the last packet"),
        StepKind.ASKED: _("{day}: the city waits for an answer"),
        StepKind.BEGUN_ANEW: _("{day}: a new numbering for {desk} began, number {number}"),
    }[step.kind]
    return words.format(day=format_date(step.day), desk=step.desk, number=step.number, words=step.words)


def city_state(session: Session, subject: str, record_id: str) -> str:
    """The state of one record over all desks that got it: the one that asks most of the clerk."""
    return way_of(session, (subject, record_id), date.today()).state


def way_of(session: Session, record: tuple[str, str], today: date) -> Way:
    """The way of one record (subject, id) over all desks that got it, and where it stands."""
    subject, record_id = record
    table, sheet = TABLES[subject]
    row: Any = session.get(table, record_id)
    packets = _packets(session, sheet, record_id)
    changed = _changed(session, row, packets) if row is not None else None
    known = Known(
        trips=tuple(_trip(session, packet, (sheet, record_id)) for packet in packets),
        changed_on=changed,
        is_asked=is_asked(session, sheet, record_id) or record_id in asked_before(session),
        is_ended=row is not None and is_ended(subject, str(row.state)),
        today=today,
    )
    return city_way(known)


def answers_in(content: Mapping[str, Any]) -> Iterator[tuple[int | None, str]]:
    """Every record that a receipt's content refuses (with the packet's number) or asks about (with None)."""
    for stream in content["streams"]:
        yield from ((row["number"], row["id"]) for row in stream["refused_rows"])
    yield from ((None, question["record"]) for question in content["questions"])


def is_refused(answers: Iterable[Sequence[Any]], number: int, record_id: str) -> bool:
    """Whether one of the answers refuses the record in packet `number`."""
    return any(of == record_id and refused == number for refused, of in answers)


def asked_before(session: Session) -> frozenset[str]:
    """The records that receipts ask about which were read before questions were kept singly."""
    old = (receipt for receipt in newest_receipts(session) if not receipt.open_questions)
    return frozenset(of for receipt in old for number, of in receipt.open_answers if number is None)


def trip_of(packet: PacketRow, receipt: ReceiptRow | None, returned: str | None) -> Trip:
    """One packet of a record with the receipt that tells of it; `returned` as in `Trip`."""
    return Trip(
        packet.desk,
        packet.epoch,
        packet.number,
        _day(packet.made_at),
        RECEIVED if packet.state == NEEDS_ANSWER else packet.state,
        _day(receipt.read_at) if receipt else None,
        returned,
    )


def is_ended(subject: str, state: str) -> bool:
    """Whether nothing follows a record's own state any more."""
    if subject == "events":
        return state != PLANNED
    steps = {"conversions": conversion.STATES, "applications": credit.STATES, "confirmations": credit.LIST_STATES}
    return not steps[subject].get(state, ())


def _packets(session: Session, sheet: str, record_id: str) -> Sequence[PacketRow]:
    """The packets with the record, in their order."""
    names = pseudonyms(session, sheet, record_id) if sheet in PROTECTED else (record_id,)
    return session.scalars(
        select(PacketRow)
        .join(PacketRecord, PacketRecord.packet_id == PacketRow.id)
        .where(PacketRecord.subject == sheet, PacketRecord.record_id.in_(names))
        .order_by(PacketRow.epoch, PacketRow.number)
    ).all()


def _changed(session: Session, row: Record, packets: Iterable[PacketRow]) -> date | None:
    """The day of the record's last change when a desk that got it before has not got it packed since."""
    newest = select(func.max(PacketRow.up_to_change))
    desks = {packet.desk for packet in packets}
    packed = [session.scalar(newest.where(PacketRow.desk == desk)) or 0 for desk in desks]
    if not packed or row.change <= min(packed):
        return None
    return _day(row.written_at)


def _trip(session: Session, packet: PacketRow, place: tuple[str, str]) -> Trip:
    receipt = session.get(ReceiptRow, packet.receipt_id) if packet.receipt_id else None
    return trip_of(packet, receipt, _returned(receipt, packet, place) if receipt else None)


def _returned(receipt: ReceiptRow, packet: PacketRow, place: tuple[str, str]) -> str | None:
    """Why the city sent the row, or its whole packet, back; None when it didn't.

    "" where the receipt's words are not for this officer's eyes.
    """
    sheet, record_id = place
    answers = answers_in(receipt.content) if sheet in PROTECTED else receipt.open_answers
    if packet.state != NEEDS_ANSWER and not is_refused(answers, packet.number, record_id):
        return None
    with suppress(DeskError):
        for stream in receipt.content["streams"]:
            for row in stream["refused_rows"]:
                if (row["number"], row["id"]) == (packet.number, record_id):
                    return str(row["reason"])
            for refused in stream["refused_packets"]:
                if refused["sha256"] == packet.sha256:
                    return str(refused["reason"])
    return ""


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone().date()
