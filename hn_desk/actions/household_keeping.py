"""Reading and writing one household business with statements built once."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from hn_desk.actions.household_facts import FIELDS, HouseholdDraft, IndustryDraft
from hn_desk.actions.household_history import changes_between
from hn_desk.actions.household_notes import OWNER_ID, TYPED, Changes, note_change
from hn_desk.actions.office import Office
from hn_desk.actions.people import FIELDS as PERSON_FIELDS
from hn_desk.actions.people import PersonDraft, keep_person
from hn_desk.actions.search_texts import HOUSEHOLDS, household_texts
from hn_desk.models.prepared import connection_of
from hn_desk.models.records import add_record, change_record
from hn_desk.models.search import index_words
from hn_desk.models.tables import HouseholdBusiness, Industry, Person
from hn_desk.rules import reference
from hn_desk.rules.text import text_key, words

NOTHING_ELSE: Final[Changes] = {}
_OF_HOUSEHOLD: Final = Industry.household_id == bindparam("of_household")
_KEPT: Final[Select[Any]] = (
    select(
        *(getattr(HouseholdBusiness, name) for name in ("version", *FIELDS)),
        Person.id.label("owner_id"),
        Person.version.label("owner_version"),
        *(getattr(Person, name).label(f"owner_{name}") for name in PERSON_FIELDS),
    )
    .join_from(HouseholdBusiness, Person, Person.id == HouseholdBusiness.owner_id)
    .where(HouseholdBusiness.id == bindparam("of_household"), HouseholdBusiness.merged_into.is_(None))
)
_INDUSTRIES: Final = (
    select(Industry.code, Industry.name, Industry.is_main).where(_OF_HOUSEHOLD).order_by(Industry.position)
)
_FORGET: Final = delete(Industry).where(_OF_HOUSEHOLD)
_KEEP: Final = insert(Industry)


def kept_household(session: Session, household_id: str) -> HouseholdDraft | None:
    """What is kept of a household business and its owner; None when it isn't there, or was merged into another."""
    connection, place = connection_of(session), {"of_household": household_id}
    found = connection.execute(_KEPT, place).first()
    if found is None:
        return None
    version, *values = found[: 1 + len(FIELDS)]
    return HouseholdDraft(
        id=household_id,
        version=version,
        owner=PersonDraft(*found[1 + len(FIELDS) :]),
        industries=tuple(IndustryDraft(*one) for one in connection.execute(_INDUSTRIES, place)),
        **dict(zip(FIELDS, values, strict=True)),
    )


def keep_household(
    session: Session,
    office: Office,
    draft: HouseholdDraft,
    kept: HouseholdDraft | None,
    *,
    way: str = TYPED,
    also: Changes = NOTHING_ELSE,
) -> str:
    """Write a checked draft, its owner, industries, search words and history into this transaction; its id.

    `way` is how the change came, as its history says: typed, import, undo, merge or unmerge; `also` stands with it.
    """
    owner_id = keep_person(session, draft.owner, household_id=draft.id or "", way=way)
    household_id = _write(session, draft, kept, owner_id)
    if draft.industries != (kept.industries if kept else ()):
        _write_industries(session, office, household_id, draft.industries)
    is_same_owner = kept is not None and kept.owner.id == owner_id
    known = household_texts(kept, draft.owner) if kept and is_same_owner else ()
    texts = household_texts(draft, draft.owner)
    if texts != known:
        index_words(session, HOUSEHOLDS, household_id, texts)
    changes = {**(changes_between(kept, draft) if kept else {}), **also}
    if kept is not None and not is_same_owner:
        changes[OWNER_ID] = (kept.owner.id, owner_id)
    if changes or kept is None:
        note_change(session, household_id, way, changes)
    return household_id


def likeness(name: str, address: str) -> str:
    """The folded name and address, equal for `hoà` and `hòa`; empty without an address."""
    place = " ".join(words(address))
    return f"{' '.join(words(name))}|{place}" if place else ""


def _write(session: Session, draft: HouseholdDraft, kept: HouseholdDraft | None, owner_id: str) -> str:
    values = {name: getattr(draft, name) for name in FIELDS}
    if kept is None or kept.id is None:
        return add_record(
            session, HouseholdBusiness, values | derived(draft.name, draft.address) | {"owner_id": owner_id}
        )
    changed = {name: value for name, value in values.items() if value != getattr(kept, name)}
    if changed.keys() & {"name", "address"}:
        changed |= derived(draft.name, draft.address)
    if kept.owner.id != owner_id:
        changed["owner_id"] = owner_id
    if draft.industries != kept.industries:
        changed["name"] = draft.name  # a new version, though the row itself stays
    change_record(session, HouseholdBusiness, kept.id, changed)
    return kept.id


def derived(name: str, address: str) -> dict[str, Any]:
    """The columns that follow from a household's name and address."""
    return {"sort_key": text_key(name), "likeness": likeness(name, address)}


def _write_industries(session: Session, office: Office, household_id: str, drafts: Sequence[IndustryDraft]) -> None:
    connection = connection_of(session)
    connection.execute(_FORGET, {"of_household": household_id})
    if drafts:
        rows = [
            industry_row(office.book.industries, one) | {"household_id": household_id, "position": n}
            for n, one in enumerate(drafts)
        ]
        connection.execute(_KEEP, rows)


def industry_row(known: Sequence[reference.Industry], draft: IndustryDraft) -> dict[str, Any]:
    """An industry's columns, its household and place apart; the list's own name where none is told."""
    found = next((industry for industry in known if industry.code == draft.code), None)
    name, edition = (found.name, found.edition) if found else ("", "")
    return {"code": draft.code, "name": draft.name or name, "edition": edition, "is_main": draft.is_main}
