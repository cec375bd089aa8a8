"""A verified packet is decided on and, when its turn has come, applied, with those that waited for it. PACKET §5."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import stamp
from hn_desk.city.applying import Tally, apply_packet
from hn_desk.city.collected import Collected, collected_of, held, taken, waits
from hn_desk.city.desk import CityDesk
from hn_desk.city.differences import KEPT, compared
from hn_desk.city.officers import with_checked_rows
from hn_desk.city.reading import Came, Content, verified_packet
from hn_desk.city.stream import (
    APPLIED,
    ARRIVED,
    HELD,
    QUARANTINED,
    REFUSED,
    WAITING,
    StreamKey,
    known_of,
    packets_of,
    stream_of,
)
from hn_desk.city.sums import terms_of
from hn_desk.errors import PacketError
from hn_desk.models.tables import CityPacket
from hn_desk.packets.certificates import Trust
from hn_desk.packets.inbox import Answer, Decision, decide
from hn_desk.packets.reasons import refuse

DECISIONS: Final = {
    Answer.APPLY: APPLIED,
    Answer.APPLY_NEW_EPOCH: APPLIED,
    Answer.HOLD: HELD,
    Answer.WAIT: WAITING,
    Answer.OLDER: REFUSED,
    Answer.QUARANTINE: QUARANTINED,
    Answer.REFUSE: REFUSED,
}


@dataclass(frozen=True, slots=True)
class Counter:
    """Where packets are taken: the open transaction, the desk, whom it trusts."""

    session: Session
    desk: CityDesk
    trust: Trust


def take(counter: Counter, came: Came) -> Collected:
    """Decide on a packet and do what was decided, in the caller's transaction."""
    known = known_of(counter.session, counter.desk, counter.trust, came.cover)
    decision = decide(came.cover, came.sha256, known)
    if decision.answer == Answer.REPEAT:
        return taken(_kept(counter.session, came, ARRIVED), is_repeat=True)
    row = _row(counter, came, decision)
    if decision.answer == Answer.WAIT:
        return waits(row, decision.waiting_for or 0)
    if decision.answer == Answer.HOLD:
        return held(row)
    if decision.reason:
        places = {"number": row.number, "desk": came.cover.desk, "office": row.office, "epoch": row.epoch}
        why = refuse(decision.reason, **places)
        return collected_of(row, why.what, why.do)
    return _apply_all(counter, came, row, is_new_epoch=decision.answer == Answer.APPLY_NEW_EPOCH)


def take_waiting(counter: Counter, key: StreamKey) -> tuple[int, ...]:
    """Take the packets whose turn has come, in order; their numbers."""
    numbers: list[int] = []
    while row := _next_waiting(counter.session, key):
        try:
            came = verified_packet(row.inner, counter.trust, counter.desk.now())
        except PacketError as error:
            _set_aside(row, error)
            break
        if take(counter, came).decision not in ARRIVED:
            break
        numbers.append(row.number)
    return tuple(numbers)


def _apply_all(counter: Counter, came: Came, row: CityPacket, *, is_new_epoch: bool) -> Collected:
    """Apply a packet and the parts that were held for it; one that can't be read whole is set aside with its reason.

    The first of a new numbering is compared with what is known before it is written.
    """
    try:
        parts = [(one, _contents(counter, one)) for one in packets_of(counter.session, stream_of(came.cover), (HELD,))]
        parts.append((row, came.content()))
    except PacketError as error:
        _set_aside(row, error)
        return collected_of(row, error.what, error.do)
    found = compared(counter.session, (content for _row, content in parts)) if is_new_epoch else []
    for one, content in parts:
        _apply(counter, one, with_checked_rows(counter.session, content))
    if found:
        row.outcome = {**row.outcome, KEPT: found}
    return taken(row)


def _contents(counter: Counter, row: CityPacket) -> Content:
    return verified_packet(row.inner, counter.trust, counter.desk.now()).content()


def _apply(counter: Counter, row: CityPacket, packet: Content) -> None:
    tally = apply_packet(counter.session, packet, terms_of(counter.desk.code, counter.desk.today()))
    row.decision, row.reason = APPLIED, ""
    row.outcome = _outcome(packet, tally)
    row.new, row.changed, row.unchanged = (tally.total(key) for key in ("new", "changed", "unchanged"))
    row.refused = len(packet.refused)
    counter.session.flush()


def _set_aside(row: CityPacket, error: PacketError) -> None:
    row.decision, row.reason = QUARANTINED, error.reason
    row.outcome = {**row.outcome, "what": error.what, "do": error.do}


def _outcome(packet: Content, tally: Tally) -> dict[str, Any]:
    """What is kept of an applied packet for its receipt."""
    refused = [{"number": packet.cover.number, **asdict(row)} for row in packet.refused]
    cover = packet.cover
    return {"parts": cover.parts, "format": cover.format, "subjects": tally.plain(), "refused": refused}


def _next_waiting(session: Session, key: StreamKey) -> CityPacket | None:
    number = len(packets_of(session, key, ARRIVED)) + 1
    return next((row for row in packets_of(session, key, (WAITING,)) if row.number == number), None)


def _kept(session: Session, came: Came, decisions: tuple[str, ...]) -> CityPacket:
    return next(row for row in packets_of(session, stream_of(came.cover), decisions) if row.number == came.cover.number)


def _row(counter: Counter, came: Came, decision: Decision) -> CityPacket:
    """The packet's row, the one from before when the same packet came before; what isn't ours keeps no content."""
    cover = came.cover
    same = select(CityPacket).where(CityPacket.sha256 == came.sha256)
    row = counter.session.scalars(same).first() or _new_row(counter.desk, came)
    row.decision, row.reason = DECISIONS[decision.answer], decision.reason
    row.outcome = {"parts": cover.parts, "format": cover.format}
    row.inner = b"" if decision.answer == Answer.REFUSE else came.inner
    counter.session.add(row)
    counter.session.flush()
    return row


def _new_row(desk: CityDesk, came: Came) -> CityPacket:
    cover = came.cover
    return CityPacket(
        packet_id=cover.packet_id,
        office=cover.office_code,
        office_name=cover.office_name,
        instance_id=cover.instance,
        epoch=cover.epoch,
        parent_epoch=cover.parent_epoch or 0,
        number=cover.number,
        kind=cover.kind,
        previous_hash=cover.previous_hash or "",
        sha256=came.sha256,
        received_at=stamp(desk.now()),
        made_at=cover.made_at,
        audit_head=cover.audit_head or "",
    )
