"""What may stand in a question: nothing of anybody whom the asked office doesn't know already."""

import re
from collections.abc import Iterator
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
from hn_desk.rules.text import clean_text, words

MOST: Final = 1000
"""Most letters of a question."""
LONG_NUMBER: Final = re.compile(r"(?:[0-9][ .\-]?){9,}")
"""An ID number, a phone number, an enterprise code, however it is grouped: a record is named by itself."""
PERSONAL: Final = ("name", "address", "establishment_name", "establishment_address", "enterprise_name")
_SHORTEST: Final = 4


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
    if LONG_NUMBER.search(text):
        return _("Leave the long number out: the office sees the record that is asked about.")
    told = _told(session, question, text)
    return _("“{word}” belongs to another office: leave it out.").format(word=told) if told else ""


def _told(session: Session, question: CityQuestion | CityAsked, text: str) -> str:
    """The first word of another office in the text; empty for none."""
    said = f" {_plain(text)} "
    mine = {_plain(value) for value in _personal(session, CityRecord.office == question.office)}
    for word in (*_personal(session, CityRecord.office != question.office), *_offices(question)):
        plain = _plain(word)
        if len(plain) >= _SHORTEST and plain not in mine and f" {plain} " in said:
            return word
    return ""


def _plain(text: str) -> str:
    return " ".join(words(text))


def _personal(session: Session, of: ColumnElement[bool]) -> Iterator[str]:
    """Names and addresses of people and enterprises in these records, as far as the desk holds any."""
    speaking = [subject for subject, known in SUBJECTS.items() if {*PERSONAL} & {*known.fields}]
    found = field_rows(session, PERSONAL, of, CityRecord.subject.in_(speaking))
    yield from sorted({value for _office, _id, values in found for value in values if value is not None})


def _offices(question: CityQuestion | CityAsked) -> Iterator[str]:
    """The offices that hold what was found: their names tell that the person is there."""
    others = question.others if isinstance(question, CityAsked) else question.other_office.split()
    names = {one.code: (one.full_name, one.name) for one in rule_book().communes}
    for code in others:
        yield from (code, *names.get(code, ()))
