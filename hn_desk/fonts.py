"""The office's font: its faces, their letters' widths, what it can draw, and lines as a PDF's operators."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hn_desk import settings
from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.lines import Run

_FACES: Final = ("HN-Regular", "HN-Italic", "HN-Bold", "HN-BoldItalic")


def checked(words: str) -> str:
    """The words when they can be drawn as they read.

    ValueError for text that is not NFC (its marks would stand beside the letters), InputError for a character without
    a glyph in the office's font.
    """
    if not unicodedata.is_normalized("NFC", words):
        raise ValueError("text for paper is not NFC")
    if not _letters().issuperset(words):
        missing = next(letter for letter in words if letter not in _letters())
        named = missing if missing.isprintable() else f"U+{ord(missing):04X}"
        what = _("The character “{character}” can't be printed: the paper's font does not have it.")
        do = _("Replace it in the record, then print again.")
        raise InputError(what.format(character=named), do=do, reason="glyph")
    return words


def inked(canvas: Canvas, x: float, y: float, runs: tuple[Run, ...], size: float, stretch: float) -> str:
    """The PDF's operators for one line from (x, y) in points, good wherever the same file says the same there.

    Written here, since reportlab's text object measures every piece anew; letters stand as hex, as the font codes them.
    """
    document = canvas._doc  # type: ignore[attr-defined]  # the stubs lack it; the font's methods ask for it
    parts = [f"BT 1 0 0 1 {x:.4f} {y:.4f} Tm"]
    if stretch:
        parts.append(f"{stretch:.6f} Tw")
    for run in runs:
        font = loaded_fonts()[face_name(is_bold=run.is_bold, is_italic=run.is_italic)]
        for subset, codes in font.splitString(run.words, document):
            parts.append(f"{font.getSubsetInternalName(subset, document)} {size:g} Tf <{codes.hex()}> Tj")
    if stretch:
        parts.append("0 Tw")
    return " ".join((*parts, "ET"))


@cache
def loaded_fonts() -> Mapping[str, TTFont]:
    """Fonts by face, each read once; streams stay bytes, as text they only grow."""
    rl_config.useA85 = 0
    files = {face: settings.resource(f"fonts/{face.replace('HN', 'LiberationSerif')}.ttf") for face in _FACES}
    fonts = [TTFont(face, file) for face, file in files.items()]
    for font in fonts:
        pdfmetrics.registerFont(font)
    return {font.fontName: font for font in fonts}


@cache
def _letter_widths() -> Mapping[str, Mapping[str, float]]:
    """Letters' widths in em by face."""
    faces = {face: font.face.charWidths for face, font in loaded_fonts().items()}
    return {face: {chr(code): width / 1000 for code, width in widths.items()} for face, widths in faces.items()}


@cache
def _letters() -> frozenset[str]:
    """The characters every face has, without controls but the line feed, which is not drawn."""
    shared = frozenset.intersection(*(frozenset(widths) for widths in _letter_widths().values()))
    return frozenset(letter for letter in shared if letter.isprintable() or letter == "\u00a0") | {"\n"}


def face_name(*, is_bold: bool, is_italic: bool) -> str:
    """The name under which a face is loaded."""
    return _FACES[2 * is_bold + is_italic]


def widths_of(run: Run) -> Mapping[str, float]:
    """The widths in em of a run's letters."""
    return _letter_widths()[face_name(is_bold=run.is_bold, is_italic=run.is_italic)]
