"""What the screens of the bank's part hand in and get back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class BankDraft:
    """An entry as typed: `kind` of `rules.bank`; `amount` (đồng) approved, paid out or still owed, by the kind.

    `number` is that of the bank's paper or of the contract; `accepted` maps a warning's code to why it may stand.
    """

    application_id: str
    kind: str
    day: date | None
    amount: int | None = None
    term_months: int | None = None
    number: str = ""
    reason: str = ""
    debt: str = ""
    note: str = ""
    done_by: str = ""
    result: str = ""
    accepted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BankLine:
    """One entry as the screen shows it; `is_void` when it was taken back."""

    kind: str
    day: date
    amount: int | None
    term_months: int | None
    number: str
    reason: str
    debt: str
    note: str
    done_by: str
    result: str
    at: str
    officer_name: str
    is_imported: bool
    is_void: bool


@dataclass(frozen=True, slots=True)
class BankFacts:
    """An application's course with the bank: entries in order, what is approved, paid out and owed in đồng.

    `open_kinds` are the kinds that this officer may enter now; `last_day` ends the approved term.
    """

    entries: tuple[BankLine, ...] = ()
    approved: int | None = None
    paid_out: int = 0
    owed: int = 0
    debt: str = ""
    last_day: date | None = None
    open_kinds: tuple[str, ...] = ()
