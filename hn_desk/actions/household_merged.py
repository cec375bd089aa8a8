"""Household businesses that were merged into another: they stay in the database and are shown nowhere."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, SQLColumnExpression, select
from sqlalchemy.orm import Session

from hn_desk.models.tables import HouseholdBusiness, HouseholdMerge, Person


def listed(
    session: Session, household_id: SQLColumnExpression[str] = HouseholdBusiness.id
) -> list[ColumnElement[bool]]:
    """Conditions that leave out merged ones, so that an index of the order alone still answers; none without any."""
    gone = select(HouseholdMerge.gone_id).where(HouseholdMerge.is_undone.is_(False))
    is_any = session.scalar(gone.limit(1)) is not None
    return [household_id.not_in(gone)] if is_any else []


def line_of(ids: Select[Any]) -> CTE:
    """These households and what they were merged into, step by step to the end; one column, `id`."""
    line = ids.cte("line", recursive=True)
    into = select(HouseholdBusiness.merged_into).join_from(line, HouseholdBusiness, HouseholdBusiness.id == line.c.id)
    return line.union(into.where(HouseholdBusiness.merged_into.is_not(None)))


def survivor(session: Session, household_id: str) -> HouseholdBusiness | None:
    """The record that a household business became, itself when it wasn't merged; None when it isn't there."""
    line = line_of(select(HouseholdBusiness.id).where(HouseholdBusiness.id == household_id))
    last = select(HouseholdBusiness).where(
        HouseholdBusiness.id.in_(select(line.c.id)), HouseholdBusiness.merged_into.is_(None)
    )
    return session.scalar(last)


def together(session: Session, household_id: str) -> tuple[HouseholdBusiness, ...]:
    """The record a household business became, first, and all that were merged into it; none when it isn't there."""
    last = survivor(session, household_id)
    if last is None:
        return ()
    under = select(HouseholdBusiness).where(HouseholdBusiness.id.in_(ids_under(last.id)))
    others = session.scalars(under.where(HouseholdBusiness.id != last.id).order_by(HouseholdBusiness.id))
    return (last, *others)


def ids_under(household_id: str) -> Select[Any]:
    """The id of a household business and of all that were merged into it, and into those."""
    tree = select(HouseholdBusiness.id).where(HouseholdBusiness.id == household_id).cte("tree", recursive=True)
    into = select(HouseholdBusiness.id).join_from(tree, HouseholdBusiness, HouseholdBusiness.merged_into == tree.c.id)
    return select(tree.union(into).c.id)


def is_one_person(one: Person, other: Person) -> bool:
    """Whether two entries are one person for sure: the same entry, or a number in common, old or new."""
    numbers = {one.id_number, one.old_id_number} & {other.id_number, other.old_id_number}
    return one.id == other.id or bool(numbers - {""})
