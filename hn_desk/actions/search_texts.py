"""Under which texts each subject's records are found, and keeping their words when a name changes."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.models.search import index_words
from hn_desk.models.tables import HouseholdBusiness, LoanApplication, OutreachEvent, Person
from hn_desk.rules.text import name_key

PEOPLE: Final = "people"
HOUSEHOLDS: Final = "households"
APPLICATIONS: Final = "applications"
EVENTS: Final = "events"


def person_texts(person: Person) -> tuple[str, ...]:
    """Texts that find a person."""
    return (person.name, person.id_number, person.old_id_number, person.phone, person.address)


def household_texts(household: HouseholdBusiness) -> tuple[str, ...]:
    """Texts that find a household business: its own and its owner's."""
    return (
        household.name,
        household.business_code,
        household.tax_code,
        household.address,
        household.owner.name,
        household.owner.id_number,
        household.owner.phone,
    )


def event_texts(event: OutreachEvent) -> tuple[str, ...]:
    """Texts that find an outreach event."""
    return (event.title, event.place, event.leader, event.speaker)


def application_texts(application: LoanApplication) -> tuple[str, ...]:
    """Texts that find a loan application: its file code and its applicant's name and number."""
    person, establishment = application.person, application.establishment
    of_person = (person.name, person.id_number, person.phone) if person else ()
    of_establishment = (establishment.name, establishment.code, establishment.representative) if establishment else ()
    return (application.file_code, *of_person, *of_establishment)


def index_person(session: Session, person: Person) -> None:
    """Keep the words of a person and of what stands under the person's name."""
    index_words(session, PEOPLE, person.id, person_texts(person))
    for household in session.scalars(select(HouseholdBusiness).where(HouseholdBusiness.owner_id == person.id)):
        index_words(session, HOUSEHOLDS, household.id, household_texts(household))
    for application in session.scalars(select(LoanApplication).where(LoanApplication.person_id == person.id)):
        application.sort_key = name_key(person.name)
        index_words(session, APPLICATIONS, application.id, application_texts(application))
