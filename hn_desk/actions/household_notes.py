"""Noting what became of a household business: one entry a change, with its officer and its moment."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from hn_desk.models.changes import Author
from hn_desk.models.prepared import Prepared
from hn_desk.models.tables import HouseholdBusiness, HouseholdHistory

TYPED: Final = "typed"
IMPORT: Final = "import"
UNDO: Final = "undo"
MERGE: Final = "merge"
UNMERGE: Final = "unmerge"
Changes = Mapping[str, tuple[Any, Any]]
_OF_HOUSEHOLD: Final = HouseholdHistory.household_id == bindparam("of_household")
_LAST: Final = Prepared(select(func.max(HouseholdHistory.position)).where(_OF_HOUSEHOLD))
_NOTE: Final = Prepared(insert(HouseholdHistory))
_OWNED: Final = Prepared(select(HouseholdBusiness.id).where(HouseholdBusiness.owner_id == bindparam("of_owner")))


def note_change(session: Session, household_id: str, way: str, changes: Changes) -> None:
    """Add an entry to a household's history in this transaction: field -> (before, after); days may be dates.

    `way` is typed, import, undo, merge or unmerge. A new household is noted once, with no changes.
    """
    author: Author = session.info["author"]
    (last,) = _LAST.run(session, {"of_household": household_id})[0]
    values = {
        "household_id": household_id,
        "position": 0 if last is None else last + 1,
        "at": author.at,
        "officer_id": author.officer_id,
        "way": way,
        "changes": {field: [_kept(before), _kept(after)] for field, (before, after) in changes.items()},
    }
    _NOTE.run(session, values)


def note_owner(session: Session, owner_id: str, changes: Changes, *, apart: str = "") -> None:
    """Note what changed of an owner with every household under the name; `apart` notes it by itself."""
    owned = {f"owner.{field}": pair for field, pair in changes.items()}
    for (household_id,) in _OWNED.run(session, {"of_owner": owner_id}):
        if household_id != apart:
            note_change(session, household_id, TYPED, owned)


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
