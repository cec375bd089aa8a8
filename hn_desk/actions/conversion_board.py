"""Every conversion at a glance: a column a state with its cards, and the same as a list."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.follow_ups import due_households
from hn_desk.actions.household_facts import HouseholdFacts
from hn_desk.actions.households import household
from hn_desk.actions.listing import Listing, in_order, page, sorted_ids
from hn_desk.actions.office import Office
from hn_desk.actions.query import Query
from hn_desk.actions.search_texts import HOUSEHOLDS
from hn_desk.models.tables import Contact, Conversion, ConversionStep, HouseholdBusiness, Person
from hn_desk.rules.conversion import BOARD, ENDS, LISTED, STEPS

MOST_CARDS: Final = 200
"""Cards of one column; the list has the rest."""
DUE: Final = "due"
"""A filter of the list; its one value `alive` shows enterprises to ask after."""
_SINCE: Final = (
    select(ConversionStep.day)
    .where(ConversionStep.conversion_id == Conversion.id)
    .order_by(ConversionStep.position.desc())
    .limit(1)
    .scalar_subquery()
)
_NEXT_STEP: Final = (
    select(Contact.next_step)
    .where(Contact.household_id == HouseholdBusiness.id)
    .order_by(Contact.day.desc(), Contact.change.desc(), Contact.id)
    .limit(1)
    .scalar_subquery()
)
LISTING: Final = Listing(
    HOUSEHOLDS,
    HouseholdBusiness.id,
    sorts={
        "name": (HouseholdBusiness.sort_key,),
        "owner": (Person.sort_key, HouseholdBusiness.sort_key),
        "state": (Conversion.state, HouseholdBusiness.sort_key),
        "since": (_SINCE, HouseholdBusiness.sort_key),
        "next_on": (func.coalesce(HouseholdBusiness.next_on, "9999"), HouseholdBusiness.sort_key),
    },
    filters={"state": Conversion.state},
)


@dataclass(frozen=True, slots=True)
class Card:
    """One conversion; `id` is its household's, `days` how long it has stood in its state."""

    id: str
    name: str
    owner_name: str
    state: str
    since: date
    days: int
    next_on: date | None
    next_step: str
    is_late: bool
    enterprise_kind: str


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One state: how many stand in it, and the first of them; who waits longest comes first, of an end the newest."""

    state: str
    count: int
    cards: tuple[Card, ...]


def board(office: Office) -> tuple[BoardColumn, ...]:
    """Every state in the board's order."""
    office.require("households.read", "conversions")
    with office.database.read() as session:
        ids = _ids_by_state(session)
        shown = [one for state in BOARD for one in ids[state][:MOST_CARDS]]
        cards = {card.id: card for card in _cards(session, office.today(), shown)}
    return tuple(
        BoardColumn(state, len(ids[state]), tuple(cards[one] for one in ids[state][:MOST_CARDS])) for state in BOARD
    )


def begin_step(office: Office, household_id: str, state: str) -> HouseholdFacts:
    """The household with its conversion, ready for this step; looking is logged. DeskError (gone, step)."""
    office.require("households.read", "conversions")
    facts = household(office, household_id)
    STEPS.check(facts.conversion.draft.state if facts.conversion else LISTED, state)
    return facts


def conversion_ids(office: Office, query: Query) -> tuple[str, ...]:
    """Households that have a conversion and answer `query`; sorts and filters as `LISTING` names them, and `DUE`."""
    office.require("households.read", "conversions")
    with office.database.read() as session:
        statement: Any = _listed(select(HouseholdBusiness.id))
        if query.filters.get(DUE):
            statement = statement.where(HouseholdBusiness.id.in_(due_households(session, office)))
        filters = {name: value for name, value in query.filters.items() if name != DUE}
        return sorted_ids(session, statement, LISTING, replace(query, filters=filters))


def conversion_rows(office: Office, ids: Sequence[str]) -> tuple[Card, ...]:
    """The cards of these households, in the order of `ids`."""
    office.require("households.read", "conversions")
    wanted = page(ids)
    with office.database.read() as session:
        return in_order(wanted, _cards(session, office.today(), wanted))


def _listed(statement: Any) -> Any:
    return (
        statement.join(Conversion, Conversion.household_id == HouseholdBusiness.id)
        .join(Person, Person.id == HouseholdBusiness.owner_id)
        .where(HouseholdBusiness.merged_into.is_(None))
    )


def _ids_by_state(session: Session) -> defaultdict[str, list[str]]:
    statement = (
        select(Conversion.household_id, Conversion.state)
        .join(HouseholdBusiness, HouseholdBusiness.id == Conversion.household_id)
        .where(HouseholdBusiness.merged_into.is_(None))
        .order_by(_SINCE, HouseholdBusiness.sort_key, HouseholdBusiness.id)
    )
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for household_id, state in session.execute(statement):
        ids[state].append(household_id)
    for state in ENDS:
        ids[state].reverse()
    return ids


def _cards(session: Session, today: date, ids: Sequence[str]) -> list[Card]:
    columns = (
        *(HouseholdBusiness.id, HouseholdBusiness.name, Person.name, Conversion.state, _SINCE, Conversion.listed_on),
        *(HouseholdBusiness.next_on, _NEXT_STEP, Conversion.enterprise_kind),
    )
    cards = []
    for row in session.execute(_listed(select(*columns)).where(HouseholdBusiness.id.in_(ids))):
        id_, name, owner, state, last, listed, next_on, next_step, kind = row
        since = last or listed
        is_late = next_on is not None and next_on < today and state not in ENDS
        days = (today - since).days
        cards.append(Card(id_, name, owner, state, since, days, next_on, next_step or "", is_late, kind))
    return cards
