"""Whom to persuade: household businesses that would gain from converting, each with the reasons and their sources."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import Session

from hn_desk.actions.labels import ACTIVE, supports
from hn_desk.actions.listing import Listing, in_order, page, sorted_ids
from hn_desk.actions.office import Office
from hn_desk.actions.query import Query
from hn_desk.actions.search_texts import HOUSEHOLDS
from hn_desk.models.tables import Contact, Conversion, HouseholdBusiness, Industry, Person
from hn_desk.rules.screening import (
    FIELD,
    REASONS,
    REVENUE,
    UNDECIDED,
    WANTED,
    WORKERS,
    Reason,
    Screened,
    bands_from,
    fields_on,
    screen,
)

REASON: Final = "reason"
"""A filter of the list: one kind of reason."""
_LISTING: Final = Listing(
    HOUSEHOLDS,
    HouseholdBusiness.id,
    sorts={"name": (HouseholdBusiness.sort_key,)},
    filters={"intention": HouseholdBusiness.intention},
)


@dataclass(frozen=True, slots=True)
class ScreenedRow:
    """One household business that would gain; `state` of its conversion is "" while it has none."""

    id: str
    name: str
    owner_name: str
    intention: str
    state: str
    reasons: tuple[Reason, ...]


def screened_ids(office: Office, query: Query) -> tuple[str, ...]:
    """Households in business, not yet decided, for whom at least one reason holds (the one of the filter, if any)."""
    office.require("households.read")
    wanted = [query.filters[REASON]] if query.filters.get(REASON) else list(REASONS)
    filters = {name: value for name, value in query.filters.items() if name != REASON}
    statement: Any = (
        select(HouseholdBusiness.id)
        .outerjoin(Conversion, Conversion.household_id == HouseholdBusiness.id)
        .where(
            HouseholdBusiness.status == ACTIVE,
            HouseholdBusiness.merged_into.is_(None),
            or_(Conversion.state.is_(None), Conversion.state.in_(UNDECIDED)),
            or_(*(_holds(office, reason) for reason in wanted)),
        )
    )
    with office.database.read() as session:
        return sorted_ids(session, statement, _LISTING, replace(query, sort="name", filters=filters))


def screened_rows(office: Office, ids: Sequence[str]) -> tuple[ScreenedRow, ...]:
    """The lines of these households, in the order of `ids`."""
    office.require("households.read")
    wanted = page(ids)
    columns = (HouseholdBusiness.id, HouseholdBusiness.name, Person.name, HouseholdBusiness.intention)
    statement = (
        select(*columns, func.coalesce(Conversion.state, ""))
        .join(Person, Person.id == HouseholdBusiness.owner_id)
        .outerjoin(Conversion, Conversion.household_id == HouseholdBusiness.id)
        .where(HouseholdBusiness.id.in_(wanted))
    )
    with office.database.read() as session:
        reasons = reasons_for(session, office, wanted)
        return in_order(wanted, (ScreenedRow(*row, reasons[row[0]]) for row in session.execute(statement)))


def reasons_for(session: Session, office: Office, ids: Sequence[str]) -> dict[str, tuple[Reason, ...]]:
    """Why each of these household businesses would gain from converting, by id."""
    columns = (HouseholdBusiness.id, HouseholdBusiness.revenue_band, HouseholdBusiness.workers)
    found = session.execute(select(*columns).where(HouseholdBusiness.id.in_(ids))).all()
    industries, wanted = _industries(session, ids), _supports(session, office, ids)
    book, day = office.book, office.today()
    return {
        id_: screen(book.screening, book.conversion, Screened(band, workers, industries[id_], wanted[id_]), day)
        for id_, band, workers in found
    }


def _holds(office: Office, reason: str) -> ColumnElement[bool]:
    """The same reason as SQL: what `screen` finds row by row, for all rows at once."""
    data, day = office.book.screening, office.today()
    if reason == REVENUE:
        return HouseholdBusiness.revenue_band.in_(bands_from(data, office.book.conversion, day))
    if reason == WORKERS:
        period = data.workers.period_on(day)
        return HouseholdBusiness.workers >= period.value.least if period else HouseholdBusiness.id.is_(None)
    if reason == FIELD:
        prefixes = {prefix for field in fields_on(data, day) for prefix in field.prefixes}
        return HouseholdBusiness.id.in_(select(Industry.household_id).where(_begins_with(prefixes)))
    assert reason == WANTED, reason
    if data.wanted.period_on(day) is None:
        return HouseholdBusiness.id.is_(None)
    return HouseholdBusiness.id.in_(select(Contact.household_id).where(cast(Contact.supports, String) != "[]"))


def _begins_with(prefixes: Iterable[str]) -> ColumnElement[bool]:
    by_length = groupby(sorted(prefixes, key=lambda one: (len(one), one)), len)
    return or_(*(func.substr(Industry.code, 1, length).in_(list(group)) for length, group in by_length))


def _industries(session: Session, ids: Sequence[str]) -> defaultdict[str, tuple[tuple[str, str], ...]]:
    found: defaultdict[str, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    statement = select(Industry.household_id, Industry.code, Industry.name).where(Industry.household_id.in_(ids))
    for id_, code, name in session.execute(statement.order_by(Industry.is_main.desc(), Industry.position)):
        found[id_] += ((code, name),)
    return found


def _supports(session: Session, office: Office, ids: Sequence[str]) -> defaultdict[str, tuple[str, ...]]:
    """What was wished for in any contact, in the order of the data, in words."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for id_, wished in session.execute(
        select(Contact.household_id, Contact.supports).where(Contact.household_id.in_(ids))
    ):
        codes[id_] |= set(wished)
    labels = supports(office)
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for id_, known in codes.items():
        in_words = (label for code, label in labels.items() if code in known)
        found[id_] = (*in_words, *sorted(known - labels.keys()))
    return found
