"""The office's staff: who signs in, with which roles; passphrases stand in the key file alone."""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk import office_keys
from hn_desk.actions.office import KEY_FILE, Changed, Office, end_keys, open_keys, register_keys, stamp
from hn_desk.actions.office_facts import list_groups, office_facts, save_group, save_office_facts
from hn_desk.actions.older_keys import older_id
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.actions.set_up import passphrase_problem
from hn_desk.actions.staff_facts import (
    AuditRow,
    GroupDraft,
    GroupRow,
    OfficeFacts,
    OfficeFactsDraft,
    OfficerDraft,
    StaffRow,
)
from hn_desk.i18n import _
from hn_desk.key_entries import OfficeKeys
from hn_desk.keys import Cost
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import OfficerKey, OfficerRole, OfficerRow
from hn_desk.office_keys import NewEntry, Opened
from hn_desk.rules.roles import ADMINISTRATOR, ROLES
from hn_desk.rules.second_key import holds_second_key
from hn_desk.rules.text import clean_line, fold, name_key, nfc

__all__ = [
    "AuditRow",
    "GroupDraft",
    "GroupRow",
    "OfficeFacts",
    "OfficeFactsDraft",
    "OfficerDraft",
    "StaffRow",
    "list_groups",
    "list_staff",
    "office_facts",
    "save_group",
    "save_office_facts",
    "save_officer",
]

WRITE: Final = "staff.write"


@dataclass(frozen=True, slots=True)
class KeyChange:
    """What a save changes in the key file: the saver's opened keys, the officer's new passphrase, its cost."""

    opened: Opened | None
    passphrase: str | None
    cost: Cost | None


def list_staff(office: Office) -> tuple[StaffRow, ...]:
    """All officers, also those who no longer work here, by given name."""
    office.require("office.read", "staff")
    with office.database.read() as session:
        return tuple(
            StaffRow(row.id, row.version, row.name, row.login, row.position, _roles(row), row.is_active)
            for row in session.scalars(select(OfficerRow).order_by(OfficerRow.sort_key, OfficerRow.id))
        )


def save_officer(office: Office, draft: OfficerDraft, *, cost: Cost | None = None) -> Changed:
    """Keep an officer; a new one, or a new passphrase, is let into the key file too.

    InputError, SignInError for a wrong own passphrase, DeskError (stale, gone), StorageError. One administrator stays.
    """
    office.require(WRITE)
    opened = _opened(office, draft)
    with office.write() as session:
        kept = _kept(session, draft)
        cleaned = _checked(session, office, draft, kept)
        row = _write(session, kept or OfficerRow(login=fold(cleaned.login)), cleaned)
        content = {"roles": sorted(cleaned.roles), "active": row.is_active, "passphrase": opened is not None}
        audit.log(session, Act("staff.save", "staff", row.id, content))
        _change_keys(session, office, row, KeyChange(opened, cleaned.passphrase, cost))
        return Changed(frozenset({"staff"}), row.id)


def _opened(office: Office, draft: OfficerDraft) -> Opened | None:
    """The office's keys, opened by the administrator's own passphrase when another passphrase is to be set."""
    if not draft.passphrase:
        return None
    with office.database.read() as session:
        login = session.scalars(select(OfficerRow.login).where(OfficerRow.id == office.officer.id)).one()
    return open_keys(office.folder, login, draft.own_passphrase)


def _kept(session: Session, draft: OfficerDraft) -> OfficerRow | None:
    if draft.id is None:
        return None
    kept = session.get(OfficerRow, draft.id)
    if kept is None:
        raise gone()
    refuse_stale(kept.version, draft.version)
    return kept


def _checked(session: Session, office: Office, draft: OfficerDraft, kept: OfficerRow | None) -> OfficerDraft:
    remarks = Remarks()
    cleaned = replace(
        draft,
        name=clean_line(draft.name),
        login=clean_line(draft.login),
        position=clean_line(draft.position),
        passphrase=nfc(draft.passphrase or "") or None,
    )
    remarks.required("name", cleaned.name, _("Type the officer's name."))
    _check_login(session, cleaned, kept, remarks)
    _check_passphrase(cleaned, kept, remarks)
    if not cleaned.roles or not cleaned.roles <= set(ROLES):
        remarks.problem("roles", _("Choose at least one role."))
    if kept and kept.id == office.officer.id and not cleaned.is_active:
        remarks.problem("is_active", _("You can't end your own work here; ask another administrator."))
    if not _has_administrator(session, cleaned):
        remarks.problem("roles", _("One officer must be the administrator."))
    remarks.settle({})
    return cleaned


def _check_login(session: Session, draft: OfficerDraft, kept: OfficerRow | None, remarks: Remarks) -> None:
    login = fold(draft.login)
    remarks.required("login", login, _("Type a sign-in name."))
    if kept and login != kept.login:
        remarks.problem("login", _("A sign-in name stays as it is; make a new officer instead."))
    same = select(OfficerRow.id).where(OfficerRow.login == login, OfficerRow.id != (draft.id or ""))
    if not kept and session.scalar(same):
        remarks.problem("login", _("Two officers have this sign-in name."))


def _check_passphrase(draft: OfficerDraft, kept: OfficerRow | None, remarks: Remarks) -> None:
    if draft.passphrase:
        problem = passphrase_problem(draft.passphrase)
        if problem:
            remarks.problem("passphrase", problem)
    elif draft.is_active and (kept is None or not kept.is_active):
        remarks.problem("passphrase", _("Type a passphrase for this officer."))


def _has_administrator(session: Session, draft: OfficerDraft) -> bool:
    if draft.is_active and ADMINISTRATOR in draft.roles:
        return True
    held = select(OfficerRole.officer_id).where(OfficerRole.role == ADMINISTRATOR)
    others = select(OfficerRow.id).where(OfficerRow.id.in_(held), OfficerRow.is_active, OfficerRow.id != draft.id)
    return session.scalar(others.limit(1)) is not None


def _write(session: Session, row: OfficerRow, draft: OfficerDraft) -> OfficerRow:
    row.name, row.sort_key, row.position = draft.name, name_key(draft.name), draft.position
    row.is_active = draft.is_active
    if _roles(row) != draft.roles:
        row.roles = [OfficerRole(role=role) for role in sorted(draft.roles)]
    session.add(row)
    session.flush()
    return row


def _change_keys(session: Session, office: Office, row: OfficerRow, change: KeyChange) -> None:
    """Let the officer in, or take the passphrase out; a failure here undoes the whole save."""
    path = office.folder / KEY_FILE
    keys = office_keys.load(path)
    before = keys
    if not row.is_active:
        keys = _without(session, keys, row)
        end_keys(session, row.id, stamp(office.now()))
    elif change.opened and change.passphrase:
        new = NewEntry(row.login, change.passphrase, change.cost or office_keys.usual_cost(keys))
        if row.id == office.officer.id:
            keys = office_keys.new_passphrase(keys, change.opened, new)
        else:
            keys, theirs = office_keys.add_entry(_without(session, keys, row, stays=True), change.opened, new)
            keys = _handed_over(office, keys, row, theirs)
            register_keys(session, row.id, theirs, stamp(office.now()))
    if row.is_active and not holds_second_key(office.book.roles, _roles(row)):
        keys = _taken_back(session, keys, row)
    if keys != before:
        office_keys.save(keys, path)


def _taken_back(session: Session, keys: OfficeKeys, row: OfficerRow) -> OfficeKeys:
    """The key file without the second key for this officer, whose roles no longer hold it; logged when it was held."""
    held = select(OfficerKey.entry).where(OfficerKey.officer_id == row.id, OfficerKey.ended_at == "")
    for entry_id in session.scalars(held):
        entry = keys.entry(entry_id)
        if entry is not None and entry.second is not None:
            keys = office_keys.revoke_second(keys, entry_id)
            audit.log(session, Act("second_key.revoke", "staff", row.id))
    return keys


def _without(session: Session, keys: OfficeKeys, row: OfficerRow, *, stays: bool = False) -> OfficeKeys:
    """The key file without what let this officer in until now."""
    held = select(OfficerKey.entry).where(OfficerKey.officer_id == row.id, OfficerKey.ended_at == "")
    for entry in (*session.scalars(held), older_id(row.login)):
        is_known = keys.entry(entry) is not None or entry in keys.older
        if is_known and not (stays and len(keys.entries) + len(keys.older) == 1):
            keys = office_keys.remove_entry(keys, entry)
    return keys


def _handed_over(office: Office, keys: OfficeKeys, row: OfficerRow, theirs: Opened) -> OfficeKeys:
    """With the second key for an officer who is to hold it, when who saves holds it too."""
    if office.keys.seconds and holds_second_key(office.book.roles, _roles(row)):
        return office_keys.grant_second(keys, theirs.entry, office.keys.seconds)
    return keys


def _roles(row: OfficerRow) -> frozenset[str]:
    return frozenset(role.role for role in row.roles)
