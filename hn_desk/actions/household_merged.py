"""Household businesses that were merged into another: they stay in the database and are shown nowhere."""

from sqlalchemy import ColumnElement, SQLColumnExpression, select
from sqlalchemy.orm import Session

from hn_desk.models.tables import HouseholdBusiness, HouseholdMerge


def listed(
    session: Session, household_id: SQLColumnExpression[str] = HouseholdBusiness.id
) -> list[ColumnElement[bool]]:
    """Conditions that leave out merged ones, so that an index of the order alone still answers; none without any."""
    gone = select(HouseholdMerge.gone_id).where(HouseholdMerge.is_undone.is_(False))
    is_any = session.scalar(gone.limit(1)) is not None
    return [household_id.not_in(gone)] if is_any else []
