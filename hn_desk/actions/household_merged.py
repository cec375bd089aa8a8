"""Household businesses that were merged into another: they stay in the database and are shown nowhere."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hn_desk.models.tables import HouseholdBusiness, HouseholdMerge


def listed(session: Session) -> list[ColumnElement[bool]]:
    """Conditions that leave out merged ones, so that an index of the order alone still answers; none without any."""
    gone = select(HouseholdMerge.gone_id).where(HouseholdMerge.is_undone.is_(False))
    is_any = session.scalar(gone.limit(1)) is not None
    return [HouseholdBusiness.id.not_in(gone)] if is_any else []
