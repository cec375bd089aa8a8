"""What the desk knows of one sender's stream, read from its packets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.city.desk import CityDesk
from hn_desk.models.tables import CityPacket
from hn_desk.packets.certificates import Trust
from hn_desk.packets.cover import Cover
from hn_desk.packets.inbox import Known

APPLIED: Final = "applied"
HELD: Final = "held"
WAITING: Final = "waiting"
REFUSED: Final = "refused"
QUARANTINED: Final = "quarantined"
UNVERIFIED: Final = "unverified"
"""Of a file that did not verify: no packet of anybody's, and of no stream."""
ARRIVED: Final = (APPLIED, HELD)


@dataclass(frozen=True, slots=True)
class StreamKey:
    """Whose stream: an office's instance and its epoch."""

    office: str
    instance: str
    epoch: int


def stream_of(cover: Cover) -> StreamKey:
    """The stream that a cover belongs to."""
    return StreamKey(cover.office_code, cover.instance, cover.epoch)


def known_of(session: Session, desk: CityDesk, trust: Trust, cover: Cover) -> Known:
    """What the desk knows about the packet's sender and stream."""
    key = stream_of(cover)
    held = packets_of(session, key, (HELD,))
    return Known(
        desk=desk.code,
        environment=desk.environment,
        is_office_known=cover.office_code in trust.offices,
        newest_epoch=newest_epoch(session, key),
        arrived={row.number: row.sha256 for row in packets_of(session, key, ARRIVED)},
        waiting={row.number: row.sha256 for row in packets_of(session, key, (WAITING,))},
        held=(len(held), held[0].outcome["parts"]) if held else None,
    )


def packets_of(session: Session, key: StreamKey, decisions: Sequence[str]) -> list[CityPacket]:
    """The stream's packets with one of these decisions, by number."""
    statement = select(CityPacket).where(
        CityPacket.office == key.office,
        CityPacket.instance_id == key.instance,
        CityPacket.epoch == key.epoch,
        CityPacket.decision.in_(decisions),
    )
    return list(session.scalars(statement.order_by(CityPacket.number)))


def newest_epoch(session: Session, key: StreamKey) -> int:
    """The newest epoch of which a packet was applied, 0 for an instance that is not known."""
    statement = select(func.max(CityPacket.epoch)).where(
        CityPacket.office == key.office,
        CityPacket.instance_id == key.instance,
        CityPacket.decision == APPLIED,
    )
    return session.scalar(statement) or 0
