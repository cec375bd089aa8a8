"""What became of a household business and its owner: each change with its officer, its moment, before and after."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from hn_desk.actions.household_facts import FIELDS, HouseholdDraft
from hn_desk.actions.household_merged import ids_under
from hn_desk.actions.household_notes import IMPORT, MERGE, OWNER_ID, REGROUP, TYPED, UNDO, UNMERGE, note_change
from hn_desk.actions.household_words import Words, field_labels
from hn_desk.actions.office import Office
from hn_desk.actions.people import FIELDS as OWNER_FIELDS
from hn_desk.i18n import _
from hn_desk.models.tables import HouseholdBusiness, HouseholdHistory, OfficerRow

__all__ = ["FieldChange", "HistoryEntry", "changes_between", "history", "note_change"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a change: its code, what it is called, its value before and after in words ("" for none)."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change: when (ISO 8601, UTC), who, in which way (code and words), and which fields."""

    at: str
    officer_name: str
    way: str
    way_label: str
    changes: tuple[FieldChange, ...]


def changes_between(before: HouseholdDraft, after: HouseholdDraft) -> dict[str, tuple[Any, Any]]:
    """The fields that differ, the owner's as `owner.name`; industries as lists of code, name, is_main."""
    own = {name: (getattr(before, name), getattr(after, name)) for name in FIELDS}
    owner = {f"owner.{name}": (getattr(before.owner, name), getattr(after.owner, name)) for name in OWNER_FIELDS}
    changed = {name: pair for name, pair in {**own, **owner}.items() if _bare(pair[0]) != _bare(pair[1])}
    if _codes(before) != _codes(after):
        changed["industries"] = ([asdict(one) for one in before.industries], [asdict(one) for one in after.industries])
    return changed


def history(office: Office, household_id: str) -> tuple[HistoryEntry, ...]:
    """The changes of one household business and of what was merged into it, newest first.

    It begins with this version of the program.
    Who reads no loan files isn't told who changed the owner alone: a name from the loan desk would give a file away.
    """
    office.require("households.read")
    is_own = HouseholdHistory.household_id == household_id
    rows = (
        select(HouseholdHistory, OfficerRow.name, HouseholdBusiness.name)
        .outerjoin(OfficerRow, OfficerRow.id == HouseholdHistory.officer_id)
        .join(HouseholdBusiness, HouseholdBusiness.id == HouseholdHistory.household_id)
        .where(HouseholdHistory.household_id.in_(ids_under(household_id)))
        .order_by(HouseholdHistory.at.desc(), is_own.desc(), HouseholdHistory.position.desc())
    )
    with office.database.read() as session:
        words = Words.of(session, office)
        return tuple(
            _entry(
                row,
                "" if _tells_of_credit(office, row) else officer or "",
                "" if row.household_id == household_id else called,
                words,
            )
            for row, officer, called in session.execute(rows)
        )


def way_label(row: HouseholdHistory) -> str:
    """In which way a change came, in words."""
    if row.way == TYPED and not row.changes:
        return _("First entered")
    return {
        TYPED: _("Typed over"),
        IMPORT: _("From a workbook"),
        UNDO: _("Import undone"),
        MERGE: _("Merged with another record"),
        UNMERGE: _("Merge taken back"),
        REGROUP: _("Residential groups merged"),
    }.get(row.way, row.way)


def _entry(row: HouseholdHistory, officer_name: str, merged: str, words: Words) -> HistoryEntry:
    """One entry; `merged` is what a record that was merged into the one looked at was called."""
    labels = field_labels()
    way = way_label(row)
    way = _("{way} (the record “{name}”, merged into this one)").format(way=way, name=merged) if merged else way
    changes = (
        FieldChange(field, labels.get(field, field), words.told(field, before), words.told(field, after))
        for field, (before, after) in row.changes.items()
        if field != OWNER_ID
    )
    return HistoryEntry(row.at, officer_name, row.way, way, tuple(changes))


def _tells_of_credit(office: Office, row: HouseholdHistory) -> bool:
    is_owner_alone = bool(row.changes) and all(field.startswith("owner.") for field in row.changes)
    return row.way == TYPED and is_owner_alone and not office.may("credit.read")


def _codes(draft: HouseholdDraft) -> list[tuple[str, bool]]:
    return [(one.code, one.is_main) for one in draft.industries]


def _bare(value: Any) -> Any:
    """Nothing typed is nothing kept: "" and None are no change."""
    return None if value == "" else value
