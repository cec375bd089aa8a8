"""Reads a sheet of the packet's profile, and nothing else: the sheets are the data. PACKET §3.11."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final
from xml.parsers import expat

from hn_desk.errors import PacketError
from hn_desk.packets import sheet_profile as profile
from hn_desk.packets.reasons import refuse
from hn_desk.packets.sheet_profile import Value
from hn_desk.packets.sheet_quick import START, quick_rows

_CHUNK: Final = 1 << 16
_WHOLE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_DIGITS: Final = re.compile(r"-?[0-9]+")
_CODED: Final = re.compile(r"_x[0-9A-Fa-f]{4}_")
_CODED_LINE: Final = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
# Where the parser stands. _NEXT: what may begin there; _AFTER: where it stands when that ends.
_HEAD, _DATA, _ROW, _TEXT, _IS, _T, _T_DONE, _IS_DONE, _NUMBER, _DAY, _V, _V_DONE, _EMPTY, _DONE, _SETUP, _LAST = range(
    16
)
_NEXT: Final[dict[int, dict[str, int]]] = {
    _TEXT: {"is": _IS},
    _IS: {"t": _T},
    _NUMBER: {"v": _V},
    _DAY: {"v": _V},
    _DATA: {"row": _ROW},
    _DONE: {"pageSetup": _SETUP},
}
_AFTER: Final = {
    _T: _T_DONE,
    _T_DONE: _IS_DONE,
    _IS_DONE: _ROW,
    _V: _V_DONE,
    _V_DONE: _ROW,
    _EMPTY: _ROW,
    _ROW: _DATA,
    _DATA: _DONE,
    _SETUP: _LAST,
    _LAST: _LAST,
    _HEAD: _HEAD,
}
_NOTHING: Final[dict[str, int]] = {}
_TEXTS: Final[dict[str, dict[tuple[str, ...], int]]] = {
    style: {("s", style, "t", "inlineStr"): _TEXT} for style in ("1", "5", "6", "7")
}
_HEAD_KINDS: Final = {
    1: _TEXTS[profile.TITLE_STYLE],
    2: _TEXTS[profile.HEADING_STYLE],
    3: _TEXTS[profile.FIELD_STYLE],
}
_DATA_KINDS: Final[dict[tuple[str, ...], int]] = {
    **_TEXTS[profile.TEXT_STYLE],
    ("s", profile.WHOLE_STYLE): _NUMBER,
    ("s", profile.MONEY_STYLE): _NUMBER,
    ("s", profile.DATE_STYLE): _DAY,
    (): _EMPTY,
}
_CODES: Final = {"f": "sheet-formula", "mergeCells": "sheet-merge", "hyperlinks": "sheet-link"}
_KEPT_SPACE: Final = ["xml:space", "preserve"]
_LETTERS: Final = profile.letters(profile.COLUMN_LIMIT)


def read_rows(sheet: str, data: bytes) -> Iterator[list[Value]]:
    """Yield every row of the sheet, the three above the data too; raises PacketError at the first foreign byte.

    Row 1 is the title alone; every later row has as many cells as row 2. `data` was verified before.
    """
    quick = quick_rows(data)
    if quick is None:
        yield from read_strictly(sheet, data)
    else:
        yield from quick


def read_strictly(sheet: str, data: bytes) -> Iterator[list[Value]]:
    """Likewise, cell by cell, of whatever size: who says what is wrong with a sheet."""
    reader = _Reader(sheet, data)
    for start in range(0, len(data), _CHUNK):
        yield from reader.feed(data[start : start + _CHUNK], is_last=start + _CHUNK >= len(data))
    if not data.endswith(profile.AFTER_ROWS.encode()):
        raise refuse("sheet-shape", sheet=sheet)


class _Reader:
    """Follows expat through the sheet and refuses what the profile doesn't have."""

    def __init__(self, sheet: str, data: bytes) -> None:
        self._sheet = sheet
        self._data = data
        self._place = _HEAD
        self._number = 0
        self._width = 1
        self._kinds = _DATA_KINDS
        self._kind = _EMPTY
        self._suffix = ""
        self._text = ""
        self._row: list[Value] = []
        self._rows: list[list[Value]] = []
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.buffer_text = True
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, piece: bytes, *, is_last: bool) -> list[list[Value]]:
        """Parse one more piece and hand out the rows that it ended."""
        try:
            self._parser.Parse(piece, is_last)
        except expat.ExpatError as error:
            raise refuse("xml-broken", part=self._sheet) from error
        rows, self._rows = self._rows, []
        return rows

    def _start(self, name: str, attributes: list[str]) -> None:
        if name == "c" and self._place == _ROW:
            self._open_cell(attributes)
            return
        following = _NEXT.get(self._place, _NOTHING).get(name)
        if following is None:
            self._start_outside(name, attributes)
            return
        self._place = following
        if following == _ROW:
            self._open_row(attributes)
        elif attributes and following != _SETUP and (following != _T or attributes != _KEPT_SPACE):
            raise refuse("sheet-attribute", sheet=self._sheet)

    def _start_outside(self, name: str, attributes: list[str]) -> None:
        """Take the elements above the rows, and say of a foreign one what it is."""
        if "hidden" in attributes[::2]:
            raise refuse("sheet-hidden", sheet=self._sheet)
        if self._place != _HEAD or name in _CODES:
            raise refuse(_CODES.get(name, "sheet-shape"), sheet=self._sheet, cell=self._cell())
        if name == "sheetData":
            self._check_start()
            self._place = _DATA

    def _check_start(self) -> None:
        start = self._data[: self._parser.CurrentByteIndex + len("<sheetData>")].decode()
        if not START.fullmatch(start):
            raise refuse("sheet-shape", sheet=self._sheet)

    def _open_row(self, attributes: list[str]) -> None:
        self._number += 1
        self._suffix = str(self._number)
        self._kinds = _HEAD_KINDS.get(self._number, _DATA_KINDS)
        self._row = []
        if self._number > profile.ROW_LIMIT + profile.FIRST_DATA_ROW - 1:
            raise refuse("sheet-rows", sheet=self._sheet, limit=profile.ROW_LIMIT)
        if "hidden" in attributes[::2]:
            raise refuse("sheet-hidden", sheet=self._sheet)
        if attributes[:2] != ["r", self._suffix]:
            raise refuse("sheet-row", sheet=self._sheet, cell=self._cell())
        if tuple(attributes[2:]) != (profile.HEADING_HEIGHT if self._number == 2 else ()):
            raise refuse("sheet-attribute", sheet=self._sheet)

    def _open_cell(self, attributes: list[str]) -> None:
        column = len(self._row)
        if column == profile.COLUMN_LIMIT:
            raise refuse("sheet-columns", sheet=self._sheet, limit=profile.COLUMN_LIMIT)
        if attributes[:2] != ["r", _LETTERS[column] + self._suffix]:
            raise refuse("sheet-cell", sheet=self._sheet, cell=self._cell())
        kind = self._kinds.get(tuple(attributes[2:]))
        if kind is None:
            raise self._wrong_kind(attributes[2:])
        self._kind = self._place = kind
        self._text = ""

    def _wrong_kind(self, attributes: list[str]) -> PacketError:
        facts = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if not facts.keys() <= {"s", "t"}:
            return refuse("sheet-attribute", sheet=self._sheet)
        code = "cell-style" if facts.get("t", "inlineStr") == "inlineStr" else "cell-type"
        return refuse(code, sheet=self._sheet, cell=self._cell())

    def _end(self, _name: str) -> None:
        place = self._place
        after = _AFTER.get(place)
        if after is None:
            raise refuse("sheet-shape", sheet=self._sheet)
        self._place = after
        if after != _ROW:
            if place == _ROW:
                self._close_row()
        elif place == _IS_DONE:
            self._row.append(self._text if "_x" not in self._text else self._uncoded())
        elif place == _EMPTY:
            self._row.append(None)
        else:
            self._row.append(self._whole())

    def _close_row(self) -> None:
        if self._number == 2:
            self._width = len(self._row)
        if len(self._row) != self._width:
            raise refuse("sheet-cell", sheet=self._sheet, cell=self._cell())
        self._rows.append(self._row)

    def _characters(self, text: str) -> None:
        if self._place not in (_T, _V):
            raise refuse("sheet-shape", sheet=self._sheet)
        self._text += text
        if len(self._text) > profile.TEXT_LIMIT:
            raise refuse("cell-text", sheet=self._sheet, cell=self._cell())

    def _uncoded(self) -> str:
        """The text with `_x005F_` before a code taken back; any other code would hide a character."""
        if _CODED.search(_CODED_LINE.sub("", self._text)):
            raise refuse("cell-escape", sheet=self._sheet, cell=self._cell())
        return _CODED_LINE.sub("_", self._text)

    def _whole(self) -> int | date:
        if not _WHOLE.fullmatch(self._text) or self._text == "-0":
            code = "cell-digits" if _DIGITS.fullmatch(self._text) and len(self._text) > 15 else "cell-number"
            raise refuse(code, sheet=self._sheet, cell=self._cell())
        number = int(self._text)
        if self._kind != _DAY:
            return number
        if not profile.FIRST_DAY <= number <= profile.LAST_DAY:
            raise refuse("cell-date", sheet=self._sheet, cell=self._cell())
        return date.fromordinal(number + profile.DAY_ZERO)

    def _cell(self) -> str:
        return f"{_LETTERS[min(len(self._row), profile.COLUMN_LIMIT - 1)]}{self._number}"
