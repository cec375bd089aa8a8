"""What hangs on an event: its photos, and the households that a contact says it reached."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.models.tables import Contact, Evidence


def evidence_count(session: Session, event_id: str) -> int:
    """How many photos are kept of an event."""
    return session.scalar(select(func.count()).where(Evidence.event_id == event_id)) or 0


def linked_count(session: Session, event_id: str) -> int:
    """How many household businesses have a contact that came of an event."""
    households = select(func.count(Contact.household_id.distinct())).where(Contact.event_id == event_id)
    return session.scalar(households) or 0
