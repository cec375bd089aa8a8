"""A packet's rows become the desk's records: new, changed or unchanged, by version within one epoch."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from hn_desk.city import sums
from hn_desk.city.covered import SUBJECTS
from hn_desk.city.desk_retention import forget_evidence
from hn_desk.city.differences import forget_erased
from hn_desk.city.payload_fields import field_rows
from hn_desk.city.people import is_personal
from hn_desk.city.reading import Content, Entry
from hn_desk.city.sums import SumChange, Terms
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.bulk import add_rows
from hn_desk.models.prepared import Prepared
from hn_desk.models.sealed import JsonText
from hn_desk.models.tables import CityQuestion, CityRecord
from hn_desk.packets.subjects import json_of
from hn_desk.rules.desks import ANSWERS

PUT: Final = "put"
ERASE: Final = "erase"
BATCH: Final = 500
OWN: Final = ("record_id", "record_version", "payload")
"""Columns that differ from row to row of a packet."""
_ANY: Final = Prepared(
    select(CityRecord.number)
    .where(CityRecord.office == bindparam("office"), CityRecord.subject == bindparam("subject"))
    .limit(1)
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
        is_first = _is_first(session, packet, subject)
        known = {} if is_first else _known(session, packet, subject, [entry.id for entry in entries])
        changes = _Changes()
        for entry in entries:
            tally.subjects[subject][_take(changes, packet, entry, known.get(entry.id))] += 1
        _write(session, packet, subject, changes)
        _sum(summed, subject, changes)
        _forget_answers(session, summed, {entry.id for _known, entry in changes.gone if entry.operation == ERASE})
        if is_first and subject in SUBJECTS:
            summed.whole[subject] = [(entry.id, entry.payload) for entry in changes.new]
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


def _is_first(session: Session, packet: Content, subject: str) -> bool:
    """Whether the desk has no record of this subject from this office yet."""
    return _ANY.first(session, {"office": packet.cover.office_code, "subject": subject}) is None


def _known(session: Session, packet: Content, subject: str, ids: Sequence[str]) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    here = (CityRecord.office == packet.cover.office_code, CityRecord.subject == subject)
    for batch in _batches(ids):
        rows = session.scalars(select(CityRecord).where(*here, CityRecord.record_id.in_(batch)))
        for row in rows:
            is_same = row.instance_id == packet.cover.instance
            found[row.record_id] = _Known(row.number, (row.epoch, row.record_version), is_same, row.payload)
    return found


def _write(session: Session, packet: Content, subject: str, changes: _Changes) -> None:
    cover = packet.cover
    place = {
        "office": cover.office_code,
        "subject": subject,
        "instance_id": cover.instance,
        "epoch": cover.epoch,
        "packet_number": cover.number,
    }
    if changes.new:
        same = tuple(place.values())
        rows = ((*same, one.id, one.version, JsonText(json_of(one.payload))) for one in changes.new)
        add_rows(session, CityRecord, (*place, *OWN), rows)
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
            asked = or_(CityQuestion.record_id == entry.id, CityQuestion.id == entry.id)
            session.execute(delete(CityQuestion).where(CityQuestion.office == office, asked))
            audit.log(session, Act("city.erase", subject, entry.id, {"office": office}))


def _forget_answers(session: Session, summed: SumChange, erased: Collection[str]) -> None:
    """Take the answers about erased records away, with their sums and what a new numbering said otherwise of them."""
    if not erased:
        return
    here = (CityRecord.office == summed.office, CityRecord.subject == ANSWERS)
    about = [id_ for _office, id_, (record,) in field_rows(session, ("record",), *here) if record in erased]
    for batch in _batches(about):
        where = (*here, CityRecord.record_id.in_(batch))
        summed.take_away(ANSWERS, list(session.scalars(select(CityRecord.payload).where(*where))))
        session.execute(delete(CityRecord).where(*where))
    for id_ in about:
        forget_erased(session, summed.office, id_)


def _sum(summed: SumChange, subject: str, changes: _Changes) -> None:
    put = [*changes.new, *(entry for _known, entry in changes.changed)]
    summed.put(subject, [entry.payload for entry in put])
    summed.take_away(subject, [known.payload for known, _entry in (*changes.changed, *changes.gone)])


def _values(entry: Entry) -> dict[str, Any]:
    return {"record_id": entry.id, "record_version": entry.version, "payload": entry.payload}


def _batches(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
