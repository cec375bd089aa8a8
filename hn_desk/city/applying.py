"""A packet's rows become the desk's records: new, changed or unchanged, by version within one epoch."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hn_desk.city import sums
from hn_desk.city.desk_retention import forget_evidence
from hn_desk.city.differences import forget_erased
from hn_desk.city.people import is_personal
from hn_desk.city.reading import Content, Entry
from hn_desk.city.sums import SumChange, Terms
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.bulk import add_rows
from hn_desk.models.tables import CityQuestion, CityRecord

PUT: Final = "put"
ERASE: Final = "erase"
BATCH: Final = 500
COLUMNS: Final = (
    *("office", "subject", "record_id", "record_version", "instance_id", "epoch", "packet_number", "payload"),
)


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


def apply_packet(session: Session, packet: Content, terms: Terms) -> Tally:
    """Write the entries of a packet in the caller's transaction, with the sums; count what became of them."""
    tally, summed = Tally(), SumChange(packet.cover.office_code)
    for subject in packet.subjects:
        entries = packet.entries[subject]
        known = _known(session, packet, subject, [entry.id for entry in entries])
        changes = _Changes()
        for entry in entries:
            tally.subjects[subject][_take(changes, packet, entry, known.get(entry.id))] += 1
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


@dataclass(slots=True)
class _Changes:
    new: list[Entry] = field(default_factory=list)
    changed: list[tuple[_Known, Entry]] = field(default_factory=list)
    gone: list[tuple[_Known, Entry]] = field(default_factory=list)


def _take(changes: _Changes, packet: Content, entry: Entry, known: _Known | None) -> str:
    """Put one entry among the changes and say what it was."""
    if known and known.is_same_instance and known.place >= (packet.cover.epoch, entry.version):
        return "unchanged"
    if entry.operation != PUT:
        if known:
            changes.gone.append((known, entry))
        return "changed" if known else "unchanged"
    if known is None:
        changes.new.append(entry)
        return "new"
    changes.changed.append((known, entry))
    return "changed" if entry.payload != known.payload else "unchanged"


def _known(session: Session, packet: Content, subject: str, ids: Sequence[str]) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    here = (CityRecord.office == packet.cover.office_code, CityRecord.subject == subject)
    if session.scalar(select(CityRecord.number).where(*here).limit(1)) is None:
        return found
    for batch in _batches(ids):
        rows = session.scalars(select(CityRecord).where(*here, CityRecord.record_id.in_(batch)))
        for row in rows:
            is_same = row.instance_id == packet.cover.instance
            found[row.record_id] = _Known(row.number, (row.epoch, row.record_version), is_same, row.payload)
    return found


def _write(session: Session, packet: Content, subject: str, changes: _Changes) -> None:
    place = {
        "office": packet.cover.office_code,
        "subject": subject,
        "instance_id": packet.cover.instance,
        "epoch": packet.cover.epoch,
        "packet_number": packet.cover.number,
    }
    if changes.new:
        add_rows(session, CityRecord, COLUMNS, (place | _values(entry) for entry in changes.new))
    if changes.changed:
        values = [place | _values(entry) | {"number": known.number} for known, entry in changes.changed]
        session.execute(update(CityRecord), values)
    for batch in _batches([known.number for known, _entry in changes.gone]):
        session.execute(delete(CityRecord).where(CityRecord.number.in_(batch)))
    for _gone, entry in changes.gone:
        if entry.operation == ERASE:
            office = packet.cover.office_code
            forget_erased(session, office, entry.id)
            if is_personal(subject):
                forget_evidence(session, office)
            session.execute(
                delete(CityQuestion).where(CityQuestion.office == office, CityQuestion.record_id == entry.id)
            )
            audit.log(session, Act("city.erase", subject, entry.id, {"office": office}))


def _sum(summed: SumChange, subject: str, changes: _Changes) -> None:
    for entry in changes.new:
        summed.put(subject, entry.payload)
    for known, entry in changes.changed:
        summed.put(subject, entry.payload, known.payload)
    for known, _entry in changes.gone:
        summed.take_away(subject, known.payload)


def _values(entry: Entry) -> dict[str, Any]:
    return {"record_id": entry.id, "record_version": entry.version, "payload": entry.payload}


def _batches(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
