"""Opening the office's files with opened keys: the key that fits, the upgrade that is due, the end of a key change."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select

from hn_desk import office_keys
from hn_desk.actions.backup_making import DATABASE, KEYS, UPGRADE, Making, make_backup
from hn_desk.drafts import Shelf, carry
from hn_desk.errors import StorageError
from hn_desk.key_entries import MOST_KEYS, OfficeKeys
from hn_desk.models.backup import copy_closed
from hn_desk.models.database import Database, open_database
from hn_desk.models.formats import format_number, newer_database
from hn_desk.models.rekey import right_key, second_in_use
from hn_desk.models.tables import OfficerRow
from hn_desk.models.upgrade import refuse_absent, upgrade
from hn_desk.office_keys import Opened


def load_keys(folder: Path) -> OfficeKeys:
    """The office's key file. StorageError when it is damaged, or when a newer program wrote the database."""
    keys = office_keys.load(folder / KEYS)
    if keys.database_format > format_number():
        raise newer_database()
    return keys


def open_file(folder: Path, opened: Opened, now: datetime) -> tuple[Database, Opened]:
    """The database, upgraded when that is due, and the keys without those that a finished change has replaced.

    StorageError when the file is gone, damaged, in use, or of a newer program.
    """
    path = folder / DATABASE
    refuse_absent(path)
    key = right_key(path, opened.database_keys)
    making = Making(folder, partial(copy_closed, path, key), key, opened.master, UPGRADE, now)
    upgrade(path, key, opened.seconds, before=partial(make_backup, making))
    _note_format(folder)
    database = open_database(path, key, opened.seconds)
    try:
        settled = _settled(folder, database, opened, key)
    except BaseException:
        database.close()
        raise
    if settled.seconds != opened.seconds:
        database.close()
        database = open_database(path, key, settled.seconds)
    return database, settled


def _settled(folder: Path, database: Database, opened: Opened, key: bytes) -> Opened:
    """The keys after a change that was begun: only those that the database is under now, also in the key file."""
    if len(opened.database_keys) == 1 and len(opened.seconds) < MOST_KEYS:
        return opened
    keys, settled = office_keys.finish_key_change(office_keys.load(folder / KEYS), opened, key)
    if len(opened.seconds) == MOST_KEYS:
        with database.engine.connect() as connection:
            second = second_in_use(connection, opened.seconds) or opened.seconds[-1]
        keys = office_keys.regrant(keys, opened.seconds, (second,))
        settled = replace(settled, seconds=(second,))
    _carry_drafts(folder, database, opened, settled)
    office_keys.save(keys, folder / KEYS)
    return settled


def _carry_drafts(folder: Path, database: Database, opened: Opened, settled: Opened) -> None:
    """Put what the officers typed and did not save under the keys that they hold from now on."""
    with database.read() as session:
        officers = session.scalars(select(OfficerRow.id)).all()
    for officer in officers:
        before, after = (
            Shelf(folder, officer, keys.master, keys.database_keys, keys.seconds) for keys in (opened, settled)
        )
        with suppress(StorageError):
            carry(before, after)


def _note_format(folder: Path) -> None:
    """Write this program's format number beside the upgraded database, so that an older program leaves it alone."""
    keys = office_keys.load(folder / KEYS)
    if keys.database_format < format_number():
        office_keys.save(replace(keys, database_format=format_number()), folder / KEYS)
