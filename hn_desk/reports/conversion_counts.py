"""What is counted of contacts and conversions in a period: all of it in the database, merged households left out.

A household counts as contacted by the day of a contact, as converted by the day of its enterprise's certificate, as
`rules.conversion.counts_as_converted` says; what is edited later does not move it to another period.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, String, Text, case, cast, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from hn_desk.models.tables import (
    Contact,
    Conversion,
    ConversionStep,
    FollowUp,
    HouseholdBusiness,
    HouseholdMerge,
    Industry,
    OfficerRow,
    ResidentialGroup,
)
from hn_desk.reports.table import Period
from hn_desk.rules import conversion as steps
from hn_desk.rules import targets
from hn_desk.rules.dates import add_months

ACTIVE: Final = "active"
AGREED: Final = "agreed"
SUPPORT: Final = "support"
ALIVE: Final = "alive"
MONTHS_OF_A_QUARTER: Final = 3
_CHANGE_DIGITS: Final = "%015d"
Key = str | int | None


@dataclass(frozen=True, slots=True)
class Met:
    """Contacts of one officer, part or the whole period: how many, with how many households, how many agreed."""

    contacts: int = 0
    households: int = 0
    agreed: int = 0


@dataclass(frozen=True, slots=True)
class Registered:
    """Conversions that count, alike in all of this: household's group and main industry, officer, kind, month."""

    group_id: str | None
    industry: str
    industry_name: str
    officer_id: str
    kind: str
    month: int
    count: int


@dataclass(frozen=True, slots=True)
class Place:
    """Households of one group or industry, and how many of them were contacted in the period."""

    key: str | None
    name: str
    households: int
    contacted: int


@dataclass(frozen=True, slots=True)
class Wish:
    """One obstacle or support: households whose newest contact in the period names it, and all contacts that do."""

    code: str
    households: int
    contacts: int


@dataclass(frozen=True, slots=True)
class Alive:
    """Enterprises whose question after `months` fell due in the period: still in business, ended, not asked yet."""

    months: int
    alive: int = 0
    ended: int = 0
    unasked: int = 0


@dataclass(frozen=True, slots=True)
class Counting:
    """A session, the period that is counted, and the households merged into others, which count nowhere."""

    session: Session
    period: Period
    merged: tuple[str, ...]

    def met(self) -> tuple[ColumnElement[bool], ...]:
        """The contacts that count."""
        return (Contact.day.between(self.period.start, self.period.end), *self.unmerged(Contact.household_id))

    def converted(self) -> tuple[ColumnElement[bool], ...]:
        """The conversions of the period that count."""
        return (Conversion.certificate_on.between(self.period.start, self.period.end), *self.ever_converted())

    def ever_converted(self) -> tuple[ColumnElement[bool], ...]:
        """The conversions that count, as `rules.conversion.counts_as_converted` says, of any time."""
        return (
            Conversion.state == steps.REGISTERED,
            Conversion.enterprise_code != "",
            Conversion.enterprise_kind != "",
            Conversion.certificate_on.is_not(None),
            *self.unmerged(Conversion.household_id),
        )

    def unmerged(self, household_id: InstrumentedAttribute[str]) -> tuple[ColumnElement[bool], ...]:
        """That a household is none that was merged; nothing when none was."""
        return (household_id.not_in(self.merged),) if self.merged else ()


def counting(session: Session, period: Period) -> Counting:
    """What the counts of one period are asked with."""
    merged = select(HouseholdMerge.gone_id).where(HouseholdMerge.is_undone.is_(False)).distinct()
    return Counting(session, period, tuple(session.scalars(merged)))


def measured(of: Counting) -> dict[str, int]:
    """Each of `rules.targets.MEASURES` over the period."""
    met = met_by(of).get(None, Met())
    return {
        targets.REGISTERED: of.session.scalar(select(func.count(Conversion.id)).where(*of.converted())) or 0,
        targets.SUBMITTED: _submitted(of),
        targets.AGREED: met.agreed,
        targets.CONTACTED: met.households,
        targets.CONTACTS: met.contacts,
        targets.SUPPORTED: _supported(of),
    }


def met_by(of: Counting, key: Any = None) -> dict[Key, Met]:
    """Contacts by `key` (a column of contacts), or all under None; a household counts once under each key."""
    agreed = case((Contact.intention == AGREED, Contact.household_id))
    figures = (func.count(), func.count(Contact.household_id.distinct()), func.count(agreed.distinct()))
    if key is None:
        return {None: Met(*of.session.execute(select(*figures).where(*of.met())).one())}
    found = of.session.execute(select(key, *figures).where(*of.met()).group_by(key))
    return {row[0]: Met(*row[1:]) for row in found}


def met_by_month(of: Counting) -> dict[Key, Met]:
    """Contacts by month (1–12)."""
    return met_by(of, _month(Contact.day))


def met_by_quarter(of: Counting) -> dict[Key, Met]:
    """Contacts by quarter (1–4): a household met in each of its months counts once."""
    months = MONTHS_OF_A_QUARTER
    return met_by(of, (_month(Contact.day) + months - 1) // months)


def met_by_officer(of: Counting) -> dict[Key, Met]:
    """Contacts by the id of the officer who made them."""
    return met_by(of, Contact.officer_id)


def registered(of: Counting) -> tuple[Registered, ...]:
    """The conversions that count, summed up over what is alike; the officer is who recorded the registration."""
    recorded = (ConversionStep.conversion_id == Conversion.id) & (ConversionStep.state == steps.REGISTERED)
    main = (Industry.household_id == Conversion.household_id) & Industry.is_main
    keys = (
        HouseholdBusiness.group_id,
        func.coalesce(Industry.code, ""),
        func.coalesce(Industry.name, ""),
        func.coalesce(ConversionStep.officer_id, ""),
        Conversion.enterprise_kind,
        _month(Conversion.certificate_on),
    )
    statement = (
        select(*keys, func.count(Conversion.id.distinct()))
        .join(HouseholdBusiness, HouseholdBusiness.id == Conversion.household_id)
        .outerjoin(Industry, main)
        .outerjoin(ConversionStep, recorded)
        .where(*of.converted())
        .group_by(*keys)
    )
    return tuple(Registered(*row) for row in of.session.execute(statement))


def by_group(of: Counting) -> tuple[Place, ...]:
    """Households and contacted ones of each residential group, in the groups' order; without a group last."""
    group, met = HouseholdBusiness.group_id, _met_households(of)
    unmerged = of.unmerged(HouseholdBusiness.id)
    households = _pairs(of, select(group, func.count()).where(*unmerged).group_by(group))
    joined = select(group, func.count()).join(met, met.c.household_id == HouseholdBusiness.id)
    contacted = _pairs(of, joined.where(*unmerged).group_by(group))
    counted = {id_: (count, contacted.get(id_, 0)) for id_, count in households.items()}
    names = select(ResidentialGroup.id, ResidentialGroup.name).order_by(ResidentialGroup.sort_key, ResidentialGroup.id)
    places = [Place(id_, name, *counted[id_]) for id_, name in of.session.execute(names) if id_ in counted]
    return (*places, *([Place(None, "", *counted[None])] if None in counted else []))


def by_industry(of: Counting, known: Mapping[str, str]) -> tuple[Place, ...]:
    """Households and contacted ones by the code of their main industry; those without one are not among them.

    `known` names industries by code; others are called as their records call them.
    """
    met = _met_households(of)
    statement = (
        select(Industry.code, func.count(), func.count(met.c.household_id))
        .outerjoin(met, met.c.household_id == Industry.household_id)
        .where(Industry.is_main, *of.unmerged(Industry.household_id))
        .group_by(Industry.code)
    )
    counted = of.session.execute(statement).all()
    names = {**_industry_names(of.session, {row[0] for row in counted} - known.keys()), **known}
    return tuple(Place(code, names[code], households, contacted) for code, households, contacted in counted)


def officer_names(session: Session) -> dict[str, str]:
    """Every officer's name by id, by given name."""
    columns = (OfficerRow.id, OfficerRow.name)
    return {row.id: row.name for row in session.execute(select(*columns).order_by(OfficerRow.sort_key, OfficerRow.id))}


def obstacles(of: Counting) -> tuple[Wish, ...]:
    """What keeps households from converting: the obstacle named by most of them first."""
    return _wishes(of, Contact.obstacles)


def supports_wanted(of: Counting) -> tuple[Wish, ...]:
    """What support households want: the one named by most of them first."""
    return _wishes(of, Contact.supports)


def capital_wanted(of: Counting) -> int:
    """The đồng that households would need, by the newest contact of each in the period."""
    newest = select(Contact.capital_demand, _rank()).where(*of.met()).group_by(Contact.household_id).subquery()
    return of.session.scalar(select(func.sum(newest.c.capital_demand))) or 0


def in_business(of: Counting) -> int:
    """The households that are in business today."""
    statement = select(func.count(HouseholdBusiness.id)).where(
        HouseholdBusiness.status == ACTIVE, *of.unmerged(HouseholdBusiness.id)
    )
    return of.session.scalar(statement) or 0


def supports_received(of: Counting) -> dict[str, int]:
    """Supports that converted households received in the period, by code: each enterprise once a support."""
    statement = (
        select(FollowUp.support, func.count(FollowUp.conversion_id.distinct()))
        .join(Conversion, Conversion.id == FollowUp.conversion_id)
        .where(*_received(of))
        .group_by(FollowUp.support)
    )
    return {row[0]: row[1] for row in of.session.execute(statement)}


def alive_after(of: Counting, months: Iterable[int], today: date) -> tuple[Alive, ...]:
    """For each number of months after the certificate: what became of those whose day fell in the period by today.

    An enterprise that was found to have ended counts as ended at every later question too.
    """
    answers: defaultdict[str, dict[int, bool]] = defaultdict(dict)
    asked = select(FollowUp.conversion_id, FollowUp.months, FollowUp.is_alive).where(FollowUp.kind == ALIVE)
    for conversion_id, after, is_alive in of.session.execute(asked):
        answers[conversion_id][after or 0] = bool(is_alive)
    found = of.session.execute(select(Conversion.id, Conversion.certificate_on).where(*of.ever_converted()))
    certificates = [(id_, day) for id_, day in found if day is not None]
    last = min(of.period.end, today)
    return tuple(
        _alive(after, [answers[id_] for id_, day in certificates if of.period.start <= add_months(day, after) <= last])
        for after in sorted(months)
    )


def _alive(after: int, answers: Iterable[Mapping[int, bool]]) -> Alive:
    """Sum up the answers of the enterprises that were due."""
    counted = Counter(
        "ended"
        if any(not one for at, one in given.items() if at <= after)
        else "alive"
        if after in given
        else "unasked"
        for given in answers
    )
    return Alive(after, counted["alive"], counted["ended"], counted["unasked"])


def _submitted(of: Counting) -> int:
    """Conversions whose dossier was submitted in the period, each once."""
    statement = (
        select(func.count(Conversion.id.distinct()))
        .join(ConversionStep, ConversionStep.conversion_id == Conversion.id)
        .where(
            ConversionStep.state == steps.SUBMITTED,
            ConversionStep.day.between(of.period.start, of.period.end),
            *of.unmerged(Conversion.household_id),
        )
    )
    return of.session.scalar(statement) or 0


def _supported(of: Counting) -> int:
    statement = select(func.count(FollowUp.conversion_id.distinct())).join(
        Conversion, Conversion.id == FollowUp.conversion_id
    )
    return of.session.scalar(statement.where(*_received(of))) or 0


def _received(of: Counting) -> tuple[ColumnElement[bool], ...]:
    days = FollowUp.day.between(of.period.start, of.period.end)
    return (FollowUp.kind == SUPPORT, days, *of.unmerged(Conversion.household_id))


def _industry_names(session: Session, codes: set[str]) -> dict[str, str]:
    if not codes:
        return {}
    statement = select(Industry.code, func.max(Industry.name)).where(Industry.code.in_(codes)).group_by(Industry.code)
    return {row[0]: row[1] for row in session.execute(statement)}


def _met_households(of: Counting) -> Any:
    return select(Contact.household_id).where(*of.met()).distinct().cte("met")


def _month(day: Any) -> Any:
    return cast(func.strftime("%m", day), Integer)


def _wishes(of: Counting, codes: InstrumentedAttribute[list[str]]) -> tuple[Wish, ...]:
    """Each code in the lists of a column: in how many households' newest contact, in how many contacts."""
    column = type_coerce(codes, Text)
    newest = select(column.label("codes"), _rank()).where(*of.met()).group_by(Contact.household_id).subquery()
    households = _by_code(of, select(newest.c.codes, func.count()).group_by(newest.c.codes))
    contacts = _by_code(of, select(column, func.count()).where(*of.met()).group_by(column))
    found = (Wish(code, households[code], contacts[code]) for code in contacts)
    return tuple(sorted(found, key=lambda one: (-one.households, -one.contacts, one.code)))


def _rank() -> Any:
    """Selected beside other columns of contacts by household it makes SQLite take them from the newest contact."""
    return func.max(cast(Contact.day, String) + func.printf(_CHANGE_DIGITS, Contact.change))


def _by_code(of: Counting, lists: Select[str, int]) -> Counter[str]:
    """How often each code stands in lists that are counted already."""
    counted: Counter[str] = Counter()
    for codes, count in of.session.execute(lists):
        counted.update(dict.fromkeys(json.loads(codes or "[]"), count))
    return counted


def _pairs(of: Counting, statement: Select[str | None, int]) -> dict[str | None, int]:
    return {row[0]: row[1] for row in of.session.execute(statement)}


def by_key(found: Iterable[Registered], name: str) -> Mapping[Key, int]:
    """The registered ones summed up by one of their keys."""
    counted: Counter[Key] = Counter()
    for one in found:
        counted[getattr(one, name)] += one.count
    return counted
