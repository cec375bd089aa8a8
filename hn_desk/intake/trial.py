"""In which code texts are, found by trying each: in the right one their words are Vietnamese."""

import re
from collections.abc import Iterable
from typing import Final

from hn_desk.intake.letters import Encoding, decode
from hn_desk.intake.syllables import is_syllable
from hn_desk.rules.text import nfc

MOST_WORDS: Final = 5_000
"""Distinct words that are tried; a column has few more."""
MARKED: Final = re.compile("[A-Za-z]*[\u00a1-\u036f\u1ea0-\u1ef9\u20ab][A-Za-z\u00a1-\u036f\u1ea0-\u1ef9\u20ab]*")
_TRIED: Final = (Encoding.TCVN3, Encoding.VNI)
_ENOUGH: Final = 0.6
_BETTER: Final = 0.15


def encoding_of(texts: Iterable[str], font: str = "") -> Encoding:
    """The code of all `texts` together; `font` is the name of the font they stand in, if known.

    Texts of plain letters, and texts that are as good in Unicode, stay Unicode.
    """
    marked = {word for text in texts if not text.isascii() for word in MARKED.findall(text)}
    if not marked:
        return Encoding.UNICODE
    tried = sorted(marked)[:: max(1, len(marked) // MOST_WORDS)]
    named = encoding_of_font(font)
    right = {encoding: right_share(tried, encoding) for encoding in (Encoding.UNICODE, *_TRIED)}
    if named is not None:
        plain = Encoding.TCVN3 if named == Encoding.TCVN3_CAPITALS else named
        return named if right[plain] >= right[Encoding.UNICODE] and _has_legacy(tried) else Encoding.UNICODE
    best = max(_TRIED, key=lambda encoding: right[encoding])
    is_clear = right[best] >= _ENOUGH and right[best] - right[Encoding.UNICODE] >= _BETTER
    return best if is_clear else Encoding.UNICODE


def right_share(marked: list[str], encoding: Encoding) -> float:
    """Which share of words, from 0 to 1, is Vietnamese when read in `encoding`; 0 of none."""
    right = sum(is_syllable(nfc(decode(word, encoding))) for word in marked)
    return right / len(marked) if marked else 0.0


def encoding_of_font(name: str) -> Encoding | None:
    """The code that a font was drawn for: `.VnTime` and its like TCVN3, `VNI-Times` VNI; None for any other font."""
    said = name.strip().lower()
    if said.startswith(".vn"):
        return Encoding.TCVN3_CAPITALS if said.removesuffix(" bold").endswith("h") else Encoding.TCVN3
    return Encoding.VNI if said.startswith("vni") else None


def _has_legacy(words: list[str]) -> bool:
    """Whether most words have letters of one byte only, as a text from before Unicode has."""
    return sum(max(map(ord, word)) <= 0xFF for word in words) * 2 > len(words)
