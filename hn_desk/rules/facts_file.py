"""One question to the checks as plain data: a programme, a day, who applies, what is known. See docs/facts.md."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.dates import FIRST_YEAR, LAST_YEAR
from hn_desk.rules.facts import APPLICANTS, FIELDS, PERSON, Facts, FieldKind, facts_from
from hn_desk.rules.money import MOST
from hn_desk.rules.reading import NO_DAY, Reader

KEYS: Final = ("programme", "day", "applicant", "facts")


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be judged: the programme's code, the day whose law holds, the facts."""

    programme: str
    day: date
    facts: Facts


def read_question(data: object, name: str, programmes: Collection[str]) -> Question:
    """Read `programme` (one of `programmes`), `day`, `applicant` (a person when left out), `facts`.

    ResourceError names the file `name`, every wrong or unknown field and why.
    """
    reader = Reader(data, name)
    programme, day = reader.choice("programme", programmes), _day(reader)
    applicant = reader.choice("applicant", APPLICANTS) if reader.has("applicant") else PERSON
    stated = reader.table("facts")
    stated.names()
    reader.finish()
    facts = data["facts"] if isinstance(data, Mapping) else {}
    if "applicant" in facts:
        stated.problem("applicant", _("stands beside the facts, not among them"))
    for key, kind in FIELDS.items():
        if kind in (FieldKind.MONEY, FieldKind.COUNT) and _is_too_large(facts.get(key)):
            reader.problem(key, _("is too large"))
    reader.finish()
    return Question(programme, day, facts_from({**facts, "applicant": applicant}, name))


def _day(reader: Reader) -> date:
    """A day written `2026-03-05`."""
    text = reader.text("day")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = NO_DAY
    if text and (len(text) != len("2026-03-05") or not FIRST_YEAR <= day.year <= LAST_YEAR):
        reader.problem("day", _("must be a day such as 2026-03-05"))
    return day


def _is_too_large(value: object) -> bool:
    return isinstance(value, int) and value >= MOST
