"""What the square code on a citizen's card says; the string itself is never logged or stored."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.rules.identifiers import FEMALE, MALE, check_citizen_id
from hn_desk.rules.text import clean_line, fold

_RUN: Final = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_SEXES: Final = {"nam": MALE, "nu": FEMALE}


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
    """Read `ID|old|name|ddMMyyyy|sex|residence|ddMMyyyy…`; further fields are ignored; InputError for anything else."""
    fields = [clean_line(field) for field in text.strip().split("|")]
    if len(fields) < 7 or not check_citizen_id(fields[0]).is_good or not fields[2]:
        raise _not_a_card()
    sex = _SEXES.get(fold(fields[4]))
    if not sex:
        raise _not_a_card()
    birth, issued = _day(fields[3]), _day(fields[6])
    return CitizenCard(fields[0], fields[1], fields[2], birth.isoformat(), sex, fields[5], issued)


def _day(run: str) -> date:
    found = _RUN.fullmatch(run)
    if not found:
        raise _not_a_card()
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as error:
        raise _not_a_card() from error


def _not_a_card() -> InputError:
    return InputError(
        _("This is not the code of a citizen's card."), do=_("Read the square code again or type the facts by hand.")
    )
