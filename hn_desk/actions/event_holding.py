"""Several planned events marked as held at once, as they were planned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import func, select

from hn_desk.actions.event_keeping import draft_of, found_event, write_event
from hn_desk.actions.labels import DONE, PLANNED
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach_checks import check_event
from hn_desk.actions.remarks import refuse_stale
from hn_desk.actions.unseen import seen_events
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import EventGroup, OutreachEvent

WRITE: Final = "outreach.write"


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """A planned event whose day has come; `groups` counts the residential groups it is planned for."""

    id: str
    version: int
    day: date
    title: str
    groups: int
    broadcasts: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """Which planned events were held, by id and version, and how many broadcasts each had that says none yet."""

    events: tuple[tuple[str, int], ...]
    broadcasts: int | None = None


def planned_events(office: Office) -> tuple[PlannedEvent, ...]:
    """Every planned event up to today, the oldest first."""
    office.require("outreach.read", "events")
    groups = select(func.count()).where(EventGroup.event_id == OutreachEvent.id).scalar_subquery()
    row = OutreachEvent
    statement = select(row.id, row.version, row.starts_on, row.title, groups, row.broadcasts)
    due = statement.where(row.state == PLANNED, row.starts_on <= office.today()).order_by(row.starts_on, row.id)
    with office.database.read() as session:
        return tuple(PlannedEvent(*found) for found in session.execute(seen_events(office, due)))


def hold_events(office: Office, held: Held) -> Changed:
    """Mark planned events as held on their day, all or none. InputError, DeskError (gone, changed, none chosen)."""
    office.require(WRITE, "events")
    if not held.events:
        raise DeskError(_("No event is ticked."), do=_("Tick the events that were held."), reason="none")
    with office.write() as session:
        for id_, version in held.events:
            row = found_event(session, office, id_)
            refuse_stale(row.version, version)
            if row.state != PLANNED:
                raise DeskError(
                    _("“{title}” is no longer planned.").format(title=row.title),
                    do=_("Open the list again."),
                    reason="not-planned",
                )
            draft = draft_of(row)
            broadcasts = draft.broadcasts if draft.broadcasts is not None else held.broadcasts
            cleaned, remarks = check_event(session, office, replace(draft, state=DONE, broadcasts=broadcasts), row)
            remarks.settle({})
            write_event(session, row, cleaned)
        ids: Sequence[str] = [id_ for id_, _version in held.events]
        audit.log(session, Act("events.hold", "events", ids[0], {"events": ids}))
        return Changed(frozenset({"events"}), ids[0])
