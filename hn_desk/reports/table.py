"""What every report hands out: a titled table of typed cells, and the form of it that may be posted."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

Cell = str | int | date | None
ColumnKind = Literal["text", "number", "count", "money", "percent", "date"]
FEWEST_SHOWN: Final = 5
"""A count from 1 to 4 of people or loans could point at somebody. [ours]"""
HIDDEN: Final = "< 5"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and what its cells hold; a `count` is of people or loans, money is in đồng."""

    heading: str
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A report: each row has one cell a column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def postable(table: Table) -> Table:
    """The table as it may be posted: in a row that counts fewer than 5, every figure gives way to `< 5`."""
    return replace(table, rows=tuple(_veiled(table, row) for row in table.rows))


def _veiled(table: Table, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    cells = list(zip(table.columns, row, strict=True))
    counts = [cell for column, cell in cells if column.kind == "count" and isinstance(cell, int)]
    if not any(0 < count < FEWEST_SHOWN for count in counts):
        return row
    return tuple(cell if column.kind in ("text", "date") else HIDDEN for column, cell in cells)
