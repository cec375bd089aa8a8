"""New keys for the whole office, when an officer leaves or a key may be known; nothing is typed again or lost."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from sqlalchemy import select

from hn_desk import office_keys
from hn_desk.actions.accounts import reauthenticate
from hn_desk.actions.backups import back_up
from hn_desk.actions.office import KEY_FILE, Changed, Office, open_office
from hn_desk.actions.opening import open_file
from hn_desk.errors import StorageError
from hn_desk.key_entries import OfficeKeys
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.hidden import use_keys
from hn_desk.models.rekey import change_database_key, hide_anew, second_in_use
from hn_desk.models.tables import OfficerKey, OfficerRow
from hn_desk.office_keys import Opened

CHANGE: Final = "keys.change"
Report = Callable[[int, int], None]


def change_keys(office: Office, passphrase: str, *, report: Report = lambda _done, _total: None) -> Changed:
    """Put the database under a new key, and what gives a person away too when this officer holds the second key.

    Afterwards the office is closed, so everybody signs in again; a backup under the new keys is made first. Killed at
    any moment, the next sign-in goes on. SignInError for a wrong passphrase; a refusal or `report` undoes everything.
    """
    office.require(CHANGE)
    reauthenticate(office, passphrase)
    path = office.folder / KEY_FILE
    before = office_keys.load(path)
    keys, changing = office_keys.begin_key_change(before, office.keys, _registered(office, before))
    office_keys.save(keys, path)
    try:
        _write(office, changing, report)
    except BaseException:
        _take_back(office, changing, before)
        raise
    login = _login(office)
    office.close()
    old, new = changing.database_keys
    change_database_key(office.database.path, old, new)
    _finish(office, login, changing)
    return Changed(frozenset())


def _registered(office: Office, keys: OfficeKeys) -> frozenset[str]:
    """The entries of officers who work here, as the database knows their box keys."""
    with office.database.read() as session:
        rows = session.execute(
            select(OfficerKey.entry, OfficerKey.box_public)
            .join(OfficerRow, OfficerRow.id == OfficerKey.officer_id)
            .where(OfficerKey.ended_at == "", OfficerRow.is_active)
        )
        known = {row.entry: row.box_public for row in rows}
    return frozenset(entry.id for entry in keys.entries if known.get(entry.id) == entry.box)


def _write(office: Office, changing: Opened, report: Report) -> None:
    """One transaction: hidden columns under the new second key, and the entry in the log."""
    with office.write() as session:
        if changing.seconds:
            old, new = changing.seconds
            hide_anew(session.connection(), old, new, report)
        audit.log(session, Act(CHANGE, "keys", "", {"second": bool(changing.seconds)}))


def _take_back(office: Office, changing: Opened, before: OfficeKeys) -> None:
    """The key file as it was, unless the change was kept after all."""
    if changing.seconds:
        with office.database.engine.connect() as connection:
            if second_in_use(connection, changing.seconds) == changing.seconds[1]:
                return
    use_keys(office.database.engine, office.keys.seconds)
    office_keys.save(before, office.folder / KEY_FILE)


def _login(office: Office) -> str:
    with office.database.read() as session:
        return session.scalars(select(OfficerRow.login).where(OfficerRow.id == office.officer.id)).one()


def _finish(office: Office, login: str, changing: Opened) -> None:
    """Open with the new keys, which takes the old ones out of the key file, and make a backup."""
    database, keys = open_file(office.folder, changing, office.now())
    database.close()
    again = open_office(office.folder, login, keys, clock=office.clock, book=office.book)
    try:
        with suppress(StorageError):
            back_up(again)
    finally:
        again.close()
