"""Who holds the second key, who is to hold it, and handing it over from one officer to another."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk import office_keys
from hn_desk.actions.office import KEY_FILE, Changed, Office
from hn_desk.actions.opening import load_keys
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.key_entries import Entry, OfficeKeys
from hn_desk.keys import damaged, fingerprint_words
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import OfficerKey, OfficerRow
from hn_desk.rules.second_key import holds_second_key

READ: Final = "second_key.read"
GRANT: Final = "second_key.grant"


@dataclass(frozen=True, slots=True)
class HolderRow:
    """An officer who works here, whether the second key belongs to the roles, and whether it is held.

    `has_keys` is False until the officer has signed in with own keys; nothing can be handed over before.
    """

    id: str
    name: str
    roles: frozenset[str]
    should_hold: bool
    holds: bool
    has_keys: bool


def holders(office: Office) -> tuple[HolderRow, ...]:
    """Everybody who works here, by given name."""
    office.require(READ)
    keys = load_keys(office.folder)
    with office.database.read() as session:
        officers = session.scalars(select(OfficerRow).where(OfficerRow.is_active).order_by(OfficerRow.sort_key))
        return tuple(_row(office, row, _entry(session, keys, row.id)) for row in officers)


def box_words(office: Office, officer_id: str) -> tuple[str, ...]:
    """The four words of an officer's box key, to be compared with those on the officer's own screen."""
    office.require(GRANT)
    with office.database.read() as session:
        entry = _entry(session, load_keys(office.folder), officer_id)
    if entry is None:
        raise _no_keys()
    return fingerprint_words(sha256(entry.box).digest())


def own_words(office: Office) -> tuple[str, ...]:
    """The four words of the signed-in officer's own box key."""
    office.require("account.own")
    return fingerprint_words(sha256(office.keys.box.public).digest())


def grant(office: Office, officer_id: str) -> Changed:
    """Hand the second key over to a colleague whose roles are to hold it; in use from the colleague's next sign-in.

    DeskError when this officer doesn't hold it, or the colleague has no keys or no such role.
    """
    office.require(GRANT)
    if not office.keys.seconds:
        raise DeskError(
            _("You do not hold the second key, so you can't hand it over."),
            do=_("Ask a colleague who holds it."),
            reason="second-key",
        )
    path = office.folder / KEY_FILE
    with office.write() as session:
        keys = office_keys.load(path)
        entry = _entry(session, keys, officer_id)
        if entry is None:
            raise _no_keys()
        _check_role(office, session, officer_id)
        audit.log(session, Act(GRANT, "staff", officer_id, {"box": sha256(entry.box).hexdigest()}))
        office_keys.save(office_keys.grant_second(keys, entry.id, office.keys.seconds), path)
    return Changed(frozenset({"staff", "log"}), officer_id)


def _row(office: Office, row: OfficerRow, entry: Entry | None) -> HolderRow:
    roles = frozenset(role.role for role in row.roles)
    holds = entry is not None and entry.second is not None
    if entry is not None and office.keys.seconds:
        holds = office_keys.is_granted(entry, office.keys.seconds)
    should = holds_second_key(office.book.roles, roles)
    return HolderRow(row.id, row.name, roles, should, holds, entry is not None)


def _entry(session: Session, keys: OfficeKeys, officer_id: str) -> Entry | None:
    """The officer's entry in the key file. StorageError when its box key isn't the one in the database."""
    wanted = select(OfficerKey).where(OfficerKey.officer_id == officer_id, OfficerKey.ended_at == "")
    for row in session.scalars(wanted):
        entry = keys.entry(row.entry)
        if entry is not None and entry.box != row.box_public:
            raise damaged()
        if entry is not None:
            return entry
    return None


def _check_role(office: Office, session: Session, officer_id: str) -> None:
    row = session.scalars(select(OfficerRow).where(OfficerRow.id == officer_id, OfficerRow.is_active)).one_or_none()
    if row is None or not holds_second_key(office.book.roles, {role.role for role in row.roles}):
        raise DeskError(
            _("This officer's roles do not hold the second key."),
            do=_("Have the administrator give the officer such a role first."),
            reason="second-key-role",
        )


def _no_keys() -> DeskError:
    return DeskError(
        _("This officer has no keys of their own yet."),
        do=_("Have the officer sign in once, then hand the key over."),
        reason="no-keys",
    )
