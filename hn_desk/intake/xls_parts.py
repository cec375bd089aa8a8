"""What the library for cells doesn't tell of an .xls: fonts, errors in place of values, how far the cells reach."""

import struct
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from hn_desk.intake.compound import packed_anew, workbook_stream
from hn_desk.intake.refusals import broken, large, locked

MOST_CELLS: Final = 5_000_000
FONTS_COUNTED: Final = 300
"""Cells of text in a column whose fonts are counted."""
_START, _END, _LOCKED, _SHEET, _SINCE, _FONT, _FORMAT = 0x0809, 0x000A, 0x002F, 0x0085, 0x0022, 0x0031, 0x00E0
_STRINGS, _REACH = 0x00FC, 0x0200
_TEXTS: Final = frozenset({0x00FD, 0x0204, 0x00D6})
_CELLS: Final = _TEXTS | {0x0203, 0x027E, 0x0205, 0x0006, 0x00BD, 0x00BE, 0x0201}
_ERROR: Final = 0x0205
_FORMULA: Final = 0x0006
_SKIPPED_FONT: Final = 4
"""Font 4 stands in no file: numbers after it are one higher than places."""
_ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class SheetParts:
    """Of one sheet: each column's most frequent font; where (from 0) which errors show."""

    fonts: Mapping[int, str] = field(default_factory=dict)
    errors: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class XlsParts:
    """Of a whole .xls: its records as a file of their own, whether it counts days from 1904, its sheets in order."""

    data: bytes = b""
    is_1904: bool = False
    sheets: list[SheetParts] = field(default_factory=list)


@dataclass(slots=True)
class _Styles:
    fonts: list[str] = field(default_factory=list)
    font_of: list[int] = field(default_factory=list)

    def name(self, style: int) -> str:
        number = self.font_of[style] if style < len(self.font_of) else 0
        place = number - (number > _SKIPPED_FONT)
        return self.fonts[place] if place < len(self.fonts) else ""


def look_at_xls(data: bytes) -> XlsParts:
    """Read through the records of an .xls; InputError for a password, damage, or cells that reach too far."""
    stream = workbook_stream(data)
    try:
        return _looked_at(stream)
    except (struct.error, IndexError) as error:
        raise broken() from error


def _looked_at(stream: bytes) -> XlsParts:
    parts, styles, starts = XlsParts(packed_anew(stream)), _Styles(), []
    for kind, body in _records(stream, 0):
        if kind == _LOCKED:
            raise locked()
        if kind == _SHEET:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == _SINCE:
            parts.is_1904 = bool(body[0])
        elif kind == _FONT:
            styles.fonts.append(_font_name(body))
        elif kind == _FORMAT:
            styles.font_of.append(struct.unpack_from("<H", body)[0])
        elif kind == _STRINGS and struct.unpack_from("<I", body, 4)[0] > len(stream):
            raise broken()
    parts.sheets = [_sheet(stream, start, styles) for start in starts]
    return parts


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the workbook, with what parts are in it, up to its end."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
        depth += (kind == _START) - (kind == _END)
        if kind == _END and depth <= 0:
            return


def _sheet(stream: bytes, start: int, styles: _Styles) -> SheetParts:
    parts = SheetParts()
    counts: dict[int, Counter[int]] = {}
    last_row = last_column = 0
    for kind, body in _records(stream, start):
        if kind in _CELLS:
            row, column, style = struct.unpack_from("<HHH", body)
            last_row, last_column = max(row, last_row), max(column, last_column)
            if kind in _TEXTS:
                counter = counts.setdefault(column, Counter())
                if len(counter) > 1 or counter[style] < FONTS_COUNTED:
                    counter[style] += 1
            elif kind in (_ERROR, _FORMULA) and (text := _error(kind, body)):
                parts.errors.append((row, column, text))
            if kind in (0x00BD, 0x00BE):
                last_column = max(last_column, struct.unpack_from("<H", body, len(body) - 2)[0])
        elif kind == _REACH:
            _refuse_reach(body)
    if (last_row + 1) * (last_column + 1) > MOST_CELLS:
        raise large()
    parts.fonts = {column: styles.name(counter.most_common(1)[0][0]) for column, counter in counts.items()}
    return parts


def _refuse_reach(body: bytes) -> None:
    """Refuse a sheet that says of itself what no list is: the library takes room for it before it looks."""
    first, end, left, right = struct.unpack_from("<IIHH" if len(body) >= 12 else "<HHHH", body)
    if max(end, 1) <= first or max(right, 1) <= left:
        raise broken()
    if (end - first) * (right - left) > MOST_CELLS:
        raise large()


def _error(kind: int, body: bytes) -> str:
    """What an error's cell shows; empty for a cell without one."""
    if kind == _ERROR:
        return _ERRORS.get(body[6], "#N/A") if body[7] else ""
    is_error = body[6] == 2 and body[12:14] == b"\xff\xff"
    return _ERRORS.get(body[8], "#N/A") if is_error else ""


def _font_name(body: bytes) -> str:
    length, is_wide = body[14], body[15] & 1
    return body[16 : 16 + length * (2 if is_wide else 1)].decode(
        "utf-16-le" if is_wide else "latin-1", errors="replace"
    )
