"""What a training office has been doing: contacts, conversions, events, applications, by the officers' own acts."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import select

from hn_desk.actions.contacts import save_contact
from hn_desk.actions.conversions import move_conversion
from hn_desk.actions.credit import check, present, save_application
from hn_desk.actions.credit_facts import ApplicationDraft
from hn_desk.actions.household_facts import ContactDraft, ConversionDraft
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import save_event
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.actions.people import PersonDraft
from hn_desk.models.tables import HouseholdBusiness, ResidentialGroup

NEEDED: Final = ("households.write", "conversions.write", "outreach.write", "credit.enter", "credit.present")
MOST_CONTACTS: Final = 12
WAYS: Final = (("listed",), ("listed", "contacted", "agreed"), ("listed", "contacted", "considering"))
FACTS: Final[Mapping[str, object]] = {
    "resides_here": True,
    "priority_group": "poor",
    "purpose": "create",
    "term_months": 60,
    "documents": frozenset({"loan_application"}),
}


def record_acts(office: Office, words: Mapping[str, Any], seed: int) -> dict[str, int]:
    """Let the signed-in clerk record a little of each kind; how many of each."""
    for action in NEEDED:
        office.require(action, "people")
    chance = Random(seed)
    with office.database.read() as session:
        order = HouseholdBusiness.sort_key
        households = list(session.scalars(select(HouseholdBusiness.id).order_by(order).limit(MOST_CONTACTS)))
    return {
        "contacts": _contacts(office, households, chance),
        "conversions": _conversions(office, households),
        "events": _events(office, words["events"], chance),
        "applications": _applications(office, words["applicants"], chance),
    }


def _contacts(office: Office, households: Sequence[str], chance: Random) -> int:
    book = office.book.conversion
    for household in households:
        draft = ContactDraft(
            household_id=household,
            day=office.today() - timedelta(days=chance.randrange(3, 90)),
            way=chance.choice(book.ways).code,
            intention=chance.choice(book.intentions).code,
            obstacles=frozenset({chance.choice(book.obstacles).code}),
            supports=frozenset({chance.choice(book.supports).code}),
            capital_demand=chance.randrange(1, 9) * 50_000_000,
        )
        save_contact(office, draft)
    return len(households)


def _conversions(office: Office, households: Sequence[str]) -> int:
    chosen = households[: len(WAYS)]
    for household, way in zip(chosen, WAYS, strict=False):
        for place, state in enumerate(way):
            day = office.today() - timedelta(days=len(way) - place)
            move_conversion(office, ConversionDraft(household_id=household, state=state, day=day))
    return len(chosen)


def _events(office: Office, events: Sequence[Mapping[str, str]], chance: Random) -> int:
    with office.database.read() as session:
        groups = list(session.scalars(select(ResidentialGroup.id).order_by(ResidentialGroup.sort_key)))
    for event in events:
        people = chance.randrange(20, 90)
        draft = EventDraft(
            topic=event["topic"],
            title=event["title"],
            form="conference",
            state="done",
            starts_on=office.today() - timedelta(days=chance.randrange(2, 60)),
            place=event["place"],
            group_ids=frozenset(chance.sample(groups, min(6, len(groups)))),
            audiences=frozenset({"residents"}),
            people=people,
            women=people // 2,
        )
        save_event(office, draft)
    return len(events)


def _applications(office: Office, applicants: Sequence[Mapping[str, Any]], chance: Random) -> int:
    for place, applicant in enumerate(applicants):
        facts = {**FACTS, "amount": chance.randrange(3, 10) * 10_000_000}
        draft = ApplicationDraft(programme="gqvl", applicant="person", person=PersonDraft(**applicant), facts=facts)
        saved = save_application(office, draft).id
        if place:
            check(office, saved)
        if place > 1:
            present(office, (saved,))
    return len(applicants)
