"""The key file of a city desk (an office's in version 0.1): ids with wrapped keys, the format numbers; no names.

Each officer's passphrase opens the office's master key; the master key opens the database key. While the database key
changes the file holds the old and the new one, so that whichever state a power cut leaves can be opened.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self
from uuid import UUID, uuid4

from hn_desk import files
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.keys import (
    STANDARD,
    Cost,
    Locked,
    Wrapped,
    damaged,
    lock,
    new_secret,
    unlock,
    unwrap,
    wrap,
    wrong_passphrase,
)

FORMAT: Final = 1
LARGEST: Final = 1024 * 1024
MOST_KEYS: Final = 2
_DATABASE_KEY: Final = b"hn-desk/1 database key"


@dataclass(frozen=True, slots=True)
class Passphrase:
    """Who opens what with which passphrase, at what cost for a new one."""

    officer: str
    passphrase: str
    cost: Cost = STANDARD


@dataclass(frozen=True, slots=True)
class Opened:
    """What a right passphrase opens: the master key, and the database keys to try in this order."""

    master: bytes
    database_keys: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The content of the key file; `database_format` lets an older program refuse a newer database untouched."""

    database_format: int
    officers: Mapping[str, Wrapped]
    database_keys: tuple[Locked, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the plain JSON form."""
        return {
            "format": FORMAT,
            "database_format": self.database_format,
            "officers": {officer: wrapped.to_dict() for officer, wrapped in self.officers.items()},
            "database_keys": [locked.to_dict() for locked in self.database_keys],
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Read the JSON form strictly; StorageError when it is damaged or of a newer program."""
        number = plain.get("format")
        if type(number) is int and number > FORMAT:
            raise newer()
        if number != FORMAT or set(plain) != {"format", "database_format", "officers", "database_keys"}:
            raise damaged()
        database_format, officers, keys = plain["database_format"], plain["officers"], plain["database_keys"]
        if type(database_format) is not int or not isinstance(officers, dict) or not isinstance(keys, list):
            raise damaged()
        if not officers or not 1 <= len(keys) <= MOST_KEYS:
            raise damaged()
        wrapped = {_id(officer): Wrapped.from_dict(entry) for officer, entry in officers.items()}
        return cls(database_format, wrapped, tuple(Locked.from_dict(key) for key in keys))


def new_officer() -> str:
    """Make a random officer id, which says nothing about the officer."""
    return str(uuid4())


def create(first: Passphrase, database_format: int) -> tuple[KeyFile, Opened]:
    """Make a key file with a new master key and database key, opened by the first officer."""
    opened = Opened(new_secret(), (new_secret(),))
    keys = (lock(opened.database_keys[0], opened.master, context=_DATABASE_KEY),)
    return add_officer(KeyFile(database_format, {}, keys), opened, first), opened


def open_keys(key_file: KeyFile, officer: str, passphrase: str) -> Opened:
    """Open the keys. SignInError, the same one, for an unknown officer and for a wrong passphrase."""
    wrapped = key_file.officers.get(officer)
    if wrapped is None:
        raise wrong_passphrase()
    master = unwrap(wrapped, passphrase, context=_context(officer))
    return Opened(master, tuple(unlock(key, master, context=_DATABASE_KEY) for key in key_file.database_keys))


def add_officer(key_file: KeyFile, opened: Opened, new: Passphrase) -> KeyFile:
    """Let one more officer in, or give a known one another passphrase."""
    wrapped = wrap(opened.master, new.passphrase, new.cost, context=_context(new.officer))
    return replace(key_file, officers={**key_file.officers, _id(new.officer): wrapped})


def remove_officer(key_file: KeyFile, officer: str) -> KeyFile:
    """Take an officer's passphrase out; the last one stays, or nobody could open the database again."""
    left = {known: wrapped for known, wrapped in key_file.officers.items() if known != officer}
    if not left:
        raise StorageError(
            _("The last officer who can open the database can't be removed."),
            do=_("Add another officer first."),
            reason="last-officer",
        )
    return replace(key_file, officers=left)


def begin_key_change(key_file: KeyFile, opened: Opened) -> tuple[KeyFile, Opened]:
    """Put a new database key beside the old; save this file before the database is changed."""
    keys = (opened.database_keys[0], new_secret())
    locked = tuple(lock(key, opened.master, context=_DATABASE_KEY) for key in keys)
    return replace(key_file, database_keys=locked), replace(opened, database_keys=keys)


def finish_key_change(key_file: KeyFile, opened: Opened, right: bytes) -> tuple[KeyFile, Opened]:
    """Keep only the key that has opened the database; save this file after the first good open."""
    kept = key_file.database_keys[opened.database_keys.index(right)]
    return replace(key_file, database_keys=(kept,)), replace(opened, database_keys=(right,))


def load(path: Path) -> KeyFile:
    """Read the key file. StorageError when it is missing, damaged or of a newer program."""
    return KeyFile.from_dict(load_plain(path))


def load_plain(path: Path) -> dict[str, Any]:
    """The table in a key file, whatever its format. StorageError when the file is missing or damaged."""
    try:
        plain = json.loads(files.read_whole(path, LARGEST))
    except (ValueError, RecursionError) as error:
        raise damaged() from error
    if not isinstance(plain, dict):
        raise damaged()
    return plain


def save(key_file: KeyFile, path: Path) -> None:
    """Write the key file, whole or not at all."""
    files.write_whole(path, json.dumps(key_file.to_dict(), indent=1, sort_keys=True).encode())


def _context(officer: str) -> bytes:
    return b"hn-desk/1 officer " + officer.encode()


def _id(officer: object) -> str:
    try:
        return str(UUID(str(officer)))
    except ValueError as error:
        raise damaged() from error


def newer() -> StorageError:
    """The refusal of a key file that a newer program wrote."""
    return StorageError(
        _("This office was last opened with a newer version of the program; nothing was changed."),
        do=_("Install the newer version on this PC."),
        reason="newer-format",
    )
