"""Pages as a PDF: plain text, tables and symbols, in mm from the top left corner; by reportlab, as `fonts` is."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import compress, count
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from hn_desk.fonts import checked, face_name, inked, loaded_fonts, widths_of
from hn_desk.lines import Line, Run, break_lines, width_of

MM: Final = 72 / 25.4
ASCENT: Final = 0.891
DESCENT: Final = 0.216
NUMBER_TOP: Final = 10.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's size and margins in mm."""

    width: float
    height: float
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right

    @property
    def is_across(self) -> bool:
        """Whether the page is wider than high."""
        return self.width > self.height

    @property
    def floor(self) -> float:
        """Where the bottom margin begins, from the top edge."""
        return self.height - self.bottom


PORTRAIT: Final = Sheet(210, 297)
LANDSCAPE: Final = Sheet(297, 210)


@dataclass(frozen=True, slots=True)
class Style:
    """How text stands: size in points, leading in sizes, indent of the first line and gap before in mm."""

    size: float = 13
    is_bold: bool = False
    is_italic: bool = False
    align: str = "left"
    leading: float = 1.2
    indent: float = 0
    before: float = 0

    @property
    def line_height(self) -> float:
        """The height of one line in mm."""
        return self.size * self.leading / MM


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece that is not divided: `draw` gets its top in mm; a glued one stays on the page of the next.

    `before` is a gap that a page's top swallows; `head` is drawn again above it on a new page.
    """

    height: float
    draw: Callable[[float], None]
    before: float = 0
    is_glued: bool = False
    head: "Strip | None" = None


@dataclass(frozen=True, slots=True)
class PageMarks:
    """What stands on every page of one paper: `foot` small at the bottom right, `warning` across the page.

    `stage` stands bold at the top right: a draft's paper says so there.
    """

    foot: str = ""
    warning: str = ""
    stage: str = ""


class Paper:
    """A PDF being drawn: strips flow down the page and onto the next; equal content gives equal bytes."""

    def __init__(self, sheet: Sheet, title: str) -> None:
        loaded_fonts()
        self.y = sheet.top
        self._bytes = io.BytesIO()
        self._canvas = Canvas(
            self._bytes,
            invariant=1,
            pageCompression=1,
            lang="vi-VN",
            initialFontName=face_name(is_bold=False, is_italic=False),  # type: ignore[arg-type]  # the stubs say float
        )
        self._canvas.setTitle(checked(title))
        self._canvas.setAuthor("")
        self._canvas.setSubject("")
        self._canvas.setCreator("HN Desk")
        self._canvas.setProducer("HN Desk")
        self._marks = PageMarks()
        self._number = 0
        self._glued: list[Strip] = []
        self._break = lru_cache(maxsize=_KEPT_TEXTS)(_broken)
        self._ink = lru_cache(maxsize=_KEPT_TEXTS)(partial(inked, self._canvas))
        self.lie(sheet)

    def begin(self, marks: PageMarks) -> None:
        """Start a paper on a new page, its page numbers from 1."""
        self._end_paper()
        self._marks = marks
        self._open_page()

    def lie(self, sheet: Sheet) -> None:
        """Let the papers that are begun from here on lie on pages of this size."""
        self._end_paper()
        self._take(sheet)

    def turn(self, sheet: Sheet) -> None:
        """Let the paper that is begun go on, with its page numbers, on a new page of this size."""
        self._end_page()
        self._take(sheet)
        self._open_page()

    @property
    def pages(self) -> int:
        """How many pages the file has so far."""
        return self._canvas.getPageNumber() - (not self._number)

    def finish(self) -> bytes:
        """The whole PDF."""
        self._end_paper()
        self._canvas.save()
        return self._bytes.getvalue()

    def add(self, *strips: Strip) -> None:
        """Let strips flow: a group that is glued together moves to the next page as one."""
        for strip in strips:
            self._glued.append(strip)
            if not strip.is_glued:
                self._lay_group()

    def write(self, x: float, top: float, words: str, style: Style) -> None:
        """One line at a place: `x` is its left, centre or right edge, as the style is aligned; `top` its upper edge."""
        run = Run(checked(words), style.is_bold, style.is_italic)
        width = self.width(words, style)
        start = x - {"centre": width / 2, "right": width}.get(style.align, 0)
        self._show(start * MM, self._baseline(top, style), (run,), style.size)

    def width(self, words: str, style: Style) -> float:
        """The width of one line in mm."""
        return text_width(words, style)

    def rule(self, start: float, end: float, y: float, weight: float = 0.6) -> None:
        """A level line, `weight` in points."""
        self._canvas.setLineWidth(weight)
        self._canvas.line(start * MM, self._up(y), end * MM, self._up(y))

    def upright(self, x: float, top: float, bottom: float, weight: float = 0.6) -> None:
        """An upright line, `weight` in points."""
        self._canvas.setLineWidth(weight)
        self._canvas.line(x * MM, self._up(top), x * MM, self._up(bottom))

    def grid(self, across: Sequence[float], down: Sequence[float], weight: float = 0.5) -> None:
        """The rules of a table at these places from the left and from the top."""
        self._canvas.setLineWidth(weight)
        self._canvas.grid([x * MM for x in across], [self._up(y) for y in down])

    def box(self, x: float, top: float, width: float, height: float, weight: float = 0.6) -> None:
        """The outline of a rectangle."""
        self._canvas.setLineWidth(weight)
        self._canvas.rect(x * MM, self._up(top + height), width * MM, height * MM)

    def bar(self, x: float, top: float, width: float, height: float, gray: float) -> None:
        """A rectangle filled with a gray from 0 (black) to 1 (white), without an outline."""
        canvas = self._canvas
        canvas.saveState()
        canvas.setFillGray(gray)
        canvas.rect(x * MM, self._up(top + height), width * MM, height * MM, stroke=0, fill=1)
        canvas.restoreState()

    def modules(self, x: float, top: float, size: float, rows: Sequence[bytes]) -> None:
        """A symbol of dark and light squares, `size` mm wide; neighbours are drawn as one so that no seam shows."""
        side = size / len(rows) * MM
        squares = [_squares(row).replace("y", str(-n)) for n, row in enumerate(rows, 1)]
        place = f"{side:.5f} 0 0 {side:.5f} {x * MM:.5f} {self._up(top):.5f} cm"
        self._canvas.addLiteral("\n".join(("q", place, *squares, "f", "Q")))

    def lines(self, runs: str | Sequence[Run], style: Style, room: float) -> list[Line]:
        """The lines of a text in `room` mm; a plain text takes the style's look."""
        looks = (Run(runs),) if isinstance(runs, str) else tuple(runs)
        return list(self._break(looks, style, room))

    def paragraph(self, runs: str | Sequence[Run], style: Style, *, is_glued: bool = False) -> None:
        """A paragraph between the margins, never one line alone on a page; a glued one stays with the next strip."""
        lines = self.lines(runs, style, self.sheet.room)
        for n, line in enumerate(lines):
            is_end_near = n == len(lines) - 2 or (n == 0 and len(lines) > 1)
            self.add(self._line_strip(line, style, is_glued=is_end_near or (is_glued and n == len(lines) - 1)))

    def line(self, x: float, top: float, line: Line, style: Style, room: float) -> None:
        """A broken line at a place, aligned in `room` mm.

        `justify` stretches all but a paragraph's last, and none whose spaces would gape: a dotted blank follows it.
        """
        em = style.size / MM
        indent = style.indent if line.is_first else 0
        free = room - indent - line.width * em
        is_stretched = style.align == "justify" and not line.is_last and free < line.spaces * em * _WIDEST_STRETCH
        start = x + indent + {"centre": free / 2, "right": free}.get(style.align, 0)
        stretch = free * MM / line.spaces if is_stretched else 0
        self._show(start * MM, self._baseline(top, style), line.runs, style.size, stretch)

    def _line_strip(self, line: Line, style: Style, *, is_glued: bool) -> Strip:
        def draw(top: float) -> None:
            self.line(self.sheet.left, top, line, style, self.sheet.room)

        return Strip(style.line_height, draw, style.before if line.is_first else 0, is_glued)

    def _lay_group(self) -> None:
        group, self._glued = self._glued, []
        while len(group) > 1 and _height(group, is_at_top=True) > self._page_room(group[0]):
            self._lay(group[:1])
            group = group[1:]
        self._lay(group)

    def _lay(self, group: Sequence[Strip]) -> None:
        """Put a group under what is there, or on a new page."""
        if self.y + _height(group, is_at_top=self.y == self.sheet.top) > self.sheet.floor + _SLACK:
            self._turn_page(group[0])
        for strip in group:
            gap = 0 if self.y == self.sheet.top else strip.before
            strip.draw(self.y + gap)
            self.y += gap + strip.height

    def _page_room(self, strip: Strip) -> float:
        """The height of a page below the head that `strip` repeats."""
        return self.sheet.floor - self.sheet.top - (strip.head.height if strip.head else 0) + _SLACK

    def _turn_page(self, strip: Strip) -> None:
        if self.y == self.sheet.top:
            return
        self._end_page()
        self._open_page()
        if strip.head:
            strip.head.draw(self.y)
            self.y += strip.head.height

    def _open_page(self) -> None:
        self._number += 1
        self.y = self.sheet.top
        if self._marks.warning:
            self._draw_warning()
        if self._number > 1:
            self.write(self.sheet.width / 2, NUMBER_TOP, str(self._number), Style(13, align="centre"))
        if self._marks.stage:
            stage = Style(13, is_bold=True, align="right")
            self.write(self.sheet.width - self.sheet.right, NUMBER_TOP, self._marks.stage, stage)
        if self._marks.foot:
            foot = Style(9, align="right")
            self.write(self.sheet.width - self.sheet.right, self.sheet.height - NUMBER_TOP, self._marks.foot, foot)

    def _draw_warning(self) -> None:
        canvas, words = self._canvas, checked(self._marks.warning)
        canvas.saveState()
        canvas.setFillGray(0.88)
        canvas.translate(self.sheet.width / 2 * MM, self.sheet.height / 2 * MM)
        canvas.rotate(45)
        canvas.setFont(face_name(is_bold=True, is_italic=False), _WARNING_SIZE)
        canvas.drawCentredString(0, 0, words)
        canvas.restoreState()
        style = Style(11, is_bold=True)
        self.write(self.sheet.left, self.sheet.height - NUMBER_TOP - style.line_height / 4, words, style)

    def _take(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._canvas.setPageSize((sheet.width * MM, sheet.height * MM))

    def _end_paper(self) -> None:
        self._end_page()
        self._number = 0

    def _end_page(self) -> None:
        if self._number:
            self._canvas.showPage()

    def _show(self, x: float, y: float, runs: Sequence[Run], size: float, stretch: float = 0) -> None:
        self._canvas.addLiteral(self._ink(x, y, tuple(runs), size, stretch))

    def _baseline(self, top: float, style: Style) -> float:
        slack = style.size * (style.leading - ASCENT - DESCENT) / 2
        return self._up(top) - slack - ASCENT * style.size

    def _up(self, y: float) -> float:
        return (self.sheet.height - y) * MM


def text_width(words: str, style: Style) -> float:
    """The width of one line in mm."""
    return width_of(Run(checked(words), style.is_bold, style.is_italic), widths_of) * style.size / MM


def _broken(runs: tuple[Run, ...], style: Style, room: float) -> tuple[Line, ...]:
    """The lines of a text in `room` mm."""
    shown = [Run(checked(run.words), run.is_bold or style.is_bold, run.is_italic or style.is_italic) for run in runs]
    em = style.size / MM
    return tuple(break_lines(shown, widths_of, room / em, style.indent / em))


def _height(strips: Sequence[Strip], *, is_at_top: bool) -> float:
    total = sum([strip.before + strip.height for strip in strips])
    return total - (strips[0].before if is_at_top else 0)


def _squares(row: bytes) -> str:
    """A rectangle for each run of dark modules, `y` for where the row stands."""
    modules = int.from_bytes(row)
    edges = compress(count(), (modules ^ modules << 8).to_bytes(len(row) + 1))
    return "\n".join(map(_square, edges, edges))


@cache
def _square(start: int, end: int) -> str:
    return f"{start} y {end - start} 1 re"


_SLACK: Final = 0.01
_KEPT_TEXTS: Final = 256
"""Broken texts kept while a PDF is drawn: much of a thousand papers in one file is the same in each."""
_WIDEST_STRETCH: Final = 1.0
_WARNING_SIZE: Final = 40
