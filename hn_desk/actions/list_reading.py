"""The workbook of Công an cấp xã read as lines of a police list: nothing is judged or written here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from hn_desk.actions.rulebook import read_toml
from hn_desk.actions.sheet_headings import Headings, Rows, find_headings
from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.rules.dates import parse_birth, parse_date
from hn_desk.rules.identifiers import FEMALE, MALE, check_citizen_id
from hn_desk.rules.money import parse_dong
from hn_desk.rules.text import clean_line, words
from hn_desk.settings import resource
from hn_desk.sheets import Value, read_workbook

FILE: Final = "reference/list-headings.toml"
NEEDED: Final = frozenset({"name", "citizen_id"})
MILLION: Final = 10**6
YEAR: Final = 12
LEAST: Final = 2
"""Filled fields that make a row a line; signatures and remarks below a list fill one."""
OLD_DIGITS: Final = 9
_SEXES: Final = {"nam": MALE, "nu": FEMALE}
_DITTO: Final = frozenset({"nt", "nhu tren", "tren"})
_LOST_ZEROS: Final = re.compile("[0-9]{10,11}")
_WHOLE: Final = re.compile("([0-9]+)( thang| nam)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One row as read, `row` by Excel's number, the purpose in the list's words; `problems` says what can't be read."""

    row: int
    name: str = ""
    birth: str = ""
    sex: str = ""
    id_number: str = ""
    old_id_number: str = ""
    address: str = ""
    phone: str = ""
    entitled_on: date | None = None
    purpose: str = ""
    amount: int | None = None
    term_months: int | None = None
    note: str = ""
    problems: tuple[str, ...] = ()


def read_lines(data: bytes, today: date) -> tuple[Line, ...]:
    """The lines of the sheet that has the most, in its order. InputError for a workbook without such a list."""
    read = [_lines_of(rows, today) for rows in read_workbook(data)]
    longest = max((lines for lines in read if lines is not None), key=len, default=None)
    if longest is None:
        raise InputError(
            _("No sheet of this workbook has the headings of a list: at least name and citizen's number are needed."),
            do=_("Choose the police's list, or add a row with headings such as “Họ và tên” and “Số CCCD” above it."),
            reason="no-headings",
        )
    if not longest:
        raise InputError(
            _("The list in this workbook has no line."), do=_("Choose the workbook with the people."), reason="no-lines"
        )
    return longest


@cache
def _known() -> Mapping[str, Any]:
    return read_toml(resource(FILE))


def _lines_of(rows: Rows, today: date) -> tuple[Line, ...] | None:
    headings = find_headings(rows, _known()["headings"], NEEDED)
    if headings is None:
        return None
    lines: list[Line] = []
    above: dict[str, Value] = {}
    for number, cells in _bodies(rows, headings):
        above = _without_dittos(cells, above)
        lines.append(_line(number, above, headings, today))
    return tuple(lines)


def _bodies(rows: Rows, headings: Headings) -> Iterator[tuple[int, dict[str, Value]]]:
    """Excel's row number and the known cells of each line; single cells after the last line are no lines."""
    waiting: list[tuple[int, dict[str, Value]]] = []
    for place in range(headings.row + 1, len(rows)):
        if _is_end(rows[place]):
            return
        cells = {name: _at(rows[place], column) for name, column in headings.columns.items() if name != "order"}
        filled: dict[str, Value] = {name: value for name, value in cells.items() if value not in (None, "")}
        if _numbers_columns(filled):
            continue
        if filled:
            waiting.append((place + 1, filled))
        if len(filled) >= LEAST:
            yield from waiting
            waiting = []


def _is_end(row: Sequence[Value]) -> bool:
    first = next((value for value in row if isinstance(value, str) and words(value)), "")
    said = " ".join(words(first))
    return any(_begins(said, " ".join(words(end))) for end in _known()["ends"])


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


def _without_dittos(cells: Mapping[str, Value], above: Mapping[str, Value]) -> dict[str, Value]:
    """“-nt-” and its like say what the line above says."""

    def meant(name: str, value: Value) -> Value:
        is_ditto = isinstance(value, str) and (" ".join(words(value)) in _DITTO or set(value) <= {'"', "”", "“", "/"})
        return above.get(name) if is_ditto else value

    return {name: meant(name, value) for name, value in cells.items()}


def _line(number: int, cells: Mapping[str, Value], headings: Headings, today: date) -> Line:
    reading = _Reading(cells, headings, today)
    new, old = reading.citizen_ids()
    return Line(
        row=number,
        name=reading.text("name"),
        birth=reading.birth(),
        sex=reading.sex(),
        id_number=new,
        old_id_number=old,
        address=reading.text("residence"),
        phone=reading.text("phone"),
        entitled_on=reading.day("entitled_on"),
        purpose=reading.text("purpose"),
        amount=reading.amount(),
        term_months=reading.months(),
        note=reading.text("note"),
        problems=tuple(reading.problems),
    )


class _Reading:
    """The cells of one line, and what in them can't be read."""

    def __init__(self, cells: Mapping[str, Value], headings: Headings, today: date) -> None:
        self.cells, self.said, self.today = cells, headings.said, today
        self.problems: list[str] = []

    def text(self, name: str) -> str:
        value = self.cells.get(name)
        return "" if value is None else clean_line(str(value))

    def birth(self) -> str:
        value = self.cells.get("born")
        if value is None:
            return ""
        typed = value.isoformat() if isinstance(value, date) else str(value)
        try:
            return parse_birth(typed, today=self.today)
        except InputError as error:
            self.problems.append(str(error))
            return ""

    def sex(self) -> str:
        said = " ".join(words(self.text("sex")))
        if said and said not in _SEXES:
            self.problems.append(_("“{said}” is neither “Nam” nor “Nữ”.").format(said=self.text("sex")))
        return _SEXES.get(said, "")

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
        value = self.cells.get(name)
        if value is None or isinstance(value, date):
            return value
        try:
            return parse_date(str(value), today=self.today)
        except InputError as error:
            self.problems.append(str(error))
            return None

    def amount(self) -> int | None:
        """Đồng; under a heading that speaks of millions, a small number counts millions."""
        value = self.cells.get("amount")
        if value is None:
            return None
        try:
            amount = value if isinstance(value, int) else parse_dong(str(value))
        except InputError as error:
            self.problems.append(str(error))
            return None
        return amount * MILLION if "trieu" in self.said["amount"].split() and amount < MILLION else amount

    def months(self) -> int | None:
        value = self.cells.get("term")
        if value is None:
            return None
        found = _WHOLE.fullmatch(" ".join(words(str(value))))
        if found is None:
            self.problems.append(_("“{said}” is not a number of months.").format(said=value))
            return None
        is_years = found[2] == " nam" or (not found[2] and "nam" in self.said["term"].split())
        return int(found[1]) * (YEAR if is_years else 1)
