"""Numbers that name people and businesses as a spreadsheet leaves them: zeros lost, digits rounded away."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, NamedTuple

from hn_desk.i18n import _
from hn_desk.rules.identifiers import (
    IdentifierCheck,
    birth_year_in,
    check_business_code,
    check_citizen_id,
    check_phone,
    check_tax_code,
)
from hn_desk.rules.provinces import PROVINCES_OF_BIRTH

DIGITS: Final = "digits"
ZEROS: Final = "leading-zero"
PHONE: Final = "phone"
FIRST: Final = "first-of-several"
ZEROS_BACK: Final = (ZEROS,)
LOST: Final = "digits-lost"
WRONG: Final = "wrong-number"
_NEW: Final = 12
_OLD: Final = 9
_TAX: Final = 10
_OLDEST: Final = 120
_FEW: Final = 3
_LATEST_CENTURY: Final = "3"
_MOBILE: Final = "0912345678"
_BEFORE: Final = re.compile(
    r"^'|^(số )?(cccd|cmnd|cmt|đdcn|mst|mã số thuế|căn cước|sđt|đt|tel)\s*(số)?\s*[:.]?\s*", re.IGNORECASE
)
_AS_FLOAT: Final = re.compile(r"(?<=[0-9]{8})\.0$")
_ROUNDED: Final = re.compile(r"([0-9](?:[.,][0-9]+)?)E\+?([0-9]{1,2})", re.IGNORECASE)
_PLAIN_CODE: Final = re.compile("(?=[0-9]*[A-Z])(?=[A-Z]*[0-9])[A-Z0-9]{6,20}")
_HASHES: Final = re.compile("#+")
_BETWEEN: Final = re.compile(r"[ .\-]")
_SEVERAL: Final = re.compile(r"\s*[;/,|\n]\s*|\s+-\s+")


class NumberRead(NamedTuple):
    """A number as it is stored, by which rules it was mended, and what is wrong with it (code and sentence)."""

    value: str
    rules: tuple[str, ...] = ()
    code: str = ""
    what: str = ""


def read_citizen_number(text: str, today: date) -> NumberRead:
    """A citizen's 12 digits, or the 9 of an old card; zeros that a spreadsheet took away are put back."""
    if _is_digits(text):
        whole = _whole_citizen_number(text, today)
        if len(whole) in (_NEW, _OLD):
            return NumberRead(whole, ZEROS_BACK if whole != text else ())
    return _read(text, lambda value: _whole_citizen_number(value, today), check_citizen_id)


def read_old_number(text: str, today: date) -> NumberRead:
    """The 9 digits of an old card; some lists have the 12 of a new one there."""
    return read_citizen_number(text, today)


def read_tax_code(text: str, today: date) -> NumberRead:
    """A tax code of 10 digits, 10 and 3, or the owner's 12."""
    if _is_digits(text):
        whole = _whole_code(text, today)
        if len(whole) in (_NEW, _TAX):
            return NumberRead(whole, ZEROS_BACK if whole != text else ())
    return _read(text, lambda value: _whole_code(value, today), check_tax_code)


def read_business_code(text: str, today: date) -> NumberRead:
    """A household business's code."""
    if _PLAIN_CODE.fullmatch(text):
        return NumberRead(text)
    return _read(text, lambda value: _whole_code(value, today), check_business_code)


def read_owners_number(text: str, today: date) -> NumberRead | None:
    """Ten digits that are the owner's number without its zeros, for a column that holds such numbers; else None."""
    digits = text if _is_digits(text) else _BETWEEN.sub("", text)
    is_short = _is_digits(digits) and len(digits) == _TAX and is_plausible(digits.zfill(_NEW), today)
    return NumberRead(digits.zfill(_NEW), ZEROS_BACK) if is_short else None


def are_owners_numbers(texts: Iterable[str], today: date) -> bool:
    """Whether most of the numbers of 10 or 11 digits are citizens' numbers that lost zeros, and no tax codes."""
    short = [text for text in texts if _is_digits(text) and text[0] != "0" and len(text) in (_TAX, _NEW - 1)]
    owners = sum(is_plausible(text.zfill(_NEW), today) and _is_no_tax_code(text) for text in short)
    return owners >= _FEW and owners * 2 > len(short)


def read_phone(text: str, _today: date) -> NumberRead:
    """A telephone number with its leading zero; of several the first."""
    if _is_digits(text) and len(text) == len(_MOBILE) - (text[0] != "0"):
        return NumberRead(text) if text[0] == "0" else NumberRead(f"0{text}", ZEROS_BACK)
    first, *others = [part for part in _SEVERAL.split(text.strip()) if part]
    read = _read(first, _whole_phone, check_phone)
    rules = tuple(PHONE if rule == DIGITS else rule for rule in read.rules)
    return NumberRead(read.value, (*rules, *((FIRST,) if others else ())), read.code, read.what)


def is_plausible(number: str, today: date) -> bool:
    """Whether 12 digits can be a living citizen's number: a province of birth, a year that has been."""
    if number[:3] not in PROVINCES_OF_BIRTH or number[3] > _LATEST_CENTURY:
        return False
    year = birth_year_in(number)
    return year is not None and today.year - _OLDEST <= year <= today.year


def _read(text: str, restore: Callable[[str], str], check: Callable[[str], IdentifierCheck]) -> NumberRead:
    bare = _AS_FLOAT.sub("", _BEFORE.sub("", text.strip()))
    if _HASHES.fullmatch(bare):
        return NumberRead("", (), LOST, _("The column was too narrow when the file was saved: only #### is left."))
    rounded = _ROUNDED.fullmatch(bare.replace(" ", ""))
    if rounded:
        digits = re.sub("[.,]", "", rounded[1])
        if len(digits) <= int(rounded[2]):
            return NumberRead("", (), LOST, _lost(text))
        bare = digits
    restored = restore(bare)
    found = check(restored)
    if found.problems:
        return NumberRead(found.value, (), WRONG, found.problems[0])
    mended = (*((ZEROS,) if restored != bare else ()), *((DIGITS,) if found.value != text and restored == bare else ()))
    return NumberRead(found.value, mended)


def _whole_citizen_number(text: str, today: date) -> str:
    digits = text if _is_digits(text) else _BETWEEN.sub("", text)
    if not _is_digits(digits):
        return text
    if len(digits) in (_NEW - 1, _NEW - 2) and is_plausible(digits.zfill(_NEW), today):
        return digits.zfill(_NEW)
    return digits.zfill(_OLD) if len(digits) == _OLD - 1 else text


def _whole_code(text: str, today: date) -> str:
    """Ten digits stay ten when their check digit is right: then they are no owner's number that lost two zeros."""
    digits = text if _is_digits(text) else _BETWEEN.sub("", text)
    if not _is_digits(digits):
        return text
    if len(digits) == _TAX - 1:
        return digits.zfill(_TAX)
    if len(digits) in (_NEW - 1, _TAX) and is_plausible(digits.zfill(_NEW), today):
        return digits.zfill(_NEW) if _is_no_tax_code(digits) else text
    is_branch = len(digits) == _NEW and not is_plausible(digits, today)
    return digits.zfill(_NEW + 1) if is_branch and not _is_no_tax_code(digits[: _TAX - 1].zfill(_TAX)) else text


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _is_no_tax_code(digits: str) -> bool:
    return len(digits) != _TAX or bool(check_tax_code(digits).warnings)


def _whole_phone(text: str) -> str:
    digits = re.sub(r"[ .\-()]", "", text)
    is_bare = len(digits) == _OLD and digits.isascii() and digits.isdecimal() and digits[0] != "0"
    return f"0{digits}" if is_bare else text


def _lost(text: str) -> str:
    return _("“{said}” lost its last digits when the file was saved; type the number from the paper.").format(said=text)
