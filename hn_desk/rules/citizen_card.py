"""What the square code on a citizen's card says; the string is never logged or stored, nor part of a sentence."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.rules.identifiers import FEMALE, MALE, check_citizen_id
from hn_desk.rules.text import clean_line, fold, nfc

PARTS: Final = 7
SEPARATOR: Final = "|"
_RUN: Final = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_SEXES: Final = {"nam": MALE, "nu": FEMALE}
_DIGIT_KEYS: Final = frozenset("ăâêôđĂÂÊÔĐ\u0300\u0309\u0303\u0301\u0323")
"""What the keys 1 to 0 type on Windows' Vietnamese keyboard."""
_OTHER_ALPHABET: Final = re.compile("[ÂÃÄÅÆáâ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")
"""UTF-8 that was read byte by byte: `Nguyá»…n`."""
_LOST: Final = re.compile("[?\ufffd\u25a1]")
_TYPING_KEYS: Final = re.compile(r"aa|ee|oo|dd|w|[sfrxj]$", re.IGNORECASE)
"""Telex: `Nguyeenx`; no Vietnamese syllable has these letters so, though a name such as Ksor may have them once."""
_SURE: Final = 2
_VOWELS: Final = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """The seven facts of a card: births as stored text, days as dates; residence may name a ward from before 2025."""

    number: str
    old_number: str
    name: str
    birth: str
    sex: str
    residence: str
    issued_on: date


def parse_citizen_qr(text: str) -> CitizenCard:
    """Read `ID|old|name|ddMMyyyy|sex|residence|ddMMyyyy…`; further fields are ignored.

    InputError for anything else, which says how the scan was garbled and what to do, and repeats nothing of it.
    """
    if SEPARATOR not in text:
        raise _not_a_card()
    _refuse_garbled(text)
    parts = [clean_line(part) for part in text.strip().split(SEPARATOR)]
    if len(parts) < PARTS:
        raise _again(_("The scan broke off: {n} of its {all} parts arrived.").format(n=len(parts), all=PARTS))
    if not check_citizen_id(parts[0]).is_good:
        raise _again(_("The first part of the scan is not a citizen's number."))
    if not parts[2] or any(letter.isdigit() for letter in parts[2]):
        raise _again(_("The third part of the scan is not a name."))
    sex = _SEXES.get(fold(parts[4]))
    if not sex:
        raise _again(_("The part of the scan with the sex says neither Nam nor Nữ."))
    birth = _day(parts[3], _("The day of birth in the scan is not a day."))
    issued = _day(parts[6], _("The card's day of issue in the scan is not a day."))
    return CitizenCard(parts[0], parts[1], parts[2], birth.isoformat(), sex, parts[5], issued)


def card_doubts(card: CitizenCard) -> tuple[str, ...]:
    """What deserves a second look in a card that could be read."""
    doubts = list(check_citizen_id(card.number, sex=card.sex, birth=card.birth).warnings)
    if any(len(word) > 1 and not _VOWELS & set(fold(word)) for word in card.name.split()):
        doubts.append(_("Letters seem to be missing in the name; compare it with the card."))
    elif _typed_words(card.name):
        doubts.append(_("The name may have arrived as typing keys (Telex); compare it with the card."))
    return tuple(doubts)


def _refuse_garbled(text: str) -> None:
    """Raise InputError when the scan came through the wrong keyboard, alphabet or typing program."""
    first, *others = text.strip().split(SEPARATOR)
    if _DIGIT_KEYS & set(first) or _DIGIT_KEYS & set(nfc(first)):
        raise InputError(
            _("The scan came through a Vietnamese keyboard, which turned its digits into letters."),
            do=_("Switch the PC's keyboard to English (Windows key and space bar), then scan again."),
        )
    if _OTHER_ALPHABET.search(text):
        raise InputError(
            _("The scanner sends letters with marks in another code than this PC expects."),
            do=_("Set the scanner to Unicode (UTF-8) as its manual says, or choose a picture of the card."),
        )
    if any(_LOST.search(part) for part in others):
        raise InputError(
            _("Letters with marks were lost between the scanner and this PC."),
            do=_("Set the scanner to Unicode (UTF-8) as its manual says, or choose a picture of the card."),
        )
    if _typed_words(others[1] if len(others) > 1 else "") >= _SURE:
        raise InputError(
            _("The name arrived as typing keys (Telex): the Vietnamese typing program and the scanner disagree."),
            do=_("Switch the Vietnamese typing program (UniKey) off, then scan again."),
        )


def _typed_words(name: str) -> int:
    """How many words of a name without any mark look like keys of a typing program."""
    return sum(bool(_TYPING_KEYS.search(word)) for word in name.split()) if name.isascii() else 0


def _day(run: str, wrong: str) -> date:
    found = _RUN.fullmatch(run)
    if not found:
        raise _again(wrong)
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as error:
        raise _again(wrong) from error


def _again(what: str) -> InputError:
    return InputError(what, do=_("Scan again; if it stays so, type the facts by hand."))


def _not_a_card() -> InputError:
    return InputError(
        _("This is not the code of a citizen's card."), do=_("Read the square code again or type the facts by hand.")
    )
