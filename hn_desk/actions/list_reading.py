"""The workbook of Công an cấp xã read as lines of a police list: nothing is judged or written here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from hn_desk.actions.rulebook import read_toml
from hn_desk.actions.sheet_headings import Headings, Rows, find_headings
from hn_desk.actions.sheet_lines import CellReading, bodies
from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.intake.plain import read_sheets
from hn_desk.rules.dates import parse_birth
from hn_desk.rules.identifiers import FEMALE, MALE
from hn_desk.rules.text import words
from hn_desk.settings import resource
from hn_desk.sheets import Value

FILE: Final = "reference/list-headings.toml"
NEEDED: Final = frozenset({"name", "citizen_id"})
_SEXES: Final = {"nam": MALE, "nu": FEMALE}
_DITTO: Final = frozenset({"nt", "nhu tren", "tren"})


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
    read = [_lines_of(rows, today) for rows in read_sheets(data)]
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
    for number, cells in bodies(rows, headings, _known()["ends"]):
        above = _without_dittos(cells, above)
        lines.append(_line(number, above, headings, today))
    return tuple(lines)


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


class _Reading(CellReading):
    """The cells of one line of a list."""

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
