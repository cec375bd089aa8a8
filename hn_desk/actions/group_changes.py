"""Residential groups over time: one closed on a day, one split into several, several merged into one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.group_facts import ChangeLook, GroupChange, GroupEnd, NewGroup
from hn_desk.actions.group_lives import Named, are_taken, is_alive
from hn_desk.actions.household_notes import REGROUP, note_change, note_owner
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import (
    EventGroup,
    GroupSuccession,
    HouseholdBusiness,
    OutreachEvent,
    Person,
    ResidentialGroup,
)
from hn_desk.rules.dates import format_date
from hn_desk.rules.text import clean_line, place_key

WRITE: Final = "groups.write"
PLANNED: Final = "planned"
DONE: Final = "done"
FEWEST: Final = 2
"""So many groups a split makes at least."""
TOUCHED: Final = frozenset({"groups", "households", "people", "events"})


def end_group(office: Office, draft: GroupEnd) -> Changed:
    """Close a group on its last day, or open it again. InputError, DeskError (stale, gone)."""
    office.require(WRITE)
    with office.write() as session:
        row = _kept(session, draft.id, draft.version)
        remarks = Remarks()
        if session.scalar(select(GroupSuccession.new_id).where(GroupSuccession.old_id == row.id).limit(1)):
            remarks.problem("last_day", _("This group was split or merged; its last day follows from that."))
        elif draft.last_day and row.started_on and draft.last_day < row.started_on:
            remarks.problem("last_day", _("The group ends before it begins."))
        _check_later(session, row, draft.last_day, remarks)
        remarks.settle({})
        row.ended_on = draft.last_day
        row.is_active = draft.last_day is None or draft.last_day >= office.today()
        session.flush()
        content = {"last_day": draft.last_day.isoformat() if draft.last_day else ""}
        audit.log(session, Act("groups.end", "groups", row.id, content))
        return Changed(frozenset({"groups", "events"}), row.id)


def look_at_change(office: Office, change: GroupChange) -> ChangeLook:
    """What a split or a merge would do, before it is written. InputError, DeskError (stale, gone)."""
    office.require(WRITE)
    with office.database.read() as session:
        cleaned, rows, day = _checked(session, change)
        return _look(session, cleaned, rows, day)


def change_groups(office: Office, change: GroupChange) -> Changed:
    """Split or merge: the old groups end the day before, the new ones begin. InputError, DeskError (stale, gone)."""
    office.require(WRITE)
    with office.write() as session:
        cleaned, olds, day = _checked(session, change)
        look = _look(session, cleaned, olds, day)
        news = _begun(session, cleaned.news, day)
        for row in olds:
            row.ended_on = look.last_day
            row.is_active = look.last_day >= office.today()
        session.add_all(GroupSuccession(old_id=old.id, new_id=new.id, day=day) for old in olds for new in news)
        _hand_over_events(session, olds, news, day, (PLANNED, DONE) if look.is_merge else (PLANNED,))
        if look.is_merge:
            _move(session, olds, news[0])
        session.flush()
        moved = {"households": look.households, "people": look.people} if look.is_merge else {}
        content = {"began": day.isoformat(), "groups_ended": len(olds), "groups_begun": len(news), **moved}
        audit.log(session, Act("groups.change", "groups", news[0].id, content))
        return Changed(TOUCHED, news[0].id)


def _check_later(session: Session, row: ResidentialGroup, last_day: date | None, remarks: Remarks) -> None:
    """Events held after the last day would no longer count: they are mended first."""
    later = _events_from(session, [row.id], last_day + timedelta(days=1), (DONE,)) if last_day else []
    if later:
        told = _("{n} events held after this day name the group, the first on {day}: mend them first.")
        first = min(event.starts_on for event in later)
        remarks.problem("last_day", told.format(n=len(later), day=format_date(first)))


def _checked(session: Session, change: GroupChange) -> tuple[GroupChange, list[ResidentialGroup], date]:
    rows = [_kept(session, one.id, one.version) for one in change.olds]
    news = (replace(one, name=clean_line(one.name), kind=clean_line(one.kind)) for one in change.news)
    cleaned = replace(change, news=tuple(one for one in news if one.name))
    remarks = Remarks()
    remarks.required("day", cleaned.day, _("Type the first day of the new groups."))
    if not rows:
        remarks.problem("olds", _("Choose the groups that are split or merged."))
    elif len(rows) > 1 and len(cleaned.news) != 1:
        remarks.problem("names", _("Type the name of the one new group."))
    elif len(rows) == 1 and len(cleaned.news) < FEWEST:
        remarks.problem("names", _("Type the names of two new groups at least."))
    if cleaned.day:
        _check_lives(rows, cleaned.day - timedelta(days=1), remarks)
        if are_taken(session, Named(tuple(one.name for one in cleaned.news), cleaned.day), but=_ids(rows)):
            remarks.problem("names", _("There is a residential group of this name already."))
    remarks.settle({})
    return cleaned, rows, cleaned.day or date.min


def _check_lives(rows: Iterable[ResidentialGroup], last: date, remarks: Remarks) -> None:
    """The groups that end are there on their last day and were not closed otherwise."""
    for row in rows:
        if not is_alive(row, last):
            told = _("{name} does not exist on {day}, the day before.")
            remarks.problem("day", told.format(name=row.name, day=format_date(last)))
        elif row.ended_on is not None:
            remarks.problem("day", _("{name} is closed already; open it again first.").format(name=row.name))


def _ids(rows: Iterable[ResidentialGroup]) -> frozenset[str]:
    return frozenset(row.id for row in rows)


def _look(session: Session, change: GroupChange, rows: list[ResidentialGroup], day: date) -> ChangeLook:
    ids = [row.id for row in rows]

    def counted(table: Any) -> int:
        return session.scalar(select(func.count()).select_from(table).where(table.group_id.in_(ids))) or 0

    return ChangeLook(
        day=day,
        last_day=day - timedelta(days=1),
        is_merge=len(rows) > 1,
        olds=tuple(row.name for row in rows),
        news=tuple(one.name for one in change.news),
        households=counted(HouseholdBusiness),
        people=counted(Person),
        planned=len(_events_from(session, ids, day, (PLANNED,))),
        held=len(_events_from(session, ids, day, (DONE,))),
    )


def _begun(session: Session, news: Iterable[NewGroup], day: date) -> list[ResidentialGroup]:
    made = [
        ResidentialGroup(name=one.name, sort_key=place_key(one.name), kind=one.kind, started_on=day) for one in news
    ]
    session.add_all(made)
    session.flush()
    return made


def _events_from(session: Session, ids: Iterable[str], day: date, states: tuple[str, ...]) -> list[OutreachEvent]:
    named = select(EventGroup.event_id).where(EventGroup.group_id.in_(ids))
    events = select(OutreachEvent).where(OutreachEvent.id.in_(named), OutreachEvent.starts_on >= day)
    return list(session.scalars(events.where(OutreachEvent.state.in_(states))))


def _hand_over_events(
    session: Session, olds: list[ResidentialGroup], news: list[ResidentialGroup], day: date, states: tuple[str, ...]
) -> None:
    ended = _ids(olds)
    for event in _events_from(session, ended, day, states):
        kept = {group.group_id for group in event.groups} - ended | _ids(news)
        event.groups = [EventGroup(group_id=one) for one in sorted(kept)]


def _move(session: Session, olds: list[ResidentialGroup], new: ResidentialGroup) -> None:
    """Give households and people of the old groups to the new one; each household's history says so."""
    ids = _ids(olds)
    for household in session.scalars(select(HouseholdBusiness).where(HouseholdBusiness.group_id.in_(ids))):
        note_change(session, household.id, REGROUP, {"group_id": (household.group_id, new.id)})
        household.group_id = new.id
    for person in session.scalars(select(Person).where(Person.group_id.in_(ids))):
        note_owner(session, person.id, {"group_id": (person.group_id, new.id)}, way=REGROUP)
        person.group_id = new.id


def _kept(session: Session, id_: str, version: int) -> ResidentialGroup:
    row = session.get(ResidentialGroup, id_)
    if row is None:
        raise gone()
    refuse_stale(row.version, version)
    return row
