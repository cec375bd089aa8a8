"""Officers' signatures on a confirmation: the approval of its frozen facts, văn thư's number, each later step.

They stand together in one hidden column: `approval` with its `private` part, the `lines` one by one, `issue`, `step`,
each with the message that was signed, so that a later look names what differs from it.
"""

from datetime import date
from hashlib import sha256
from typing import Any, Final

from sqlalchemy.orm import Session

from hn_desk.actions.frozen_lines import line_cells, lines_of_paper, paper_cells, plain_cells
from hn_desk.actions.office import Office
from hn_desk.actions.packet_source import amount, code, day, text
from hn_desk.models.audit import sha256_of
from hn_desk.models.changes import Author
from hn_desk.models.tables import Confirmation
from hn_desk.officer_keys import Signer
from hn_desk.packets.officer_signatures import (
    APPROVAL,
    ISSUE,
    LINE,
    STEP,
    Signed,
    commitment,
    fingerprint,
    sign,
    signed_of,
)
from hn_desk.rules.plain_values import to_plain

STEP_COLUMNS: Final = (
    *("state", "reason", "sent_on", "way", "signer_name", "signer_title", "signed_on", "recorded_by", "confirmed_by"),
    *("confirmed_at", "number", "series", "year", "issued_on", "edition", "hash"),
)
Plain = dict[str, Any]


def approve(session: Session, office: Office, row: Confirmation, signer: Signer, decided_on: date) -> None:
    """Sign what UBND confirms here, as a whole and line by line, with the officer's own key; then the step itself."""
    days = {"decided_on": decided_on.isoformat(), "approved_on": office.today().isoformat()}
    lines = [sign(signer, LINE, message) for message in line_messages(office.code, row, days)]
    private = paper_private(row)
    message = paper_message(office.code, row, days, private)
    row.signatures = {
        "approval": sign(signer, APPROVAL, message).plain(),
        "private": private,
        "lines": [one.plain() for one in lines],
    }
    sign_step(session, row)


def sign_issue(session: Session, office: Office, row: Confirmation) -> None:
    """The records clerk signs the number and the day; then the step itself."""
    signer = _signer(session)
    if signer is not None:
        kept = row.signatures or {}
        row.signatures = {**kept, "issue": sign(signer, ISSUE, issue_message(office.code, row)).plain()}
    sign_step(session, row)


def sign_step(session: Session, row: Confirmation) -> None:
    """Who brings a confirmation into a state signs that; the facts that were approved stay as they are signed."""
    signer = _signer(session)
    if signer is not None:
        row.signatures = {**(row.signatures or {}), "step": sign(signer, STEP, step_message(row)).plain()}


def approval_of(row: Confirmation) -> Signed | None:
    """The approver's signature; None for what was never approved, or was in version 0.1."""
    return signed_of((row.signatures or {}).get("approval"))


def issue_of(row: Confirmation) -> Signed | None:
    """The records clerk's signature over the number."""
    return signed_of((row.signatures or {}).get("issue"))


def step_of(row: Confirmation) -> Signed | None:
    """The signature over the state."""
    return signed_of((row.signatures or {}).get("step"))


def signed_lines(row: Confirmation) -> list[Signed | None]:
    """The approver's signature over each line, in the paper's order."""
    kept = (row.signatures or {}).get("lines")
    return [signed_of(one) for one in kept] if isinstance(kept, list) else []


def paper_message(office: str, row: Confirmation, days: Plain, private: Plain) -> Plain:
    """What the approver signs of the whole paper."""
    return {
        "office": office,
        "confirmation": row.id,
        "edition": row.edition,
        "programme": code(row.programme),
        "kind": row.kind,
        "lines": row.lines,
        "amount": amount(row.amount),
        "decided_on": days["decided_on"],
        "approved_on": days["approved_on"],
        "commitment": commitment(row.frozen["salt"], private),
    }


def paper_private(row: Confirmation) -> Plain:
    """What of the paper only desks with names see: `hash` stands for the whole frozen content."""
    return {
        **plain_cells(paper_cells(row.frozen)),
        "hash": row.hash,
        "subject_id": row.subject_id,
        "presented_by": row.presented_by,
        "presented_at": row.presented_at,
        "confirmed_by": row.confirmed_by,
        "confirmed_at": row.confirmed_at,
        "way": row.way,
        "nonce": sha256(row.nonce.encode()).hexdigest(),
    }


def line_messages(office: str, row: Confirmation, days: Plain) -> list[Plain]:
    """What the approver signs of each line."""
    return [
        {
            **line["open"],
            "office": office,
            "confirmation": row.id,
            "edition": row.edition,
            "application": line["id"],
            "decided_on": days["decided_on"],
            "approved_on": days["approved_on"],
            "commitment": commitment(line["salt"], private),
        }
        for line, private in zip(row.frozen["lines"], line_privates(row), strict=True)
    ]


def line_privates(row: Confirmation) -> list[Plain]:
    """What of each line only desks with names see, and the hash of its frozen record."""
    frozen = zip(lines_of_paper(row.frozen), row.frozen["lines"], strict=True)
    return [
        {**plain_cells(line_cells(line, place)), "record": sha256_of(kept["record"])}
        for place, (line, kept) in enumerate(frozen, 1)
    ]


def issue_message(office: str, row: Confirmation) -> Plain:
    """What the records clerk signs: văn thư's number, whose signature the paper bears, and the approval it follows."""
    approval = approval_of(row)
    return {
        "office": office,
        "confirmation": row.id,
        "number": None if row.number is None else str(row.number),
        "series": code(row.series),
        "year": amount(row.year),
        "issued_on": to_plain(day(row.issued_on)),
        "signed_on": to_plain(day(row.signed_on)),
        "signer": text(row.signer_name),
        "approval": fingerprint(approval.signature if approval else ""),
    }


def step_message(row: Confirmation) -> Plain:
    """What is signed at each step: every column that moves after the presenting."""
    return {"confirmation": row.id, **{name: to_plain(getattr(row, name)) for name in STEP_COLUMNS}}


def _signer(session: Session) -> Signer | None:
    author: Author | None = session.info.get("author")
    return author.signer if author else None
