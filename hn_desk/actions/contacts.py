"""Contacts with household businesses: visits, calls, meetings."""

from dataclasses import replace
from typing import Final, TypeVarTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, lazyload

from hn_desk.actions.household_facts import ContactDraft, ContactFacts
from hn_desk.actions.labels import contact_ways, intentions, obstacles, supports
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import Contact, HouseholdBusiness, OfficerRow
from hn_desk.rules.text import clean_text

Columns = TypeVarTuple("Columns")
SHOWN: Final = 200
"""Newest contacts of one household that its screen shows."""


def save_contact(office: Office, draft: ContactDraft) -> Changed:
    """Keep a contact; the household takes over the intention of its newest one. InputError, DeskError (stale, gone)."""
    office.require("households.write")
    with office.write() as session:
        household = session.get(HouseholdBusiness, draft.household_id, options=[lazyload("*")])
        if household is None:
            raise gone()
        contact = _write(session, office, _checked(office, draft))
        newest = _newest_first(select(Contact.intention, Contact.day), household.id).limit(1)
        household.intention, household.last_contact_on = session.execute(newest).one()
        audit.log(session, Act("contacts.save", "contacts", contact.id, {"household": household.id}))
        return Changed(frozenset({"contacts", "households"}), contact.id)


def contacts_of(session: Session, household_id: str) -> tuple[ContactFacts, ...]:
    """The contacts of one household, newest first."""
    joined = select(Contact, OfficerRow.name).join(OfficerRow, OfficerRow.id == Contact.officer_id)
    found = session.execute(_newest_first(joined, household_id).limit(SHOWN))
    return tuple(ContactFacts(_draft_of(row), name) for row, name in found)


def _newest_first(statement: Select[*Columns], household_id: str) -> Select[*Columns]:
    newest_first = (Contact.day.desc(), Contact.change.desc(), Contact.id)
    return statement.where(Contact.household_id == household_id).order_by(*newest_first)


def _checked(office: Office, draft: ContactDraft) -> ContactDraft:
    remarks = Remarks()
    cleaned = replace(draft, said=clean_text(draft.said))
    remarks.required("day", draft.day, _("Type the day of the contact."))
    if draft.day and draft.day > office.today():
        remarks.problem("day", _("This day lies in the future."))
    remarks.required("way", draft.way, _("Choose how the household was contacted."))
    remarks.one_of("way", draft.way, contact_ways(office))
    remarks.required("intention", draft.intention, _("Choose what the household intends."))
    remarks.one_of("intention", draft.intention, intentions(office))
    remarks.all_of("obstacles", draft.obstacles, obstacles(office))
    remarks.all_of("supports", draft.supports, supports(office))
    remarks.not_negative(draft, "capital_demand")
    remarks.settle({})
    return cleaned


def _write(session: Session, office: Office, draft: ContactDraft) -> Contact:
    contact = Contact(officer_id=office.officer.id) if draft.id is None else session.get(Contact, draft.id)
    if contact is None or draft.day is None:
        raise gone()
    if draft.id is not None:
        refuse_stale(contact.version, draft.version)
    contact.household_id, contact.day, contact.way = draft.household_id, draft.day, draft.way
    contact.said, contact.intention, contact.capital_demand = draft.said, draft.intention, draft.capital_demand
    contact.obstacles, contact.supports = sorted(draft.obstacles), sorted(draft.supports)
    session.add(contact)
    session.flush()
    return contact


def _draft_of(row: Contact) -> ContactDraft:
    return ContactDraft(
        id=row.id,
        version=row.version,
        household_id=row.household_id,
        day=row.day,
        way=row.way,
        said=row.said,
        intention=row.intention,
        obstacles=frozenset(row.obstacles),
        supports=frozenset(row.supports),
        capital_demand=row.capital_demand,
    )
