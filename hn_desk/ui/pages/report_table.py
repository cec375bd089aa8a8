"""A report's table on the screen: each cell as its column says."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from hn_desk.actions.reporting import Cell, Column, Table
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong
from hn_desk.ui.widgets.rows import Column as Shown
from hn_desk.ui.widgets.wide_table import WideTable

NUMBERS: Final = ("number", "count", "money", "percent")


def put_table(table: WideTable, shown: Table) -> None:
    """Show a report's rows."""
    columns = [
        Shown(column.heading, partial(_cell, number, column), is_number=column.kind in NUMBERS)
        for number, column in enumerate(shown.columns)
    ]
    table.put(columns, shown.rows)


def _cell(number: int, column: Column, row: Sequence[Cell]) -> str:
    return _text(row[number], column)


def _text(cell: Cell, column: Column) -> str:
    if isinstance(cell, date):
        return format_date(cell)
    if isinstance(cell, int):
        return format_dong(cell) if column.kind in ("money", "number", "count") else f"{cell} %"
    return cell or ""
