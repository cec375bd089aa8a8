"""The lines of somebody's sheet below its headings: numbers, days, amounts and terms as people write them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from hn_desk.actions.sheet_headings import ORDER, Headings, Rows
from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.rules.dates import parse_date
from hn_desk.rules.identifiers import check_citizen_id
from hn_desk.rules.money import format_dong, parse_dong
from hn_desk.rules.text import clean_line, words
from hn_desk.sheets import Value

MILLION: Final = 10**6
YEAR: Final = 12
LEAST: Final = 2
"""Filled fields that make a row a line; signatures and remarks below a list fill one."""
OLD_DIGITS: Final = 9
THOUSAND: Final = 10**3
LEAST_AMOUNT: Final = 100_000
"""Đồng; less was meant in another unit."""
MOST_UNITS: Final = {MILLION: 10**6, THOUSAND: 10**7}
"""From here on an amount is in đồng, whatever the heading says."""
_SCALES: Final = {"trieu|1 000 000 dong": MILLION, "(nghin|ngan) dong|1 000 dong": THOUSAND}
_IN_HEADING: Final = {re.compile(rf"\b({scale})\b"): unit for scale, unit in _SCALES.items()}
_ABOVE: Final = {
    re.compile(rf"\b(dvt|don vi|don vi tinh) ({scale})\b|^({scale})( dong)?$"): unit for scale, unit in _SCALES.items()
}
_LOST_ZEROS: Final = re.compile("[0-9]{10,11}")
_WHOLE: Final = re.compile("([0-9]+)( thang| nam)?")


def bodies(rows: Rows, headings: Headings, ends: Sequence[str]) -> Iterator[tuple[int, dict[str, Value]]]:
    """Excel's row number and the known cells of each line, until one begins with one of `ends`.

    Single cells after the last line are no lines.
    """
    waiting: list[tuple[int, dict[str, Value]]] = []
    for place in range(headings.row + 1, len(rows)):
        if _is_end(rows[place], ends):
            return
        cells = {name: _at(rows[place], column) for name, column in headings.columns.items() if name != ORDER}
        filled: dict[str, Value] = {name: value for name, value in cells.items() if value not in (None, "")}
        if _numbers_columns(filled):
            continue
        if filled:
            waiting.append((place + 1, filled))
        if len(filled) >= LEAST:
            yield from waiting
            waiting = []


def _is_end(row: Sequence[Value], ends: Sequence[str]) -> bool:
    first = next((value for value in row if isinstance(value, str) and words(value)), "")
    said = " ".join(words(first))
    return any(_begins(said, " ".join(words(end))) for end in ends)


def _begins(said: str, end: str) -> bool:
    """A single word must stand alone: “Công” is also a family name."""
    return said == end or (" " in end and said.startswith(f"{end} "))


def _numbers_columns(filled: Mapping[str, Value]) -> bool:
    """Whether a row under the headings only numbers the columns: 1, 2, 3 or (1), (2), (3)."""
    marks = [str(value).strip("() ") for value in filled.values()]
    return len(marks) >= LEAST and all(mark.isdecimal() and len(mark) < len("100") for mark in marks)


def _at(row: Sequence[Value], column: int) -> Value:
    value = row[column] if column < len(row) else None
    return clean_line(value) if isinstance(value, str) else value


class CellReading:
    """The cells of one line, and what in them can't be read (`problems`); `said` is what each heading says, folded."""

    def __init__(self, cells: Mapping[str, Value], headings: Headings, today: date) -> None:
        self.cells, self.headings, self.said, self.today = cells, headings, headings.said, today
        self.problems: list[str] = [
            _("“{one}” and “{other}” can both be meant: take one of the two columns away or rename it.").format(
                one=one, other=other
            )
            for one, other in headings.doubled
        ]

    def text(self, name: str) -> str:
        """The words of a cell; "" for an empty one."""
        value = self.cells.get(name)
        return "" if value is None else clean_line(str(value))

    def citizen_ids(self) -> tuple[str, str]:
        """The 12 digits, or the 9 of an old card; zeros that a spreadsheet took away are put back."""
        typed = self.text("citizen_id")
        if not typed:
            return "", ""
        digits = check_citizen_id(typed)
        if _LOST_ZEROS.fullmatch(digits.value):
            return digits.value.zfill(12), ""
        self.problems.extend(digits.problems)
        return ("", digits.value) if len(digits.value) == OLD_DIGITS else (digits.value, "")

    def day(self, name: str) -> date | None:
        """A day; None for an empty cell and one that is no day."""
        value = self.cells.get(name)
        if value is None or isinstance(value, date):
            return value
        try:
            return parse_date(str(value), today=self.today)
        except InputError as error:
            self.problems.append(str(error))
            return None

    def amount(self, name: str = "amount", *, least: int = LEAST_AMOUNT) -> int | None:
        """Đồng; a small number counts millions or thousands where its heading or a row above the table says so.

        Under `least` đồng it is a problem.
        """
        value = self.cells.get(name)
        if value is None:
            return None
        try:
            amount = value if isinstance(value, int) else parse_dong(str(value))
        except InputError as error:
            self.problems.append(str(error))
            return None
        unit = _unit_of(self.headings, name)
        meant = amount * unit if amount < MOST_UNITS.get(unit, 0) else amount
        if 0 < meant < least:
            said = _("{amount} đồng is too little for a loan; write the amount in đồng, or its unit above the table.")
            self.problems.append(said.format(amount=format_dong(meant)))
        return meant

    def months(self) -> int | None:
        """A term in months; years where the cell or its heading says so."""
        value = self.cells.get("term")
        if value is None:
            return None
        found = _WHOLE.fullmatch(" ".join(words(str(value))))
        if found is None:
            self.problems.append(_("“{said}” is not a number of months.").format(said=value))
            return None
        is_years = found[2] == " nam" or (not found[2] and "nam" in self.said["term"].split())
        return int(found[1]) * (YEAR if is_years else 1)


def _unit_of(headings: Headings, name: str) -> int:
    """Đồng in one of what this column counts: by its heading, else by what stands above the table."""
    told = [unit for said, unit in _IN_HEADING.items() if said.search(headings.said[name])]
    told += [unit for said, unit in _ABOVE.items() if any(map(said.search, headings.above))]
    return next(iter(told), 1)
