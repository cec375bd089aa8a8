"""What gives somebody away in free words that leave a PC: long numbers, and the names and addresses known here."""

import re
from collections.abc import Iterable
from typing import Final

from hn_desk.rules.text import words

_LONG_NUMBER: Final = re.compile(r"(?:[0-9][ .\-]?){9,}")
"""An ID number, a phone number, an enterprise code, however it is grouped: a record is named by itself."""
_MONEY: Final = re.compile(r"\b[0-9]{1,3}(?:\.[0-9]{3})+ ?(?:đồng|đ)\b")
_SHORTEST: Final = 4


def has_long_number(text: str) -> bool:
    """Whether a number of nine digits or more stands in the text that is no sum of money (200.000.000 đồng)."""
    return _LONG_NUMBER.search(_MONEY.sub(" ", text)) is not None


def plain(text: str) -> str:
    """A text as it is compared: folded words."""
    return " ".join(words(text))


def first_said(text: str, private: Iterable[str]) -> str:
    """The first of these names and addresses that stands in the text, however it is spelt; empty for none."""
    said = f" {plain(text)} "
    return next((one for one in private if len(plain(one)) >= _SHORTEST and f" {plain(one)} " in said), "")
