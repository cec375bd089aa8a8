"""Amounts of đồng: whole numbers, as officers type them, as paper shows them, in words."""

import re
from decimal import Decimal
from typing import Final

from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.rules.text import clean_line, fold

MOST: Final = 10**15
_UNITS: Final = {
    "ty": 10**9,
    "ti": 10**9,
    "trieu": 10**6,
    "tr": 10**6,
    "nghin": 10**3,
    "ngan": 10**3,
    "k": 10**3,
    "": 1,
}
_CURRENCY: Final = re.compile(r"\s*(dong|vnd|d|₫)\.?$")
_PART: Final = re.compile(
    r"\s*([0-9]{1,3}(?: [0-9]{3})+(?![0-9.,])|[0-9]+(?:[.,][0-9]+)*)"
    r"\s*(ty|ti|trieu|tr|nghin|ngan|k)?(\s*ruoi)?(?=[\s0-9]|$)"
)
_DOTS: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")
_COMMAS: Final = re.compile(r"[0-9]{1,3}(,[0-9]{3}){2,}")
_DECIMAL: Final = re.compile(r"[0-9]+(,[0-9]{1,2}|\.[0-9]{1,2})|[0-9]{1,3}(\.[0-9]{3})+,[0-9]{1,2}")

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS: Final = ((10**6, ("triệu",)), (10**3, ("nghìn",)), (1, ()))


def format_dong(amount: int) -> str:
    """`1000000` as `1.000.000`, without the name of the currency."""
    return f"{amount:,}".replace(",", ".")


def parse_dong(text: str) -> int:
    """Đồng typed as `100.000.000`, `100 triệu`, `50tr`, `1,5 tỷ`, `2 tỷ rưỡi`; InputError when wrong or ambiguous."""
    typed = clean_line(text)
    bare = _CURRENCY.sub("", fold(typed))
    if not bare:
        raise InputError(_("No amount is typed."), do=_("Type an amount such as 100.000.000 or 100 triệu."))
    amount = _sum_of_parts(bare, typed)
    if amount >= MOST:
        raise InputError(_("The amount {typed} is too large.").format(typed=typed), do=_("Check the number of zeros."))
    return amount


def in_words(amount: int) -> str:
    """`100000000` as `Một trăm triệu đồng`, by the rules for `linh`, `mốt`, `tư`, `lăm`."""
    said = f"{number_in_words(amount)} đồng"
    return said[0].upper() + said[1:]


def number_in_words(number: int) -> str:
    """Say a whole number from 0 in Vietnamese, lower case; each number has its own words."""
    if number < 0:
        raise ValueError("only numbers from 0 are read")
    billions, below = divmod(number, 10**9)
    if not billions:
        return " ".join(_groups_in_words(below, is_leading=True)) or _DIGITS[0]
    return " ".join([number_in_words(billions), "tỷ", *_groups_in_words(below, is_leading=False)])


def _sum_of_parts(bare: str, typed: str) -> int:
    total, place, unit = Decimal(0), 0, MOST
    while place < len(bare):
        part = _PART.match(bare, place)
        if not part:
            raise _not_understood(typed)
        value, above, unit = _value(part, typed), unit, _UNITS[part[2] or ""]
        if unit >= above or _is_unclear(part, bare) or (place and value >= above):
            raise _not_understood(typed)
        total, place = total + value, part.end()
    if total != int(total):
        raise InputError(
            _("The amount {typed} has a part of a đồng.").format(typed=typed), do=_("Type whole đồng only.")
        )
    return int(total)


def _is_unclear(part: re.Match[str], bare: str) -> bool:
    """Whether a half has no unit or no end, or a short number follows a unit as in `2 tỷ 5`."""
    has_unit, has_half = bool(part[2]), bool(part[3])
    if has_half:
        return not has_unit or part.end() < len(bare)
    return not has_unit and part.start() > 0 and len(part[1]) < 4


def _value(part: re.Match[str], typed: str) -> Decimal:
    return (_number(part[1], typed) + (Decimal("0.5") if part[3] else 0)) * _UNITS[part[2] or ""]


def _number(number: str, typed: str) -> Decimal:
    if " " in number or _DOTS.fullmatch(number) or _COMMAS.fullmatch(number) or number.isdecimal():
        return Decimal(re.sub("[ .,]", "", number))
    if not _DECIMAL.fullmatch(number):
        raise _not_understood(typed)
    whole, _mark, part = number.rpartition("," if "," in number else ".")
    return Decimal(f"{whole.replace('.', '')}.{part}")


def _not_understood(typed: str) -> InputError:
    return InputError(
        _("The amount “{typed}” can be read in more than one way or not at all.").format(typed=typed),
        do=_("Type it with dots, such as 100.000.000, or with a unit, such as 100 triệu or 1,5 tỷ."),
    )


def _groups_in_words(below: int, *, is_leading: bool) -> list[str]:
    said: list[str] = []
    for size, names in _GROUPS:
        if not below:
            break
        group, below = divmod(below, size)
        if group or not is_leading:
            said += [*_group_in_words(group, is_leading=is_leading), *names]
            is_leading = False
    return said


def _group_in_words(group: int, *, is_leading: bool) -> list[str]:
    hundreds, below = divmod(group, 100)
    tens, ones = divmod(below, 10)
    if not group:
        return [_DIGITS[0]]
    said = [] if is_leading and not hundreds else [_DIGITS[hundreds], "trăm"]
    if not tens:
        return said + ((["linh"] if said else []) + [_DIGITS[ones]] if ones else [])
    said += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return said + ([_ones_in_words(tens, ones)] if ones else [])


def _ones_in_words(tens: int, ones: int) -> str:
    if ones == 5:
        return "lăm"
    return {1: "mốt", 4: "tư"}.get(ones, _DIGITS[ones]) if tens > 1 else _DIGITS[ones]
