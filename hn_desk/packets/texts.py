"""Which text may stand in a packet: NFC, lines ended by a line feed, nothing that can't be seen. PACKET §3.12."""

import re
import unicodedata
from typing import Final

_FORBIDDEN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff"
    "\ufdd0-\ufdef\ufeff\ufff0-\uffff\U000e0000-\U0010ffff]"
)


_PRINTABLE: Final = ("\ufffc", "\ufffd")
"""Of the forbidden characters of two bytes those that Python calls printable."""


def has_forbidden(text: str) -> bool:
    """Whether a control, private-use, bidi or line-separator character, or half a character, is in `text`."""
    return not _is_plain(text) and _FORBIDDEN.search(text) is not None


def is_clean(text: str) -> bool:
    """Whether `text` may be read from a packet as it stands."""
    if text.isascii() and text.isprintable():
        return True
    return not has_forbidden(text) and unicodedata.is_normalized("NFC", text)


def _is_plain(text: str) -> bool:
    """Whether it surely holds none of them, told quicker than by looking for each."""
    if "\n" in text:
        text = text.replace("\n", "")
    return text.isprintable() and not any(one in text for one in _PRINTABLE) and _is_short(text)


def _is_short(text: str) -> bool:
    """Whether every character is one of two bytes."""
    return len(text.encode("utf-16-le")) == 2 * len(text)
