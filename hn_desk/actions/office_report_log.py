"""What the signed log tells of official reports: in which order they were frozen."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.models.tables import AuditEntry

FREEZE: Final = "reports.freeze"


def freezings(session: Session) -> dict[str, int]:
    """The number of the log's entry of the newest freezing, by the report's id: their order, whatever clocks said."""
    newest = func.max(AuditEntry.sequence).label("turn")
    found = select(AuditEntry.record_id, newest).where(AuditEntry.action == FREEZE).group_by(AuditEntry.record_id)
    return {row.record_id: row.turn for row in session.execute(found)}
