"""The letters of two codes from before Unicode, TCVN3 (ABC) and VNI, as they arrive: each byte a Western letter."""

import re
from enum import StrEnum
from typing import Final

from hn_desk.rules.text import nfc

_TCVN3_BYTES: Final = {
    "a": (0x61, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9),
    "ă": (0xA8, 0xBB, 0xBC, 0xBD, 0xBE, 0xC6),
    "â": (0xA9, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB),
    "e": (0x65, 0xCC, 0xCE, 0xCF, 0xD0, 0xD1),
    "ê": (0xAA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6),
    "i": (0x69, 0xD7, 0xD8, 0xDC, 0xDD, 0xDE),
    "o": (0x6F, 0xDF, 0xE1, 0xE2, 0xE3, 0xE4),
    "ô": (0xAB, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9),
    "ơ": (0xAC, 0xEA, 0xEB, 0xEC, 0xED, 0xEE),
    "u": (0x75, 0xEF, 0xF1, 0xF2, 0xF3, 0xF4),
    "ư": (0xAD, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9),
    "y": (0x79, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE),
}
"""TCVN 5712:1993, VN3: each vowel plain, then with the tones of `_TONES`."""
_TCVN3_CAPITALS: Final = dict(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True))
_TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_VNI_TONES: Final = dict(zip("øûõùï", _TONES[1:], strict=True))
_VNI_HATS: Final = dict(zip("âàåãáä", _TONES, strict=True))
_VNI_BREVES: Final = dict(zip("êèúüéë", _TONES, strict=True))
_VNI_SINGLE: Final = {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


class Encoding(StrEnum):
    """In which code the text of a column is; TCVN3_CAPITALS is TCVN3 in a font that shows small letters as capitals."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    TCVN3_CAPITALS = "tcvn3-capitals"
    VNI = "vni"


def _tcvn3_table() -> dict[int, str]:
    toned = {
        code: nfc(vowel + tone)
        for vowel, codes in _TCVN3_BYTES.items()
        for code, tone in zip(codes, _TONES, strict=True)
    }
    return toned | {0xAE: "đ"} | {ord(code): letter for code, letter in _TCVN3_CAPITALS.items()}


def _vni_table() -> dict[str, str]:
    toned = {base + mark: nfc(base + tone) for base in "aeouy" for mark, tone in _VNI_TONES.items()}
    toned |= {code + mark: nfc(_VNI_SINGLE[code] + tone) for code in "ôö" for mark, tone in _VNI_TONES.items()}
    toned |= {base + mark: nfc(base + "\u0302" + tone) for base in "aeo" for mark, tone in _VNI_HATS.items()}
    toned |= {"a" + mark: nfc("a\u0306" + tone) for mark, tone in _VNI_BREVES.items()}
    small = toned | _VNI_SINGLE
    capital = {code.upper(): letter.upper() for code, letter in small.items()}
    mixed = {code[0].upper() + code[1:]: letter.upper() for code, letter in small.items()}
    return small | mixed | capital


_TCVN3: Final = _tcvn3_table()
_VNI: Final = _vni_table()
_VNI_PARTS: Final = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WITHOUT_CAPITAL: Final = frozenset(_TCVN3.values()) - frozenset(" ăâêôơưđĂÂÊÔƠƯĐaeiouy")
_SMALL: Final = re.compile("[a-z]")
_SHOUTED: Final = re.compile("[A-Z][^a-z\\s]*[A-Z]")
_WORD: Final = re.compile(r"\S+")


def decode(text: str, encoding: Encoding) -> str:
    """`text` of a column in `encoding` as composed Unicode; nothing else about it changes."""
    if text.isascii() and encoding != Encoding.TCVN3_CAPITALS:
        return text
    if encoding == Encoding.TCVN3:
        return nfc(_begun(_with_capitals(text)))
    if encoding == Encoding.TCVN3_CAPITALS:
        return nfc(text.translate(_TCVN3).upper())
    if encoding == Encoding.VNI:
        return nfc(_VNI_PARTS.sub(lambda part: _VNI[part.group()], text))
    return nfc(text)


def begin_words(name: str) -> str:
    """A person's name out of TCVN3, where Á and the other toned vowels have no capitals: each word begins with one."""
    return _WORD.sub(lambda word: _begun(word.group()), name)


def _begun(text: str) -> str:
    """`text` with its first letter raised if TCVN3 has no capital of it."""
    first = text[:1]
    return first.upper() + text[1:] if first in _WITHOUT_CAPITAL else text


def _with_capitals(text: str) -> str:
    """TCVN3 has no capitals with tones: a word of capitals otherwise, `NGUYÔN`, has its small letters raised."""
    decoded = text.translate(_TCVN3)
    if not _SHOUTED.search(text):
        return decoded
    if not _SMALL.search(text):
        return decoded.upper()
    words = _WORD.finditer(text)
    raised = {word.span() for word in words if _SHOUTED.search(word.group()) and not _SMALL.search(word.group())}
    return _WORD.sub(lambda word: word.group().upper() if word.span() in raised else word.group(), decoded)
