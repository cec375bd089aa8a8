"""The officers of each office as the desk knows them, and which rows of a packet their signatures hold. PACKET §7.

A key is known from the packet, signed by the office's key, that brought it; its name is its own hash, so that it can't
be replaced. An unsigned row is taken only when the desk has had the same from version 0.1, before there were keys.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.city.reading import Content, Entry, entry_of
from hn_desk.models.tables import CityRecord
from hn_desk.packets.contents import RefusedRow
from hn_desk.packets.officer_rows import (
    PUT,
    KnownKey,
    Refusal,
    Registered,
    is_unsigned,
    known_key,
    problem_of,
)
from hn_desk.packets.reasons import refuse
from hn_desk.packets.subjects import FIRST_SUBJECTS, SUBJECTS, OfficerKeyRow, Row
from hn_desk.rules.desks import OFFICERS, SIGNED

MOVING: Final = frozenset({"id", "version", "operation", "state", "group_name"})
"""What of a record may change after it was confirmed."""


def with_checked_rows(session: Session, content: Content) -> Content:
    """The content with those of its rows that hold as entries; the others are refused singly, each with its reason."""
    if not content.rows:
        return content
    office = content.cover.office_code
    before = _registered(session, office)
    officers = tuple(_kept(before, row) for row in content.rows.get(OFFICERS, ()))
    new = {row.key_id or "": key for row in _keys(officers) if (key := known_key(row))}
    registered = Registered(office, {**{key: known for key, (known, _row) in before.items()}, **new})
    entries: dict[str, tuple[Entry, ...]] = {}
    refused: list[RefusedRow] = []
    for subject, given in content.rows.items():
        found = [(row, _problem(session, subject, row, registered)) for row in _given(subject, given, officers)]
        entries[subject] = tuple(entry_of(row) for row, problem in found if problem is None)
        refused += [_refused(subject, row, problem) for row, problem in found if problem is not None]
    return replace(content, rows={}, entries={**content.entries, **entries}, refused=(*content.refused, *refused))


def _given(subject: str, rows: tuple[Row, ...], officers: tuple[Row, ...]) -> tuple[Row, ...]:
    return officers if subject == OFFICERS else rows


def _problem(session: Session, subject: str, row: Row, registered: Registered) -> Refusal | None:
    if subject in SIGNED and row.operation == PUT and (is_unsigned(row) or _is_of_first_format(row, registered)):
        return None if _was_there(session, registered.office, subject, row) else ("row-unsigned", "id")
    return problem_of(row, registered)


def _is_of_first_format(row: Row, registered: Registered) -> bool:
    """Whether an office that has officers' keys sent a row as they were before: it could be signed."""
    return bool(registered.keys) and type(row) in {FIRST_SUBJECTS[subject].rows for subject in SIGNED}


def _was_there(session: Session, office: str, subject: str, row: Row) -> bool:
    """Whether the desk has had this record unsigned, saying the same."""
    had = session.scalar(
        select(CityRecord.payload).where(
            CityRecord.office == office, CityRecord.subject == subject, CityRecord.record_id == row.id
        )
    )
    if had is None or had.get("signature"):
        return False
    said = row.model_dump(mode="json", include=set(FIRST_SUBJECTS[subject].rows.model_fields) - MOVING)
    return all(had.get(name) == value for name, value in said.items())


def _registered(session: Session, office: str) -> Mapping[str, tuple[KnownKey, OfficerKeyRow]]:
    payloads = session.execute(
        select(CityRecord.record_id, CityRecord.payload).where(
            CityRecord.office == office, CityRecord.subject == OFFICERS
        )
    )
    rows = [_row_of(record_id, payload) for record_id, payload in payloads]
    return {row.key_id or "": (key, row) for row in rows if (key := known_key(row))}


def _row_of(record_id: str, payload: dict[str, Any]) -> OfficerKeyRow:
    facts = {"id": record_id, "version": 1, "operation": PUT, **payload}
    return OfficerKeyRow.model_validate(facts, strict=False)


def _keys(rows: Iterable[Row]) -> Iterable[OfficerKeyRow]:
    return (row for row in rows if isinstance(row, OfficerKeyRow) and row.operation == PUT)


def _kept(before: Mapping[str, tuple[KnownKey, OfficerKeyRow]], row: Row) -> Row:
    """A key as it is kept from now on: with every role its officer had, and never in use again once it ended."""
    if not isinstance(row, OfficerKeyRow) or (row.key_id or "") not in before:
        return row
    _known, old = before[row.key_id or ""]
    roles = sorted({*(old.roles or "").split(), *(row.roles or "").split()})
    ends = [day for day in (old.valid_until, row.valid_until) if day]
    return row.model_copy(update={"roles": " ".join(roles) or None, "valid_until": min(ends, default=None)})


def _refused(subject: str, row: Row, problem: Refusal) -> RefusedRow:
    code, field = problem
    head = SUBJECTS[subject].head
    heading = next(one.heading for one in head.columns if one.field == field)
    why = refuse(code, field=heading)
    return RefusedRow(head.name, row.id, field, why.what, why.do, code)
