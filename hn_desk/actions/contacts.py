"""Contacts with household businesses: visits, calls, meetings."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from hn_desk.actions.household_facts import ContactDraft, ContactFacts
from hn_desk.actions.labels import contact_ways, intentions, obstacles, supports
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.prepared import connection_of
from hn_desk.models.records import add_record, change_record
from hn_desk.models.tables import Contact, HouseholdBusiness, OfficerRow
from hn_desk.rules.text import clean_line, clean_text

FIELDS: Final = (
    *("household_id", "day", "way", "said", "intention", "obstacles", "supports", "capital_demand"),
    *("next_on", "next_step"),
)
SHOWN: Final = 200
"""Newest contacts of one household that its screen shows."""
TAKEN_OVER: Final = ("intention", "last_contact_on", "contacted_by", "obstacles", "next_on")
"""What a household takes over of its newest contact, in the order of `_NEWEST`."""
NOTHING: Final = ("not_asked", None, "", "", None)
_STANDS: Final[Select[Any]] = select(*(getattr(HouseholdBusiness, name) for name in TAKEN_OVER)).where(
    HouseholdBusiness.id == bindparam("of_household"), HouseholdBusiness.merged_into.is_(None)
)
_OF_HOUSEHOLD: Final = Contact.household_id == bindparam("of_household")
_ORDER: Final = (Contact.day.desc(), Contact.change.desc(), Contact.id)
_NEWEST: Final = (
    select(Contact.intention, Contact.day, Contact.officer_id, Contact.obstacles, Contact.next_on)
    .where(_OF_HOUSEHOLD)
    .order_by(*_ORDER)
    .limit(1)
)
_NEWEST_FIRST: Final = (
    select(Contact, OfficerRow.name)
    .join(OfficerRow, OfficerRow.id == Contact.officer_id)
    .where(_OF_HOUSEHOLD)
    .order_by(*_ORDER)
    .limit(SHOWN)
)
_KEPT: Final[Select[Any]] = select(Contact.version, *(getattr(Contact, name) for name in FIELDS)).where(
    Contact.id == bindparam("of_contact")
)


def save_contact(office: Office, draft: ContactDraft) -> Changed:
    """Keep a contact; the household takes over what its newest one says. InputError, DeskError (stale, gone)."""
    office.require("households.write", "contacts")
    with office.write() as session:
        contact_id = keep_contact(session, office, draft)
        audit.log(session, Act("contacts.save", "contacts", contact_id, {"household": draft.household_id}))
        return Changed(frozenset({"contacts", "households"}), contact_id)


def keep_contact(session: Session, office: Office, draft: ContactDraft, *, event_id: str | None = None) -> str:
    """Check a contact and write it into this transaction; its id. InputError, DeskError (stale, gone).

    `event_id` is the event that a new contact came of.
    """
    stands = connection_of(session).execute(_STANDS, {"of_household": draft.household_id}).first()
    if stands is None:
        raise gone()
    contact_id = _write(session, office, check_contact(office, draft), event_id)
    _take_over(session, draft.household_id, tuple(stands))
    return contact_id


def take_over(session: Session, household_id: str) -> None:
    """Let a household stand as its newest contact says, after contacts came to it or left it."""
    stands = connection_of(session).execute(_STANDS, {"of_household": household_id}).one()
    _take_over(session, household_id, tuple(stands))


def listed(codes: Collection[str]) -> str:
    """Codes as one column holds them, so that one is found between its bars: `|capital|cost|`; "" for none."""
    return f"|{'|'.join(sorted(codes))}|" if codes else ""


def contacts_of(session: Session, household_id: str) -> tuple[ContactFacts, ...]:
    """The contacts of one household, newest first."""
    found = session.execute(_NEWEST_FIRST, {"of_household": household_id})
    return tuple(ContactFacts(_draft_of(row), name) for row, name in found)


def _take_over(session: Session, household_id: str, stands: tuple[Any, ...]) -> None:
    found = connection_of(session).execute(_NEWEST, {"of_household": household_id}).first()
    newest = NOTHING if found is None else (*found[:3], listed(found[3]), found[4])
    if newest != stands:
        change_record(session, HouseholdBusiness, household_id, dict(zip(TAKEN_OVER, newest, strict=True)))


def check_contact(office: Office, draft: ContactDraft) -> ContactDraft:
    """The contact as it would be kept; nothing is written. InputError names every wrong field."""
    remarks = Remarks()
    cleaned = replace(draft, said=clean_text(draft.said), next_step=clean_line(draft.next_step))
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
    if draft.day and draft.next_on and draft.next_on < draft.day:
        remarks.problem("next_on", _("The next step lies before the contact."))
    if cleaned.next_step:
        remarks.required("next_on", draft.next_on, _("Type the day of the next step, so that you are reminded of it."))
    remarks.settle({})
    return cleaned


def _write(session: Session, office: Office, draft: ContactDraft, event_id: str | None) -> str:
    lists = {name: sorted(getattr(draft, name)) for name in ("obstacles", "supports")}
    values = {name: getattr(draft, name) for name in FIELDS} | lists
    if draft.id is None:
        return add_record(session, Contact, values | {"officer_id": office.officer.id, "event_id": event_id})
    kept = connection_of(session).execute(_KEPT, {"of_contact": draft.id}).mappings().first()
    if kept is None:
        raise gone()
    refuse_stale(kept["version"], draft.version)
    change_record(session, Contact, draft.id, {name: values[name] for name in FIELDS if values[name] != kept[name]})
    return draft.id


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
        next_on=row.next_on,
        next_step=row.next_step,
    )
