"""The other applications of one person, under whatever number or record: each is a doubt that wants a reason."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.search_texts import PEOPLE
from hn_desk.i18n import _
from hn_desk.models.search import matching
from hn_desk.models.tables import LoanApplication, Person
from hn_desk.rules.credit import BANK_REFUSED, REFUSED, SETTLED, WITHDRAWN
from hn_desk.rules.findings import WARN, Finding
from hn_desk.rules.programme import Programme
from hn_desk.rules.text import words

SAME_PERSON: Final = "same_person"
NEVER_LENT: Final = frozenset({REFUSED, WITHDRAWN, BANK_REFUSED})
FEWEST_WORDS: Final = 2
"""A name of one word is half typed."""


def other_applications(
    session: Session, office: Office, programme: Programme, person: PersonDraft, own_id: str | None
) -> tuple[Finding, ...]:
    """A warning for each other application of this person that is open, or settled while its window lasts.

    The person is known again by record, ID number, old ID number (CMND), or by folded name and birth.
    """
    known: dict[str | None, str] = dict(_known_again(session, person))
    columns = (
        LoanApplication.id,
        LoanApplication.file_code,
        LoanApplication.person_id,
        LoanApplication.programme,
        LoanApplication.state,
        LoanApplication.eligible_until,
    )
    asked = select(*columns).where(LoanApplication.person_id.in_(known)).order_by(LoanApplication.file_code)
    found = []
    for id_, code, of, other, state, until in session.execute(asked) if known else ():
        if id_ != own_id and _counts(state, until, office.today(), is_same_programme=programme.code == other):
            found.append(_warning(office, programme, code, other, known[of]))
    return tuple(found)


def _counts(state: str, until: date | None, day: date, *, is_same_programme: bool) -> bool:
    if state in NEVER_LENT:
        return False
    return state != SETTLED or (is_same_programme and until is not None and until >= day)


def _warning(office: Office, programme: Programme, code: str, other: str, why: str) -> Finding:
    if programme.code == other:
        said = _("The same person stands in file {code} of this programme already: {why}.")
        sentence = said.format(code=code, why=why)
    else:
        said = _("The same person stands in file {code} of another programme, {programme}: {why}.")
        sentence = said.format(code=code, programme=office.book.programmes[other].name, why=why)
    return Finding(f"{SAME_PERSON}.{code}", WARN, sentence)


def _known_again(session: Session, person: PersonDraft) -> Iterator[tuple[str, str]]:
    """People who are this person, with what tells it; the strongest reason last."""
    yield from _by_name(session, person)
    yield from _by_number(session, person)
    if person.id is not None:
        yield person.id, _("the same person of this office")


def _by_number(session: Session, person: PersonDraft) -> Iterator[tuple[str, str]]:
    numbers = {person.id_number, person.old_id_number} - {""}
    if not numbers:
        return
    asked = select(Person.id, Person.id_number).where(
        or_(Person.id_number.in_(numbers), Person.old_id_number.in_(numbers))
    )
    for id_, number in session.execute(asked):
        is_new = number == person.id_number and bool(number)
        yield id_, _("the same ID number") if is_new else _("the same old ID number (CMND)")


def _by_name(session: Session, person: PersonDraft) -> Iterator[tuple[str, str]]:
    sought = words(person.name)
    if len(sought) < FEWEST_WORDS or not person.birth:
        return
    born = Person.birth.startswith(person.birth[:4], autoescape=True)
    asked = select(Person.id, Person.name, Person.birth).where(
        *matching(PEOPLE, person.name, Person.id.expression), born
    )
    for id_, name, birth in session.execute(asked):
        if words(name) == sought and (birth.startswith(person.birth) or person.birth.startswith(birth)):
            yield id_, _("the same name and birth")
