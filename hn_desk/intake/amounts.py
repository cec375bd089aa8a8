"""Amounts as people's lists write them besides the usual ways: in words, with “about”, “a year”, odd short forms."""

import re
from typing import Final

from hn_desk.errors import InputError
from hn_desk.rules.money import number_in_words, parse_dong
from hn_desk.rules.text import fold

_ROUND: Final = re.compile(r"^(~|≈|±|khoang|vnd|d(?= ?[0-9]))\s*|(\s*/\s*|\s+(mot|1)\s+)nam$|\s+chan$|[.,;]+$")
"""What stands around an amount and changes nothing in it."""
_MILLIONS: Final = re.compile(r"\btr\.\s*(d|dong)?\b|(?<=[0-9])tr\.\s*(d|dong)?\b")
_TENTHS: Final = re.compile(r"([0-9]+)(ty|ti|tr|trieu)([0-9])")
_IN_BRACKETS: Final = re.compile(r"(.*[0-9].*?)\s*\(([^0-9()]+)\)")
_CURRENCY: Final = re.compile(r"\s+(dong|vnd|d)$")
_NAMES: Final = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
_ONES: Final = {word: number for number, word in enumerate(_NAMES)} | {"tu": 4, "lam": 5}
_SIZES: Final = {"nghin": 10**3, "trieu": 10**6, "ty": 10**9}
_ALIKE: Final = {"ngan": "nghin", "ti": "ty", "le": "linh", "nham": "lam"}


def dong_of(text: str) -> int:
    """Đồng as `parse_dong` reads them, and in the forms of people's lists; its InputError where neither does."""
    try:
        return parse_dong(text)
    except InputError:
        amount = _odd_amount(fold(text))
        if amount is None:
            raise
        return amount


def _odd_amount(said: str) -> int | None:
    doubled = _IN_BRACKETS.fullmatch(said)
    if doubled:
        amounts = {_plain_amount(doubled[1]), _plain_amount(doubled[2])}
        return amounts.pop() if len(amounts) == 1 else None
    return _plain_amount(said)


def _plain_amount(said: str) -> int | None:
    bare = _MILLIONS.sub("trieu", _bare(said))
    tenths = _TENTHS.fullmatch(bare)
    try:
        return parse_dong(f"{tenths[1]},{tenths[3]} {tenths[2]}" if tenths else bare)
    except InputError:
        return number_of_words(_CURRENCY.sub("", bare))


def _bare(said: str) -> str:
    while (less := _ROUND.sub("", said).strip()) != said:
        said = less
    return said


def number_of_words(said: str) -> int | None:
    """The number that folded words say, as “mot tram trieu”; None below thousands or where it isn't clear."""
    words = [_ALIKE.get(word, word) for word in said.replace(",", " ").split()]
    if _SIZES.keys().isdisjoint(words):
        return None
    total = group = 0
    for word in words:
        if word in _SIZES:
            size = _SIZES[word]
            total, group = ((total + group) * size, 0) if word == "ty" else (total + group * size, 0)
        elif word == "tram":
            group *= 100
        elif word == "muoi":
            group += group % 10 * 9 or 10
        elif word in _ONES:
            group += _ONES[word]
        elif word != "linh":
            return None
    number = total + group
    return number if _usual(fold(number_in_words(number)).split()) == _usual(words) else None


def _usual(words: list[str]) -> list[str]:
    """The words with one way only to say four and five behind tens."""
    return [{"tu": "bon", "lam": "nam"}.get(word, word) for word in words]
