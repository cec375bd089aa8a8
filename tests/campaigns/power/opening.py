"""Opening what a cut left: the key file as an officer opens it, the database as the program opens it."""

import hashlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import sqlcipher3

from hn_desk import office_keys
from hn_desk.actions.office import DATABASE_FILE, KEY_FILE, unlock
from hn_desk.actions.older_keys import older_id
from hn_desk.errors import DeskError, SignInError
from hn_desk.models.audit_check import first_break
from hn_desk.models.database import open_database
from hn_desk.models.integrity import full_check
from tests.campaigns.power.pages import Found, Pages
from tests.campaigns.power.recorder import Tape, read_tape, recording
from tests.campaigns.power.scenes import LOGIN, PASSPHRASE, at_now

OFFICE: Final = "office"
DATABASE: Final = f"{OFFICE}/{DATABASE_FILE}"
KEYS: Final = f"{OFFICE}/{KEY_FILE}"
OF_DATABASE: Final = (DATABASE, f"{DATABASE}-journal", f"{DATABASE}-wal")


@dataclass(frozen=True, slots=True)
class Keys:
    """What a key file opens for the clerk: the database, and what is hidden once more."""

    database_keys: tuple[bytes, ...] = field(repr=False)
    seconds: frozenset[bytes] = field(repr=False)


class NotOpenedError(Exception):
    """The program could not open what a cut left, or found it wrong; the text says why."""


class Opening:
    """One place in memory where states are laid out and opened, one after the other."""

    def __init__(self, place: Path) -> None:
        self.folder, self._log, self._key_file = place / "state", place / "log", place / "keys"
        (self.folder / OFFICE).mkdir(parents=True)
        self._keys: dict[bytes, Keys] = {}
        self._pages: dict[bytes, Pages] = {}
        self.mended = 0
        """How many states had free pages that were torn, which the program must mend."""

    def keys_in(self, data: bytes) -> Keys:
        """What the clerk's passphrase opens in a key file. NotOpenedError when it opens nothing."""
        name = hashlib.blake2b(data).digest()
        if name not in self._keys:
            self._key_file.write_bytes(data)
            try:
                self._keys[name] = _keys_in(self._key_file)
            except DeskError as error:
                raise NotOpenedError(f"key file: {error.reason}") from error
        return self._keys[name]

    def learn(self, seen: Mapping[str, bytes]) -> None:
        """Know the pages of this database again when others share them."""
        for key in self.keys_in(seen[KEYS]).database_keys:
            self._pages_of(key).read(seen[DATABASE], is_kept=True)

    def open(self, left: Mapping[str, bytes], keys: Keys) -> Found:
        """Open and close the database, which undoes what was not finished, and sum up its pages. NotOpenedError."""
        if DATABASE not in left:
            raise NotOpenedError("database: missing")
        self._lay_out({path: left[path] for path in OF_DATABASE if path in left})
        key = self._opened_with(keys)
        return self._pages_of(key).read((self.folder / DATABASE).read_bytes())

    def recovery(self, left: Mapping[str, bytes]) -> Tape:
        """What the last opening wrote, as a tape on what was left."""
        return read_tape(self.folder, self._log, {path: left[path] for path in OF_DATABASE if path in left})

    def sign_in(self, left: Mapping[str, bytes]) -> None:
        """Sign in as the clerk would and have everything checked. NotOpenedError says what is wrong."""
        self._lay_out(left)
        try:
            with (
                closing(unlock(self.folder / OFFICE, LOGIN, PASSPHRASE, clock=at_now)) as office,
                office.database.read() as session,
            ):
                full_check(session.connection())
                if first_break(session) is not None:
                    raise NotOpenedError("the log is broken")
        except DeskError as error:
            raise NotOpenedError(f"sign-in: {error.reason}: {error.what}") from error

    def _pages_of(self, key: bytes) -> Pages:
        return self._pages.setdefault(key, Pages(key))

    def _opened_with(self, keys: Keys) -> bytes:
        """The key that opened it; what opening wrote is in the log."""
        problem = "no key"
        for key in keys.database_keys:
            try:
                with recording(self.folder, self._log):
                    open_database(self.folder / DATABASE, key).close()
            except DeskError as error:
                problem = error.reason
            else:
                return key
        raise NotOpenedError(f"database: {problem}")

    def _lay_out(self, left: Mapping[str, bytes]) -> None:
        wanted = {self.folder / path: content for path, content in left.items()}
        for path in self.folder.rglob("*"):
            if path not in wanted and path.is_file():
                path.unlink()
        for path, content in wanted.items():
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True)
            path.write_bytes(content)


def mute() -> None:
    """Let the database library of this process say nothing on the screen about pages that fail."""
    with closing(sqlcipher3.connect(":memory:")) as connection:
        connection.execute("PRAGMA cipher_log_level = NONE")


def _keys_in(path: Path) -> Keys:
    keys = office_keys.load(path)
    try:
        opened = office_keys.open_keys(keys, LOGIN, PASSPHRASE)
    except SignInError:
        opened = office_keys.open_older(keys, older_id(LOGIN), PASSPHRASE)
    return Keys(opened.database_keys, frozenset(opened.seconds))
