"""What an officer who doesn't work with credit files doesn't see at all: the programmes that are protected."""

from typing import Any, Final

from sqlalchemy import select

from hn_desk.actions.office import Office
from hn_desk.models.tables import HouseholdBusiness, OutreachEvent, Person
from hn_desk.rules.deadlines import Deadline

SEES: Final = "credit.read"


def unseen_topics(office: Office) -> frozenset[str]:
    """The topics of outreach that stay away from this officer: protected programmes, and what concerns their people."""
    return frozenset() if office.may(SEES) else protected_topics(office)


def protected_topics(office: Office) -> frozenset[str]:
    """The topics that are protected: words on them stand under the second key, outreach is only counted."""
    own = {topic.code for topic in office.book.outreach.topics if topic.is_protected}
    return frozenset(own | {one.code for one in office.book.programmes.values() if one.is_protected})


def is_seen(office: Office, deadline: Deadline) -> bool:
    """Whether a deadline stands on this officer's home page: one of a protected topic only for who works with it."""
    return deadline.topic not in unseen_topics(office)


def seen_events(office: Office, events: Any) -> Any:
    """A selection of events without those of topics that stay away."""
    unseen = unseen_topics(office)
    return events.where(OutreachEvent.topic.not_in(unseen)) if unseen else events


def seen_people(office: Office, people: Any) -> Any:
    """A selection of people without those who only ask for a loan: who owns a household business stays."""
    return people if office.may(SEES) else people.where(Person.id.in_(select(HouseholdBusiness.owner_id)))
