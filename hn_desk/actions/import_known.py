"""What the database holds of the people and household businesses that a workbook speaks of, read all at once."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from hn_desk.actions.household_facts import FIELDS, IndustryDraft
from hn_desk.actions.household_keeping import likeness
from hn_desk.actions.household_merged import line_of
from hn_desk.actions.import_checks import Candidate
from hn_desk.actions.import_facts import OF_FILE
from hn_desk.actions.import_words import joined
from hn_desk.actions.office import Office
from hn_desk.actions.people import FIELDS as PERSON_FIELDS
from hn_desk.actions.unseen import seen_people
from hn_desk.intake.reading import Value
from hn_desk.models.prepared import connection_of
from hn_desk.models.tables import HouseholdBusiness, Industry, Person

OWNER_COLUMNS: Final[Mapping[str, str]] = {
    "owner_name": "name",
    "owner_birth": "birth",
    "owner_sex": "sex",
    "owner_id": "id_number",
    "owner_old_id": "old_id_number",
    "owner_phone": "phone",
    "owner_address": "address",
}
"""A workbook's field → the owner's column; every other field is called as the household's own column."""
_KNOWN_BY: Final = ("owner_id", "owner_old_id", "business_code", "tax_code", "address")
_OWNER_FIELDS: Final = {column: field for field, column in OWNER_COLUMNS.items()}
_PERSON_COLUMNS: Final = tuple(name for name in PERSON_FIELDS if name in _OWNER_FIELDS)


class Owner:
    """A person that owners are compared with: kept (`row` 0) or brought by row `row` of this file.

    `told` is what rows of this file that count said of the person.
    """

    __slots__ = ("id", "is_seen", "row", "told", "values", "version")

    def __init__(self, id_: str, version: int, row: int, values: Mapping[str, Value]) -> None:
        self.id = id_
        self.version = version
        self.row = row
        self.values = values
        self.is_seen = True
        self.told: dict[str, Value] = {}

    def tell(self, values: Mapping[str, Value]) -> None:
        """Remember what a row says of the person; what the first one said stays."""
        self.told = {**{field: values[field] for field in OWNER_COLUMNS if field in values}, **self.told}

    def is_told_else(self, values: Mapping[str, Value]) -> bool:
        """Whether an earlier row of this file said something else of the person than `values`."""
        return any(self.told.get(field, value) != value for field, value in values.items())


class Entry:
    """A household business that rows are compared with: kept, or brought by row `made_by` of this file.

    `values` are as they stand now, `before` as they were kept; `touched_by` is the first row of this file
    that wrote it, or said the same as is kept; `asked` are the values and likenesses of rows that may be it.
    """

    __slots__ = (
        "asked",
        "before",
        "had",
        "id",
        "industries",
        "made_by",
        "merged_into",
        "owner",
        "touched_by",
        "values",
        "version",
    )

    def __init__(
        self, id_: str, values: Mapping[str, Value], industries: tuple[IndustryDraft, ...], owner: Owner
    ) -> None:
        self.id = id_
        self.version = 0
        self.values = self.before = values
        self.industries = self.had = industries
        self.owner = owner
        self.merged_into = ""
        self.asked: list[tuple[Mapping[str, Value], str]] = []
        self.made_by = 0
        self.touched_by = 0


class Index:
    """Entries or owners by a text; few have more than one."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[str, tuple[Any, ...]] = {}

    def add(self, key: object, one: Any) -> None:
        """Let `one` be found under a text that isn't empty."""
        if key:
            found = self._found.get(str(key))
            self._found[str(key)] = (one,) if found is None else (*found, one)

    def get(self, key: object) -> tuple[Any, ...]:
        """Whatever stands under the text."""
        return self._found.get(key, ()) if key else ()  # type: ignore[call-overload]


class Known:
    """Household businesses by owner's number, business code, tax code, likeness and names; people by their numbers."""

    def __init__(self) -> None:
        self.by_number = Index()
        self.by_business_code = Index()
        self.by_tax_code = Index()
        self.by_place = Index()
        self.by_names = Index()
        self.people = Index()
        self.entries: dict[str, Entry] = {}

    def add(self, entry: Entry, place: str) -> None:
        """Let later rows be compared with an entry."""
        values = entry.values
        self.entries[entry.id] = entry
        self.by_number.add(values.get("owner_id"), entry)
        self.by_number.add(values.get("owner_old_id"), entry)
        self.by_business_code.add(values.get("business_code"), entry)
        self.by_tax_code.add(values.get("tax_code"), entry)
        self.by_place.add(place, entry)
        self.by_names.add(names_of(values), entry)

    def follow(self) -> None:
        """Let each merged entry name the record that stands at the end of its line."""
        for entry in self.entries.values():
            while (kept := self.entries.get(entry.merged_into)) and kept.merged_into:
                entry.merged_into = kept.merged_into

    def bring(self, row: int, candidate: Candidate, place: str, owner: Owner | None) -> Entry:
        """A new entry that row `row` makes, of this owner or of one that it brings too."""
        values = candidate.values
        entry = Entry(f"{OF_FILE}{row}", values, candidate.industries, owner or Owner("", 0, row, values))
        entry.made_by = entry.touched_by = row
        self.add(entry, place)
        return entry


def place_of(values: Mapping[str, Value]) -> str:
    """The likeness of a row or an entry."""
    return likeness(str(values.get("name") or ""), str(values.get("address") or ""))


def names_of(values: Mapping[str, Value]) -> str:
    """The folded names of a household business and its owner; empty without one of them."""
    own, owner = joined(str(values.get("name") or "")), joined(str(values.get("owner_name") or ""))
    return f"{own}|{owner}" if own and owner else ""


def bare_names_of(values: Mapping[str, Value]) -> str:
    """The names of a row that nothing else can be known by: no number, no code, no address; else empty."""
    return "" if any(values.get(field) for field in _KNOWN_BY) else names_of(values)


def read_known(session: Session, office: Office, candidates: Iterable[tuple[Candidate, str]]) -> Known:
    """All that is kept under a number, a code or a likeness of these rows (each with its likeness)."""
    sought = _Sought(candidates)
    known = Known()
    owners = _owners(session, office, sought, known)
    industries: dict[str, list[IndustryDraft]] = {}
    asked = sought.parameters() | {"named": json.dumps(_named(session, sought.names))}
    rows = connection_of(session).execute(_households(), asked).all()
    ids = {"ids": json.dumps([row.id for row in rows])}
    for household, *one in connection_of(session).execute(_industries(), ids):
        industries.setdefault(household, []).append(IndustryDraft(*one))
    for row in rows:
        owner = owners.get(row.owner_id) or _owner(row, "owner_")
        values = {name: value for name in FIELDS if (value := getattr(row, name)) not in (None, "")}
        entry = Entry(row.id, {**values, **owner.values}, tuple(industries.get(row.id, ())), owner)
        entry.version = row.version
        entry.merged_into = row.merged_into or ""
        owners[owner.id] = owner
        known.add(entry, row.likeness)
    known.follow()
    return known


class _Sought:
    """The texts that a file's rows may be known by."""

    def __init__(self, candidates: Iterable[tuple[Candidate, str]]) -> None:
        self.numbers: set[Value] = set()
        self.business: set[Value] = set()
        self.tax: set[Value] = set()
        self.places: set[Value] = set()
        self.names: set[str] = set()
        for candidate, place in candidates:
            told = candidate.values.get
            self.numbers.add(told("owner_id"))
            self.numbers.add(told("owner_old_id"))
            self.business.add(told("business_code"))
            self.tax.add(told("tax_code"))
            self.places.add(place)
            self.names.add(bare_names_of(candidate.values))
        self.names.discard("")

    def parameters(self) -> dict[str, str]:
        """Each kind as the JSON that a statement unfolds."""
        kinds = {"numbers": self.numbers, "business": self.business, "tax": self.tax, "places": self.places}
        return {name: json.dumps([str(text) for text in texts if text]) for name, texts in kinds.items()}


def _named(session: Session, names: set[str]) -> list[str]:
    """Ids of what is kept under these names; only a file with such bare rows makes all names be read."""
    if not names:
        return []
    statement = select(HouseholdBusiness.id, HouseholdBusiness.name, Person.name).join(HouseholdBusiness.owner)
    every = connection_of(session).execute(statement)
    return [id_ for id_, name, owner in every if names_of({"name": name, "owner_name": owner}) in names]


def _owners(session: Session, office: Office, sought: _Sought, known: Known) -> dict[str, Owner]:
    """The people kept under these numbers, as far as this officer sees them; they come into `known`."""
    columns = [getattr(Person, name) for name in _PERSON_COLUMNS]
    found = or_(Person.id_number.in_(texts_of("numbers")), Person.old_id_number.in_(texts_of("numbers")))
    statement = seen_people(office, select(Person.id, Person.version, *columns).where(found))
    owners: dict[str, Owner] = {}
    for row in connection_of(session).execute(statement, {"numbers": sought.parameters()["numbers"]}):
        owner = owners[row.id] = _owner(row, "")
        known.people.add(owner.values.get("owner_id"), owner)
        known.people.add(owner.values.get("owner_old_id"), owner)
    return owners


def _owner(row: Any, prefix: str) -> Owner:
    id_, version = (row.owner_id, row.owner_version) if prefix else (row.id, row.version)
    read = ((name, getattr(row, prefix + name)) for name in _PERSON_COLUMNS)
    return Owner(id_, version, 0, {_OWNER_FIELDS[name]: value for name, value in read if value})


def _households() -> Select[Any]:
    columns = [getattr(HouseholdBusiness, name) for name in ("id", "version", *FIELDS, "likeness", "merged_into")]
    persons = [getattr(Person, name).label(f"owner_{name}") for name in ("id", "version", *_PERSON_COLUMNS)]
    owned = select(Person.id).where(
        or_(Person.id_number.in_(texts_of("numbers")), Person.old_id_number.in_(texts_of("numbers")))
    )
    ids = (
        select(HouseholdBusiness.id)
        .where(HouseholdBusiness.owner_id.in_(owned))
        .union(
            select(HouseholdBusiness.id).where(HouseholdBusiness.business_code.in_(texts_of("business"))),
            select(HouseholdBusiness.id).where(HouseholdBusiness.tax_code.in_(texts_of("tax"))),
            select(HouseholdBusiness.id).where(HouseholdBusiness.likeness.in_(texts_of("places"))),
            select(HouseholdBusiness.id).where(HouseholdBusiness.id.in_(texts_of("named"))),
        )
        .subquery("sought")
    )
    line = line_of(select(ids.c.id))
    return (
        select(*columns, *persons)
        .join_from(HouseholdBusiness, Person, Person.id == HouseholdBusiness.owner_id)
        .where(HouseholdBusiness.id.in_(select(line.c.id)))
    )


def _industries() -> Any:
    return (
        select(Industry.household_id, Industry.code, Industry.name, Industry.is_main)
        .where(Industry.household_id.in_(texts_of("ids")))
        .order_by(Industry.household_id, Industry.position)
    )


def texts_of(name: str) -> Any:
    """The texts of a JSON parameter as a selection."""
    return select(func.json_each(bindparam(name)).table_valued("value").c.value)
