"""The other applications of one person, under whatever number or record: each is a doubt that wants a reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.search_texts import PEOPLE
from hn_desk.i18n import _
from hn_desk.models.search import matching
from hn_desk.models.tables import BeneficiaryList, LoanApplication, Person
from hn_desk.rules.credit import BANK_REFUSED, REFUSED, SETTLED, WITHDRAWN
from hn_desk.rules.findings import WARN, Finding
from hn_desk.rules.text import words

SAME_PERSON: Final = "same_person"
NEVER_LENT: Final = frozenset({REFUSED, WITHDRAWN, BANK_REFUSED})
FEWEST_WORDS: Final = 2
"""A name of one word is half typed."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks under which programme, in which application, on which list; ids are None for what is not kept yet."""

    programme: str
    person: PersonDraft
    id: str | None = None
    list_id: str | None = None


def other_applications(session: Session, office: Office, own: Asking) -> tuple[Finding, ...]:
    """A warning for each other application of this person that is open, or settled while its window lasts.

    The person is known again by record, ID number, old ID number (CMND), or by folded name and birth. A line of a list
    doesn't count against the same line of its correction.
    """
    known: dict[str | None, str] = dict(_known_again(session, own.person))
    columns = (
        LoanApplication.id,
        LoanApplication.file_code,
        LoanApplication.person_id,
        LoanApplication.programme,
        LoanApplication.list_id,
        LoanApplication.state,
        LoanApplication.eligible_until,
    )
    asked = select(*columns).where(LoanApplication.person_id.in_(known)).order_by(LoanApplication.file_code)
    rows: list[Any] = [row for row in session.execute(asked) if row.id != own.id] if known else []
    editions = _other_editions(session, own.list_id) if rows else frozenset()
    return tuple(
        _warning(office, own.programme, row, known[row.person_id])
        for row in rows
        if row.list_id not in editions and _counts(row, own.programme, office.today())
    )


def _other_editions(session: Session, list_id: str | None) -> frozenset[str | None]:
    """The lists that this one corrects and those that correct it."""
    found: set[str] = set()
    wanted = {list_id} if list_id else set()
    while wanted:
        found |= wanted
        linked = select(BeneficiaryList.id, BeneficiaryList.corrects_id).where(
            or_(BeneficiaryList.id.in_(wanted), BeneficiaryList.corrects_id.in_(wanted))
        )
        wanted = {id_ for pair in session.execute(linked) for id_ in pair if id_} - found
    return frozenset(found - {list_id})


def _counts(row: Row[Any], programme: str, day: date) -> bool:
    if row.state in NEVER_LENT:
        return False
    is_in_window = row.eligible_until is not None and row.eligible_until >= day
    return row.state != SETTLED or (row.programme == programme and is_in_window)


def _warning(office: Office, programme: str, row: Row[Any], why: str) -> Finding:
    if row.programme == programme:
        said = _("The same person stands in file {code} of this programme already: {why}.")
        sentence = said.format(code=row.file_code, why=why)
    else:
        said = _("The same person stands in file {code} of another programme, {programme}: {why}.")
        sentence = said.format(code=row.file_code, programme=office.book.programmes[row.programme].name, why=why)
    return Finding(f"{SAME_PERSON}.{row.file_code}", WARN, sentence)


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
    """Found by the given name, of which few bear the same: the words before it are everybody's."""
    sought = words(person.name)
    if len(sought) < FEWEST_WORDS or not person.birth:
        return
    born = Person.birth.startswith(person.birth[:4], autoescape=True)
    named = matching(PEOPLE, sought[-1], Person.id.expression)
    asked = select(Person.id, Person.name, Person.birth).where(*named, born)
    for id_, name, birth in session.execute(asked):
        if words(name) == sought and (birth.startswith(person.birth) or person.birth.startswith(birth)):
            yield id_, _("the same name and birth")
