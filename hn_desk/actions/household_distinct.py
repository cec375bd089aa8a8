"""Two records that look like one household business and are not: said once, not asked again, until taken back."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import gone
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import DistinctHouseholds, HouseholdBusiness, OfficerRow

SUBJECTS = frozenset({"households"})


@dataclass(frozen=True, slots=True)
class DistinctPair:
    """Two records said to be two household businesses: when (ISO 8601, UTC), by whom; `id` names the pair."""

    id: str
    left_id: str
    right_id: str
    left_name: str
    right_name: str
    at: str
    officer_name: str


def distinct_pairs(office: Office) -> tuple[DistinctPair, ...]:
    """The pairs that are not asked about any more, the newest first."""
    office.require("households.read")
    pair, left, right = DistinctHouseholds, aliased(HouseholdBusiness), aliased(HouseholdBusiness)
    statement = (
        select(pair.left_id, pair.right_id, left.name, right.name, pair.at, OfficerRow.name)
        .join(left, left.id == pair.left_id)
        .join(right, right.id == pair.right_id)
        .outerjoin(OfficerRow, OfficerRow.id == pair.officer_id)
        .order_by(pair.at.desc(), left.sort_key, pair.left_id, pair.right_id)
    )
    with office.database.read() as session:
        found = session.execute(statement).all()
    return tuple(DistinctPair(f"{row[0]} {row[1]}", *row[:5], row[5] or "") for row in found)


def keep_apart(office: Office, left_id: str, right_id: str) -> Changed:
    """Say that two records are two household businesses. DeskError when one is gone or both are one."""
    office.require("households.write")
    first, second = sorted((left_id, right_id))
    with office.write() as session:
        both = [session.get(HouseholdBusiness, one) for one in (first, second)]
        if first == second or None in both:
            raise gone()
        said = DistinctHouseholds(
            left_id=first, right_id=second, officer_id=office.officer.id, at=office.now().isoformat()
        )
        session.merge(said)
        audit.log(session, Act("households.apart", "households", first, {"other": second}))
        return Changed(SUBJECTS, first)


def ask_again(office: Office, left_id: str, right_id: str) -> Changed:
    """Let two records be pointed out again. DeskError when nobody said they are two."""
    office.require("households.write")
    first, second = sorted((left_id, right_id))
    with office.write() as session:
        said = session.get(DistinctHouseholds, (first, second))
        if said is None:
            raise gone()
        session.delete(said)
        audit.log(session, Act("households.ask_again", "households", first, {"other": second}))
        return Changed(SUBJECTS, first)
