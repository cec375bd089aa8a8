"""Sections of figures on paper: heading, notes, the chart drawn in greys, the ruled table with the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hn_desk.paper import LANDSCAPE, PageMarks, Paper, Style
from hn_desk.reports.conversion_sections import Section
from hn_desk.reports.drawn_charts import NOTE, add_chart
from hn_desk.reports.printed import ruled_table
from hn_desk.ruled import add_table

_OFFICE: Final = Style(12, is_bold=True)
_TITLE: Final = Style(14, is_bold=True, align="centre", before=3)
_LINE: Final = Style(11, align="centre", before=1)
_HEADING: Final = Style(12, is_bold=True, before=6)


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """What stands on the paper: the office, the title, lines under it, what is on each page, the sections."""

    office: str
    title: str
    lines: tuple[str, ...]
    marks: PageMarks
    sections: Sequence[Section]


def draw(page: FiguresPage) -> bytes:
    """The sections as a PDF, A4 across."""
    paper = Paper(LANDSCAPE, page.title)
    paper.begin(page.marks)
    paper.paragraph(page.office, _OFFICE)
    paper.paragraph(page.title, _TITLE)
    for line in page.lines:
        paper.paragraph(line, _LINE)
    for section in page.sections:
        paper.paragraph(section.table.title, _HEADING, is_glued=True)
        for note in section.notes:
            paper.paragraph(note, NOTE, is_glued=True)
        if section.chart:
            add_chart(paper, section.chart)
        add_table(paper, ruled_table(section.table))
    return paper.finish()
