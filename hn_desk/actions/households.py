"""Household businesses: kept, shown, listed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from hn_desk.actions.city_listing import city_ways, standing, without_city
from hn_desk.actions.city_states import NOWHERE, way_of
from hn_desk.actions.contacts import contacts_of, save_contact
from hn_desk.actions.conversion_reading import conversion_of
from hn_desk.actions.household_checks import check_household, likeness_of, twin_sentence, twins
from hn_desk.actions.household_facts import (
    FIELDS,
    ContactDraft,
    ContactFacts,
    ConversionFacts,
    HouseholdDraft,
    HouseholdFacts,
    HouseholdRow,
    IndustryDraft,
)
from hn_desk.actions.household_filters import conditions
from hn_desk.actions.household_keeping import keep_household, kept_household
from hn_desk.actions.household_merged import listed
from hn_desk.actions.listing import Listing, in_order, page, sorted_ids
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.people import draft_of
from hn_desk.actions.query import Query
from hn_desk.actions.remarks import gone, refuse_stale
from hn_desk.actions.screening import reasons_for
from hn_desk.actions.search_texts import HOUSEHOLDS
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.prepared import connection_of
from hn_desk.models.tables import Conversion, HouseholdBusiness, Person, ResidentialGroup
from hn_desk.rules import reference

__all__ = [
    "ContactDraft",
    "ContactFacts",
    "ConversionFacts",
    "HouseholdDraft",
    "HouseholdFacts",
    "HouseholdRow",
    "IndustryDraft",
    "household",
    "household_ids",
    "household_rows",
    "industries",
    "save_contact",
    "save_household",
]

MOST_INDUSTRIES: Final = 50
_PAIRS: Final = select(Conversion.household_id, Conversion.id)
CONVERSIONS: Final = "conversions"
LISTING: Final = Listing(
    HOUSEHOLDS,
    HouseholdBusiness.id,
    sorts={
        "name": (HouseholdBusiness.sort_key,),
        "owner": (Person.sort_key, HouseholdBusiness.sort_key),
        "group": (ResidentialGroup.sort_key, HouseholdBusiness.sort_key),
        "business_code": (HouseholdBusiness.business_code,),
        "tax_code": (HouseholdBusiness.tax_code,),
        "status": (HouseholdBusiness.status, HouseholdBusiness.sort_key),
        "intention": (HouseholdBusiness.intention, HouseholdBusiness.sort_key),
        "conversion": (Conversion.state, HouseholdBusiness.sort_key),
        "last_contact": (HouseholdBusiness.last_contact_on, HouseholdBusiness.sort_key),
    },
    filters={
        "status": HouseholdBusiness.status,
        "band": HouseholdBusiness.revenue_band,
        "intention": HouseholdBusiness.intention,
        "officer": HouseholdBusiness.contacted_by,
    },
    walked=frozenset({"name"}),
)


def save_household(office: Office, draft: HouseholdDraft) -> Changed:
    """Keep a household business and its owner. InputError, WarningsError, DeskError (stale, gone)."""
    office.require("households.write")
    with office.write() as session:
        kept = _kept(session, draft)
        cleaned, remarks = check_household(session, office, draft, kept)
        accepted = {**draft.owner.accepted, **draft.accepted}
        remarks.settle(accepted)
        household_id = keep_household(session, office, cleaned, kept)
        audit.log(session, Act("households.save", "households", household_id, {"accepted": remarks.reasons(accepted)}))
        return Changed(frozenset({"households", "people"}), household_id)


def household(office: Office, household_id: str) -> HouseholdFacts:
    """One household business, whole; looking at it is logged. DeskError when gone."""
    office.require("households.read")
    with office.write() as session:
        row = session.get(HouseholdBusiness, household_id)
        if row is None or row.merged_into is not None:
            raise gone()
        audit.log(session, Act("households.read", "households", row.id))
        group = session.get(ResidentialGroup, row.group_id) if row.group_id else None
        conversion = conversion_of(session, office, row)
        draft = _draft_of(row)
        found = twins(session, likeness_of(draft)).items()
        way = way_of(session, (CONVERSIONS, conversion.id), office.today()) if conversion else NOWHERE
        return HouseholdFacts(
            draft=draft,
            group_name=group.name if group else "",
            intention=row.intention,
            last_contact=row.last_contact_on,
            contacts=contacts_of(session, household_id),
            conversion=conversion,
            city_state=way.state if conversion else "",
            city_way=way,
            reasons=reasons_for(session, office, (household_id,))[household_id],
            duplicates=tuple(twin_sentence(kind, names) for kind, names in found),
        )


def household_ids(office: Office, query: Query) -> tuple[str, ...]:
    """Every household business that answers `query`; sorts as `LISTING` names them, filters as `filter_fields` does."""
    office.require("households.read")
    listing = replace(LISTING, conditions=conditions(office))
    with office.database.read() as session:
        asked, city = without_city(query)
        found = sorted_ids(session, _joined(asked).where(*listed(session)), listing, asked)
        return _standing(session, found, city, office.today()) if city and found else found


def household_rows(office: Office, ids: Sequence[str]) -> tuple[HouseholdRow, ...]:
    """The lines of these household businesses, in the order of `ids`."""
    office.require("households.read")
    wanted = page(ids)
    with office.database.read() as session:
        rows = session.execute(_lines(wanted)).all()
        ways = city_ways(session, CONVERSIONS, [of for *_line, of in rows if of], office.today())
        return in_order(wanted, (replace(HouseholdRow(*line), city=ways.get(of)) for *line, of in rows))


def industries(office: Office, typed: str) -> tuple[reference.Industry, ...]:
    """The industries that fit what is typed, with or without accents, the best first."""
    return reference.find_industries(office.book.industries, typed)[:MOST_INDUSTRIES]


def _kept(session: Session, draft: HouseholdDraft) -> HouseholdDraft | None:
    if draft.id is None:
        return None
    kept = kept_household(session, draft.id)
    if kept is None or kept.version is None:
        raise gone()
    refuse_stale(kept.version, draft.version)
    return kept


def _industry_drafts(row: HouseholdBusiness) -> tuple[IndustryDraft, ...]:
    return tuple(IndustryDraft(one.code, one.name, one.is_main) for one in row.industries)


def _draft_of(row: HouseholdBusiness) -> HouseholdDraft:
    values: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
    return HouseholdDraft(
        id=row.id, version=row.version, owner=draft_of(row.owner), industries=_industry_drafts(row), **values
    )


def _joined(query: Query) -> Select[str]:
    """The ids, joined with what the order or a filter asks for; without a join the index alone answers."""
    statement: Any = select(HouseholdBusiness.id)
    if query.sort == "owner":
        statement = statement.join(Person, Person.id == HouseholdBusiness.owner_id)
    if query.sort == "group":
        statement = statement.outerjoin(ResidentialGroup, ResidentialGroup.id == HouseholdBusiness.group_id)
    if query.sort == "conversion" or query.filters.get("conversion"):
        statement = statement.outerjoin(Conversion, Conversion.household_id == HouseholdBusiness.id)
    narrowed: Select[str] = statement
    return narrowed


def _standing(session: Session, ids: Sequence[str], city: str, today: date) -> tuple[str, ...]:
    """Those of `ids` whose conversion stands so on its way to the city."""
    there = standing(session, CONVERSIONS, city, today)
    of = {row.household_id: row.id for row in connection_of(session).execute(_PAIRS)}
    return tuple(one for one in ids if of.get(one) in there)


def _lines(ids: Sequence[str]) -> Any:
    columns: tuple[InstrumentedAttribute[Any] | Any, ...] = (
        HouseholdBusiness.id,
        HouseholdBusiness.name,
        Person.name,
        func.coalesce(ResidentialGroup.name, ""),
        HouseholdBusiness.business_code,
        HouseholdBusiness.tax_code,
        HouseholdBusiness.status,
        HouseholdBusiness.intention,
        func.coalesce(Conversion.state, ""),
        HouseholdBusiness.last_contact_on,
        Conversion.id,
    )
    return (
        select(*columns)
        .join(Person, Person.id == HouseholdBusiness.owner_id)
        .outerjoin(ResidentialGroup, ResidentialGroup.id == HouseholdBusiness.group_id)
        .outerjoin(Conversion, Conversion.household_id == HouseholdBusiness.id)
        .where(HouseholdBusiness.id.in_(ids))
    )
