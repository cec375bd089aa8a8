"""Which rows below the headings are data, and which are totals, signatures, headings of parts, or blank."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from hn_desk.intake.fields import SubjectFields, folded
from hn_desk.intake.headings import Headings
from hn_desk.intake.letters import Encoding, decode
from hn_desk.intake.opening import Cell, Sheet
from hn_desk.rules.text import clean_line

DATA: Final = "data"
TITLE: Final = "title"
TOTAL: Final = "total"
SIGNATURE: Final = "signature"
BLANK: Final = "blank"
ORDER: Final = "order"
NEAR: Final = 3
"""Rows under the headings in which the columns may be numbered."""
SPARSE: Final = 3
"""Filled cells; more make a row data, whatever words it begins with."""
_PLACE: Final = re.compile(r"[(\[]?\s*([0-9]{1,2})(?:\.0)?\s*[)\]]?(?:\s*=.*)?|[(\[]?[A-Za-z][)\]]?")
_SIGNED_AT: Final = re.compile(r"(\S+ ){0,4}ngay( \d{1,2})? thang( \d{1,2})? nam( \d{4})?")
_SUBTOTAL: Final = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng)\s*:?\s*(?:(?:tổ|tdp|thôn|xã|phường|cụm|khu|xóm|trang)\b|[(0-9])"
)
_COUNT: Final = re.compile(r"[^0-9]*[0-9].*|(?:.* )?hộ")
_NUMBERED_PART: Final = re.compile(r"[IVX]+[.)/]?|[A-Z][.)/]")
_PART: Final = re.compile(
    r"(?:[IVX]+|[A-Z]|[0-9]{1,2})\s*[.)/:]\s*\D|tổ |thôn |cụm |xóm |phường |xã |danh sách|phụ lục", re.IGNORECASE
)


class RowKinds:
    """Tells the kind of one row after another, from above downwards."""

    def __init__(
        self,
        sheet: Sheet,
        headings: Headings,
        encodings: Mapping[int, Encoding],
        mapping: Mapping[str, int],
        fields: SubjectFields,
    ) -> None:
        self._headings, self._encodings, self._words = headings, encodings, fields.words
        self._columns = sorted(set(mapping.values()))
        self._owner = mapping.get("owner_name", -1)
        self._needed = {mapping[one.code] for one in fields.fields if one.needed and one.code in mapping}
        self._heading_rows = sheet.rows[headings.row + 1 - headings.rows : headings.row + 1]
        self._wide = {row for row, first, last_row, last in sheet.merged if row == last_row and last > first}
        self._initials = frozenset(word[0] for word in fields.words.total)
        self._has_ended = False

    def of(self, place: int, cells: Sequence[Cell]) -> str:
        """The kind of the row at `place` (from 0), whose cells are `cells`."""
        filled = [column for column, cell in enumerate(cells) if cell != "" and cell is not None]
        if len(filled) > SPARSE and place > self._headings.row + NEAR:
            return self._full_kind(cells, filled)
        first = self._first_text(cells, filled)
        if not filled or (not first and self._is_spaces(cells, filled)):
            return BLANK
        if place <= self._headings.row + NEAR and self._numbers_columns(cells, filled):
            return ORDER
        if len(filled) > SPARSE:
            return self._full_kind(cells, filled)
        if self._is_total(first, cells, filled):
            return TOTAL
        return TITLE if self._repeats_headings(cells, filled) else self._sparse_kind(place, first, filled)

    def _full_kind(self, cells: Sequence[Cell], filled: list[int]) -> str:
        """The kind of a row with many cells: data, unless its first words say otherwise."""
        if self._may_be_total(cells, filled) and self._is_total(self._first_text(cells, filled), cells, filled):
            return TOTAL
        return TITLE if self._repeats_headings(cells, filled) else self._data()

    def _may_be_total(self, cells: Sequence[Cell], filled: list[int]) -> bool:
        """Whether the first words begin with a letter that a total begins with, in any code."""
        for column in filled:
            cell = cells[column]
            if isinstance(cell, str):
                begun = cell.lstrip()
                if not begun.isdecimal():
                    return not begun or begun[0].lower() in self._initials or not begun[0].isalpha()
        return False

    def _data(self) -> str:
        self._has_ended = False
        return DATA

    def _sparse_kind(self, place: int, first: str, filled: list[int]) -> str:
        """The kind of a row with few cells: signatures and what follows them, parts, or data of a narrow list."""
        known = sum(column in self._columns for column in filled)
        if self._is_signature(first):
            self._has_ended = True
            return SIGNATURE
        if self._has_ended and known < max(len(self._columns), SPARSE):
            return SIGNATURE
        if known <= 1 and _NUMBERED_PART.fullmatch(first):
            return TITLE
        if len(filled) > 1 and known:
            return self._data()
        is_part = place in self._wide or (len(self._columns) > 1 and bool(_PART.match(first)))
        return DATA if known and filled[0] in self._needed and not is_part else TITLE

    def _first_text(self, cells: Sequence[Cell], filled: list[int]) -> str:
        for column in filled:
            cell = cells[column]
            if isinstance(cell, str):
                text = self._readable(cell, column)
                if text and not text.isdecimal():
                    return text
        return ""

    def _is_spaces(self, cells: Sequence[Cell], filled: list[int]) -> bool:
        return all(isinstance(cells[column], str) and not clean_line(str(cells[column])) for column in filled)

    def _is_total(self, first: str, cells: Sequence[Cell], filled: list[int]) -> bool:
        """“Công” is a family name, “Tổng công ty” a firm: a total stands beside numbers, hardly ever beside words."""
        said = first.lower()
        word = next((one for one in self._words.total if said.startswith(one)), "")
        if not word or self._has_owner(first, cells):
            return False
        is_whole = not said[len(word) : len(word) + 1].isalpha() and (" " in word or said.rstrip(" :.") == word)
        if not is_whole and not _SUBTOTAL.match(said):
            return False
        texts = [cells[column] for column in filled if isinstance(cells[column], str)]
        return sum(any(letter.isalpha() for letter in str(text)) for text in texts) <= 2

    def _has_owner(self, first: str, cells: Sequence[Cell]) -> bool:
        """Whether somebody is named as owner, other than by the row's first words or a count of households."""
        cell = cells[self._owner] if 0 <= self._owner < len(cells) else None
        owner = self._readable(cell, self._owner) if isinstance(cell, str) else ""
        return bool(owner) and owner != first and not _COUNT.fullmatch(owner.lower())

    def _readable(self, text: str, column: int) -> str:
        return clean_line(decode(text, Encoding(self._encodings.get(column, Encoding.UNICODE))))

    def _is_signature(self, first: str) -> bool:
        said = folded(first)
        return bool(_SIGNED_AT.fullmatch(said)) or any(
            said == one or said.startswith(f"{one} ") for one in self._words.signature
        )

    def _numbers_columns(self, cells: Sequence[Cell], filled: list[int]) -> bool:
        """Whether a row only numbers the columns: 1, 2, 3, or (1), (2), (3), letters among them."""
        found = [_PLACE.fullmatch(str(cells[column]).strip()) for column in filled]
        numbers = [int(one[1]) for one in found if one and one[1]]
        return all(found) and len(numbers) > 1 and all(low < high for low, high in pairwise(numbers))

    def _repeats_headings(self, cells: Sequence[Cell], filled: list[int]) -> bool:
        """Whether the headings stand here again, as at the top of a printed page."""
        column = filled[-1]
        if not isinstance(cells[column], str):
            return False
        for above in self._heading_rows:
            if column < len(above) and cells[column] == above[column]:
                same = sum(one < len(above) and cells[one] == above[one] for one in filled)
                if same > 1 and same * 2 > len(filled):
                    return True
        return False
