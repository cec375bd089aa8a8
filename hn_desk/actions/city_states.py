"""How far a record has come on its way to the city, as a clerk sees it. PACKET §8."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.asked import is_asked
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
from hn_desk.rules.desks import PROTECTED

NOT_SENT: Final = "not_sent"
PACKED: Final = "packed"
WAITING: Final = "waiting"
RECEIVED: Final = "received"
NEEDS_ANSWER: Final = "needs_answer"
_URGENCY: Final = (NEEDS_ANSWER, NOT_SENT, PACKED, WAITING, RECEIVED)
_TABLES: Final[Mapping[str, tuple[type[Record], str]]] = {
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
    }[state]


def city_state(session: Session, subject: str, record_id: str) -> str:
    """The state of one record over all desks that got it: the one that asks most of the clerk."""
    table, sheet = _TABLES[subject]
    changed = session.scalar(select(table.change).where(table.id == record_id)) or 0
    packets = _newest_packets(session, sheet, record_id)
    states = {_state(session, packet, (sheet, record_id), changed) for packet in packets}
    if is_asked(session, sheet, record_id):
        states.add(NEEDS_ANSWER)
    return next((state for state in _URGENCY if state in states), NOT_SENT)


def answers_in(content: Mapping[str, Any]) -> Iterator[tuple[int | None, str]]:
    """Every record that a receipt's content refuses (with the packet's number) or asks about (with None)."""
    for stream in content["streams"]:
        yield from ((row["number"], row["id"]) for row in stream["refused_rows"])
    yield from ((None, question["record"]) for question in content["questions"])


def is_refused(answers: Iterable[Sequence[Any]], number: int, record_id: str) -> bool:
    """Whether one of the answers refuses the record in packet `number`."""
    return any(of == record_id and refused == number for refused, of in answers)


def _newest_packets(session: Session, sheet: str, record_id: str) -> Iterable[PacketRow]:
    """The newest packet with the record, of each desk."""
    names = pseudonyms(session, sheet, record_id) if sheet in PROTECTED else (record_id,)
    rows = session.scalars(
        select(PacketRow)
        .join(PacketRecord, PacketRecord.packet_id == PacketRow.id)
        .where(PacketRecord.subject == sheet, PacketRecord.record_id.in_(names))
        .order_by(PacketRow.epoch, PacketRow.number)
    )
    return {row.desk: row for row in rows}.values()


def _state(session: Session, packet: PacketRow, place: tuple[str, str], changed: int) -> str:
    packed_until = session.scalar(select(func.max(PacketRow.up_to_change)).where(PacketRow.desk == packet.desk)) or 0
    if changed > packed_until:
        return NOT_SENT
    receipt = session.get(ReceiptRow, packet.receipt_id) if packet.receipt_id else None
    sheet, record_id = place
    if receipt:
        answers = answers_in(receipt.content) if sheet in PROTECTED else receipt.open_answers
        if is_refused(answers, packet.number, record_id):
            return NEEDS_ANSWER
    return packet.state
