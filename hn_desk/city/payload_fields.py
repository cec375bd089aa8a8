"""Single fields of the records that a desk holds: asked for in SQL in a file, picked out here on a server.

A server holds the records sealed, so SQL can't look into them there.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hn_desk.models.server import is_server
from hn_desk.models.tables import CityRecord

Row = tuple[str, str, tuple[str | None, ...]]
"""Office, record and what its fields say, as text; None where it says nothing."""


def field_rows(session: Session, fields: Sequence[str], *where: ColumnElement[bool]) -> Iterator[Row]:
    """These fields of the records that `where` finds, by office, an office's oldest record first."""
    columns: list[Any] = [CityRecord.payload[field].as_string() for field in fields]
    is_sealed = is_server(session.connection())
    asked = select(CityRecord.office, CityRecord.record_id, *([CityRecord.payload] if is_sealed else columns))
    found = session.execute(asked.where(*where).order_by(CityRecord.office, CityRecord.number))
    for office, record_id, *said in found:
        yield office, record_id, _picked(said[0], fields) if is_sealed else tuple(said)


def _picked(payload: Mapping[str, Any], fields: Sequence[str]) -> tuple[str | None, ...]:
    values = (payload.get(field) for field in fields)
    return tuple(None if value is None else str(value) for value in values)


@dataclass(frozen=True, slots=True)
class Said:
    """What one field of a subject says at a desk: records by value and office, the newest last; value by record."""

    records: Mapping[str, Mapping[str, tuple[str, ...]]]
    values: Mapping[tuple[str, str], str]


class Alike:
    """Looks which records say the same in a field; each field is read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._said: dict[tuple[str, str], Said] = {}

    def of(self, subject: str, field: str) -> Said:
        """The records of a subject by what this field says; those where it says nothing are left out."""
        if (subject, field) not in self._said:
            self._said[subject, field] = self._read(subject, field)
        return self._said[subject, field]

    def with_record(self, subject: str, field: str, record: tuple[str, str]) -> Mapping[str, tuple[str, ...]]:
        """By office, the records that say the same as `record` (office and id), itself too; none if it says nothing."""
        said = self.of(subject, field)
        return said.records.get(said.values.get(record, ""), {})

    def _read(self, subject: str, field: str) -> Said:
        records: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        values: dict[tuple[str, str], str] = {}
        for office, record_id, (value,) in field_rows(self._session, [field], CityRecord.subject == subject):
            if value:
                records[value][office].append(record_id)
                values[office, record_id] = value
        by_value = {value: {office: tuple(ids) for office, ids in found.items()} for value, found in records.items()}
        return Said(by_value, values)
