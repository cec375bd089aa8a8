"""What is frozen of a record besides the facts on paper: every column that may not change once it is confirmed.

A column is frozen as a salted hash of its value, so that a later look names the column that differs. Not frozen: what
moves on by itself (state, reason, history), the sort key, and the bookkeeping of the row.
"""

from collections.abc import Mapping
from typing import Any, Final

from hn_desk.actions.packet_source import amount, code
from hn_desk.models.audit import sha256_of
from hn_desk.models.tables import BeneficiaryList, LoanApplication
from hn_desk.rules.age_bands import age_band
from hn_desk.rules.dates import age_on
from hn_desk.rules.plain_values import to_plain

APPLICATION: Final = (
    *("file_code", "programme", "applicant", "person_id", "establishment_id", "list_id", "entered_by", "received_on"),
    *("purpose", "amount", "term_months", "facts", "review_on", "review_place", "review_present", "review_result"),
    *("savings_group", "association", "verdict", "eligible_until", "findings"),
)
LATE: Final = ("papers", "representative", "intake", "workers")
"""Frozen since 0.3.0: what was frozen before is compared without them."""
LIST: Final = ("file_code", "programme", "month", "police_number", "police_on", "entered_by", "edition", "corrects_id")
STEPS: Final = "steps"
LENGTH: Final = 32
Frozen = Mapping[str, str]


def application_record(row: LoanApplication, salt: str) -> dict[str, str]:
    """The frozen columns of an application, and its history up to now."""
    kept = {name: _digest(salt, name, getattr(row, name)) for name in (*APPLICATION, *LATE)}
    return {**kept, STEPS: _steps(row, salt, len(row.steps))}


def list_record(row: BeneficiaryList, salt: str) -> dict[str, str]:
    """The frozen columns of a police list."""
    return {name: _digest(salt, name, getattr(row, name)) for name in LIST}


def changed_columns(row: LoanApplication | BeneficiaryList, frozen: Frozen, salt: str) -> list[str]:
    """The frozen columns in which a row differs from what was frozen of it."""
    if isinstance(row, BeneficiaryList):
        now = list_record(row, salt)
    else:
        now = {**application_record(row, salt), STEPS: _steps(row, salt, _count(frozen))}
    late = set(LATE) - frozen.keys()
    return sorted(name for name in {*now, *frozen} - late if now.get(name) != frozen.get(name))


def open_facts(row: LoanApplication) -> dict[str, Any]:
    """What every desk may know of a confirmed case, as the cells of a packet hold it."""
    sex, birth = (row.person.sex, row.person.birth) if row.person else ("", "")
    return {
        "programme": code(row.programme),
        "applicant": "person" if row.applicant == "person" else "establishment",
        "sex": code(sex),
        "age_band": age_band(age_on(birth, row.received_on)) if birth else None,
        "purpose": code(row.purpose),
        "amount": amount(row.amount),
        "term_months": amount(row.term_months),
    }


def _digest(salt: str, name: str, value: Any) -> str:
    return sha256_of([salt, name, to_plain(value)])[:LENGTH]


def _steps(row: LoanApplication, salt: str, count: int) -> str:
    """How many steps, and their digest: those that follow are free."""
    kept = [[step.state, step.at, step.officer_id, step.reason] for step in row.steps[:count]]
    return f"{count} {_digest(salt, STEPS, kept)}"


def _count(frozen: Frozen) -> int:
    number = frozen.get(STEPS, "").partition(" ")[0]
    return int(number) if number.isdecimal() else 0
