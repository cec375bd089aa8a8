"""The log as the auditor reads it, the newest act first."""

from typing import Any, Final

from sqlalchemy import Select, func, select

from hn_desk.actions.audit_labels import action_label
from hn_desk.actions.office import Office
from hn_desk.actions.staff_facts import AuditRow
from hn_desk.models.tables import AuditEntry, OfficerRow
from hn_desk.rules.text import words

LOOKED_THROUGH: Final = 50_000
"""Newest acts that a search looks through."""
LONGEST: Final = 300


def audit_log(office: Office, text: str = "", limit: int = 500) -> tuple[AuditRow, ...]:
    """The newest acts, at most `limit`; each word of `text` begins a word of officer, act, subject or content."""
    office.require("log.read")
    sought = words(text)
    found: list[AuditRow] = []
    with office.database.read() as session:
        for entry in session.execute(_newest().limit(LOOKED_THROUGH if sought else limit)):
            row = _row(*entry)
            if _has(row, sought):
                found.append(row)
            if len(found) == limit:
                break
    return tuple(found)


def _newest() -> Select[Any]:
    entry = (AuditEntry.action, AuditEntry.subject, AuditEntry.content)
    joined = select(AuditEntry.sequence, AuditEntry.at, func.coalesce(OfficerRow.name, ""), *entry)
    joined = joined.outerjoin(OfficerRow, OfficerRow.id == AuditEntry.officer_id)
    return joined.order_by(AuditEntry.sequence.desc())


def _has(row: AuditRow, sought: tuple[str, ...]) -> bool:
    if not sought:
        return True
    own = words(f"{row.officer_name} {row.action_label} {row.subject} {row.detail}")
    return all(any(word.startswith(start) for word in own) for start in sought)


def _row(sequence: int, at: str, officer_name: str, action: str, subject: str, content: Any) -> AuditRow:
    return AuditRow(sequence, at, officer_name, action_label(action), subject, _detail(content))


def _detail(content: dict[str, Any] | None) -> str:
    shown = (f"{name}: {value}" for name, value in (content or {}).items() if value not in ("", None, {}, []))
    return "; ".join(shown)[:LONGEST]
