"""The page for the wall: one A4 page with every residential group, reached or left, and the share; no persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from hn_desk.i18n import _
from hn_desk.paper import MM, PORTRAIT, PageMarks, Paper, Strip, Style

_OFFICE: Final = Style(13, is_bold=True, align="centre")
_TITLE: Final = Style(18, is_bold=True, align="centre", before=4)
_TOPIC: Final = Style(14, is_bold=True, align="centre", before=1)
_LINE: Final = Style(12, align="centre", before=1)
_FIGURE: Final = Style(30, is_bold=True, align="centre", before=5)
_BAR: Final = 10.0
_GRID: Final = 156.0
"""So many mm down the page the groups have."""
_TALLEST: Final = 9.5
_SIZES: Final = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
_SHARE: Final = 0.8
"""Letters are at most so high, in lines of the grid."""
_GAP: Final = 2.0


@dataclass(frozen=True, slots=True)
class WallPage:
    """What hangs on the wall: the office, what it is about, lines under it, what is on the page, groups in order."""

    office: str
    topic: str
    lines: tuple[str, ...]
    marks: PageMarks
    groups: Sequence[tuple[str, bool]]
    """Name, and whether the group was reached."""
    percent: int

    @property
    def reached(self) -> int:
        """How many groups were reached."""
        return sum(is_reached for _name, is_reached in self.groups)


@dataclass(frozen=True, slots=True)
class _Grid:
    columns: int
    rows: int
    width: float
    height: float
    style: Style


def draw(page: WallPage) -> bytes:
    """The page as a PDF; however many groups there are, it is one."""
    paper = Paper(PORTRAIT, _("Outreach to every residential group"))
    paper.begin(page.marks)
    paper.paragraph(page.office, _OFFICE)
    paper.paragraph(_("Outreach to every residential group").upper(), _TITLE)
    paper.paragraph(page.topic, _TOPIC)
    for line in page.lines:
        paper.paragraph(line, _LINE)
    paper.paragraph(f"{page.reached}/{len(page.groups)} – {page.percent} %", _FIGURE)
    paper.add(_bar(paper, page), _key(paper, page), _groups(paper, page))
    return paper.finish()


def _bar(paper: Paper, page: WallPage) -> Strip:
    def show(top: float) -> None:
        full = page.reached / len(page.groups) if page.groups else 1.0
        if full:
            paper.bar(paper.sheet.left, top, paper.sheet.room * full, _BAR, 0.45)
        paper.box(paper.sheet.left, top, paper.sheet.room, _BAR)

    return Strip(_BAR, show, before=3)


def _key(paper: Paper, page: WallPage) -> Strip:
    style = Style(11)
    words = (
        (_("reached: {n}").format(n=page.reached), True),
        (_("not reached yet: {n}").format(n=len(page.groups) - page.reached), False),
    )

    def show(top: float) -> None:
        for place, (text, is_reached) in enumerate(words):
            _mark(paper, paper.sheet.left + place * 60, top, style, is_reached=is_reached)
            paper.write(paper.sheet.left + place * 60 + style.line_height + _GAP, top, text, style)

    return Strip(style.line_height, show, before=4)


def _groups(paper: Paper, page: WallPage) -> Strip:
    grid = _fitted(paper, [name for name, _is_reached in page.groups])

    def show(top: float) -> None:
        for place, (name, is_reached) in enumerate(page.groups):
            left = paper.sheet.left + place // grid.rows * grid.width
            line = top + place % grid.rows * grid.height
            _mark(paper, left, line, grid.style, is_reached=is_reached)
            room = grid.width - grid.style.line_height - 2 * _GAP
            words = _cut(paper, name, grid.style, room)
            paper.write(left + grid.style.line_height + _GAP, line, words, grid.style)

    return Strip(grid.rows * grid.height, show, before=5)


def _fitted(paper: Paper, names: Sequence[str]) -> _Grid:
    """The largest letters with which all names stand whole on the page; the smallest when none will do."""
    grids = [_grid(paper, len(names), columns, size) for size in _SIZES for columns in (2, 3, 4, 5)]
    whole = (
        grid
        for grid in grids
        if grid.height * _SHARE * MM >= grid.style.size
        and all(paper.width(name, grid.style) <= grid.width - grid.style.line_height - 2 * _GAP for name in names)
    )
    return next(whole, grids[-1])


def _grid(paper: Paper, count: int, columns: int, size: float) -> _Grid:
    rows = max(ceil(count / columns), 1)
    return _Grid(columns, rows, paper.sheet.room / columns, min(_TALLEST, _GRID / rows), Style(size))


def _mark(paper: Paper, left: float, top: float, style: Style, *, is_reached: bool) -> None:
    """A filled square for who was reached, an empty one for who is left."""
    side = style.line_height * 0.7
    if is_reached:
        paper.bar(left, top + style.line_height * 0.15, side, side, 0.0)
    paper.box(left, top + style.line_height * 0.15, side, side)


def _cut(paper: Paper, words: str, style: Style, room: float) -> str:
    while len(words) > 1 and paper.width(words, style) > room:
        words = words.removesuffix("…")[:-1] + "…"
    return words
