"""Rows that an officer signed, checked one by one against the registered keys of their office. PACKET §7.

What an officer signs of a row is put together here for both sides, from the values that its cells hold.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hn_desk.officer_keys import key_id
from hn_desk.packets.officer_signatures import (
    APPROVAL,
    FORMAT,
    ISSUE,
    LINE,
    Signed,
    canonical,
    commitment,
    fingerprint,
    is_good,
)
from hn_desk.packets.subjects import CaseRow, OfficerKeyRow, PaperLineRow, PaperRow, Row

APPROVERS: Final = frozenset({"approver", "records"})
"""Who signs a confirmation: the approver, or the records clerk for a wet signature."""
CLERKS: Final = frozenset({"records"})
PUT: Final = "put"
OPEN_CASE: Final = ("programme", "applicant", "sex", "age_band", "purpose", "amount", "term_months")
OPEN_PAPER: Final = ("programme", "kind", "lines", "amount")
OPEN_LINE: Final = ("amount", "term_months")
PRIVATE_PAPER: Final = (
    *("police_number", "police_on", "establishment_name", "establishment_code", "establishment_address", "hash"),
)
PRIVATE_LINE: Final = ("line", "name", "birth", "sex", "id_number", "address", "purpose", "completed_on")
ISSUED: Final = ("number", "series", "year", "issued_on", "signed_on", "signer")
Refusal = tuple[str, str]
"""Why a row is refused (one of the codes of `reasons`), and the field in which it shows."""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A registered key: its public half, what its officer may do, the days on which it was in use."""

    public: bytes
    roles: frozenset[str]
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """The office whose rows are checked, and its officers' keys by name."""

    office: str
    keys: Mapping[str, KnownKey]


def plain(value: Any) -> Any:
    """A cell's value as signed facts hold it: days as `YYYY-MM-DD`."""
    return value.isoformat() if isinstance(value, date) else value


def plain_fields(row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    """These fields of a row as signed facts hold them."""
    return {name: plain(getattr(row, name)) for name in names}


def known_key(row: OfficerKeyRow) -> KnownKey | None:
    """The key that a row of the sheet of officers registers; None when its name isn't the key's, or days lack."""
    try:
        public = bytes.fromhex(row.public_key or "")
    except ValueError:
        return None
    if key_id(public) != row.key_id or row.valid_from is None:
        return None
    return KnownKey(public, frozenset((row.roles or "").split()), row.valid_from, row.valid_until)


def is_unsigned(row: Row) -> bool:
    """Whether a row that an officer has to sign bears no signature."""
    return isinstance(row, CaseRow | PaperRow | PaperLineRow) and row.operation == PUT and not row.signature


def problem_of(row: Row, registered: Registered) -> Refusal | None:
    """Why a row is not taken; None for a good one, and for one that nobody signs."""
    return next(_problems(row, registered), None)


def _problems(row: Row, registered: Registered) -> Iterator[Refusal]:
    if row.operation != PUT:
        return
    if isinstance(row, OfficerKeyRow) and known_key(row) is None:
        yield "row-key", "key_id"
    checks: dict[type[Row], Callable[[Any, Registered], Iterator[Refusal]]] = {
        CaseRow: _of_case,
        PaperRow: _of_paper,
        PaperLineRow: _of_line,
    }
    check = checks.get(type(row))
    if check is not None:
        yield from [("row-unsigned", "signature")] if is_unsigned(row) else check(row, registered)


def _of_case(row: CaseRow, registered: Registered) -> Iterator[Refusal]:
    message = {
        **plain_fields(row, (*OPEN_CASE, "edition", "decided_on", "approved_on")),
        "office": registered.office,
        "application": row.id,
        "confirmation": row.confirmation_id,
        "commitment": row.private_commitment,
        "format": FORMAT,
    }
    yield from _approved(LINE, message, row, registered)


def _of_paper(row: PaperRow, registered: Registered) -> Iterator[Refusal]:
    message = _read(row.open)
    yield from _approved(APPROVAL, message, row, registered)
    yield from _same(message, {"confirmation": ("id", row.id)})
    yield from _same(message, {name: (name, plain(getattr(row, name))) for name in OPEN_PAPER})
    yield from _private(row, message, PRIVATE_PAPER)
    if message.get("office") != registered.office:
        yield "row-signature", "open"
    issue = {
        **plain_fields(row, ISSUED),
        "office": registered.office,
        "confirmation": row.id,
        "approval": fingerprint(row.signature or ""),
        "format": FORMAT,
    }
    signed = Signed(issue, row.issue_key_id or "", row.issue_signature or "")
    yield from _by(registered.keys.get(signed.key_id), CLERKS, row.issued_on, "issue_key_id")
    yield from _good(ISSUE, signed, registered, "issue_signature")


def _of_line(row: PaperLineRow, registered: Registered) -> Iterator[Refusal]:
    message = _read(row.open)
    yield from _approved(LINE, message, row, registered)
    yield from _same(message, {"confirmation": ("paper_id", row.paper_id)})
    yield from _same(message, {name: (name, getattr(row, name)) for name in OPEN_LINE})
    yield from _private(row, message, PRIVATE_LINE)
    if message.get("office") != registered.office:
        yield "row-signature", "open"


def _approved(
    purpose: bytes, message: dict[str, Any], row: CaseRow | PaperRow | PaperLineRow, registered: Registered
) -> Iterator[Refusal]:
    """What is wrong with the approval: who signed, when, over what."""
    day = message.get("approved_on")
    yield from _by(registered.keys.get(row.key_id or ""), APPROVERS, _day(day), "key_id")
    yield from _good(purpose, Signed(message, row.key_id or "", row.signature or ""), registered, "signature")


def _by(key: KnownKey | None, roles: frozenset[str], on: date | None, field: str) -> Iterator[Refusal]:
    if key is None or not key.roles & roles:
        yield "row-key", field
    elif on is None or not key.since <= on <= (key.until or on):
        yield "row-key-ended", field


def _good(purpose: bytes, signed: Signed, registered: Registered, field: str) -> Iterator[Refusal]:
    if not is_good(registered.keys[signed.key_id].public, purpose, signed):
        yield "row-signature", field


def _private(row: PaperRow | PaperLineRow, message: dict[str, Any], names: tuple[str, ...]) -> Iterator[Refusal]:
    private = _read(row.private)
    try:
        committed = commitment(row.salt or "", private)
    except ValueError:
        committed = ""
    if committed != message.get("commitment"):
        yield "row-private", "private"
    yield from _same(private, {name: (name, plain(getattr(row, name))) for name in names})


def _same(facts: dict[str, Any], said: Mapping[str, tuple[str, Any]]) -> Iterator[Refusal]:
    """The fields of a row that say something else than the signed facts; `said` has field and value by fact."""
    for fact, (field, value) in said.items():
        if fact not in facts or facts[fact] != value or type(facts[fact]) is not type(value):
            yield "row-private", field


def _read(text: str | None) -> dict[str, Any]:
    """Signed facts out of a cell; none when they are not written as they are signed."""
    try:
        facts = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    is_canonical = isinstance(facts, dict) and text is not None and canonical(facts) == text.encode()
    return facts if is_canonical else {}


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
