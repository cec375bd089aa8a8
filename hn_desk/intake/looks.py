"""What the cells of a column look like, so that a heading's word is not taken alone."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

_BETWEEN: Final = re.compile(r"[ .\-']")
_ID: Final = re.compile("[0-9]{8,12}")
_OLD_ID: Final = re.compile("[0-9]{8,9}")
_NEW_ID: Final = re.compile("0[0-9]{11}")
_MOBILE: Final = re.compile(r"(\+?84|0)[35789][0-9]{8}")
_PHONE: Final = re.compile(r"(?![0-9]*000$)(\+?84|0)?[2-9][0-9]{8,9}")
_TAX: Final = re.compile("[0-9]{9,13}")
_CODE: Final = re.compile("[0-9A-Za-z]{6,20}")
_DAY: Final = re.compile(
    r"[0-9]{1,2}[/.\- ]+[0-9]{1,2}[/.\- ]+([0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{5}"
)
_YEAR: Final = re.compile("(19|20)[0-9]{2}")
_MONEY: Final = re.compile(r"[0-9][0-9., ]*\s*(tỷ|tỉ|triệu|tr|nghìn|ngàn|k|đồng|đ|vnđ|vnd|₫)?.*", re.IGNORECASE)
_WHOLE: Final = re.compile(r"[0-9]{1,5}(\s\D*)?")
_SEX: Final = re.compile("nam|nữ|nu|m|f|x", re.IGNORECASE)
_MOST_LETTERS: Final = 0.5
NEARLY_ALL: Final = 0.9


def looks_like(kind: str, content: Sequence[str]) -> float | None:
    """Which share of the texts, from 0 to 1, looks like that kind of field; None for kinds that look like anything."""
    looks = _LOOKS.get(kind)
    return sum(map(looks, content)) / len(content) if looks and content else None


def shows_itself(kind: str, content: Sequence[str]) -> bool:
    """Whether nearly all texts can be nothing else than a field of that kind, whatever the heading says."""
    looks = _TELLING.get(kind)
    return looks is not None and sum(map(looks, content)) >= NEARLY_ALL * len(content) > 0


def _digits(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(_BETWEEN.sub("", text)) is not None


def _whole_text(*patterns: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: any(pattern.fullmatch(text) for pattern in patterns)


def _is_name(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) > _MOST_LETTERS * len(text)


_LOOKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "id_number": _digits(_ID),
    "old_id": _digits(_OLD_ID),
    "phone": _digits(_PHONE),
    "tax_code": _digits(_TAX),
    "business_code": _digits(_CODE),
    "date": _whole_text(_DAY),
    "birth": _whole_text(_DAY, _YEAR),
    "money": _whole_text(_MONEY),
    "whole": _whole_text(_WHOLE),
    "sex": _whole_text(_SEX),
    "name": _is_name,
}
_TELLING: Final[Mapping[str, Callable[[str], bool]]] = {"id_number": _digits(_NEW_ID), "phone": _digits(_MOBILE)}
