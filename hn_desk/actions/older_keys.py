"""Officers of version 0.1 when they first sign in: they get own keys; the first who may, makes the second key."""

from dataclasses import replace
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import text

from hn_desk import office_keys
from hn_desk.actions.rulebook import rule_book
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.key_entries import OfficeKeys
from hn_desk.keys import new_secret
from hn_desk.models.database import make_engine, plain_errors
from hn_desk.office_keys import NewEntry, Opened
from hn_desk.rules.second_key import holds_second_key

ROLES: Final = "SELECT role FROM officer_roles JOIN officers ON officers.id = officer_id WHERE login = :login"


def older_id(login: str) -> str:
    """The id under which version 0.1 kept an officer's entry."""
    return str(uuid5(NAMESPACE_URL, f"hn-desk:{login}"))


def adopt(database: Path, key_file: Path, who: NewEntry) -> Opened:
    """Open an entry of version 0.1 and put one of this version in its place. SignInError for a wrong passphrase.

    DeskError (reason `second-key`) when nobody holds the second key yet and this officer may not.
    """
    keys = office_keys.load(key_file)
    place = older_id(who.login)
    opened = office_keys.open_older(keys, place, who.passphrase)
    keys, mine = office_keys.add_entry(keys, opened, replace(who, cost=keys.older[place].cost))
    if not keys.has_second:
        mine, keys = _first_second(keys, mine, _roles(database, mine.database_keys[0], who.login))
    office_keys.save(office_keys.remove_entry(keys, place), key_file)
    return mine


def _first_second(keys: OfficeKeys, mine: Opened, roles: frozenset[str]) -> tuple[Opened, OfficeKeys]:
    if not holds_second_key(rule_book().roles, roles):
        raise DeskError(
            _("This version protects the credit files by a second key, which nobody holds yet."),
            do=_("Have an officer who works with credit files sign in first; then sign in again."),
            reason="second-key",
        )
    holder = replace(mine, seconds=(new_secret(),))
    return holder, office_keys.grant_second(keys, mine.entry, holder.seconds)


def _roles(database: Path, key: bytes, login: str) -> frozenset[str]:
    engine = make_engine(database, key, foreign_keys=False)
    try:
        with plain_errors(), engine.begin() as connection:
            return frozenset(connection.execute(text(ROLES), {"login": login}).scalars())
    finally:
        engine.dispose()
