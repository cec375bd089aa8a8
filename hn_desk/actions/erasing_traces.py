"""What deleted records leave elsewhere, taken away: what a contact said, a former owner in a history."""

from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from hn_desk.actions.contacts import NOTHING, TAKEN_OVER, take_over
from hn_desk.actions.household_notes import MERGE, OWNER_ID, UNMERGE
from hn_desk.models.records import change_record
from hn_desk.models.tables import HouseholdBusiness, HouseholdHistory, HouseholdMerge

_OWNER: Final = "owner."


def forget_said(session: Session, household_id: str, contact_id: str) -> None:
    """Let a household stand as the contacts say that it still has, and merges forget what this one said."""
    if session.scalar(select(HouseholdBusiness.merged_into).where(HouseholdBusiness.id == household_id)) is None:
        take_over(session, household_id)
    moved = func.json_extract(HouseholdMerge.content, f'$.contacts."{contact_id}"').is_not(None)
    rows = select(HouseholdMerge.id, HouseholdMerge.gone_id, HouseholdMerge.content).where(
        or_(HouseholdMerge.kept_id == household_id, moved)
    )
    for merge_id, gone_id, content in session.execute(rows).all():
        noted = {**content, "stood": [None, None]}
        session.execute(update(HouseholdMerge).where(HouseholdMerge.id == merge_id).values(content=noted))
        if contact_id in content["contacts"]:
            change_record(session, HouseholdBusiness, gone_id, dict(zip(TAKEN_OVER, NOTHING, strict=True)))


def forget_merge(session: Session, merge: HouseholdMerge, other_id: str) -> None:
    """Empty what the history of the other record, and of what its owner has besides, says of a merge."""
    owner = select(HouseholdBusiness.owner_id).where(HouseholdBusiness.id == other_id).scalar_subquery()
    told = update(HouseholdHistory).where(
        HouseholdHistory.household_id.in_(select(HouseholdBusiness.id).where(HouseholdBusiness.owner_id == owner)),
        HouseholdHistory.way.in_((MERGE, UNMERGE)),
        HouseholdHistory.at.in_((merge.content["at"], merge.written_at)),
    )
    session.execute(told.values(changes={}))


def forget_owners(session: Session, person_ids: Collection[str]) -> None:
    """Take deleted people's values out of the history of households that have another owner since."""
    owners = func.json_extract(HouseholdHistory.changes, f"$.{OWNER_ID}")
    handed = session.execute(select(HouseholdHistory.household_id, owners).where(owners.is_not(None))).all()
    theirs = {household_id for household_id, pair in handed if any(one in pair for one in person_ids)}
    for household_id in sorted(theirs):
        _forget_former(session, household_id, person_ids)


def _forget_former(session: Session, household_id: str, person_ids: Collection[str]) -> None:
    for row, *owners in with_owners(session, household_id):
        are_gone = (owners[0] in person_ids, owners[1] in person_ids)
        if any(are_gone):
            row.changes = {name: without_owner(name, pair, are_gone) for name, pair in row.changes.items()}
    session.flush()


def with_owners(session: Session, household_id: str) -> Iterator[tuple[HouseholdHistory, str, str]]:
    """The entries of a history, newest first, with the ids of who owned the household before and after each."""
    owner = session.scalar(select(HouseholdBusiness.owner_id).where(HouseholdBusiness.id == household_id))
    rows = select(HouseholdHistory).where(HouseholdHistory.household_id == household_id)
    for row in session.scalars(rows.order_by(HouseholdHistory.position.desc())):
        before_of, after_of = row.changes.get(OWNER_ID, (owner, owner))
        yield row, before_of, after_of
        owner = before_of


def without_owner(name: str, pair: list[Any], are_gone: tuple[bool, bool]) -> list[Any]:
    """The values before and after of a field, None on the sides of owners that `are_gone`."""
    if not name.startswith(_OWNER):
        return pair
    return [None if is_gone else value for value, is_gone in zip(pair, are_gone, strict=True)]
