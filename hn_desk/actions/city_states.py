"""How far a record has come on its way to the city, as a clerk sees it. PACKET §8."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.i18n import _
from hn_desk.models.columns import Record
from hn_desk.models.tables import (
    Confirmation,
    Conversion,
    LoanApplication,
    OutreachEvent,
    PacketRecord,
    PacketRow,
    ReceiptRow,
)

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
    states = {_state(session, packet, record_id, changed) for packet in _newest_packets(session, sheet, record_id)}
    return next((state for state in _URGENCY if state in states), NOT_SENT)


def is_refused(content: Mapping[str, Any], number: int, record_id: str) -> bool:
    """Whether a receipt's content refuses the record in packet `number`, or asks about it."""
    refused = (row for stream in content["streams"] for row in stream["refused_rows"])
    asked = any(question["record"] == record_id for question in content["questions"])
    return asked or any(row["id"] == record_id and row["number"] == number for row in refused)


def _newest_packets(session: Session, sheet: str, record_id: str) -> Iterable[PacketRow]:
    """The newest packet with the record, of each desk."""
    rows = session.scalars(
        select(PacketRow)
        .join(PacketRecord, PacketRecord.packet_id == PacketRow.id)
        .where(PacketRecord.subject == sheet, PacketRecord.record_id == record_id)
        .order_by(PacketRow.epoch, PacketRow.number)
    )
    return {row.desk: row for row in rows}.values()


def _state(session: Session, packet: PacketRow, record_id: str, changed: int) -> str:
    packed_until = session.scalar(select(func.max(PacketRow.up_to_change)).where(PacketRow.desk == packet.desk)) or 0
    if changed > packed_until:
        return NOT_SENT
    receipt = session.get(ReceiptRow, packet.receipt_id) if packet.receipt_id else None
    if receipt and is_refused(receipt.content, packet.number, record_id):
        return NEEDS_ANSWER
    return packet.state
