"""Who opens a desk: an entry each in the desk's key file, found by name and passphrase.

What lay behind one passphrase for everybody (up to version 0.5) gets its keeper's entry at the first opening.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from hn_desk import office_keys
from hn_desk.actions.sign_in_tries import forget_wrong, note_wrong, refuse_too_soon
from hn_desk.city.places import DeskPlaces
from hn_desk.errors import SignInError
from hn_desk.i18n import _
from hn_desk.key_entries import OfficeKeys
from hn_desk.keys import Cost
from hn_desk.models.formats import format_number, newer_database
from hn_desk.office_keys import NewEntry, Opened
from hn_desk.rules.text import clean_line, fold

DESK_KEY_ID: Final = str(uuid5(NAMESPACE_URL, "hn-desk:city-desk"))
FIRST_KEEPER: Final = "Người phụ trách"
"""The keeper's name where none was typed."""


def called(name: str) -> str:
    """An officer's name as it was typed, or the first keeper's."""
    return clean_line(name) or FIRST_KEEPER


def entry_of(name: str, passphrase: str, cost: Cost) -> NewEntry:
    """An officer to be let in."""
    return NewEntry(fold(called(name)), passphrase, cost)


def open_entry(places: DeskPlaces, name: str, passphrase: str, now: datetime) -> Opened:
    """Open the key file. SignInError for an unknown name or a wrong passphrase; TooSoonError after several of them."""
    stored = office_keys.load(places.key_file)
    if stored.database_format > format_number():
        raise newer_database()
    refuse_too_soon(places.folder, now)
    try:
        opened = _opened(places, stored, name, passphrase)
    except SignInError as error:
        note_wrong(places.folder, now)
        if clean_line(name):
            raise
        raise SignInError(
            _("No officer was named, and this is not the passphrase of the first keeper."),
            do=_("Type your name as it stands at this desk, then the passphrase."),
        ) from error
    forget_wrong(places.folder)
    return opened


def note_format(places: DeskPlaces) -> None:
    """Write this program's format number beside the upgraded database, so that an older program leaves it alone."""
    stored = office_keys.load(places.key_file)
    if stored.database_format < format_number():
        office_keys.save(replace(stored, database_format=format_number()), places.key_file)


def _opened(places: DeskPlaces, stored: OfficeKeys, name: str, passphrase: str) -> Opened:
    if DESK_KEY_ID not in stored.older:
        return office_keys.open_keys(stored, fold(called(name)), passphrase)
    opened = office_keys.open_older(stored, DESK_KEY_ID, passphrase)
    keeper = entry_of(name, passphrase, stored.older[DESK_KEY_ID].cost)
    stored, mine = office_keys.add_entry(stored, opened, keeper)
    office_keys.save(office_keys.remove_entry(stored, DESK_KEY_ID), places.key_file)
    return mine
