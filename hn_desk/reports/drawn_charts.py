"""Charts drawn on paper in greys: every word whole, names wrapped, as wide as the page's room."""

from dataclasses import replace
from typing import Final

from hn_desk.lines import Line
from hn_desk.paper import PageMarks, Paper, Sheet, Strip, Style
from hn_desk.reports.charts import COLUMNS, Bar, Chart, Lengths, lengths

NOTE: Final = Style(9, is_italic=True, before=1)
_WORDS: Final = Style(9)
_CENTRED: Final = Style(9, align="centre")
_ROW: Final = 6.0
_BAR: Final = 3.6
_GRAY: Final = 0.55
_NAMES: Final = 0.31
_BARS: Final = 0.4
"""Shares of the room that names and bars take; the words beside the bars have the rest."""
_GAP: Final = 2.0
_WIDEST_STEP: Final = 68.0
_HIGHEST: Final = 34.0
_OVER: Final = 0.8
_MARK: Final = 1.6


def add_chart(paper: Paper, chart: Chart, *, before: float = NOTE.before, is_glued: bool = True) -> None:
    """The legend, `before` mm below what is there, and the bars in one piece; a glued chart stays with what follows."""
    paper.paragraph(chart.legend, replace(NOTE, before=before), is_glued=True)
    if chart.kind == COLUMNS:
        paper.add(replace(_columns(paper, chart), is_glued=is_glued))
        return
    rows = [_row(paper, bar, long) for bar, long in zip(chart.bars, lengths(chart), strict=True)]
    for n, row in enumerate(rows, 1):
        paper.add(replace(row, is_glued=is_glued or n < len(rows)))


def chart_alone(chart: Chart, room: float, most: float) -> tuple[bytes, ...]:
    """PDFs of one page that is as large as what it shows, `room` mm wide and at most about `most` high.

    One is enough but for a chart of very many bars.
    """
    if chart.kind == COLUMNS:
        return (_alone(chart, room, range(len(chart.bars))),)
    paper = _canvas(room, room)
    parts: list[range] = []
    start, left = 0, most - _legend_height(paper, chart)
    for n, (bar, long) in enumerate(zip(chart.bars, lengths(chart), strict=True)):
        height = _row(paper, bar, long).height
        if height > left and n > start:
            parts.append(range(start, n))
            start, left = n, most
        left -= height
    return tuple(_alone(chart, room, part) for part in (*parts, range(start, len(chart.bars))))


def _alone(chart: Chart, room: float, part: range) -> bytes:
    """These bars of the chart, the legend above the first."""

    def strips(paper: Paper) -> list[Strip]:
        if chart.kind == COLUMNS:
            return [_columns(paper, chart)]
        long = lengths(chart)
        return [_row(paper, chart.bars[n], long[n]) for n in part]

    measure = _canvas(room, room)
    legend = 0.0 if part.start else _legend_height(measure, chart)
    paper = _canvas(room, legend + sum(strip.before + strip.height for strip in strips(measure)))
    paper.begin(PageMarks())
    if not part.start:
        paper.paragraph(chart.legend, NOTE, is_glued=True)
    paper.add(*strips(paper))
    return paper.finish()


def _canvas(width: float, height: float) -> Paper:
    return Paper(Sheet(width, height, 0, 0, 0, 0), "")


def _legend_height(paper: Paper, chart: Chart) -> float:
    return len(paper.lines(chart.legend, NOTE, paper.sheet.room)) * NOTE.line_height


def _row(paper: Paper, bar: Bar, long: Lengths) -> Strip:
    """One level bar: its name, the bar, its words."""
    room = paper.sheet.room
    bars, start = room * _BARS, paper.sheet.left + room * _NAMES
    beside = start + bars + 2 * _GAP
    name = paper.lines(bar.label, _WORDS, room * _NAMES - _GAP)
    words = paper.lines(bar.words, _WORDS, paper.sheet.left + room - beside)
    height = max(_ROW, max(len(name), len(words)) * _WORDS.line_height + 1)

    def draw(top: float) -> None:
        high = top + (height - _BAR) / 2
        _write(paper, name, (paper.sheet.left, top + (height - len(name) * _WORDS.line_height) / 2), _WORDS, room)
        _write(paper, words, (beside, top + (height - len(words) * _WORDS.line_height) / 2), _WORDS, room)
        if long.filled:
            paper.bar(start, high, long.filled * bars, _BAR, _GRAY)
        if long.outlined is not None:
            paper.box(start, high, long.outlined * bars, _BAR)
        if long.marked is not None:
            paper.upright(start + long.marked * bars, high - _OVER, high + _BAR + _OVER, weight=_MARK)

    return Strip(height, draw)


def _columns(paper: Paper, chart: Chart) -> Strip:
    """Upright bars side by side, their words above and their names below."""
    step = min(paper.sheet.room / max(len(chart.bars), 1), _WIDEST_STEP)
    inner = step - 1
    words = [paper.lines(bar.words, _CENTRED, inner) for bar in chart.bars]
    names = [paper.lines(bar.label, _CENTRED, inner) for bar in chart.bars]
    highest = _HIGHEST if any(long.filled or long.outlined for long in lengths(chart)) else 0
    above = max(map(len, words), default=0) * _CENTRED.line_height + 1
    below = max(map(len, names), default=0) * _CENTRED.line_height + 1

    def draw(top: float) -> None:
        floor = top + above + highest
        for place, long in enumerate(lengths(chart)):
            left = paper.sheet.left + place * step
            _upright(paper, long, (left + step / 4, floor), step / 2)
            high = highest * max(long.filled, long.outlined or 0.0, long.marked or 0.0)
            up = floor - high - 0.5 - len(words[place]) * _CENTRED.line_height
            _write(paper, words[place], (left + 0.5, up), _CENTRED, inner)
            _write(paper, names[place], (left + 0.5, floor + 0.5), _CENTRED, inner)
        paper.rule(paper.sheet.left, paper.sheet.left + step * len(chart.bars), floor)

    return Strip(above + highest + below, draw, before=2)


def _upright(paper: Paper, long: Lengths, foot: tuple[float, float], width: float) -> None:
    """One upright bar from its left foot."""
    left, floor = foot
    if long.filled:
        paper.bar(left, floor - long.filled * _HIGHEST, width, long.filled * _HIGHEST, _GRAY)
    if long.outlined:
        paper.box(left, floor - long.outlined * _HIGHEST, width, long.outlined * _HIGHEST)
    if long.marked is not None:
        level = floor - long.marked * _HIGHEST
        paper.rule(left - _OVER, left + width + _OVER, level, weight=_MARK)


def _write(paper: Paper, lines: list[Line], place: tuple[float, float], style: Style, room: float) -> None:
    left, top = place
    for n, line in enumerate(lines):
        paper.line(left, top + n * style.line_height, line, style, room)
