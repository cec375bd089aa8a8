"""The log as the auditor reads it, the newest act first."""

from typing import Any, Final

from sqlalchemy import Row, Select, func, select

from hn_desk.actions.audit_details import Kept, detail_words
from hn_desk.actions.audit_labels import action_label
from hn_desk.actions.office import Office
from hn_desk.actions.staff_facts import AuditRow
from hn_desk.models.tables import AuditEntry, OfficerRow
from hn_desk.rules.text import words

LOOKED_THROUGH: Final = 50_000
"""Newest acts that a search looks through."""
LONGEST: Final = 300


def audit_log(office: Office, text: str = "", limit: int = 500) -> tuple[AuditRow, ...]:
    """The newest acts, at most `limit`; each word of `text` begins a word of officer, act or content."""
    office.require("log.read")
    sought = words(text)
    found: list[AuditRow] = []
    with office.database.read() as session:
        for entry in session.execute(_newest().limit(LOOKED_THROUGH if sought else limit)):
            row = _row(office, entry)
            if _has(row, sought):
                found.append(row)
            if len(found) == limit:
                break
    return tuple(found)


def _newest() -> Select[Any]:
    entry = (AuditEntry.action, AuditEntry.subject, AuditEntry.content)
    joined = select(AuditEntry.sequence, AuditEntry.at, func.coalesce(OfficerRow.name, "").label("name"), *entry)
    joined = joined.outerjoin(OfficerRow, OfficerRow.id == AuditEntry.officer_id)
    return joined.order_by(AuditEntry.sequence.desc())


def _has(row: AuditRow, sought: tuple[str, ...]) -> bool:
    if not sought:
        return True
    own = words(f"{row.officer_name} {row.action_label} {row.detail}")
    return all(any(word.startswith(start) for word in own) for start in sought)


def _row(office: Office, entry: Row[Any]) -> AuditRow:
    kept = Kept(entry.subject, entry.content or {})
    detail = detail_words(kept, office.book.roles)[:LONGEST]
    return AuditRow(entry.sequence, entry.at, entry.name, action_label(entry.action), entry.subject, detail)
