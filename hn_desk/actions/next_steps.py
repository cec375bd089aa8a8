"""Next steps promised to household businesses: which are due, and how many."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from hn_desk.actions.labels import ACTIVE, SUSPENDED
from hn_desk.models.tables import HouseholdBusiness


@dataclass(frozen=True, slots=True)
class DueSteps:
    """How many next steps fall on today or earlier, and how many of them on an earlier day."""

    due: int
    late: int


def is_due(day: date) -> ColumnElement[bool]:
    """A household business, neither closed nor converted nor merged, whose next step falls on `day` or earlier."""
    return and_(
        HouseholdBusiness.next_on <= day,
        in_business(),
        HouseholdBusiness.merged_into.is_(None),
    )


def in_business() -> ColumnElement[bool]:
    """A household business that is neither closed nor converted: only those are worth a visit."""
    return HouseholdBusiness.status.in_((ACTIVE, SUSPENDED))


def due_steps(session: Session, day: date) -> DueSteps:
    """Count the next steps due on `day`."""
    late = func.count().filter(HouseholdBusiness.next_on < day)
    due, before = session.execute(select(func.count(), late).where(is_due(day))).one()
    return DueSteps(due, before)
