"""Whether a word can be Vietnamese: how a text in an unknown code is told from one in a known code."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from hn_desk.rules.text import nfc

_TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
_ONSETS: Final = "b|ch?|d|đ|gi|gh?|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th|tr|t|v|x"
_RIMES: Final = "|".join(
    f"{vowel}(?:{'|'.join(ends.split())}{'|' if is_open else ''})"
    for vowel, is_open, ends in (
        ("a", True, "c ch i m n ng nh o p t u y"),
        ("ă", False, "c m n ng p t"),
        ("â", False, "c m n ng p t u y"),
        ("e", True, "c m n ng o p t"),
        ("ê", True, "ch m n nh p t u"),
        ("i", True, "a ch m n nh p t u"),
        ("iê", False, "c m n ng p t u"),
        ("o", True, "c i m n ng p t"),
        ("oa", True, "c ch i m n ng nh o p t y"),
        ("oă", False, "c m n ng t"),
        ("oe", True, "n o t"),
        ("oo", False, "c ng"),
        ("ô", True, "c i m n ng p t"),
        ("ơ", True, "i m n p t"),
        ("u", True, "a c i m n ng p t"),
        ("uâ", False, "n ng t y"),
        ("uê", True, "ch nh"),
        ("uô", False, "c i m n ng p t"),
        ("uơ", True, ""),
        ("uy", True, "a ch nh n p t u"),
        ("uyê", False, "n t"),
        ("ư", True, "a c i m n ng t u"),
        ("ươ", False, "c i m n ng p t u"),
        ("y", True, "ch nh n t"),
        ("yê", False, "m n ng t u"),
    )
)
_SYLLABLE: Final = re.compile(f"(?:{_ONSETS})?(?:{_RIMES})")


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether `word`, in composed letters, is built as a Vietnamese syllable, with one tone at most."""
    letters = unicodedata.normalize("NFD", word.lower())
    bare = "".join(letter for letter in letters if letter not in _TONES)
    return len(letters) - len(bare) <= 1 and _SYLLABLE.fullmatch(nfc(bare)) is not None
