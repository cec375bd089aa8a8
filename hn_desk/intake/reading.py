"""The rows of a sheet read as a subject's facts; every change and every doubt is told, nothing is dropped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.intake.cells import OWNERS_TOO, Normalisation, Problem, Reading, Value, readers
from hn_desk.intake.fields import ID_NUMBER, SubjectFields
from hn_desk.intake.headings import Headings
from hn_desk.intake.letters import Encoding
from hn_desk.intake.numbers import ZEROS
from hn_desk.intake.opening import Cell, Sheet, cell_text
from hn_desk.intake.rows import DATA, RowKinds

__all__ = ["Normalisation", "Problem", "ReadRow", "Value", "read_rows"]
NO_EDITS: Final[Mapping[tuple[int, str], str]] = {}
NOWHERE: Final = 10**6
"""The column of a field that stands in none, though somebody typed it."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as read; `row` is the sheet's number from 1, `cells` are all of the sheet's row as they stand.

    `kind` is data, title, total, signature, blank or order (the row that numbers the columns); only data has values.
    A value with a problem is None.
    """

    row: int
    kind: str
    values: Mapping[str, Value]
    normalised: tuple[Normalisation, ...]
    problems: tuple[Problem, ...]
    cells: Sequence[Cell]

    @property
    def raw(self) -> tuple[str, ...]:
        """Every cell of the row as a text."""
        return tuple(map(cell_text, self.cells))


def read_rows(
    sheet: Sheet,
    headings: Headings,
    encodings: Mapping[int, Encoding],
    mapping: Mapping[str, int],
    fields: SubjectFields,
    today: date,
    *,
    edits: Mapping[tuple[int, str], str] = NO_EDITS,
) -> Iterator[ReadRow]:
    """Every row below the headings, up to the last that is not blank, in order.

    `mapping` maps a field to its column; `edits` maps row number and field to what was typed over the cell, which may
    be of a field that has no column.
    """
    typed = {field: NOWHERE for _row, field in edits}
    columns = readers(sheet, headings, encodings, typed | dict(mapping), fields, today)
    owners = _owners(fields, columns)
    kinds = RowKinds(sheet, headings, encodings, mapping, fields)
    merged = _merged_down(sheet, headings, set(mapping.values()))
    edited = {row for row, _field in edits}
    for place in range(headings.row + 1, _last(sheet) + 1):
        cells = sheet.rows[place]
        kind = kinds.of(place, cells)
        if kind == DATA or place + 1 in edited:
            if place in merged:
                cells = _filled(sheet, cells, merged[place])
            yield _read(place + 1, cells, columns, owners, edits if place + 1 in edited else NO_EDITS)
        else:
            yield ReadRow(place + 1, kind, {}, (), (), cells)


def _merged_down(sheet: Sheet, headings: Headings, columns: set[int]) -> dict[int, dict[int, int]]:
    """For each row (from 0) that merged cells reach down to: the mapped columns, and the row their cell stands in."""
    found: dict[int, dict[int, int]] = {}
    for first, column, last, last_column in sheet.merged:
        if first > headings.row and column == last_column and column in columns:
            for place in range(first + 1, min(last + 1, len(sheet.rows))):
                found.setdefault(place, {})[column] = first
    return found


def _filled(sheet: Sheet, cells: Sequence[Cell], merged: Mapping[int, int]) -> list[Cell]:
    """The row's cells with those of merged cells that begin further up."""
    width = max(len(cells), max(merged) + 1)
    filled = [*cells, *[""] * (width - len(cells))]
    for column, first in merged.items():
        above = sheet.rows[first]
        if filled[column] in ("", None) and column < len(above):
            filled[column] = above[column]
    return filled


def _owners(fields: SubjectFields, columns: Sequence[Reading]) -> tuple[str, tuple[str, ...]]:
    """The field of the owner's number, and those that may hold it again; none where the owner's has no column."""
    read = {column.field for column in columns}
    specs = [spec for spec in fields.fields if spec.code in read]
    owner = next((spec.code for spec in specs if spec.kind == ID_NUMBER), "")
    return owner, tuple(spec.code for spec in specs if owner and spec.kind in OWNERS_TOO)


def _read(
    row: int,
    cells: Sequence[Cell],
    columns: Sequence[Reading],
    owners: tuple[str, tuple[str, ...]],
    edits: Mapping[tuple[int, str], str],
) -> ReadRow:
    values: dict[str, Value] = {}
    normalised: list[Normalisation] = []
    problems: list[Problem] = []
    width = len(cells)
    for column in columns:
        place, field = column.column, column.field
        if edits and (row, field) in edits:
            value, changed, wrong = column.read_edit(edits[row, field])
        else:
            value, changed, wrong = column.read(cells[place] if place < width else None)
        values[field] = value
        if changed:
            normalised += changed
        if wrong:
            problems += wrong
    owner, again = owners
    for field in again:
        short, whole = values[field], values[owner]
        if short and short != whole and isinstance(whole, str) and whole == f"{short}".zfill(len(whole)):
            values[field] = whole
            normalised.append(Normalisation(field, str(short), whole, ZEROS))
    return ReadRow(row, DATA, values, tuple(normalised), tuple(problems), cells)


def _last(sheet: Sheet) -> int:
    """The last row (from 0) with anything in it; -1 for none."""
    places = range(len(sheet.rows) - 1, -1, -1)
    return next((place for place in places if any(cell not in ("", None) for cell in sheet.rows[place])), -1)
