"""Under which texts each subject's records are found, and keeping their words when a name changes."""

from typing import Final, Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hn_desk.models.prepared import Prepared
from hn_desk.models.records import change_record
from hn_desk.models.search import index_words
from hn_desk.models.tables import HouseholdBusiness, LoanApplication, OutreachEvent
from hn_desk.rules.text import name_key

PEOPLE: Final = "people"
HOUSEHOLDS: Final = "households"
APPLICATIONS: Final = "applications"
EVENTS: Final = "events"
_HOUSEHOLDS: Final = Prepared(
    select(
        HouseholdBusiness.id,
        HouseholdBusiness.name,
        HouseholdBusiness.business_code,
        HouseholdBusiness.tax_code,
        HouseholdBusiness.address,
    ).where(HouseholdBusiness.owner_id == bindparam("of_person"), HouseholdBusiness.merged_into.is_(None))
)
_APPLICATIONS: Final = Prepared(
    select(LoanApplication.id, LoanApplication.file_code, LoanApplication.sort_key).where(
        LoanApplication.person_id == bindparam("of_person")
    )
)


class OnePerson(Protocol):
    """What of a person is searched, whatever holds it."""

    @property
    def name(self) -> str:
        """Full name."""

    @property
    def id_number(self) -> str:
        """Citizen's number."""

    @property
    def old_id_number(self) -> str:
        """Number of the old card."""

    @property
    def phone(self) -> str:
        """Telephone."""

    @property
    def address(self) -> str:
        """Address."""


class OneHousehold(Protocol):
    """What of a household business is searched, its owner apart."""

    @property
    def name(self) -> str:
        """Name."""

    @property
    def business_code(self) -> str:
        """Business code."""

    @property
    def tax_code(self) -> str:
        """Tax code."""

    @property
    def address(self) -> str:
        """Address."""


class OneEstablishment(Protocol):
    """What of an establishment is searched."""

    @property
    def name(self) -> str:
        """Name."""

    @property
    def code(self) -> str:
        """Business code."""

    @property
    def representative(self) -> str:
        """Who stands for it."""


def person_texts(person: OnePerson) -> tuple[str, ...]:
    """Texts that find a person."""
    return (*named_texts(person), person.old_id_number, person.address)


def named_texts(person: OnePerson) -> tuple[str, ...]:
    """Texts of a person that find what stands under the name."""
    return (person.name, person.id_number, person.phone)


def household_texts(household: OneHousehold, owner: OnePerson) -> tuple[str, ...]:
    """Texts that find a household business: its own and its owner's."""
    own = (household.name, household.business_code, household.tax_code, household.address)
    return (*own, *named_texts(owner))


def event_texts(event: OutreachEvent) -> tuple[str, ...]:
    """Texts that find an outreach event."""
    return (event.title, event.place, event.leader, event.speaker)


def application_texts(file_code: str, person: OnePerson | None, business: OneEstablishment | None) -> tuple[str, ...]:
    """Texts that find a loan application: its file code and its applicant's name and number."""
    of_person = named_texts(person) if person else ()
    of_business = (business.name, business.code, business.representative) if business else ()
    return (file_code, *of_person, *of_business)


def index_person(session: Session, person_id: str, person: OnePerson) -> None:
    """Keep the words of a person."""
    index_words(session, PEOPLE, person_id, person_texts(person))


def index_under(session: Session, person_id: str, person: OnePerson) -> None:
    """Keep the words and the order of what stands under a person's name."""
    order = name_key(person.name)
    for household_id, *own in _HOUSEHOLDS.run(session, {"of_person": person_id}):
        index_words(session, HOUSEHOLDS, household_id, (*own, *named_texts(person)))
    for application_id, file_code, sort_key in _APPLICATIONS.run(session, {"of_person": person_id}):
        if sort_key != order:
            change_record(session, LoanApplication, application_id, {"sort_key": order})
        index_words(session, APPLICATIONS, application_id, application_texts(file_code, person, None))
