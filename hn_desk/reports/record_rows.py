"""Records of a report listed one by one in its annexes: what stands in each row; nothing that names a person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.models.tables import BeneficiaryList, LoanApplication, OfficePlan, OutreachEvent
from hn_desk.reports.table import Cell, Column, ColumnKind
from hn_desk.rules.credit import REFUSED, WITHDRAWN

PART: Final = 500
COLUMNS: Final[Mapping[str, tuple[tuple[str, ColumnKind], ...]]] = {
    "events": (
        ("day", "date"),
        ("title", "text"),
        ("form", "text"),
        ("audiences", "text"),
        ("groups", "count"),
        ("people", "count"),
    ),
    "office_plans": (("number", "text"), ("day", "date"), ("title", "text"), ("author", "text")),
    "lists": (("month", "text"), ("number", "text"), ("day", "date"), ("lines", "count")),
}
"""Subject → its columns by the names of `report_reading.COLUMNS`."""


@dataclass(frozen=True, slots=True)
class RowWords:
    """What codes in rows are called: forms, audiences and authors by code."""

    forms: Mapping[str, str]
    audiences: Mapping[str, str]
    authors: Mapping[str, str]


def columns_of(subject: str, words: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of a subject's rows."""
    return tuple(Column(words[name], kind) for name, kind in COLUMNS[subject])


def rows_of(session: Session, subject: str, ids: Sequence[str], words: RowWords) -> tuple[tuple[Cell, ...], ...]:
    """A row for each record, in the order of `ids`; KeyError for a subject that is not listed."""
    found = {"events": _events, "office_plans": _plans, "lists": _lists}[subject](session, ids, words)
    return tuple(found[id_] for id_ in ids if id_ in found)


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + PART] for start in range(0, len(ids), PART))


def _records(session: Session, table: Any, ids: Sequence[str]) -> Iterator[Any]:
    for part in _parts(ids):
        yield from session.scalars(select(table).where(table.id.in_(part)))


def _events(session: Session, ids: Sequence[str], words: RowWords) -> dict[str, tuple[Cell, ...]]:
    return {row.id: _event(row, words) for row in _records(session, OutreachEvent, ids)}


def _event(row: OutreachEvent, words: RowWords) -> tuple[Cell, ...]:
    audiences = "; ".join(words.audiences.get(code, code) for code in row.audiences)
    form = words.forms.get(row.form, row.form)
    return (row.starts_on, row.title, form, audiences, len(row.groups), row.people)


def _plans(session: Session, ids: Sequence[str], words: RowWords) -> dict[str, tuple[Cell, ...]]:
    return {
        row.id: (row.number, row.issued_on, row.title, words.authors.get(row.author, row.author))
        for row in _records(session, OfficePlan, ids)
    }


def _lists(session: Session, ids: Sequence[str], _words: RowWords) -> dict[str, tuple[Cell, ...]]:
    lines = select(LoanApplication.list_id, LoanApplication.state)
    standing = [of for of, state in session.execute(lines) if state not in (WITHDRAWN, REFUSED)]
    return {
        row.id: (f"{row.month[5:]}/{row.month[:4]}", row.police_number, row.police_on, standing.count(row.id))
        for row in _records(session, BeneficiaryList, ids)
    }
