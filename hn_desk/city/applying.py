"""A packet's rows become the desk's records: new, changed or unchanged, by version within one epoch."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import CityRecord
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


def apply_packet(session: Session, packet: Packet) -> Tally:
    """Write the good rows of a packet in the caller's transaction and count what became of them."""
    tally = Tally()
    for subject, rows in packet.rows.items():
        known = _known(session, packet, subject, [row.id for row in rows])
        changes = _Changes()
        for row in rows:
            tally.subjects[subject][_take(changes, packet, row, known.get(row.id))] += 1
        _write(session, packet, subject, changes)
    return tally


@dataclass(frozen=True, slots=True)
class _Known:
    number: int
    place: tuple[int, int]
    is_same_instance: bool
    payload: dict[str, Any]


@dataclass(slots=True)
class _Changes:
    new: list[Row] = field(default_factory=list)
    changed: list[tuple[int, Row]] = field(default_factory=list)
    gone: list[tuple[int, Row]] = field(default_factory=list)


def _take(changes: _Changes, packet: Packet, row: Row, known: _Known | None) -> str:
    """Put one row among the changes and say what it was."""
    if known and known.is_same_instance and known.place >= (packet.cover.epoch, row.version):
        return "unchanged"
    if row.operation != PUT:
        if known:
            changes.gone.append((known.number, row))
        return "changed" if known else "unchanged"
    if known is None:
        changes.new.append(row)
        return "new"
    changes.changed.append((known.number, row))
    return "changed" if _payload(row) != known.payload else "unchanged"


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
        session.execute(insert(CityRecord), [place | _values(row) for row in changes.new])
    if changes.changed:
        session.execute(update(CityRecord), [place | _values(row) | {"number": n} for n, row in changes.changed])
    for batch in _batches([number for number, _row in changes.gone]):
        session.execute(delete(CityRecord).where(CityRecord.number.in_(batch)))
    for _number, row in changes.gone:
        if row.operation == ERASE:
            audit.log(session, Act("city.erase", subject, row.id, {"office": packet.cover.office_code}))


def _values(row: Row) -> dict[str, Any]:
    return {"record_id": row.id, "record_version": row.version, "payload": _payload(row)}


def _payload(row: Row) -> dict[str, Any]:
    return row.model_dump(mode="json", exclude={"id", "version", "operation"})


def _batches(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
