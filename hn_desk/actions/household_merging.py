"""Two records of one household business made one, and taken apart again exactly as they were."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from hn_desk.actions.contacts import TAKEN_OVER, take_over
from hn_desk.actions.conversion_reading import conversion_row
from hn_desk.actions.household_checks import check_household
from hn_desk.actions.household_duplicates import LEFT_OUT, value_of
from hn_desk.actions.household_facts import HouseholdDraft, IndustryDraft
from hn_desk.actions.household_history import changes_between
from hn_desk.actions.household_keeping import keep_household, kept_household
from hn_desk.actions.household_notes import MERGE, UNMERGE, kept_value, note_change
from hn_desk.actions.household_words import DAYS, field_labels
from hn_desk.actions.labels import CONVERTED
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import gone, refuse_stale
from hn_desk.actions.search_texts import HOUSEHOLDS, household_texts
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.prepared import connection_of
from hn_desk.models.records import add_record, change_record
from hn_desk.models.search import forget_words, index_words
from hn_desk.models.tables import Contact, Conversion, HouseholdBusiness, HouseholdMerge, OfficerRow
from hn_desk.rules.conversion import REGISTERED, is_further

SUBJECTS: Final = frozenset({"households", "contacts", "conversions", "people"})
MOVED: Final = "moved"
SWAPPED: Final = "swapped"


@dataclass(frozen=True, slots=True)
class MergeDraft:
    """Which record stays, which goes into it, all versions as seen (owners' too), and the fields taken from the latter.

    `further_wins` says that of two conversions the one that is further stays.
    """

    kept_id: str
    gone_id: str
    kept_version: int
    gone_version: int
    kept_owner_version: int
    gone_owner_version: int
    taken: frozenset[str] = field(default_factory=frozenset)
    further_wins: bool = False


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge that stands: what went into what, when (ISO 8601, UTC), by whom."""

    id: str
    kept_id: str
    kept_name: str
    gone_name: str
    at: str
    officer_name: str


def merge(office: Office, draft: MergeDraft) -> Changed:
    """Make two records one: fields as chosen, contacts and conversion moved, history on both; in one transaction.

    InputError for a value that can't be kept; DeskError: stale, gone, two-conversions (ask first), two-registered.
    """
    office.require("households.write")
    with office.write() as session:
        kept, other = _both(session, draft)
        chosen = _with(kept, {name: value_of(other, name) for name in draft.taken - LEFT_OUT})
        cleaned, remarks = check_household(session, office, chosen, kept)
        remarks.warnings.clear()
        remarks.settle({})
        conversion = _join_conversions(session, draft)
        state = _state(session, draft.kept_id)
        cleaned = replace(cleaned, status=CONVERTED if state == REGISTERED else kept.status)
        stood = _stands(session, draft.kept_id)
        keep_household(session, office, cleaned, kept, way=MERGE, also={"merged": (None, _called(other))})
        contacts = _move_contacts(session, draft.gone_id, draft.kept_id)
        take_over(session, draft.kept_id)
        change_record(session, HouseholdBusiness, draft.gone_id, {"merged_into": draft.kept_id})
        forget_words(session, HOUSEHOLDS, draft.gone_id)
        note_change(session, draft.gone_id, MERGE, {"merged": (None, _called(cleaned))})
        changes = changes_between(kept, cleaned).items()
        content = {
            "at": session.info["author"].at,
            "changes": {name: [kept_value(before), kept_value(after)] for name, (before, after) in changes},
            "contacts": contacts,
            "conversion": conversion,
            "state": state,
            "conversion_ids": _conversion_id(session, draft.kept_id),
            "stood": [stood, _stands(session, draft.kept_id)],
        }
        values = {"kept_id": draft.kept_id, "gone_id": draft.gone_id, "content": content, "is_undone": False}
        merge_id = add_record(session, HouseholdMerge, values)
        audit.log(session, Act("households.merge", "households", draft.kept_id, {"household": draft.gone_id}))
        return Changed(SUBJECTS, merge_id)


def unmerge(office: Office, merge_id: str) -> Changed:
    """Take a merge back: both records as they were, contacts and conversion with them; what came since stays.

    DeskError: gone, merged-again, or changed-since, which names the fields.
    """
    office.require("households.write")
    with office.write() as session:
        row = session.get(HouseholdMerge, merge_id)
        if row is None or row.is_undone:
            raise gone()
        kept = kept_household(session, row.kept_id)
        if kept is None:
            raise DeskError(
                _("The record was merged into a third one since."),
                do=_("Take that merge back first."),
                reason="merged-again",
            )
        _refuse_changed(session, kept, row)
        change_record(session, HouseholdBusiness, row.gone_id, {"merged_into": None})
        other = kept_household(session, row.gone_id)
        if other is None:
            raise gone()
        _part_conversions(session, row)
        before = _with(kept, {name: pair[0] for name, pair in row.content["changes"].items()})
        keep_household(session, office, before, kept, way=UNMERGE, also={"merged": (_called(other), None)})
        _part_contacts(session, row)
        index_words(session, HOUSEHOLDS, row.gone_id, household_texts(other, other.owner))
        note_change(session, row.gone_id, UNMERGE, {"merged": (_called(before), None)})
        change_record(session, HouseholdMerge, merge_id, {"is_undone": True})
        audit.log(session, Act("households.unmerge", "households", row.kept_id, {"household": row.gone_id}))
        return Changed(SUBJECTS, row.gone_id)


def merges(office: Office) -> tuple[MergeRow, ...]:
    """The merges that stand, the newest first."""
    office.require("households.read")
    kept, other = aliased(HouseholdBusiness), aliased(HouseholdBusiness)
    statement = (
        select(HouseholdMerge.id, kept.id, kept.name, other.name, HouseholdMerge.written_at, OfficerRow.name)
        .join(kept, kept.id == HouseholdMerge.kept_id)
        .join(other, other.id == HouseholdMerge.gone_id)
        .outerjoin(OfficerRow, OfficerRow.id == HouseholdMerge.written_by)
        .where(HouseholdMerge.is_undone.is_(False))
        .order_by(HouseholdMerge.written_at.desc(), HouseholdMerge.change.desc())
    )
    with office.database.read() as session:
        return tuple(MergeRow(*found[:5], found[5] or "") for found in session.execute(statement))


def _both(session: Session, draft: MergeDraft) -> tuple[HouseholdDraft, HouseholdDraft]:
    kept, other = kept_household(session, draft.kept_id), kept_household(session, draft.gone_id)
    if kept is None or other is None or draft.kept_id == draft.gone_id or kept.version is None or other.version is None:
        raise gone()
    refuse_stale(kept.version, draft.kept_version)
    refuse_stale(other.version, draft.gone_version)
    refuse_stale(kept.owner.version or 0, draft.kept_owner_version)
    refuse_stale(other.owner.version or 0, draft.gone_owner_version)
    return kept, other


def _with(draft: HouseholdDraft, values: dict[str, Any]) -> HouseholdDraft:
    """The draft with these values, which are as a history keeps them."""
    own: dict[str, Any] = {}
    owner: dict[str, Any] = {}
    for name, value in values.items():
        if name == "industries":
            own[name] = tuple(IndustryDraft(**one) for one in value)
        elif name.startswith("owner."):
            owner[name.removeprefix("owner.")] = value
        else:
            own[name] = _day(value) if name in DAYS else value
    return replace(draft, **own, owner=replace(draft.owner, **owner))


def _called(draft: HouseholdDraft) -> str:
    return " · ".join(filter(None, (draft.name, draft.owner.name, draft.business_code or draft.tax_code)))


def _join_conversions(session: Session, draft: MergeDraft) -> str:
    """Let the record that stays have the conversion that is further; how that was done."""
    kept, other = conversion_row(session, draft.kept_id), conversion_row(session, draft.gone_id)
    if other is None:
        return ""
    if kept is None:
        _move(session, Conversion, [other.id], draft.kept_id)
        return MOVED
    if kept.state == other.state == REGISTERED:
        raise DeskError(
            _("Both records became an enterprise; they can't be one household business."),
            do=_("Look at the enterprise codes, and mend the wrong registration first."),
            reason="two-registered",
        )
    if not draft.further_wins:
        raise DeskError(
            _("Both records have a conversion; only the one that is further stays."),
            do=_("Say that this is right, then merge."),
            reason="two-conversions",
        )
    if not is_further(other.state, kept.state):
        return ""
    _swap(session, draft.kept_id, draft.gone_id)
    return SWAPPED


def _swap(session: Session, kept_id: str, gone_id: str) -> None:
    """Exchange two conversions; each household may have one, so one of them stands aside for a moment."""
    ids = {one: _conversion_id(session, one) for one in (kept_id, gone_id)}
    connection_of(session).exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    _move(session, Conversion, ids[kept_id][:1], "-")
    _move(session, Conversion, ids[gone_id][:1], kept_id)
    _move(session, Conversion, ids[kept_id][:1], gone_id)


def _conversion_id(session: Session, household_id: str) -> list[str]:
    return list(session.scalars(select(Conversion.id).where(Conversion.household_id == household_id)))


def _part_conversions(session: Session, row: HouseholdMerge) -> None:
    if row.content["conversion"] == SWAPPED:
        _swap(session, row.kept_id, row.gone_id)
    elif row.content["conversion"] == MOVED:
        _move(session, Conversion, _conversion_id(session, row.kept_id), row.gone_id)
    session.expire_all()


def _move_contacts(session: Session, since: str, to: str) -> dict[str, int]:
    """Move all contacts of one record to another; their ids and their versions after it."""
    ids = list(session.scalars(select(Contact.id).where(Contact.household_id == since)))
    _move(session, Contact, ids, to)
    return _versions(session, ids)


def _versions(session: Session, contact_ids: Iterable[str]) -> dict[str, int]:
    found = session.execute(select(Contact.id, Contact.version).where(Contact.id.in_(list(contact_ids))))
    return {row.id: row.version for row in found}


def _move(session: Session, table: type[Contact] | type[Conversion], ids: Iterable[str], to: str) -> None:
    for one in ids:
        change_record(session, table, one, {"household_id": to})
    session.expire_all()


def _state(session: Session, household_id: str) -> str:
    row = conversion_row(session, household_id)
    return row.state if row else ""


def _stands(session: Session, household_id: str) -> dict[str, Any]:
    """What a household took over of its newest contact, as the merge keeps it."""
    columns = [getattr(HouseholdBusiness, name) for name in TAKEN_OVER]
    found = session.execute(select(*columns).where(HouseholdBusiness.id == household_id)).one()
    return {name: kept_value(value) for name, value in zip(TAKEN_OVER, found, strict=True)}


def _part_contacts(session: Session, row: HouseholdMerge) -> None:
    """Give contacts back; where nothing came between, both records stand as they stood before.

    Once a merge goes before one that was made after it, what either noted of the record kept is no longer true.
    """
    before, after = row.content["stood"]
    moved: dict[str, int] = row.content["contacts"]
    versions = _versions(session, moved)
    _move(session, Contact, versions, row.gone_id)
    if versions != moved:
        take_over(session, row.gone_id)
    later = _later(session, row)
    for one in later:  # unstamped: when a merge was made and by whom stays as it is
        noted = {**one.content, "stood": [None, None]}
        session.execute(update(HouseholdMerge).where(HouseholdMerge.id == one.id).values(content=noted))
    if not later and after is not None and _stands(session, row.kept_id) == after:
        stood = {name: _day(value) if name.endswith("_on") else value for name, value in before.items()}
        change_record(session, HouseholdBusiness, row.kept_id, stood)
    else:
        take_over(session, row.kept_id)


def _later(session: Session, row: HouseholdMerge) -> list[HouseholdMerge]:
    """The merges into the same record that stand and were made after this one."""
    others = select(HouseholdMerge).where(
        HouseholdMerge.kept_id == row.kept_id,
        HouseholdMerge.is_undone.is_(False),
        HouseholdMerge.change > row.change,
    )
    return list(session.scalars(others))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _bare(value: Any) -> Any:
    return None if value == "" else value


def _refuse_changed(session: Session, kept: HouseholdDraft, row: HouseholdMerge) -> None:
    """Raise DeskError when a field that the merge wrote, or a conversion that it moved, was changed since."""
    content, labels = row.content, field_labels()
    fields = [
        name for name, (_before, after) in content["changes"].items() if _bare(value_of(kept, name)) != _bare(after)
    ]
    stands = (_state(session, row.kept_id), _conversion_id(session, row.kept_id))
    is_other = bool(content["conversion"]) and stands != (content["state"], content["conversion_ids"])
    if not fields and not is_other:
        return
    later = [one.content for one in _later(session, row)]
    is_by_merge = any((is_other and one["conversion"]) or not one["changes"].keys().isdisjoint(fields) for one in later)
    told = [*(labels.get(name, name) for name in fields), *([_("the conversion")] if is_other else [])]
    raise DeskError(
        _("This was changed since the merge: {fields}.").format(fields=", ".join(told)),
        do=_("Take the newer merge into this record apart first.")
        if is_by_merge
        else _("Put back what stood there right after the merge (tab History), then take it apart."),
        reason="changed-since",
    )
