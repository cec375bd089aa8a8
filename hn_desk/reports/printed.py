"""A report's table on paper: A4 across, its head row on every page, a number and its đồng in one cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.paper import LANDSCAPE, PageMarks, Paper, Style
from hn_desk.reports.table import Cell, Column, Table
from hn_desk.ruled import RuledColumn, RuledTable, add_table
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong

_OFFICE: Final = Style(12, is_bold=True)
_TITLE: Final = Style(14, is_bold=True, align="centre", before=3)
_LINE: Final = Style(11, align="centre", before=1)
_CELL: Final = Style(9, leading=1.15)
_FIGURES: Final = frozenset({"number", "count", "money", "percent"})
_WIDEST: Final = 34
_NARROWEST: Final = 9
_ORDER: Final = 4
"""How long a heading of mere order numbers is at most; such a column is as narrow."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What stands on the paper: the office, lines under the title, the warning across it, the table."""

    office: str
    lines: tuple[str, ...]
    marks: PageMarks
    table: Table


def draw(page: ReportPage) -> bytes:
    """The report as a PDF; a last row that begins with the word for the sum is not set apart."""
    paper = Paper(LANDSCAPE, page.table.title)
    paper.begin(page.marks)
    paper.paragraph(page.office, _OFFICE)
    paper.paragraph(page.table.title, _TITLE)
    for line in page.lines:
        paper.paragraph(line, _LINE)
    add_table(paper, ruled_table(page.table))
    return paper.finish()


def ruled_table(table: Table, *, is_joined: bool = True) -> RuledTable:
    """A report's table as paper holds it: columns as wide as their texts need, figures at the right.

    Joined, a number and its đồng share a cell, so that a wide report stands on a page.
    """
    columns, rows = _joined(table, is_joined=is_joined)
    widths = [_width(column, [row[place] for row in rows]) for place, column in enumerate(columns)]
    ruled = tuple(
        RuledColumn(column.heading, width, "right" if column.kind in _FIGURES else "left")
        for column, width in zip(columns, widths, strict=True)
    )
    return RuledTable(ruled, rows, style=_CELL)


def _joined(table: Table, *, is_joined: bool) -> tuple[tuple[Column, ...], list[list[str]]]:
    """The columns and the rows' texts; of a number and its đồng beside it one column when they are joined."""
    columns = enumerate(table.columns[1:], 1)
    pairs = [n for n, column in columns if is_joined and _belongs(table.columns[n - 1], column)]
    shown = tuple(
        Column(_both(column.heading, table.columns[n + 1].heading), column.kind) if n + 1 in pairs else column
        for n, column in enumerate(table.columns)
        if n not in pairs
    )
    return shown, [_cells(table, row, pairs) for row in table.rows]


def _both(number: str, money: str) -> str:
    """`Wanted: number, đồng`: what both headings begin with stands once."""
    begun, _colon, end = number.partition(": ")
    return f"{number}, {money.removeprefix(f'{begun}: ')}" if end else f"{number}, {money}"


def _belongs(number: Column, money: Column) -> bool:
    return (number.kind, money.kind) == ("count", "money")


def _cells(table: Table, row: Sequence[Cell], pairs: Sequence[int]) -> list[str]:
    texts = [cell_text(cell, column) for cell, column in zip(row, table.columns, strict=True)]
    return [f"{text}\n{texts[n + 1]}" if n + 1 in pairs else text for n, text in enumerate(texts) if n not in pairs]


def cell_text(cell: Cell, column: Column) -> str:
    """What a cell says on paper."""
    if isinstance(cell, date):
        return format_date(cell)
    if isinstance(cell, int) and column.kind in _FIGURES:
        return f"{cell} %" if column.kind == "percent" else format_dong(cell)
    return "" if cell is None else str(cell)


def _width(column: Column, texts: Sequence[str]) -> float:
    if column.kind == "blank":
        return float(_WIDEST + 2)
    narrowest = _ORDER if column.kind == "number" and len(column.heading) <= _ORDER else _NARROWEST
    longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
    word = max((len(word) for word in column.heading.split()), default=0)
    return float(max(narrowest, word, min(longest, _WIDEST)) + 2)
