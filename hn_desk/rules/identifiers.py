"""Numbers that name people and businesses: what blocks, what only deserves a second look."""

import re
from dataclasses import dataclass
from operator import mul
from typing import Final

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.vn import mst

from hn_desk.i18n import _
from hn_desk.rules.provinces import FIRST_FOREIGN, PROVINCES_OF_BIRTH
from hn_desk.rules.text import clean_line

MALE: Final = "male"
FEMALE: Final = "female"
SEXES: Final = (MALE, FEMALE)
_COVER: Final = "•"
_IN_SIGHT: Final = 3
_BETWEEN: Final = re.compile(r"[ .\-]")
_DIGITS: Final = re.compile(r"[0-9]+")
_BRANCH: Final = re.compile(r"([0-9]{10})-?([0-9]{3})")
_LETTERS_AND_DIGITS: Final = re.compile(r"(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6,20}")
_MOBILE: Final = re.compile(r"0[35789][0-9]{8}")
_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_ZEROS: Final = ord("0") * sum(_WEIGHTS)
_LANDLINE: Final = re.compile(r"02[0-9]{8,9}")


@dataclass(frozen=True, slots=True)
class IdentifierCheck:
    """A number as it is stored, the sentences that block it and those that only warn."""

    value: str
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the number may be stored; warnings may stand beside it."""
        return not self.problems


def check_citizen_id(text: str, *, sex: str | None = None, birth: str | None = None) -> IdentifierCheck:
    """Check a citizen's 12 digits (or 9 of the old card), compared with `sex` and the stored `birth` if known."""
    value = _joined(text)
    if not _DIGITS.fullmatch(value):
        return IdentifierCheck(value, (_("A citizen's number has digits only."),))
    if len(value) == 9:
        return IdentifierCheck(value, (), (_("This is an old 9-digit number; ask for the 12-digit one."),))
    if len(value) == 12:
        return IdentifierCheck(value, (), _citizen_warnings(value, sex, birth))
    return IdentifierCheck(value, (_wrong_length(value),))


def birth_year_in(value: str) -> int | None:
    """The year of birth in a stored number of 12 digits; None for any other."""
    if len(value) != 12 or not _DIGITS.fullmatch(value):
        return None
    return 1900 + 100 * (int(value[3]) // 2) + int(value[4:6])


def is_citizen_number(code: str) -> bool:
    """Whether a stored code is a person's own number (a household business's code may be its owner's)."""
    return len(code) in (9, 12) and bool(_DIGITS.fullmatch(code))


def masked(number: str) -> str:
    """A person's number as lists show it: the first and last three signs, all others covered; a short one wholly."""
    covered = len(number) - 2 * _IN_SIGHT
    if covered < _IN_SIGHT:
        return _COVER * len(number)
    return f"{number[:_IN_SIGHT]}{_COVER * covered}{number[-_IN_SIGHT:]}"


def check_tax_code(text: str) -> IdentifierCheck:
    """Check a tax code: 10 digits, 10 and a branch of 3, or the owner's 12; a failing check digit only warns."""
    value = _joined(text)
    if not _DIGITS.fullmatch(value) or len(value) not in (10, 12, 13):
        return IdentifierCheck(value, (_("A tax code has 10 digits, 10 digits and a branch of 3, or 12 digits."),))
    if len(value) == 12:
        return IdentifierCheck(value, (), _citizen_warnings(value, None, None))
    return IdentifierCheck(f"{value[:10]}-{value[10:]}" if value[10:] else value, (), _tax_warnings(value))


def check_business_code(text: str) -> IdentifierCheck:
    """Check a household business's code: 12 or 10 digits, 10-3, or letters and digits such as `01R8017431`."""
    value = (text if text.isalnum() and text.isascii() else clean_line(text).replace(" ", "")).upper()
    branch = _BRANCH.fullmatch(value)
    if branch:
        return IdentifierCheck(f"{branch[1]}-{branch[2]}")
    if _LETTERS_AND_DIGITS.fullmatch(value) or (_DIGITS.fullmatch(value) and len(value) in (10, 12)):
        return IdentifierCheck(value)
    return IdentifierCheck(
        value, (_("A business code has 10 or 12 digits, 10 digits and 3, or letters and digits such as 01R8017431."),)
    )


def check_enterprise_code(text: str) -> IdentifierCheck:
    """Check an enterprise's code: 10 digits with a check digit that only warns."""
    value = _joined(text)
    if not _DIGITS.fullmatch(value) or len(value) != 10:
        return IdentifierCheck(value, (_("An enterprise code has 10 digits."),))
    return IdentifierCheck(value, (), _tax_warnings(value))


def check_phone(text: str) -> IdentifierCheck:
    """Check a Vietnamese telephone number, stored with its leading 0; an unusual one only warns."""
    value = _joined(text).replace("(", "").replace(")", "")
    value = re.sub(r"^(\+84|0084|84(?=[0-9]{9}$))", "0", value)
    if not _DIGITS.fullmatch(value) or not 8 <= len(value) <= 12:
        return IdentifierCheck(value, (_("A telephone number has 10 digits, such as 0912 345 678."),))
    if _MOBILE.fullmatch(value) or _LANDLINE.fullmatch(value):
        return IdentifierCheck(value)
    return IdentifierCheck(value, (), (_("This telephone number looks unusual; check it."),))


def _joined(text: str) -> str:
    """`text` without the signs that stand between digits."""
    return text if text.isalnum() and text.isascii() else _BETWEEN.sub("", clean_line(text))


def _wrong_length(value: str) -> str:
    if len(value) == 11:
        return _("The number has 11 digits; a leading zero may be missing.")
    return _("The number has {n} digits; a citizen's number has 12.").format(n=len(value))


def _check_digit(value: str) -> str:
    """The tenth digit that belongs to a tax code's first nine, as `stdnum` reckons it too."""
    return str(10 - (sum(map(mul, _WEIGHTS, value.encode())) - _ZEROS) % 11)


def _citizen_warnings(value: str, sex: str | None, birth: str | None) -> tuple[str, ...]:
    warnings = []
    if value[:3] < FIRST_FOREIGN and value[:3] not in PROVINCES_OF_BIRTH:
        warnings.append(_("No province of birth has the code {code}.").format(code=value[:3]))
    if sex and sex != (FEMALE if int(value[3]) % 2 else MALE):
        warnings.append(_("The fourth digit of the number does not fit the sex."))
    year = str(birth_year_in(value))
    if birth and birth[:4] != year:
        warnings.append(
            _("The number says born in {year}, the record says {other}.").format(year=year, other=birth[:4])
        )
    return tuple(warnings)


def _tax_warnings(value: str) -> tuple[str, ...]:
    if len(value) == 10 and value[2:9] != "0000000" and _check_digit(value) == value[9]:
        return ()
    try:
        mst.validate(value)
    except InvalidChecksum:
        return (_("The check digit of the code is wrong; compare it with the paper."),)
    except ValidationError:
        return (_("The code looks unusual; compare it with the paper."),)
    return ()
