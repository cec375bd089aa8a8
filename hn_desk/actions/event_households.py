"""Households that said at an event what they intend: each gets a contact that names the event.

Only events of a topic that links households have them; of protected topics nobody is linked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.contacts import keep_contact
from hn_desk.actions.event_keeping import found_event
from hn_desk.actions.event_ties import linked_count
from hn_desk.actions.household_facts import ContactDraft
from hn_desk.actions.labels import DONE, intentions
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import gone
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import Contact, HouseholdBusiness, OutreachEvent, Person

AT_EVENT: Final = "event"
"""The way of a contact that was made at an event."""
SUBJECTS: Final = frozenset({"contacts", "events", "households"})


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A household that was at an event: its id, what it intends, what was said."""

    household_id: str
    intention: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class LinkedHousehold:
    """A household linked to an event, as its contact says."""

    id: str
    name: str
    owner: str
    intention: str
    said: str
    day: date


def link_households(office: Office, event_id: str, links: Sequence[LinkDraft]) -> Changed:
    """Write a contact for each household, all or none, and raise the event's outcome to as many as are linked.

    DeskError when the event is gone, not held, of another topic, or a household is linked already; InputError.
    """
    office.require("outreach.write", "contacts")
    office.require("households.write", "contacts")
    if not links:
        raise DeskError(_("No household is chosen."), do=_("Add at least one household."), reason="none")
    with office.write() as session:
        event = found_event(session, office, event_id)
        _refuse_unlinked(office, event)
        for link in links:
            _link(session, office, event, link)
        session.flush()
        linked = linked_count(session, event_id)
        if linked > (event.outcome_convert or 0):
            event.outcome_convert = linked
        ids = [link.household_id for link in links]
        audit.log(session, Act("events.link", "events", event_id, {"households": ids}))
        return Changed(SUBJECTS, event_id)


def linked_households(office: Office, event_id: str) -> tuple[LinkedHousehold, ...]:
    """The households linked to an event, in the order of their names. DeskError when the event is gone."""
    office.require("outreach.read", "contacts")
    office.require("households.read", "contacts")
    columns = (HouseholdBusiness.id, HouseholdBusiness.name, Person.name, Contact.intention, Contact.said, Contact.day)
    statement = (
        select(*columns)
        .join(HouseholdBusiness, HouseholdBusiness.id == Contact.household_id)
        .join(Person, Person.id == HouseholdBusiness.owner_id)
        .where(Contact.event_id == event_id)
        .order_by(HouseholdBusiness.sort_key, HouseholdBusiness.id)
    )
    names = intentions(office)
    with office.database.read() as session:
        found_event(session, office, event_id)
        rows = session.execute(statement)
        return tuple(
            LinkedHousehold(id_, name, owner, names[of], said, day) for id_, name, owner, of, said, day in rows
        )


def links_households(office: Office, topic: str) -> bool:
    """Whether households may be linked to events of this topic."""
    return any(one.links_households for one in office.book.outreach.topics if one.code == topic)


def _refuse_unlinked(office: Office, event: OutreachEvent) -> None:
    if not links_households(office, event.topic):
        raise DeskError(
            _("Events of this topic are only counted: no household is linked to them."),
            do=_("Type how many people asked."),
            reason="protected",
        )
    if event.state != DONE:
        raise DeskError(
            _("Households are linked to an event that was held."),
            do=_("Mark the event as done first."),
            reason="not-held",
        )


def _link(session: Session, office: Office, event: OutreachEvent, link: LinkDraft) -> None:
    household = session.get(HouseholdBusiness, link.household_id)
    if household is None:
        raise gone()
    same = (Contact.event_id == event.id, Contact.household_id == household.id)
    if session.scalar(select(Contact.id).where(*same).limit(1)):
        raise DeskError(
            _("The household {name} is linked to this event already.").format(name=household.name),
            do=_("Take it out of the list."),
            reason="twin",
        )
    draft = ContactDraft(
        household_id=household.id, day=event.starts_on, way=AT_EVENT, intention=link.intention, said=link.said
    )
    keep_contact(session, office, draft, event_id=event.id)
