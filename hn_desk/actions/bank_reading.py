"""The bank's workbook read as answers, one a row: nothing is matched or written here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from hn_desk.actions.rulebook import read_toml
from hn_desk.actions.sheet_headings import Headings, Rows, find_headings
from hn_desk.actions.sheet_lines import LEAST_AMOUNT, CellReading, bodies
from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.intake.plain import read_sheets
from hn_desk.rules.bank import DEBT
from hn_desk.rules.text import words
from hn_desk.settings import resource
from hn_desk.sheets import Value

FILE: Final = "reference/bank-headings.toml"
NEEDED: Final = (frozenset({"result", "file_code"}), frozenset({"result", "citizen_id"}))


@dataclass(frozen=True, slots=True)
class Answer:
    """One row as read, `row` by Excel's number; `kind` and `debt` as in `rules.bank`, `problems` what can't be read."""

    row: int
    file_code: str = ""
    id_number: str = ""
    old_id_number: str = ""
    name: str = ""
    said: str = ""
    kind: str = ""
    debt: str = ""
    amount: int | None = None
    asked: int | None = None
    term_months: int | None = None
    day: date | None = None
    number: str = ""
    reason: str = ""
    problems: tuple[str, ...] = ()


def read_answers(data: bytes, today: date) -> tuple[Answer, ...]:
    """The answers of the sheet that has the most, in its order. InputError for a workbook without any."""
    read = [_answers_of(rows, today) for rows in read_sheets(data)]
    longest = max((answers for answers in read if answers is not None), key=len, default=None)
    if longest is None:
        raise InputError(
            _("No sheet of this workbook has the headings of the bank's answers."),
            do=_("It needs a column “Kết quả” and one “Mã hồ sơ” or “Số CCCD”; add such a row above the answers."),
            reason="no-headings",
        )
    if not longest:
        raise InputError(
            _("There is no answer in this workbook."), do=_("Choose the workbook with the answers."), reason="no-lines"
        )
    return longest


@cache
def _known() -> Mapping[str, Any]:
    return read_toml(resource(FILE))


@cache
def _results() -> Mapping[str, tuple[str, str]]:
    """Kind and state of the debt, by the folded words of a result."""
    kinds = {_folded(said): (kind, "") for kind, wordings in _known()["results"].items() for said in wordings}
    debts = {_folded(said): (DEBT, debt) for debt, wordings in _known()["debts"].items() for said in wordings}
    return {**kinds, **debts}


def _folded(said: str) -> str:
    return " ".join(words(said))


def _answers_of(rows: Rows, today: date) -> tuple[Answer, ...] | None:
    found = [find_headings(rows, _known()["headings"], needed) for needed in NEEDED]
    headings = next((one for one in found if one is not None), None)
    if headings is None:
        return None
    return tuple(_answer(row, cells, headings, today) for row, cells in bodies(rows, headings, _known()["ends"]))


def _answer(row: int, cells: Mapping[str, Value], headings: Headings, today: date) -> Answer:
    reading = CellReading(cells, headings, today)
    said = reading.text("result")
    kind, debt = _results().get(_folded(said), ("", ""))
    if not kind:
        reading.problems.append(_no_result(said))
    new, old = reading.citizen_ids()
    return Answer(
        row=row,
        file_code=reading.text("file_code").upper(),
        id_number=new,
        old_id_number=old,
        name=reading.text("name"),
        said=said,
        kind=kind,
        debt=debt,
        amount=reading.amount(least=1 if kind == DEBT else LEAST_AMOUNT),
        asked=reading.amount("asked"),
        term_months=reading.months(),
        day=reading.day("day"),
        number=reading.text("number"),
        reason=reading.text("reason") or reading.text("note"),
        problems=tuple(reading.problems),
    )


def _no_result(said: str) -> str:
    if not said:
        return _("The result is missing.")
    return _("The result “{said}” is not known: write “Đồng ý”, “Từ chối”, “Đã giải ngân” …").format(said=said)
