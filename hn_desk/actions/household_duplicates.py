"""Household businesses that may be one: found in one pass over all of them, and two of them side by side."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.conversion_reading import conversion_row
from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.household_keeping import kept_household
from hn_desk.actions.household_notes import kept_value
from hn_desk.actions.household_words import Words, field_labels
from hn_desk.actions.labels import conversion_states
from hn_desk.actions.office import Office
from hn_desk.actions.remarks import gone
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.prepared import connection_of
from hn_desk.models.tables import Contact, DistinctHouseholds, HouseholdBusiness, Person

_HOUSEHOLDS: Final = select(
    HouseholdBusiness.id,
    HouseholdBusiness.name,
    HouseholdBusiness.tax_code,
    HouseholdBusiness.likeness,
    HouseholdBusiness.owner_id,
).where(HouseholdBusiness.merged_into.is_(None))
LEFT_OUT: Final = frozenset({"status", "merged"})
"""Fields that nobody chooses: the status follows the record kept and its conversion."""


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two household businesses that may be one, and why; `id` names the pair."""

    id: str
    left_id: str
    right_id: str
    left_name: str
    right_name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of two records in words; `takes_right` when only the right one has something."""

    field: str
    label: str
    left: str
    right: str
    is_different: bool
    takes_right: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records: its and its owner's version as looked at, contacts, how its conversion stands ("" none)."""

    id: str
    version: int
    owner_version: int
    name: str
    contacts: int
    conversion: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side."""

    left: Side
    right: Side
    choices: tuple[Choice, ...]


def duplicates(office: Office) -> tuple[DuplicatePair, ...]:
    """Pairs that share the owner's number (old or new), the tax code, or name and address.

    Merged records are left out, and pairs that an officer said are two.
    """
    office.require("households.read")
    with office.database.read() as session:
        connection = connection_of(session)
        people = connection.execute(select(Person.id, Person.id_number, Person.old_id_number)).all()
        households = connection.execute(_HOUSEHOLDS).all()
        apart = connection.execute(select(DistinctHouseholds.left_id, DistinctHouseholds.right_id)).all()
    numbers = {id_: (number, old) for id_, number, old in people}
    return tuple(_pairs(households, numbers, {frozenset(pair) for pair in apart}))


def compare(office: Office, left_id: str, right_id: str) -> Comparison:
    """Two household businesses side by side; looking at both is logged. DeskError when one is gone."""
    office.require("households.read")
    with office.write() as session:
        drafts = [kept_household(session, one) for one in (left_id, right_id)]
        left, right = drafts
        if left is None or right is None:
            raise gone()
        for one in (left_id, right_id):
            audit.log(session, Act("households.read", "households", one))
        words = Words.of(session, office)
        choices = tuple(_choice(field, label, left, right, words) for field, label in field_labels().items())
        return Comparison(
            _side(session, left),
            _side(session, right),
            tuple(one for one in choices if one.field not in LEFT_OUT and (one.left or one.right)),
        )


def value_of(draft: HouseholdDraft, field: str) -> Any:
    """The value of a field as `field_labels` names it, as the history keeps it."""
    if field == "industries":
        return [asdict(one) for one in draft.industries]
    owner, _dot, name = field.rpartition(".")
    return kept_value(getattr(draft.owner if owner else draft, name))


def _pairs(
    households: Iterable[Any], numbers: Mapping[str, tuple[str, str]], apart: Set[frozenset[str]]
) -> Iterator[DuplicatePair]:
    """Each record beside the first one that shares something with it and isn't another, met in one walk."""
    names: dict[str, str] = {}
    owners: defaultdict[str, list[str]] = defaultdict(list)
    tax_codes: defaultdict[str, list[str]] = defaultdict(list)
    places: defaultdict[str, list[str]] = defaultdict(list)
    pairs: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for id_, name, tax_code, likeness, owner_id in households:
        names[id_] = name
        number, old = numbers[owner_id]
        for known, kind, value in (
            (owners, "owner", number),
            (owners, "owner", old),
            (tax_codes, "tax_code", tax_code),
            (places, "likeness", likeness),
        ):
            if value:
                first = next((one for one in known[value] if one != id_ and {one, id_} not in apart), None)
                if first:
                    pairs[first, id_].append(kind)
                known[value].append(id_)
    words = _reasons()
    for (left, right), kinds in pairs.items():
        reasons = tuple(words[kind] for kind in dict.fromkeys(kinds))
        yield DuplicatePair(f"{left} {right}", left, right, names[left], names[right], reasons)


def _reasons() -> dict[str, str]:
    return {
        "owner": _("the same number of the owner"),
        "tax_code": _("the same tax code"),
        "likeness": _("the same name and address"),
    }


def _choice(field: str, label: str, left: HouseholdDraft, right: HouseholdDraft, words: Words) -> Choice:
    if field in LEFT_OUT:
        return Choice(field, label, "", "", is_different=False, takes_right=False)
    told = [words.told(field, value_of(one, field)) for one in (left, right)]
    return Choice(
        field,
        label,
        told[0],
        told[1],
        is_different=told[0] != told[1],
        takes_right=bool(told[1]) and not told[0],
    )


def _side(session: Session, draft: HouseholdDraft) -> Side:
    conversion = conversion_row(session, draft.id or "")
    contacts = session.scalar(select(func.count()).where(Contact.household_id == draft.id)) or 0
    stands = conversion_states()[conversion.state] if conversion else ""
    return Side(draft.id or "", draft.version or 0, draft.owner.version or 0, draft.name, contacts, stands)
