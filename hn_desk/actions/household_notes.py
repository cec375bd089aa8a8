"""Noting what became of a household business: one entry a change, with its officer and its moment."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from hn_desk.models.changes import Author
from hn_desk.models.prepared import Prepared, connection_of
from hn_desk.models.tables import HouseholdBusiness, HouseholdHistory

TYPED: Final = "typed"
IMPORT: Final = "import"
UNDO: Final = "undo"
MERGE: Final = "merge"
UNMERGE: Final = "unmerge"
REGROUP: Final = "regroup"
OWNER_ID: Final = "owner_id"
"""Among changes: who owned it before and after, so that a former owner can be erased; never shown."""
Changes = Mapping[str, tuple[Any, Any]]
_OF_HOUSEHOLD: Final = HouseholdHistory.household_id == bindparam("of_household")
_LAST: Final = Prepared(select(func.max(HouseholdHistory.position)).where(_OF_HOUSEHOLD))
_NOTE: Final = Prepared(insert(HouseholdHistory))
_OWNED: Final = Prepared(select(HouseholdBusiness.id).where(HouseholdBusiness.owner_id == bindparam("of_owner")))


def note_change(session: Session, household_id: str, way: str, changes: Changes) -> None:
    """Add an entry to a household's history in this transaction: field -> (before, after); days may be dates.

    `way` is typed, import, undo, merge, unmerge or regroup. A new household is noted once, with no changes.
    """
    author: Author = session.info["author"]
    (last,) = _LAST.run(session, {"of_household": household_id})[0]
    values = {
        "household_id": household_id,
        "position": 0 if last is None else last + 1,
        "at": author.at,
        "officer_id": author.officer_id,
        "way": way,
        "changes": {field: [kept_value(before), kept_value(after)] for field, (before, after) in changes.items()},
    }
    _NOTE.run(session, values)


def note_new(session: Session, household_ids: Sequence[str], way: str) -> None:
    """Begin the history of many new households in this transaction."""
    author: Author = session.info["author"]
    noted = {"position": 0, "at": author.at, "officer_id": author.officer_id, "way": way, "changes": {}}
    if household_ids:
        connection_of(session).execute(
            insert(HouseholdHistory), [{"household_id": one, **noted} for one in household_ids]
        )


def note_owner(session: Session, owner_id: str, changes: Changes, *, apart: str = "", way: str = TYPED) -> None:
    """Note what changed of an owner with every household under the name; `apart` notes it by itself."""
    owned = {f"owner.{field}": pair for field, pair in changes.items()}
    for (household_id,) in _OWNED.run(session, {"of_owner": owner_id}):
        if household_id != apart:
            note_change(session, household_id, way, owned)


def kept_value(value: Any) -> Any:
    """A value as a history keeps it: days as ISO text."""
    return value.isoformat() if isinstance(value, date) else value
