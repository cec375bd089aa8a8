"""One outreach event in its table: found again, written from a draft, read back as one."""

from typing import Any, Final

from sqlalchemy.orm import Session

from hn_desk.actions.office import Office
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.actions.remarks import gone, refuse_stale
from hn_desk.actions.search_texts import EVENTS, event_texts
from hn_desk.actions.unseen import unseen_topics
from hn_desk.models.search import index_words
from hn_desk.models.tables import EventGroup, OutreachEvent
from hn_desk.rules.text import text_key

FIELDS: Final = (
    *("topic", "title", "content", "legal_basis", "form", "state", "starts_on", "ends_on", "place", "people", "women"),
    *("times", "broadcasts", "posts", "leaflets", "leader", "joined", "speaker", "cost", "cost_source"),
    *("outcome_convert", "outcome_loan", "cancel_reason"),
)


def kept_event(session: Session, office: Office, draft: EventDraft) -> OutreachEvent | None:
    """The event that a draft is of, None for a new one. DeskError when gone or changed meanwhile."""
    if draft.id is None:
        return None
    kept = found_event(session, office, draft.id)
    refuse_stale(kept.version, draft.version)
    return kept


def found_event(session: Session, office: Office, event_id: str) -> OutreachEvent:
    """An event that this officer may see. DeskError when gone."""
    row = session.get(OutreachEvent, event_id)
    if row is None or row.topic in unseen_topics(office):
        raise gone()
    return row


def write_event(session: Session, row: OutreachEvent, draft: EventDraft) -> OutreachEvent:
    """Write a checked draft into its row, with its groups and the words that find it."""
    for name in FIELDS:
        setattr(row, name, getattr(draft, name))
    row.sort_key = text_key(draft.title)
    row.audiences = sorted(draft.audiences)
    if {group.group_id for group in row.groups} != draft.group_ids:
        row.groups = [EventGroup(group_id=group_id) for group_id in sorted(draft.group_ids)]
    session.add(row)
    session.flush()
    index_words(session, EVENTS, row.id, event_texts(row))
    return row


def draft_of(row: OutreachEvent) -> EventDraft:
    """The draft that an event would be typed as."""
    values: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
    groups = frozenset(group.group_id for group in row.groups)
    return EventDraft(row.id, row.version, group_ids=groups, audiences=frozenset(row.audiences), **values)
