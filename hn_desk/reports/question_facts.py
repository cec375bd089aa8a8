"""The records that a free question counts, read by one statement with just the columns that it names.

Applications are read in Python, since what they are counted by is hidden (`demand`); residential groups by their days.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Any, Final

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from hn_desk.models.tables import (
    Contact,
    Conversion,
    EventGroup,
    HouseholdBusiness,
    Industry,
    OutreachEvent,
)
from hn_desk.reports.coverage import counting
from hn_desk.reports.demand import all_loans
from hn_desk.reports.question_words import CONTACTS, CONVERSIONS, COVERAGE, EVENTS, HOUSEHOLDS, LOANS, REACHED, TIMES
from hn_desk.reports.questions import Fact, Question, time_key
from hn_desk.reports.table import Period, parts_of
from hn_desk.rules.coverage import counted_days

BAR: Final = "|"
Values = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What of the records this officer sees: topics that stay away, protected ones, those owed everywhere; the day."""

    unseen: frozenset[str]
    protected: frozenset[str]
    owed: frozenset[str]
    today: date


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a subject's records stand: the statement to add columns to, and columns by day, grouping and measure."""

    id: Any
    joined: Callable[[Select[Any]], Select[Any]]
    days: Mapping[str, Any]
    groups: Mapping[str, Any]
    amounts: Mapping[str, Any] = field(default_factory=dict)
    topic: Any = None


def facts(session: Session, question: Question, limits: Limits) -> Iterator[Fact]:
    """Every record that the question may count, by its period; filters are not yet applied."""
    if question.subject == LOANS:
        return _loans(session, question, limits)
    if question.subject == COVERAGE:
        return _groups(session, question, limits)
    return _records(session, question, _kept()[question.subject], limits)


def _records(session: Session, question: Question, kept: Kept, limits: Limits) -> Iterator[Fact]:
    day = kept.days.get(question.day)
    keys = [group for group in question.wanted if group not in TIMES]
    columns = [*(kept.groups[group] for group in keys), *kept.amounts.values()]
    topic = select(kept.id).add_columns(*([] if day is None else [day]), *columns)
    statement = kept.joined(topic if kept.topic is None else topic.add_columns(kept.topic))
    if day is not None:
        statement = statement.where(day.between(question.start, question.end))
    if kept.topic is not None and limits.unseen:
        statement = statement.where(kept.topic.not_in(limits.unseen))
    first = 1 if day is None else 2
    for row in session.execute(statement):
        values: Values = {group: _values(value) for group, value in zip(keys, row[first:], strict=False)}
        times: Values = {
            step: (time_key(row[1], step),) for step in TIMES if step in question.groups and day is not None
        }
        amounts = dict(zip(kept.amounts, row[first + len(keys) :], strict=False))
        added = {name: amount for name, amount in amounts.items() if amount}
        yield Fact(row[0], values | times, added, kept.topic is not None and row[-1] in limits.protected)


def _values(value: Any) -> tuple[str, ...]:
    """The values of one record for a grouping: a code, codes between bars, or a list of codes; each once."""
    found = value if isinstance(value, list) else str(value or "").split(BAR)
    return tuple(dict.fromkeys(one for one in found if one))


def _kept() -> dict[str, Kept]:
    return {HOUSEHOLDS: _households(), CONTACTS: _contacts(), CONVERSIONS: _conversions(), EVENTS: _events()}


def _households() -> Kept:
    household = HouseholdBusiness
    groups = {
        "group": household.group_id,
        "industry": Industry.code,
        "status": household.status,
        "band": household.revenue_band,
        "intention": household.intention,
        "obstacle": household.obstacles,
        "officer": household.contacted_by,
    }
    days = {"registered": household.registered_on, "contacted": household.last_contact_on}
    amounts = {"capital": household.capital, "workers": household.workers}
    return Kept(household.id, lambda asked: _with_industry(asked.select_from(household)), days, groups, amounts)


def _contacts() -> Kept:
    contact, household = Contact, HouseholdBusiness
    groups = {
        "group": household.group_id,
        "officer": contact.officer_id,
        "way": contact.way,
        "intention": contact.intention,
        "obstacle": contact.obstacles,
        "support": contact.supports,
        "household": contact.household_id,
    }

    def joined(asked: Select[Any]) -> Select[Any]:
        return asked.select_from(contact).join(household, household.id == contact.household_id)

    return Kept(contact.id, joined, {"day": contact.day}, groups, {"capital_demand": contact.capital_demand})


def _conversions() -> Kept:
    conversion, household = Conversion, HouseholdBusiness
    groups = {
        "state": conversion.state,
        "group": household.group_id,
        "industry": Industry.code,
        "kind": conversion.enterprise_kind,
    }
    days = {
        "registered": conversion.certificate_on,
        "listed": conversion.listed_on,
        "submitted": conversion.submitted_on,
    }

    def joined(asked: Select[Any]) -> Select[Any]:
        return _with_industry(asked.select_from(conversion).join(household, household.id == conversion.household_id))

    amounts = {"capital": conversion.enterprise_capital, "workers": conversion.enterprise_workers}
    return Kept(conversion.id, joined, days, groups, amounts)


def _with_industry(asked: Select[Any]) -> Select[Any]:
    is_main = and_(Industry.household_id == HouseholdBusiness.id, Industry.is_main)
    return asked.outerjoin(Industry, is_main).where(HouseholdBusiness.merged_into.is_(None))


def _events() -> Kept:
    event = OutreachEvent
    reached = select(func.group_concat(EventGroup.group_id, BAR)).where(EventGroup.event_id == event.id)
    groups = {
        "topic": event.topic,
        "form": event.form,
        "state": event.state,
        "group": reached.scalar_subquery(),
        "audience": event.audiences,
        "officer": event.officer_id,
    }
    amounts = {name: getattr(event, name) for name in ("people", "women", "broadcasts", "leaflets", "cost")}
    return Kept(
        event.id, lambda asked: asked.select_from(event), {"day": event.starts_on}, groups, amounts, event.topic
    )


def _loans(session: Session, question: Question, limits: Limits) -> Iterator[Fact]:
    """A fact for each part of the period in which an application counts on the day asked for."""
    parts = [part for _name, part in parts_of(question.period)]
    for number, loan in enumerate(all_loans(session)):
        programme, applicant, purpose = loan.key
        keys: Values = {
            "programme": (programme,),
            "applicant": (f"{programme}/{applicant}",),
            "purpose": (f"{programme}/{applicant}/{purpose}",),
            "state": (loan.state,),
        }
        for part in parts:
            amount = loan.amount(question.day, part)
            if amount is not None:
                times = _times(question, part)
                yield Fact(str(number), keys | times, {"amount": amount}, programme in limits.protected)


def _groups(session: Session, question: Question, limits: Limits) -> Iterator[Fact]:
    """A fact for each part of the period, residential group owed in it, and topic when topics matter."""
    read = counting(session, counted_days(question.start, question.end, limits.today))
    seen = {topic: visits for topic, visits in read.visits.items() if topic not in limits.unseen}
    asked = {topic: seen.get(topic, ()) for topic in sorted({*seen, *limits.owed})}
    if "topic" not in question.wanted:
        asked = {"": tuple(chain.from_iterable(seen.values()))}
    of_asked = replace(read, visits=asked)
    for _name, part in parts_of(question.period):
        days = counted_days(part.start, part.end, limits.today)
        for topic in asked:
            for group in of_asked.coverage(topic, days).groups:
                keys: Values = {"group": (group.id,), "topic": (topic,) if topic else (), **_times(question, part)}
                yield Fact(group.id, keys, {REACHED: int(group.is_reached), "events": group.events})


def _times(question: Question, part: Period) -> Values:
    return {step: (time_key(part.start, step),) for step in TIMES if step in question.groups}
