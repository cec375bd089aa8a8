"""The rows of a sheet read as a subject's facts; every change and every doubt is told, nothing is dropped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.intake.cells import Normalisation, Problem, Reading, Value, readers
from hn_desk.intake.fields import SubjectFields
from hn_desk.intake.headings import Headings
from hn_desk.intake.letters import Encoding
from hn_desk.intake.opening import Cell, Sheet, cell_text
from hn_desk.intake.rows import DATA, RowKinds

__all__ = ["Normalisation", "Problem", "ReadRow", "Value", "read_rows"]
NO_EDITS: Final[Mapping[tuple[int, str], str]] = {}


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as read; `row` is the sheet's number from 1, `raw` every cell as it stood.

    `kind` is data, title, total, signature, blank or order (the row that numbers the columns); only data has values.
    A value with a problem is None.
    """

    row: int
    kind: str
    values: Mapping[str, Value]
    normalised: tuple[Normalisation, ...]
    problems: tuple[Problem, ...]
    raw: tuple[str, ...]


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

    `mapping` maps a field to its column; `edits` maps row number and field to what was typed over the cell.
    """
    columns = readers(sheet, headings, encodings, mapping, fields, today)
    kinds = RowKinds(sheet, headings, encodings, mapping, fields)
    for place in range(headings.row + 1, _last(sheet) + 1):
        cells = sheet.rows[place]
        raw = tuple([cell if cell.__class__ is str else cell_text(cell) for cell in cells])
        kind = kinds.of(place, cells)
        if kind != DATA:
            yield ReadRow(place + 1, kind, {}, (), (), raw)
            continue
        yield _read(place + 1, cells, raw, columns, edits)


def _read(
    row: int,
    cells: Sequence[Cell],
    raw: tuple[str, ...],
    columns: list[Reading],
    edits: Mapping[tuple[int, str], str],
) -> ReadRow:
    values: dict[str, Value] = {}
    normalised: list[Normalisation] = []
    problems: list[Problem] = []
    for column in columns:
        edit = edits.get((row, column.field)) if edits else None
        place = column.column
        cell = cells[place] if place < len(cells) else None
        done = column.read(cell) if edit is None else column.read_edit(edit)
        values[column.field] = done.value
        if done.normalised:
            normalised += done.normalised
        if done.problems:
            problems += done.problems
    return ReadRow(row, DATA, values, tuple(normalised), tuple(problems), raw)


def _last(sheet: Sheet) -> int:
    """The last row (from 0) with anything in it; -1 for none."""
    rows = sheet.rows
    return next(
        (place for place in range(len(rows) - 1, -1, -1) if any(cell not in ("", None) for cell in rows[place])), -1
    )
