"""A page for trying the printer: every Vietnamese letter, sizes, the frame near the edges, and a symbol to scan."""

from typing import Final
from unicodedata import normalize

from hn_desk import __version__
from hn_desk.actions.paper_file import Paper
from hn_desk.codes import qr_modules
from hn_desk.i18n import _
from hn_desk.paper import PORTRAIT, PageMarks, Strip, Style
from hn_desk.paper import Paper as Drawing

NAME: Final = "TRANG-IN-THU.pdf"
ROWS: Final = ("aăâ", "eê", "iy", "oôơ", "uưđ")
MARKS: Final = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
EDGE: Final = 5.0
"""Millimetres from the paper's edge to the frame: a printer that cuts it off cuts papers too."""
SYMBOL: Final = 30.0
SIZES: Final = (10, 12, 13, 14, 18)
SENTENCE: Final = "Cộng hòa xã hội chủ nghĩa Việt Nam: Độc lập, Tự do, Hạnh phúc"
_TITLE: Final = Style(16, is_bold=True, align="centre")
_BODY: Final = Style(13, align="justify", before=3)
_LETTERS: Final = Style(14, before=2)


def printer_page() -> Paper:
    """The page as a PDF that names nobody."""
    title = _("Test page")
    page = Drawing(PORTRAIT, title)
    page.begin(PageMarks(f"HN Desk {__version__}"))
    page.box(EDGE, EDGE, PORTRAIT.width - 2 * EDGE, PORTRAIT.height - 2 * EDGE)
    page.paragraph(title, _TITLE)
    words = _("Look: is the frame whole on all four sides? Has every letter its marks? Can a phone read the symbol?")
    page.paragraph(words, _BODY)
    for row in (*ROWS, *map(str.upper, ROWS)):
        page.paragraph(letters(row), _LETTERS)
    for size in SIZES:
        page.paragraph(f"{size}: {SENTENCE}", Style(size, before=2))
    for style in (Style(13, is_bold=True, before=2), Style(13, is_italic=True, before=2)):
        page.paragraph(f"{SENTENCE} 0123456789", style)
    page.add(_symbol(page))
    return Paper(NAME, page.finish(), title)


def letters(bases: str) -> str:
    """These vowels with each of the six tones; đ has none."""
    return "   ".join(" ".join(normalize("NFC", base + mark) for mark in _marks(base)) for base in bases)


def _marks(base: str) -> tuple[str, ...]:
    return MARKS if base not in "đĐ" else ("",)


def _symbol(page: Drawing) -> Strip:
    rows = qr_modules(f"HN DESK {__version__}")
    return Strip(SYMBOL, lambda top: page.modules(page.sheet.left, top, SYMBOL, rows), before=8)
