"""Sections of figures on paper: heading, notes, the chart drawn in greys, the ruled table with the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hn_desk.paper import LANDSCAPE, PageMarks, Paper, Strip, Style
from hn_desk.reports.charts import COLUMNS, Bar, Chart, Lengths, lengths
from hn_desk.reports.conversion_sections import Section
from hn_desk.reports.printed import ruled_table
from hn_desk.ruled import add_table

_OFFICE: Final = Style(12, is_bold=True)
_TITLE: Final = Style(14, is_bold=True, align="centre", before=3)
_LINE: Final = Style(11, align="centre", before=1)
_HEADING: Final = Style(12, is_bold=True, before=6)
_NOTE: Final = Style(9, is_italic=True, before=1)
_WORDS: Final = Style(9)
_ROW: Final = 6.0
_BAR: Final = 3.6
_GRAY: Final = 0.55
_NAMES: Final = 78.0
_BARS: Final = 100.0
_GAP: Final = 2.0
_UPRIGHT: Final = 34.0
_UPRIGHT_ROOM: Final = 46.0
_OVER: Final = 0.8
_MARK: Final = 1.6


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
            paper.paragraph(note, _NOTE, is_glued=True)
        if section.chart:
            _add_chart(paper, section.chart)
        add_table(paper, ruled_table(section.table))
    return paper.finish()


def _add_chart(paper: Paper, chart: Chart) -> None:
    """The legend and the bars, kept together with the table that follows."""
    paper.paragraph(chart.legend, _NOTE, is_glued=True)
    if chart.kind == COLUMNS:
        paper.add(_columns(paper, chart))
        return
    for bar, long in zip(chart.bars, lengths(chart), strict=True):
        paper.add(_row(paper, bar, long))


def _row(paper: Paper, bar: Bar, long: Lengths) -> Strip:
    """One level bar: its name, the bar, its words."""
    left = paper.sheet.left + _NAMES
    name = _cut(paper, bar.label, _NAMES - _GAP)
    words = _cut(paper, bar.words, paper.sheet.room - _NAMES - _BARS - 2 * _GAP)

    def draw(top: float) -> None:
        high = top + (_ROW - _BAR) / 2
        paper.write(paper.sheet.left, top + 1, name, _WORDS)
        paper.write(left + _BARS + 2 * _GAP, top + 1, words, _WORDS)
        if long.filled:
            paper.bar(left, high, long.filled * _BARS, _BAR, _GRAY)
        if long.outlined is not None:
            paper.box(left, high, long.outlined * _BARS, _BAR)
        if long.marked is not None:
            paper.upright(left + long.marked * _BARS, high - _OVER, high + _BAR + _OVER, weight=_MARK)

    return Strip(_ROW, draw, is_glued=True)


def _columns(paper: Paper, chart: Chart) -> Strip:
    """Upright bars side by side, their words above and their names below."""
    step = min(paper.sheet.room / max(len(chart.bars), 1), 2 * _UPRIGHT)
    centred = Style(_WORDS.size, align="centre")

    def draw(top: float) -> None:
        floor = top + _UPRIGHT_ROOM - _ROW
        for place, (bar, long) in enumerate(zip(chart.bars, lengths(chart), strict=True)):
            left, width = paper.sheet.left + place * step + step / 4, step / 2
            high = (_UPRIGHT_ROOM - 2 * _ROW) * max(long.filled, long.outlined or 0.0)
            room = _UPRIGHT_ROOM - 2 * _ROW
            if long.filled:
                paper.bar(left, floor - long.filled * room, width, long.filled * room, _GRAY)
            if long.outlined:
                paper.box(left, floor - long.outlined * room, width, long.outlined * room)
            paper.write(left + width / 2, floor - high - _ROW + 1, bar.words, centred)
            paper.write(left + width / 2, floor + 1, bar.label, centred)
        paper.rule(paper.sheet.left, paper.sheet.left + step * len(chart.bars), floor)

    return Strip(_UPRIGHT_ROOM, draw, before=2, is_glued=True)


def _cut(paper: Paper, words: str, room: float) -> str:
    """The words, their end cut off where they don't fit; the table below has them whole."""
    if paper.width(words, _WORDS) <= room:
        return words
    while words and paper.width(f"{words}…", _WORDS) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"
