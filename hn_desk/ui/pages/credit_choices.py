"""What the credit page reads before it can ask: programmes with their questions, groups, lists, people found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from hn_desk.actions.city_listing import FILTER
from hn_desk.actions.credit import ApplicationFacts, FactField, ProgrammeChoice, application, fields, programmes
from hn_desk.actions.credit_draft import OPEN_LISTS
from hn_desk.actions.credit_facts import ListRow
from hn_desk.actions.lists import lists
from hn_desk.actions.office import Office
from hn_desk.actions.people import people_ids, people_rows
from hn_desk.actions.query import Query
from hn_desk.actions.staff import list_groups
from hn_desk.actions.staff_facts import GroupRow
from hn_desk.rules.dates import format_birth
from hn_desk.rules.text import text_key, words

MOST_PEOPLE: Final = 20


@dataclass(frozen=True, slots=True)
class Choices:
    """Programmes in force, the facts each asks for by (programme, applicant), all groups and lists."""

    programmes: tuple[ProgrammeChoice, ...]
    fields: Mapping[tuple[str, str], tuple[FactField, ...]]
    groups: tuple[GroupRow, ...]
    lists: tuple[ListRow, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """An application with the facts that its programme asks for."""

    facts: ApplicationFacts
    fields: tuple[FactField, ...]


def credit_choices(office: Office) -> Choices:
    """Everything a new application may choose from."""
    known = programmes(office)
    pairs = [(one.code, kind.code) for one in known for kind in one.applicants]
    return Choices(
        known,
        {pair: fields(office, *pair) for pair in pairs},
        list_groups(office),
        lists(office),
    )


def opened(office: Office, application_id: str) -> Opened:
    """One application and its questions, also of a programme that is no longer in force."""
    facts = application(office, application_id)
    return Opened(facts, fields(office, facts.draft.programme, facts.draft.applicant))


def found_people(office: Office, typed: str) -> list[tuple[str, str]]:
    """The first people whose words begin with those typed, with what tells them apart."""
    if not words(typed):
        return []
    rows = people_rows(office, people_ids(office, Query(typed))[:MOST_PEOPLE])
    return [(row.id, " · ".join(filter(None, (row.name, _born(row.birth), row.address)))) for row in rows]


def list_ids(office: Office, query: Query) -> tuple[str, ...]:
    """The police lists with each word and city state asked; sorts: month, name, programme_name, lines, state."""
    asked = words(query.text)
    city = query.filters.get(FILTER)
    found = [row for row in lists(office) if _has(row, asked) and city in (None, "", row.city.state)]
    key = attrgetter(query.sort)
    found.sort(key=lambda row: (key(row), text_key(row.name)), reverse=query.descending)
    return tuple(row.id for row in found)


def list_rows(office: Office, ids: Sequence[str]) -> tuple[ListRow, ...]:
    """The lines of these lists, in the order of `ids`."""
    by_id = {row.id: row for row in lists(office)}
    return tuple(by_id[one] for one in ids if one in by_id)


def choosable(known: Choices, programme: str, own: str | None = None) -> tuple[tuple[str, str], ...]:
    """The lists of a programme (by its name) that an application may join, and its own one: ids and words."""
    of_programme = (row for row in known.lists if row.programme_name == programme)
    return tuple((row.id, list_words(row)) for row in of_programme if row.state in OPEN_LISTS or row.id == own)


def list_words(row: ListRow) -> str:
    """A list as it is chosen: its name and month."""
    return f"{row.name} ({month_words(row.month)})"


def month_words(month: str) -> str:
    """`2026-11` as the screen shows it, 11/2026."""
    return "/".join(reversed(month.split("-")))


def is_list(office: Office, record_id: str) -> bool:
    """Whether a record is a police list rather than an application."""
    return any(row.id == record_id for row in lists(office))


def _born(birth: str) -> str:
    return format_birth(birth) if birth else ""


def _has(row: ListRow, asked: Sequence[str]) -> bool:
    present = words(f"{row.name} {row.programme_name} {row.month} {row.number}")
    return all(any(word.startswith(part) for word in present) for part in asked)
