"""What a new numbering of an office says otherwise than what the desk knew: listed, and nothing of it thrown away.

A record that the new numbering doesn't bring stays at the desk; of a value that became another one the old one is kept
here. A record erased by law leaves this list too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.city.desk import CityDesk
from hn_desk.city.people import without_names
from hn_desk.city.question_facts import record_title
from hn_desk.city.reading import Content, entries_in
from hn_desk.i18n import _
from hn_desk.models.tables import CityPacket, CityRecord
from hn_desk.packets.subjects import SUBJECTS
from hn_desk.rules.desks import ANSWERS, OFFICERS

ONLY_HERE: Final = "only_here"
ONLY_NEW: Final = "only_new"
OTHER: Final = "other"
GONE: Final = "gone"
KEPT: Final = "differences"
"""Under this name a packet's outcome holds them."""
PUT: Final = "put"
LEFT_OUT: Final = (ANSWERS, OFFICERS)
Shown = Callable[[str, str, Any], str]
"""Writes a value of a subject's field out."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One record: `kind` says on which side it is; `values` the fields that differ, before and now, persons covered.

    `record` is what the record is called, naming nobody; empty where nothing is left to call it by.
    """

    id: str
    office: str
    epoch: int
    kind: str
    subject: str
    subject_name: str
    record_id: str
    record: str
    values: tuple[tuple[str, Any, Any], ...]


def differences(desk: CityDesk, office: str = "") -> tuple[Difference, ...]:
    """What new numberings said otherwise, of one office or of all; the newest packet first."""
    desk.require("board.read")
    statement = select(CityPacket.office, CityPacket.epoch, CityPacket.outcome)
    if office:
        statement = statement.where(CityPacket.office == office)
    with desk.database.read() as session:
        rows = session.execute(statement.order_by(CityPacket.received_at.desc(), CityPacket.number.desc())).all()
        kept = [(row, one) for row in rows for one in row.outcome.get(KEPT, ())]
        return tuple(_difference((row.office, row.epoch), one, _title(session, row.office, one)) for row, one in kept)


def compared(session: Session, packets: Iterable[Content]) -> list[dict[str, Any]]:
    """The first packet of a new numbering, in its parts, beside what the desk holds: plain values to be kept."""
    parts = list(packets)
    cover = parts[0].cover
    brought = {(subject, entry.id): entry for part in parts for subject, entry in entries_in(part)}
    known = {
        (subject, record_id): payload
        for subject, record_id, payload in session.execute(
            select(CityRecord.subject, CityRecord.record_id, CityRecord.payload).where(
                CityRecord.office == cover.office_code, CityRecord.subject.not_in(LEFT_OUT)
            )
        )
    }
    found = [_plain(ONLY_HERE, key, payload, {}) for key, payload in known.items() if key not in brought]
    for key, entry in brought.items():
        if key[0] in LEFT_OUT:
            continue
        if entry.operation != PUT:
            found += [_plain(GONE, key, known[key], {})] if key in known else []
            continue
        now = entry.payload
        if key not in known:
            found.append(_plain(ONLY_NEW, key, {}, now))
        elif known[key] != now:
            found.append(_plain(OTHER, key, known[key], now))
    return found


def forget_erased(session: Session, office: str, record_id: str) -> None:
    """Take a record that the law erases out of every list of differences."""
    for row in session.scalars(select(CityPacket).where(CityPacket.office == office)):
        kept = row.outcome.get(KEPT)
        if kept and any(one["id"] == record_id for one in kept):
            row.outcome = {**row.outcome, KEPT: [one for one in kept if one["id"] != record_id]}


def kind_label(kind: str) -> str:
    """What the screen calls a kind of difference; KeyError for an unknown one."""
    return {
        ONLY_HERE: _("Only at the city: stays here"),
        ONLY_NEW: _("Only in the new numbering: taken in"),
        OTHER: _("Other values: the new ones hold"),
        GONE: _("Taken back by the new numbering"),
    }[kind]


def value_words(one: Difference, shown: Shown = lambda _subject, _field, value: str(value)) -> str:
    """The values that differ: `heading: before → now`, one after another, each as `shown` writes it."""
    headings = {column.field: column.heading for column in SUBJECTS[one.subject].head.columns}
    told = []
    for field, *values in one.values:
        said = ["" if value is None else shown(one.subject, field, value) for value in values]
        if any(said):
            words = " → ".join(word or "–" for word in said) if one.kind == OTHER else "".join(said)
            told.append(f"{headings.get(field, field)}: {words}")
    return "; ".join(told)


def _plain(kind: str, key: tuple[str, str], before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    fields = [field for field in {**before, **now} if before.get(field) != now.get(field)]
    values = {field: [before.get(field), now.get(field)] for field in fields}
    return {"kind": kind, "subject": key[0], "id": key[1], "values": values}


def _title(session: Session, office: str, kept: Mapping[str, Any]) -> str:
    """What a record is called: by all its values where they are kept, by what the desk holds now otherwise."""
    subject = kept["subject"]
    if kept["kind"] != OTHER:
        return record_title(subject, {field: next(filter(None, pair), None) for field, pair in kept["values"].items()})
    where = (CityRecord.office == office, CityRecord.subject == subject, CityRecord.record_id == kept["id"])
    return record_title(subject, session.scalar(select(CityRecord.payload).where(*where)) or {})


def _difference(where: tuple[str, int], kept: Mapping[str, Any], record: str) -> Difference:
    office, epoch = where
    subject, values = kept["subject"], kept["values"]
    before = without_names(subject, {field: pair[0] for field, pair in values.items()})
    now = without_names(subject, {field: pair[1] for field, pair in values.items()})
    return Difference(
        id=f"{epoch}/{subject}/{kept['id']}",
        office=office,
        epoch=epoch,
        kind=kept["kind"],
        subject=subject,
        subject_name=SUBJECTS[subject].head.name if subject in SUBJECTS else subject,
        record_id=kept["id"],
        record=record,
        values=tuple(_pairs(before, now)),
    )


def _pairs(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    yield from ((field, before[field], now[field]) for field in before)
