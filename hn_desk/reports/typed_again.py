"""The list of what must be typed again after a restore, on paper: a line a record, with its fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hn_desk.paper import PORTRAIT, PageMarks, Paper, Style
from hn_desk.ruled import RuledColumn, RuledTable, add_table

_TITLE: Final = Style(15, is_bold=True, align="centre")
_LINE: Final = Style(11, before=1.5)
_CELL: Final = Style(10, leading=1.15)


@dataclass(frozen=True, slots=True)
class TypedAgain:
    """What stands on the paper: title, lines above, the headings of the table's four columns, its rows."""

    title: str
    lines: tuple[str, ...]
    headings: tuple[str, str, str, str]
    rows: Sequence[tuple[str, str, str, str]]


def draw(page: TypedAgain) -> bytes:
    """The list as a PDF."""
    paper = Paper(PORTRAIT, page.title)
    paper.begin(PageMarks())
    paper.paragraph(page.title, _TITLE)
    for line in page.lines:
        paper.paragraph(line, _LINE)
    widths = (26.0, 46.0, 78.0, 15.0)
    columns = tuple(RuledColumn(heading, width) for heading, width in zip(page.headings, widths, strict=True))
    add_table(paper, RuledTable(columns, page.rows, style=_CELL))
    return paper.finish()
