"""The other facts of a row as people write them: amounts, days, births, counts, words for a choice."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.intake.amounts import dong_of
from hn_desk.intake.fields import folded
from hn_desk.rules.dates import parse_birth, parse_date
from hn_desk.rules.money import MOST
from hn_desk.rules.text import clean_line

SERIAL: Final = "serial-date"
SHORT_YEAR: Final = "short-year"
YEAR_FIRST: Final = "year-first"
YEAR_ONLY: Final = "year-only"
MONEY_WORD: Final = "money-word"
MONEY_UNIT: Final = "money-unit"
MONEY_MARKS: Final = "money-marks"
WHOLE: Final = "whole-number"
CASE: Final = "case"
CHOICE: Final = "choice"
FIRST_SERIAL: Final = 4_000
LAST_SERIAL: Final = 80_000
_DAY_ZERO: Final = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_CLOCK: Final = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$")
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})")
_SHORT_YEAR: Final = re.compile(r".*[^0-9][0-9]{1,2}[^0-9]+[0-9]{2}")
_YEAR_ALONE: Final = re.compile(r"(?:[0.\-_/…x ]*[/.\- ])?((?:19|20)[0-9]{2})", re.IGNORECASE)
_PLAIN_DAY: Final = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")
_NUMBER: Final = re.compile(r"[0-9]{5}(\.0)?")
_WHOLE: Final = re.compile(r"([0-9]{1,6})(?:[.,]0+)?(\s*[^\W\d_][^\d]*)?")
_PLAIN_AMOUNT: Final = re.compile(r"[0-9]+")
_PART_OF_UNIT: Final = re.compile(r"[0-9]+[.,][0-9]{1,2}")
_UNCLEAR_PART: Final = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
"""Where billions are counted, 1.250 is a billion and a quarter or a great many of them."""


def read_day(cell: object, today: date, is_1904: bool) -> tuple[date, tuple[str, ...]]:
    """A day and by which rules it was read; InputError with a reason (a stable code) when it is none."""
    if isinstance(cell, date):
        return cell, ()
    serial = _serial(cell)
    if serial is not None:
        return _DAY_ZERO[is_1904] + timedelta(days=serial), (SERIAL,)
    plain = _PLAIN_DAY.fullmatch(cell) if isinstance(cell, str) else None
    if plain:
        return _parsed(plain[0], today), ()
    text = _CLOCK.sub("", clean_line(_shown(cell)))
    if _YEAR_ALONE.fullmatch(text):
        raise InputError(_("“{said}” names a year only; a day is needed.").format(said=text), reason="year-only")
    turned = _YEAR_FIRST.fullmatch(text)
    if turned:
        return _parsed(f"{turned[3]}/{turned[2]}/{turned[1]}", today), () if "-" in text else (YEAR_FIRST,)
    return _parsed(text, today), (SHORT_YEAR,) if _SHORT_YEAR.fullmatch(text) else ()


def read_birth(cell: object, today: date, is_1904: bool) -> tuple[str, tuple[str, ...]]:
    """A birth as it is stored, `YYYY` or `YYYY-MM-DD`, and by which rules; InputError as `read_day`."""
    text = _CLOCK.sub("", clean_line(_shown(cell)))
    year = None if isinstance(cell, date) else _YEAR_ALONE.fullmatch(text)
    if year:
        return parse_birth(year[1], today=today), (YEAR_ONLY,) if text != year[1] else ()
    day, rules = read_day(cell, today, is_1904) if _is_dated(cell, text) else (None, ())
    if day is not None:
        return parse_birth(day.isoformat(), today=today), rules
    return _born(text, today), (SHORT_YEAR,) if _SHORT_YEAR.fullmatch(text) else ()


def read_money(cell: object, unit: int) -> tuple[int, tuple[str, ...]]:
    """Đồng and by which rules; small numbers count `unit` đồng each. InputError when it is no amount."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _in_dong(cell, unit)
    text = clean_line(_shown(cell))
    if unit > 1 and _PART_OF_UNIT.fullmatch(text):
        return _in_dong(float(text.replace(",", ".")), unit)
    amount = dong_of(text if unit < 10**9 or not _UNCLEAR_PART.fullmatch(text) else text.replace(".", ","))
    if any(letter.isalpha() for letter in folded(text).removesuffix("dong").removesuffix("vnd").removesuffix("d")):
        return amount, (MONEY_WORD,)
    if unit > 1 and amount < MOST // unit and amount < _MOST_UNITS.get(unit, 0):
        return amount * unit, (MONEY_UNIT,)
    return amount, () if _PLAIN_AMOUNT.fullmatch(text) else (MONEY_MARKS,)


def read_whole(cell: object) -> tuple[int, tuple[str, ...]]:
    """A whole number from 0, a word may stand behind it; InputError for anything else."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool) and cell >= 0:
        return cell, ()
    text = clean_line(_shown(cell))
    found = _WHOLE.fullmatch(text)
    if not found:
        raise InputError(_("“{said}” is not a whole number.").format(said=text), reason="no-number")
    return int(found[1]), () if found[1] == text else (WHOLE,)


def read_choice(text: str, choices: Mapping[str, tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
    """The code whose wordings hold `text`, by no rule; InputError for an unknown one."""
    said = folded(text)
    for code, wordings in choices.items():
        if said in wordings or text == code:
            return code, ()
    raise InputError(_("“{said}” is not a word that is known here.").format(said=text), reason="unknown-word")


def person_name(text: str) -> str:
    """A person's name written as names are, when it is all in capitals or all in small letters."""
    if not (text.isupper() or text.islower()) or len(text) < len("An"):
        return text
    return " ".join(word[:1].upper() + word[1:].lower() for word in text.split(" "))


_MOST_UNITS: Final = {10**9: 10**4, 10**8: 10**5, 10**6: 10**6, 10**3: 10**7}
"""From here on an amount is in đồng, whatever the heading says."""


def _in_dong(cell: float, unit: int) -> tuple[int, tuple[str, ...]]:
    if not 0 <= cell < MOST:
        raise InputError(_("{said} is no amount of đồng.").format(said=_shown(cell)), reason="no-amount")
    is_counted = unit > 1 and cell < _MOST_UNITS.get(unit, 0)
    amount = round(cell * unit, 6) if is_counted else cell
    if amount != int(amount):
        raise InputError(_("The amount {said} has a part of a đồng.").format(said=_shown(cell)), reason="no-amount")
    return int(amount), (MONEY_UNIT,) if is_counted and amount else ()


def _serial(cell: object) -> int | None:
    """Days counted by a spreadsheet; only what can be one of our time."""
    if isinstance(cell, str):
        cell = float(cell) if _NUMBER.fullmatch(cell.strip()) else None
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return int(cell) if FIRST_SERIAL <= cell <= LAST_SERIAL else None


def _is_dated(cell: object, text: str) -> bool:
    return isinstance(cell, date) or _serial(cell) is not None or bool(_YEAR_FIRST.fullmatch(text))


def _parsed(text: str, today: date) -> date:
    try:
        return parse_date(text, today=today)
    except InputError as error:
        raise InputError(error.what, do=error.do, reason="no-day") from error


def _born(text: str, today: date) -> str:
    try:
        return parse_birth(text, today=today)
    except InputError as error:
        raise InputError(error.what, do=error.do, reason="no-day") from error


def _shown(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
