"""Tables on paper: ruled, cells wrapped, the head row repeated on every page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from hn_desk.lines import Line
from hn_desk.paper import Paper, Strip, Style

PADDING: Final = 1.2
CELL: Final = Style(11, leading=1.15)


@dataclass(frozen=True, slots=True)
class RuledColumn:
    """A column's heading, its share of the width, and how its cells are aligned."""

    heading: str
    width: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class RuledTable:
    """Rows of cell texts under their columns, with a bold row of sums at the end when there is one."""

    columns: tuple[RuledColumn, ...]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] = ()
    style: Style = CELL


@dataclass(frozen=True, slots=True)
class _Placed:
    """A table on its paper: where its columns stand, and how each one's text does."""

    paper: Paper
    edges: tuple[float, ...]
    styles: tuple[Style, ...]

    def strip(self, cells: Sequence[Sequence[Line]], styles: Sequence[Style]) -> Strip:
        """A row whose cells are broken into lines already."""
        line_height = styles[0].line_height
        height = max(len(lines) for lines in cells) * line_height + 2 * PADDING

        def draw(top: float) -> None:
            self.paper.grid(self.edges, (top, top + height))
            for (left, right), lines, style in zip(self.spans(), cells, styles, strict=True):
                spare = (height - 2 * PADDING - len(lines) * line_height) / 2
                for n, line in enumerate(lines):
                    down = top + PADDING + spare + n * line_height
                    self.paper.line(left + PADDING, down, line, style, right - left - 2 * PADDING)

        return Strip(height, draw)

    def broken(self, cells: Sequence[str], styles: Sequence[Style]) -> list[list[Line]]:
        """Each cell's lines."""
        return [
            self.paper.lines(cell, style, right - left - 2 * PADDING)
            for (left, right), cell, style in zip(self.spans(), cells, styles, strict=True)
        ]

    def spans(self) -> list[tuple[float, float]]:
        """The left and right edge of each column."""
        return list(zip(self.edges, self.edges[1:], strict=False))


def add_table(paper: Paper, table: RuledTable, *, is_glued: bool = False) -> None:
    """Let a table flow, as wide as the page's room; a glued one's last rows stay with what follows."""
    placed = _placed(paper, table)
    head = _head(placed, table)
    strips = [part for row in table.rows for part in _row(placed, row, head)]
    if table.total:
        bold = [replace(style, is_bold=True) for style in placed.styles]
        strips.append(replace(placed.strip(placed.broken(table.total, bold), bold), head=head))
    paper.add(replace(head, before=3, is_glued=bool(strips) or is_glued))
    for n, strip in enumerate(strips, 1):
        paper.add(replace(strip, is_glued=n == len(strips) - 1 or (is_glued and n == len(strips))))


def fitting(paper: Paper, table: RuledTable, room: float) -> RuledTable:
    """The table with as many of its first rows as fit under their head in `room` mm."""
    placed = _placed(paper, table)
    left = room - _head(placed, table).height
    for n, row in enumerate(table.rows):
        left -= placed.strip(placed.broken(row, placed.styles), placed.styles).height
        if left < 0:
            return replace(table, rows=table.rows[:n])
    return table


def _placed(paper: Paper, table: RuledTable) -> _Placed:
    share = paper.sheet.room / sum(column.width for column in table.columns)
    edges = accumulate((column.width * share for column in table.columns), initial=paper.sheet.left)
    return _Placed(paper, tuple(edges), tuple(replace(table.style, align=column.align) for column in table.columns))


def _head(placed: _Placed, table: RuledTable) -> Strip:
    styles = [replace(table.style, is_bold=True, align="centre") for _column in table.columns]
    return placed.strip(placed.broken([column.heading for column in table.columns], styles), styles)


def _row(placed: _Placed, cells: Sequence[str], head: Strip) -> list[Strip]:
    """One row, in several parts only when it is taller than a page."""
    lines = placed.broken(cells, placed.styles)
    sheet = placed.paper.sheet
    room = sheet.floor - sheet.top - head.height - 2 * PADDING
    most = int(room / placed.styles[0].line_height)
    parts = range(0, max(len(cell) for cell in lines), most)
    return [
        replace(placed.strip([cell[start : start + most] for cell in lines], placed.styles), head=head)
        for start in parts
    ]
