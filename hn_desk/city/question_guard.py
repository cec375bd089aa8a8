"""What may stand in a question: nobody's name or address, since it travels unsealed, and nothing of another office."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.payload_fields import field_rows
from hn_desk.city.question_facts import CityAsked
from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _
from hn_desk.models.tables import CityQuestion, CityRecord
from hn_desk.packets.subjects import SUBJECTS
from hn_desk.rules.desks import WITH_NAMES
from hn_desk.rules.private_words import first_said, has_long_number, plain
from hn_desk.rules.text import clean_text

MOST: Final = 1000
"""Most letters of a question."""
OF_PEOPLE: Final = ("name", "address", "establishment_name", "establishment_address")
PERSONAL: Final = (*OF_PEOPLE, "enterprise_name")


def checked_text(session: Session, question: CityQuestion | CityAsked, text: str) -> str:
    """The text of a question as it may go to its office. InputError at `text` says what must not stand in it."""
    cleaned = clean_text(text)
    problem = _problem(session, question, cleaned)
    if problem:
        raise InputError(_("The question can't be sent like this."), problems=(Problem("text", problem),))
    return cleaned


def _problem(session: Session, question: CityQuestion | CityAsked, text: str) -> str:
    if not text:
        return _("Write the question.")
    if len(text) > MOST:
        return _("At most {n} letters.").format(n=MOST)
    if has_long_number(text):
        return _("Leave the long number out: the office sees the record that is asked about.")
    of_person = first_said(text, _people(session, question.office))
    if of_person:
        return _("“{word}” tells of a person: leave it out. The office sees the record that is asked about.").format(
            word=of_person
        )
    told = _told(session, question, text)
    return _("“{word}” belongs to another office: leave it out.").format(word=told) if told else ""


def _told(session: Session, question: CityQuestion | CityAsked, text: str) -> str:
    """The first word of another office in the text; empty for none."""
    mine = {plain(value) for value in _personal(session, CityRecord.office == question.office)}
    others = (*_personal(session, CityRecord.office != question.office), *_offices(question))
    return first_said(text, (word for word in others if plain(word) not in mine))


def _people(session: Session, office: str) -> Iterator[str]:
    """Names and addresses in the asked office's own papers: a receipt travels unsealed."""
    here = (CityRecord.office == office, CityRecord.subject.in_(WITH_NAMES))
    yield from _values(session, OF_PEOPLE, *here)


def _personal(session: Session, of: ColumnElement[bool]) -> Iterator[str]:
    """Names and addresses of people and enterprises in these records, as far as the desk holds any."""
    speaking = [subject for subject, known in SUBJECTS.items() if {*PERSONAL} & {*known.fields}]
    yield from _values(session, PERSONAL, of, CityRecord.subject.in_(speaking))


def _values(session: Session, fields: Sequence[str], *where: ColumnElement[bool]) -> Iterator[str]:
    found = field_rows(session, fields, *where)
    yield from sorted({value for _office, _id, values in found for value in values if value is not None})


def _offices(question: CityQuestion | CityAsked) -> Iterator[str]:
    """The offices that hold what was found: their names tell that the person is there."""
    others = question.others if isinstance(question, CityAsked) else question.other_office.split()
    names = {one.code: (one.full_name, one.name) for one in rule_book().communes}
    for code in others:
        yield from (code, *names.get(code, ()))
