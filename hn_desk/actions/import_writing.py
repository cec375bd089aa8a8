"""Writing what was decided of a household workbook: new records in bulk, changes as a typed one is kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from hn_desk.actions.household_facts import FIELDS, IndustryDraft
from hn_desk.actions.household_keeping import derived, industry_row, keep_household, kept_household
from hn_desk.actions.household_notes import IMPORT, note_new
from hn_desk.actions.import_checks import MADE
from hn_desk.actions.import_known import OWNER_COLUMNS, Entry, Owner
from hn_desk.actions.import_words import joined
from hn_desk.actions.labels import ACTIVE
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft, keep_person, kept_draft
from hn_desk.actions.search_texts import HOUSEHOLDS, PEOPLE, person_texts
from hn_desk.intake.reading import Value
from hn_desk.models.changes import Author, next_change
from hn_desk.models.columns import Table, new_id
from hn_desk.models.prepared import connection_of
from hn_desk.models.search import add_words
from hn_desk.models.tables import HouseholdBusiness, Industry, Person, ResidentialGroup
from hn_desk.rules.text import clean_line, name_key, place_key, search_words

GROUPS: Final = "groups"
AT_ONCE: Final = 100
NOTHING: Final = {"capital": None, "workers": None, "registered_on": None, "changed_on": None, "started_on": None}
"""What stands for nothing in a column that isn't text."""
Step = Callable[[int], None]
Records = dict[str, dict[str, Any]]
Versions = tuple[int, int]


@dataclass(slots=True)
class Written:
    """What each row wrote: row → record's id → subject, version now, version and values before (None for a new one)."""

    rows: dict[int, Records] = field(default_factory=dict)

    def note(self, row: int, subject: str, record_id: str, version: int) -> None:
        """Note a record that row `row` made."""
        noted = {"subject": subject, "version": version, "since": 0, "before": None}
        self.rows.setdefault(row, {})[record_id] = noted

    def note_change(
        self, row: int, subject: str, record_id: str, versions: Versions, before: Mapping[str, Any]
    ) -> None:
        """Note a record that row `row` changed, with its versions before and after, and its values before."""
        noted = {"subject": subject, "version": versions[1], "since": versions[0], "before": before}
        self.rows.setdefault(row, {})[record_id] = noted


def write_households(session: Session, office: Office, touched: Sequence[Entry], step: Step) -> Written:
    """Write every touched entry into this transaction; `step(done)` is told as entries are written and may raise."""
    written = Written()
    _make_groups(session, touched, written)
    made = [entry for entry in touched if entry.made_by]
    people = _people(made)
    for start in range(0, len(made), AT_ONCE):
        some = made[start : start + AT_ONCE]
        step(start)
        _add_people(session, _new_owners(some), people, written)
        _add_households(session, office, some, people, written)
    for done, entry in enumerate((entry for entry in touched if not entry.made_by), len(made)):
        step(done)
        _change(session, office, entry, written)
    _change_owners(session, made, people, written)
    step(len(touched))
    return written


def _make_groups(session: Session, touched: Iterable[Entry], written: Written) -> None:
    """Make the residential groups that were asked for, each once, and put their ids where they are named."""
    made: dict[str, str] = {}
    for entry in touched:
        asked = str(entry.values.get("group_id") or "")
        if not asked.startswith(MADE):
            continue
        name = clean_line(asked.removeprefix(MADE))
        if joined(name) not in made:
            row = ResidentialGroup(name=name, sort_key=place_key(name))
            session.add(row)
            session.flush()
            made[joined(name)] = row.id
            written.note(entry.made_by or entry.touched_by, GROUPS, row.id, row.version)
        entry.values = {**entry.values, "group_id": made[joined(name)]}


def _new_owners(entries: Iterable[Entry]) -> list[Owner]:
    """The owners of these entries that have no record yet, each once."""
    return list({id(entry.owner): entry.owner for entry in entries if not entry.owner.id}.values())


def _people(made: Iterable[Entry]) -> dict[int, PersonDraft]:
    """Each owner of a new entry as he is to be kept, by the owner's identity; later rows add to earlier ones."""
    told: dict[int, dict[str, Any]] = {}
    for entry in made:
        known = told.setdefault(id(entry.owner), _person_values(entry.owner.values))
        known |= _person_values(entry.values)
    return {key: PersonDraft(**values) for key, values in told.items()}


def _person_values(values: Mapping[str, Value]) -> dict[str, Any]:
    return {column: values[name] for name, column in OWNER_COLUMNS.items() if values.get(name)}


def _add_people(session: Session, owners: Sequence[Owner], people: Mapping[int, PersonDraft], written: Written) -> None:
    rows, found = [], []
    stamped = stamps(session)
    for owner in owners:
        owner.id = new_id()
        person = people[id(owner)]
        rows.append({**person_row(person), "id": owner.id, **stamped})
        found += [(PEOPLE, word, owner.id) for word in search_words(*person_texts(person))]
        written.note(owner.row, PEOPLE, owner.id, 1)
    _insert(session, Person, rows)
    add_words(session, found)


def _add_households(
    session: Session, office: Office, made: Sequence[Entry], people: Mapping[int, PersonDraft], written: Written
) -> None:
    rows: list[dict[str, Any]] = []
    found: list[tuple[str, str, str]] = []
    industries: list[dict[str, Any]] = []
    stamped = stamps(session)
    for entry in made:
        entry.id = new_id()
        row = _household_row(entry.values)
        rows.append({**row, "id": entry.id, "owner_id": entry.owner.id, **stamped})
        texts = (row["name"], row["business_code"], row["tax_code"], row["address"])
        owner = people[id(entry.owner)]
        words = search_words(*texts, owner.name, owner.id_number, owner.phone)
        found += [(HOUSEHOLDS, word, entry.id) for word in words]
        industries += _industry_rows(office, entry.id, entry.industries)
        written.note(entry.made_by, HOUSEHOLDS, entry.id, 1)
    _insert(session, HouseholdBusiness, rows)
    _insert(session, Industry, industries)
    add_words(session, found)
    note_new(session, [entry.id for entry in made], IMPORT)


def _household_row(values: Mapping[str, Value]) -> dict[str, Any]:
    kept = {name: values.get(name) or NOTHING.get(name, "") for name in FIELDS}
    kept |= {name: values.get(name) for name in NOTHING}
    kept["group_id"] = values.get("group_id") or None
    kept["status"] = values.get("status") or ACTIVE
    return {
        **kept,
        **derived(str(kept["name"]), str(kept["address"])),
        "origin": IMPORT,
        "intention": "not_asked",
        "last_contact_on": None,
        "contacted_by": "",
        "obstacles": "",
        "next_on": None,
        "merged_into": None,
    }


def person_row(person: PersonDraft) -> dict[str, Any]:
    """A new person's columns."""
    return {
        "name": person.name,
        "sort_key": name_key(person.name),
        "birth": person.birth,
        "sex": person.sex,
        "id_number": person.id_number,
        "old_id_number": person.old_id_number,
        "phone": person.phone,
        "address": person.address,
        "group_id": person.group_id,
    }


def _industry_rows(office: Office, household_id: str, drafts: tuple[IndustryDraft, ...]) -> Iterator[dict[str, Any]]:
    for position, one in enumerate(with_main(drafts)):
        yield {**industry_row(office.book.industries, one), "household_id": household_id, "position": position}


def _change(session: Session, office: Office, entry: Entry, written: Written) -> None:
    """Keep a change of a household and its owner as a typed one is kept."""
    kept = kept_household(session, entry.id)
    if kept is None:
        raise ValueError(entry.id)
    changed = {name: value for name, value in entry.values.items() if value != entry.before.get(name)}
    own = {name: value for name, value in changed.items() if name in FIELDS}
    theirs: dict[str, Any] = {OWNER_COLUMNS[name]: value for name, value in changed.items() if name in OWNER_COLUMNS}
    drafts: dict[str, Any] = {**own, "owner": replace(kept.owner, **theirs)}
    if entry.industries != entry.had:
        drafts["industries"] = with_main(entry.industries)
    keep_household(session, office, replace(kept, **drafts), kept, way=IMPORT)
    after = kept_household(session, entry.id)
    if after is None or after.version is None or after.owner.id is None or after.owner.version is None:
        raise ValueError(entry.id)
    before = {name: plain(getattr(kept, name)) for name in own}
    if entry.industries != entry.had:
        before["industries"] = [[one.code, one.name, one.is_main] for one in kept.industries]
    if before:
        versions = (kept.version or 0, after.version)
        written.note_change(entry.touched_by, HOUSEHOLDS, entry.id, versions, before)
    if theirs:
        kept_values = {name: getattr(kept.owner, name) for name in theirs}
        versions = (kept.owner.version or 0, after.owner.version)
        written.note_change(entry.touched_by, PEOPLE, after.owner.id, versions, kept_values)


def _change_owners(
    session: Session, made: Iterable[Entry], people: Mapping[int, PersonDraft], written: Written
) -> None:
    """Write what new households say else of owners who were kept before."""
    for owner, row in {id(one.owner): (one.owner, one.made_by) for one in made if not one.owner.row}.values():
        kept = kept_draft(session, owner.id)
        new = _known_values(people[id(owner)])
        theirs: dict[str, Any] = {name: value for name, value in new.items() if value != getattr(kept, name)}
        if theirs:
            keep_person(session, replace(kept, **theirs), way=IMPORT)
            versions = (kept.version or 0, kept_draft(session, owner.id).version or 0)
            before = {name: getattr(kept, name) for name in theirs}
            written.note_change(row, PEOPLE, owner.id, versions, before)


def _known_values(person: PersonDraft) -> dict[str, str]:
    return {column: value for column in OWNER_COLUMNS.values() if (value := getattr(person, column))}


def with_main(industries: tuple[IndustryDraft, ...]) -> tuple[IndustryDraft, ...]:
    """With the first as the main one when none is."""
    if not industries or any(one.is_main for one in industries):
        return industries
    return (replace(industries[0], is_main=True), *industries[1:])


def plain(value: Any) -> Any:
    """A stored value as JSON holds it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def stamps(session: Session) -> dict[str, Any]:
    """What every new record of this transaction bears."""
    author: Author = session.info["author"]
    written = {"written_by": author.officer_id, "written_at": author.at, "instance": author.instance}
    return {"version": 1, "change": next_change(session), **written}


def _insert(session: Session, table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection_of(session).execute(insert(table), rows)
