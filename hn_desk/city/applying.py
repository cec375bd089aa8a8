"""A packet's rows become the desk's records: new, changed or unchanged, by version within one epoch."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from hn_desk.city import sums
from hn_desk.city.differences import forget_erased
from hn_desk.city.sums import SumChange, Terms
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import CityQuestion, CityRecord
from hn_desk.packets.contents import Packet
from hn_desk.packets.subjects import Row

PUT: Final = "put"
ERASE: Final = "erase"
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a packet's rows, by subject: counts of `new`, `changed`, `unchanged`, `refused`."""

    subjects: Mapping[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def total(self, outcome: str) -> int:
        """How many rows of all subjects had this outcome."""
        return sum(counter[outcome] for counter in self.subjects.values())

    def plain(self) -> dict[str, dict[str, int]]:
        """The counts as plain values."""
        return {subject: dict(counter) for subject, counter in self.subjects.items()}


def apply_packet(session: Session, packet: Packet, terms: Terms) -> Tally:
    """Write the good rows of a packet in the caller's transaction, with the sums; count what became of them."""
    tally, summed = Tally(), SumChange(packet.cover.office_code)
    for subject, rows in packet.rows.items():
        known = _known(session, packet, subject, [row.id for row in rows])
        changes = _Changes()
        for row in rows:
            tally.subjects[subject][_take(changes, packet, row, known.get(row.id))] += 1
        _write(session, packet, subject, changes)
        _sum(summed, subject, changes)
    sums.keep(session, summed, terms)
    return tally


@dataclass(frozen=True, slots=True)
class _Known:
    number: int
    place: tuple[int, int]
    is_same_instance: bool
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Put:
    row: Row
    payload: dict[str, Any]


@dataclass(slots=True)
class _Changes:
    new: list[_Put] = field(default_factory=list)
    changed: list[tuple[_Known, _Put]] = field(default_factory=list)
    gone: list[tuple[_Known, Row]] = field(default_factory=list)


def _take(changes: _Changes, packet: Packet, row: Row, known: _Known | None) -> str:
    """Put one row among the changes and say what it was."""
    if known and known.is_same_instance and known.place >= (packet.cover.epoch, row.version):
        return "unchanged"
    if row.operation != PUT:
        if known:
            changes.gone.append((known, row))
        return "changed" if known else "unchanged"
    put = _Put(row, _payload(row))
    if known is None:
        changes.new.append(put)
        return "new"
    changes.changed.append((known, put))
    return "changed" if put.payload != known.payload else "unchanged"


def _known(session: Session, packet: Packet, subject: str, ids: Sequence[str]) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    for batch in _batches(ids):
        rows = session.scalars(
            select(CityRecord).where(
                CityRecord.office == packet.cover.office_code,
                CityRecord.subject == subject,
                CityRecord.record_id.in_(batch),
            )
        )
        for row in rows:
            is_same = row.instance_id == packet.cover.instance
            found[row.record_id] = _Known(row.number, (row.epoch, row.record_version), is_same, row.payload)
    return found


def _write(session: Session, packet: Packet, subject: str, changes: _Changes) -> None:
    place = {
        "office": packet.cover.office_code,
        "subject": subject,
        "instance_id": packet.cover.instance,
        "epoch": packet.cover.epoch,
        "packet_number": packet.cover.number,
    }
    if changes.new:
        session.execute(insert(CityRecord), [place | _values(put) for put in changes.new])
    if changes.changed:
        values = [place | _values(put) | {"number": known.number} for known, put in changes.changed]
        session.execute(update(CityRecord), values)
    for batch in _batches([known.number for known, _row in changes.gone]):
        session.execute(delete(CityRecord).where(CityRecord.number.in_(batch)))
    for _known, row in changes.gone:
        if row.operation == ERASE:
            office = packet.cover.office_code
            forget_erased(session, office, row.id)
            session.execute(delete(CityQuestion).where(CityQuestion.office == office, CityQuestion.record_id == row.id))
            audit.log(session, Act("city.erase", subject, row.id, {"office": packet.cover.office_code}))


def _sum(summed: SumChange, subject: str, changes: _Changes) -> None:
    for put in changes.new:
        summed.put(subject, put.payload)
    for known, put in changes.changed:
        summed.put(subject, put.payload, known.payload)
    for known, _row in changes.gone:
        summed.take_away(subject, known.payload)


def _values(put: _Put) -> dict[str, Any]:
    return {"record_id": put.row.id, "record_version": put.row.version, "payload": put.payload}


def _payload(row: Row) -> dict[str, Any]:
    return row.model_dump(mode="json", exclude={"id", "version", "operation"})


def _batches(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
