"""What may stand in an answer to a desk that gets no names: nobody of the record that was asked about."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from hn_desk.actions.question_places import CREDIT, HOUSEHOLDS, Place
from hn_desk.i18n import _
from hn_desk.models.tables import HouseholdBusiness, LoanApplication, Person
from hn_desk.rules.desks import Desk
from hn_desk.rules.private_words import first_said, has_long_number


def answer_problem(session: Session, desk: Desk | None, place: Place, text: str) -> str:
    """Why an answer about the record at `place` can't go to this desk in these words; empty when it can."""
    if desk is not None and desk.receives_names:
        return ""
    name = desk.name if desk is not None else ""
    if has_long_number(text):
        return _("Leave the long number out: {desk} gets no names, numbers or addresses of people.").format(desk=name)
    said = first_said(text, _people(session, place))
    if said:
        return _("Leave “{word}” out: {desk} gets no names, numbers or addresses of people.").format(
            word=said, desk=name
        )
    return ""


def _people(session: Session, place: Place) -> Iterator[str]:
    """Names and addresses of the people whom the record at `place` tells of."""
    if place.page == HOUSEHOLDS:
        household = session.get(HouseholdBusiness, place.id)
        if household is not None:
            yield household.address
            yield from _person(household.owner)
    elif place.page == CREDIT:
        application = session.get(LoanApplication, place.id)
        if application is not None:
            yield from _applicant(application)


def _applicant(row: LoanApplication) -> Iterator[str]:
    if row.person is not None:
        yield from _person(row.person)
    if row.establishment is not None:
        yield from (row.establishment.name, row.establishment.address, row.establishment.representative)
    yield str((row.representative or {}).get("name", ""))
    yield from (str(worker[0]) for worker in row.workers or () if worker)


def _person(row: Person) -> Iterator[str]:
    yield from (row.name, row.address)
