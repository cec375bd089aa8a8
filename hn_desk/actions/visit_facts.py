"""What a work list says of each household business, and what becomes of each row that comes back."""

from dataclasses import dataclass
from typing import Final

from hn_desk.actions.household_facts import ContactDraft

CODE_DIGITS: Final = 12
NEW: Final = "new"
NOTHING: Final = "nothing"
KNOWN: Final = "known"
MISTAKE: Final = "mistake"


@dataclass(frozen=True, slots=True)
class Visited:
    """One household business of a work list; `last` is its newest contact in words."""

    id: str
    name: str
    owner: str
    address: str
    phone: str
    last: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One row read back: its number in the sheet, whose it is, what becomes of it, in words, and the contact."""

    row: int
    name: str
    outcome: str
    what: str
    draft: ContactDraft | None = None


def code_of(household_id: str) -> str:
    """The code by which a row of a work list is known again: 12 digits of the record's id, as `7F3A-91C2-04BE`."""
    digits = household_id.replace("-", "")[:CODE_DIGITS].upper()
    return "-".join(digits[place : place + 4] for place in range(0, CODE_DIGITS, 4))
