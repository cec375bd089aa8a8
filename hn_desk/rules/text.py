"""Vietnamese text: one spelling at every border, folded words for search, keys that sort."""

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import Final

_FOLDED_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile("[0-9]+")
_BREAKS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_NEVER_KEPT: Final = frozenset({"Cc", "Cf", "Co", "Cs"})

_SHAPES: Final = {
    "a\u0306": "ă",
    "a\u0302": "â",
    "e\u0302": "ê",
    "o\u0302": "ô",
    "o\u031b": "ơ",
    "u\u031b": "ư",
}
_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_ORDER: Final = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACES: Final = {letter: chr(0x21 + place) for place, letter in enumerate(_ORDER)}
_FOREIGN: Final = chr(0x21 + len(_ORDER))


def nfc(text: str) -> str:
    """`text` in the composed form that is stored, compared and drawn."""
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """One line as it is stored: NFC, no control, bidi or private-use characters, single spaces, nothing at the ends."""
    if text.isprintable():  # nothing unseen in it, nearly always
        return nfc(" ".join(text.split()))
    return nfc(" ".join(_without_unseen(_BREAKS.sub(" ", text).replace("\n", " ")).split()))


def clean_text(text: str) -> str:
    r"""Several lines as they are stored: each a clean line, ended by `\n`, none empty at the ends."""
    return "\n".join(clean_line(line) for line in _BREAKS.sub("\n", text).split("\n")).strip("\n")


def is_clean(text: str) -> bool:
    r"""Whether `text` is what `clean_text` leaves: what a packet may hold."""
    return clean_text(text) == text


def fold(text: str) -> str:
    """`text` for comparing: without marks, đ as d, lower case; `hoà` and `hòa` fold alike."""
    lower = text.lower()
    folded = lower.translate(_FOLDED)
    return folded if folded.isascii() else _fold_slowly(lower)


def _fold_slowly(lower: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFD", lower) if not unicodedata.combining(letter))
    return nfc("".join(letters)).replace("đ", "d")


_FOLDED: Final = {
    **{mark: None for mark in range(0x300, 0x370) if unicodedata.combining(chr(mark))},
    **{letter: _fold_slowly(chr(letter)) for letter in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))},
}
"""Latin letters with their marks, and marks alone: nearly all there is to fold."""


def words(text: str) -> tuple[str, ...]:
    """Folded words of `text`, in their order."""
    return tuple(chain.from_iterable(map(_words_between_spaces, text.split())))


@lru_cache(maxsize=1 << 15)
def _words_between_spaces(text: str) -> tuple[str, ...]:
    return tuple(_FOLDED_WORD.findall(fold(text)))


def search_words(*texts: str) -> tuple[str, ...]:
    """Distinct folded words of all `texts`, sorted: what the search table keeps of a record."""
    return tuple(sorted({word for text in texts for word in words(text)}))


def text_key(text: str) -> str:
    """ASCII key whose byte order is ICU's Vietnamese order of `text`: letters, then tones, then case."""
    letters, tones, cases = _levels(text)
    return f"{letters} {tones} {cases}"


def place_key(name: str) -> str:
    """The key of a numbered place: like `text_key`, but number 2 stands before number 10."""
    return text_key(_NUMBER.sub(lambda number: number.group().zfill(6), name))


def name_key(name: str) -> str:
    """ASCII key that sorts people by given name (the last word), then by the rest from the left."""
    *rest, given = name.split() or [""]
    given_letters, given_tones, given_cases = _levels(given)
    letters, tones, cases = _levels(" ".join(rest))
    return f"{given_letters} {given_tones} {letters} {tones} {given_cases}{cases}"


def _without_unseen(text: str) -> str:
    kept = (" " if letter in "\t\n" else letter for letter in text if letter in "\t\n" or _is_kept(letter))
    return "".join(kept)


def _is_kept(letter: str) -> bool:
    is_noncharacter = ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF
    return not is_noncharacter and unicodedata.category(letter) not in _NEVER_KEPT


def _levels(text: str) -> tuple[str, str, str]:
    weighed = [_weigh(cluster) for cluster in _clusters(nfc(text))]
    return "".join(one[0] for one in weighed), "".join(one[1] for one in weighed), "".join(one[2] for one in weighed)


@lru_cache(maxsize=4096)
def _weigh(cluster: str) -> tuple[str, str, str]:
    parts = unicodedata.normalize("NFD", cluster)
    base = parts[0]
    letter, left = _shaped(base.lower(), parts[1:])
    place = _PLACES.get(letter) or f"{_FOREIGN}{ord(letter[0]):06x}"
    tones = "." + "".join(_TONES.get(mark) or f"6{ord(mark):06x}" for mark in left)
    return place, tones, "1" if base != base.lower() else "0"


def _clusters(composed: str) -> list[str]:
    """Letters with the marks that follow them; marks that composed with no letter stay at theirs."""
    clusters: list[str] = []
    for letter in composed:
        if clusters and unicodedata.combining(letter):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


def _shaped(base: str, marks: str) -> tuple[str, str]:
    for mark in marks:
        letter = _SHAPES.get(base + mark)
        if letter:
            return letter, marks.replace(mark, "", 1)
    return base, marks
