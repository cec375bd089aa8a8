"""The recovery sheet's secret in words: 16 bytes as 16 plain Vietnamese words, and two more that find slips."""

import secrets
from functools import cache
from hashlib import sha256
from typing import Final

from hn_desk import settings
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.keys import WORDS_FILE
from hn_desk.rules.text import fold, words

SECRET_BYTES: Final = 16
CHECK_BYTES: Final = 2
WORD_COUNT: Final = SECRET_BYTES + CHECK_BYTES


def new_recovery() -> bytes:
    """128 random bits: what the sheet in the safe stands for."""
    return secrets.token_bytes(SECRET_BYTES)


def recovery_words(secret: bytes) -> tuple[str, ...]:
    """The 18 words of a recovery secret of 16 bytes."""
    return tuple(_list()[byte] for byte in secret + _check(secret))


def read_words(typed: str) -> bytes:
    """The secret in words typed with or without marks, or scanned. DeskError names the word that can't be right."""
    found = words(typed)
    places = {fold(word): place for place, word in enumerate(_list())}
    for number, word in enumerate(found, 1):
        if word not in places:
            raise DeskError(
                _("Word {n}, “{word}”, is not a word of a recovery sheet.").format(n=number, word=word[:40]),
                do=_("Compare it with the sheet."),
                reason="recovery-word",
            )
    if len(found) != WORD_COUNT:
        raise DeskError(
            _("A recovery sheet has {most} words; these are {n}.").format(most=WORD_COUNT, n=len(found)),
            do=_("Type all words of the sheet, row by row."),
            reason="recovery-length",
        )
    data = bytes(places[word] for word in found)
    secret, check = data[:SECRET_BYTES], data[SECRET_BYTES:]
    if check != _check(secret):
        raise DeskError(
            _("One of the words is not the one on the sheet, or two changed places."),
            do=_("Compare them with the sheet, row by row."),
            reason="recovery-check",
        )
    return secret


def _check(secret: bytes) -> bytes:
    return sha256(b"hn-desk/2 recovery sheet" + secret).digest()[:CHECK_BYTES]


@cache
def _list() -> tuple[str, ...]:
    return tuple(settings.resource(WORDS_FILE).read_text(encoding="utf-8").split())
