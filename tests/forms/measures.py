"""A PDF's pages as a ruler sees them: pieces of text with position, size and face, and level rules; all in mm."""

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from tests.forms.pages import MM

TEXT, PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one look: where they begin, where their ink ends, their baseline from the top; size in points."""

    words: str
    left: float
    right: float
    baseline: float
    size: float
    face: str

    @property
    def centre(self) -> float:
        """The middle between both edges."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line."""

    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One page."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    rules: tuple[Rule, ...]

    def one(self, words: str) -> Piece:
        """The first piece that begins with `words`."""
        return next(piece for piece in self.pieces if piece.words.startswith(words))

    def rule_under(self, piece: Piece) -> Rule:
        """The nearest level rule below a piece and crossing its middle."""
        under = [rule for rule in self.rules if rule.y > piece.baseline and rule.left < piece.centre < rule.right]
        return min(under, key=lambda rule: rule.y)

    def lines(self) -> list[Piece]:
        """Pieces that stand on one baseline, one behind the other, as one: words joined, the look of the first."""
        ordered = sorted(self.pieces, key=lambda piece: (round(piece.baseline, 1), piece.left))
        joined: list[Piece] = []
        for piece in ordered:
            before = joined[-1] if joined else None
            if before and abs(before.baseline - piece.baseline) < 0.2 and piece.left - before.right < 3:
                joined[-1] = Piece(
                    before.words + piece.words, before.left, piece.right, before.baseline, before.size, before.face
                )
            else:
                joined.append(piece)
        return joined


def measured(pdf: bytes) -> list[Measured]:
    """Every page of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = []
        for page in document:
            reader = page.get_textpage()
            pages.append(_page(page, reader))
            reader.close()
            page.close()
        return pages


def _page(page: Any, reader: Any) -> Measured:
    width, height = page.get_size()
    found: list[Piece] = []
    rules: list[Rule] = []
    for one in page.get_objects(filter=[TEXT, PATH], max_depth=1):
        left, bottom, right, top = one.get_bounds()
        if one.type == TEXT:
            matrix = one.get_matrix()
            words, size, face = _look(one.raw, reader)
            if matrix.b == 0 and words.strip():
                found.append(Piece(words, matrix.e / MM, right / MM, (height - matrix.f) / MM, size, face))
        elif top - bottom < 2 and right - left > 2:
            rules.append(Rule(left / MM, right / MM, (height - (top + bottom) / 2) / MM))
    return Measured(width / MM, height / MM, tuple(found), tuple(rules))


def _look(raw: Any, reader: Any) -> tuple[str, float, str]:
    length = pdfium.FPDFTextObj_GetText(raw, reader, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(raw, reader, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(raw, size)
    name = ctypes.create_string_buffer(100)
    pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(raw), name, 100)
    words = buffer.raw[: length - 2].decode("utf-16-le")
    return words, size.value, name.value.decode().rpartition("-")[2]
