"""Which packets were sealed for a desk in a period, and which of them have left the office."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.city_states import PACKED
from hn_desk.models.tables import PacketRecord, PacketRow
from hn_desk.reports.table import Period


@dataclass(frozen=True, slots=True)
class SealedPacket:
    """A packet with something in it, and the day it was sealed; `is_handed` once it has left."""

    id: str
    name: str
    day: date
    is_handed: bool


def sealed_packets(session: Session, desk: str, period: Period, subject: str = "") -> tuple[SealedPacket, ...]:
    """The packets sealed for `desk` in the period, in order of day; with rows of `subject` where one is named."""
    one = PacketRow
    kept = select(one.id, one.file_name, one.made_at, one.state).where(one.desk == desk, one.rows > 0)
    if subject:
        kept = kept.where(one.id.in_(select(PacketRecord.packet_id).where(PacketRecord.subject == subject)))
    found = (
        SealedPacket(id_, name, datetime.fromisoformat(made_at).astimezone().date(), state != PACKED)
        for id_, name, made_at, state in session.execute(kept.order_by(one.made_at, one.id))
    )
    return tuple(packet for packet in found if period.start <= packet.day <= period.end)
