"""Figures of the office's registers: plans, acts, models and examples, difficulties, budget."""

from collections.abc import Iterator

from sqlalchemy import select

from hn_desk.models.tables import BudgetLine, Difficulty, DutyAct, Example, OfficePlan
from hn_desk.reports.counting import Counting, Options, Records, admits, each, valued

SETTLED = "settled"


def office_plans(of: Counting, options: Options) -> Records:
    """Plans for the years of the period that were issued by its end, also before it began."""
    first, last = of.years
    found = select(OfficePlan).where(OfficePlan.year.between(first, last), OfficePlan.issued_on <= of.ends_on)
    rows = of.session.scalars(found.order_by(OfficePlan.issued_on, OfficePlan.id))
    return each(row.id for row in rows if row.duty in options["duties"] and admits(options, "authors", row.author))


def duty_acts(of: Counting, options: Options) -> Records:
    """Acts that were done for duties in the period."""
    found = select(DutyAct.id).where(DutyAct.duty.in_(options["duties"]))
    found = found.where(DutyAct.day.between(of.starts_on, of.ends_on))
    return each(of.session.scalars(found.order_by(DutyAct.day, DutyAct.id)))


def examples(of: Counting, options: Options) -> Records:
    """Models and examples that were there in the period."""
    return each(row.id for row in _examples(of, options))


def examples_helped(of: Counting, options: Options) -> Records:
    """The people they helped."""
    return valued((row.id, row.helped) for row in _examples(of, options))


def difficulties(of: Counting, options: Options) -> Records:
    """Difficulties raised in the period, or settled in it."""
    table = Difficulty
    day = table.settled_on if options.get("state") == (SETTLED,) else table.day
    found = select(table.id).where(table.topic.in_(options["topics"]), day.between(of.starts_on, of.ends_on))
    return each(of.session.scalars(found.order_by(day, table.id)))


def budget_planned(of: Counting, options: Options) -> Records:
    """Đồng planned for the years of the period."""
    return valued((row.id, row.planned) for row in _budget(of, options))


def budget_spent(of: Counting, options: Options) -> Records:
    """Đồng spent of the budget of the years of the period."""
    return valued((row.id, row.spent) for row in _budget(of, options))


def _budget(of: Counting, options: Options) -> Iterator[BudgetLine]:
    first, last = of.years
    found = select(BudgetLine).where(BudgetLine.topic.in_(options["topics"]), BudgetLine.year.between(first, last))
    yield from of.session.scalars(found.order_by(BudgetLine.year, BudgetLine.title, BudgetLine.id))


def _examples(of: Counting, options: Options) -> Iterator[Example]:
    """Those begun by the end of the period that did not end before it; `groups` are the audiences they help."""
    table = Example
    found = select(table).where(table.topic.in_(options["topics"]), table.started_on <= of.ends_on)
    found = found.where(table.ended_on.is_(None) | (table.ended_on >= of.starts_on))
    for row in of.session.scalars(found.order_by(table.started_on, table.id)):
        is_for = "groups" not in options or not set(options["groups"]).isdisjoint(row.groups)
        if is_for and admits(options, "kinds", row.kind):
            yield row
