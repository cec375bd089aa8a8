"""Outreach events: planned, held, cancelled; which residential groups they reached."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.city_listing import city_ways, standing, without_city
from hn_desk.actions.city_states import NOWHERE, way_of
from hn_desk.actions.event_keeping import draft_of, kept_event, write_event
from hn_desk.actions.event_ties import linked_count
from hn_desk.actions.listing import Listing, in_order, page, sorted_ids
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach_checks import check_event
from hn_desk.actions.outreach_facts import EventDraft, EventFacts, EventRow, TopicChoice
from hn_desk.actions.outreach_words import audiences, event_forms, form_names, topic_names, topics
from hn_desk.actions.query import Query
from hn_desk.actions.remarks import gone
from hn_desk.actions.search_texts import EVENTS
from hn_desk.actions.unseen import seen_events, unseen_topics
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import EventGroup, OfficerRow, OutreachEvent, ResidentialGroup
from hn_desk.reports import coverage as reached
from hn_desk.reports.coverage import Coverage, GroupCoverage
from hn_desk.reports.table import Period

__all__ = [
    "Coverage",
    "EventDraft",
    "EventFacts",
    "EventRow",
    "GroupCoverage",
    "TopicChoice",
    "audiences",
    "coverage",
    "event",
    "event_forms",
    "event_ids",
    "event_rows",
    "save_event",
    "topics",
]

READ: Final = "outreach.read"
LISTING: Final = Listing(
    EVENTS,
    OutreachEvent.id,
    sorts={
        "name": (OutreachEvent.sort_key,),
        "title": (OutreachEvent.sort_key,),
        "day": (OutreachEvent.starts_on,),
        "topic": (OutreachEvent.topic, OutreachEvent.starts_on),
        "form": (OutreachEvent.form, OutreachEvent.starts_on),
        "people": (OutreachEvent.people, OutreachEvent.starts_on),
        "state": (OutreachEvent.state, OutreachEvent.starts_on),
    },
    filters={"topic": OutreachEvent.topic, "state": OutreachEvent.state, "form": OutreachEvent.form},
)


def save_event(office: Office, draft: EventDraft) -> Changed:
    """Keep an event with the residential groups it reached. InputError, WarningsError, DeskError (stale, gone)."""
    office.require("outreach.write")
    with office.write() as session:
        kept = kept_event(session, office, draft)
        cleaned, remarks = check_event(session, office, draft, kept)
        remarks.settle(draft.accepted)
        row = write_event(session, kept or OutreachEvent(officer_id=office.officer.id), cleaned)
        content = {"state": row.state, "accepted": remarks.reasons(draft.accepted)}
        audit.log(session, Act("events.save", "events", row.id, content))
        return Changed(frozenset({"events"}), row.id)


def event(office: Office, event_id: str) -> EventFacts:
    """One event, whole. DeskError when gone."""
    office.require(READ)
    with office.database.read() as session:
        row = session.get(OutreachEvent, event_id)
        if row is None or row.topic in unseen_topics(office):
            raise gone()
        labels = {choice.code: choice.label for choice in audiences(office, row.topic)}
        way = way_of(session, (EVENTS, event_id), office.today())
        return EventFacts(
            draft=draft_of(row),
            topic_name=topic_names(office).get(row.topic, row.topic),
            form_name=form_names(office).get(row.form, row.form),
            group_names=_group_names(session, event_id),
            audience_names=tuple(labels.get(code, code) for code in row.audiences),
            officer_name=session.scalar(select(OfficerRow.name).where(OfficerRow.id == row.officer_id)) or "",
            city_state=way.state,
            city_way=way,
            series_id=row.series_id,
            linked=linked_count(session, event_id),
        )


def event_ids(office: Office, query: Query) -> tuple[str, ...]:
    """Every event that answers `query`; sorts and filters as `LISTING` names them."""
    office.require(READ)
    with office.database.read() as session:
        asked, city = without_city(query)
        found = sorted_ids(session, seen_events(office, select(OutreachEvent.id)), LISTING, asked)
        there = standing(session, EVENTS, city, office.today()) if city else ()
        return tuple(one for one in found if one in there) if city else found


def event_rows(office: Office, ids: Sequence[str]) -> tuple[EventRow, ...]:
    """The lines of these events, in the order of `ids`."""
    office.require(READ)
    wanted = page(ids)
    groups = select(func.count()).where(EventGroup.event_id == OutreachEvent.id).scalar_subquery()
    columns = (OutreachEvent.id, OutreachEvent.starts_on, OutreachEvent.topic, OutreachEvent.title, OutreachEvent.form)
    statement = select(*columns, groups, OutreachEvent.people, OutreachEvent.state)
    topic, form = topic_names(office), form_names(office)
    with office.database.read() as session:
        found = session.execute(seen_events(office, statement.where(OutreachEvent.id.in_(wanted))))
        ways = city_ways(session, EVENTS, wanted, office.today())
        rows = (
            replace(
                EventRow(id_, day, topic.get(of, of), title, form.get(way, way), *rest), city=ways.get(id_, NOWHERE)
            )
            for id_, day, of, title, way, *rest in found
        )
        return in_order(wanted, rows)


def coverage(office: Office, topic: str, start: date, end: date) -> Coverage:
    """Residential groups owed that done events of `topic` reached from `start` to `end`, both included."""
    office.require(READ)
    if topic in unseen_topics(office):
        raise gone()
    with office.database.read() as session:
        return reached.coverage(session, topic, Period(start, end), office.today())


def _group_names(session: Session, event_id: str) -> tuple[str, ...]:
    statement = select(ResidentialGroup.name).join(EventGroup, EventGroup.group_id == ResidentialGroup.id)
    ordered = statement.where(EventGroup.event_id == event_id).order_by(ResidentialGroup.sort_key)
    return tuple(session.scalars(ordered))
