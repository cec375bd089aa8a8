"""The office's key file beside its database: wrapped keys under random ids; no names, nothing to guess a name by.

An officer's passphrase opens the officer's entry: the office's master key and the officer's own keys. The master key
opens the database key. The second key, under which stands what gives a person away, is handed over to an officer's box
key by a colleague who holds it, or at set-up; the master key does not open it. The recovery sheet opens both.

While a key is changed the file holds the old and the new one, so that whichever state a power cut leaves can be opened.
Format 1 (version 0.1) had neither officers' keys nor a second key; its officers get theirs when they next sign in.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import uuid4

from hn_desk import files, key_file
from hn_desk.errors import SignInError, StorageError
from hn_desk.i18n import _
from hn_desk.key_entries import KEY_LENGTH, MOST_KEYS, SALT_LENGTH, TAG_LENGTH, Entry, OfficeKeys, Recovery
from hn_desk.keys import (
    STANDARD,
    Cost,
    bytes_of,
    damaged,
    derive,
    lock,
    new_secret,
    sub_key,
    text_of,
    unlock,
    unwrap,
    wrong_passphrase,
)
from hn_desk.officer_keys import Box, Signer, hand_over, new_box, new_signer

_DATABASE_KEY: Final = b"hn-desk/1 database key"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An officer to let in: folded sign-in name, passphrase, what one try of it costs."""

    login: str
    passphrase: str = field(repr=False)
    cost: Cost = STANDARD


@dataclass(frozen=True, slots=True)
class Opened:
    """What a right passphrase opens. `second` holds no key for an officer who may not read what gives a person away.

    `database_keys` and `seconds` hold the keys to try in this order: two while a key is changed, one otherwise.
    `entry` is the id of the officer's entry; it is empty after recovery, and for an officer of format 1.
    """

    entry: str
    master: bytes = field(repr=False)
    database_keys: tuple[bytes, ...] = field(repr=False)
    seconds: tuple[bytes, ...] = field(repr=False)
    signer: Signer = field(repr=False)
    box: Box = field(repr=False)

    @property
    def second(self) -> bytes | None:
        """The second key in use."""
        return self.seconds[0] if self.seconds else None


def create(first: NewEntry, database_format: int) -> tuple[OfficeKeys, Opened]:
    """Make a key file with new keys, opened by the first officer, who holds the second key in `Opened` alone."""
    master, database_key = new_secret(), new_secret()
    locked = lock(database_key, master, context=_DATABASE_KEY)
    empty = OfficeKeys(database_format, secrets.token_bytes(SALT_LENGTH), (), {}, None, (locked,))
    nobody = Opened("", master, (database_key,), (new_secret(),), new_signer(), new_box())
    return add_entry(empty, nobody, first)


def open_keys(keys: OfficeKeys, login: str, passphrase: str) -> Opened:
    """Open the keys. SignInError, the same one, for an unknown name and for a wrong passphrase."""
    for cost in dict.fromkeys(entry.cost for entry in keys.entries):
        derived = _derived(keys.salt, login, passphrase, cost)
        entry = next((one for one in keys.entries if one.cost == cost and one.tag == _tag(derived)), None)
        if entry is not None:
            return _open_entry(keys, entry, derived)
    raise wrong_passphrase()


def open_older(keys: OfficeKeys, older_id: str, passphrase: str) -> Opened:
    """Open the entry of an officer of format 1, who gets new own keys; SignInError as `open_keys` raises it."""
    wrapped = keys.older.get(older_id)
    if wrapped is None:
        raise wrong_passphrase()
    master = unwrap(wrapped, passphrase, context=b"hn-desk/1 officer " + older_id.encode())
    return Opened("", master, _database_keys(keys, master), (), new_signer(), new_box())


def add_entry(keys: OfficeKeys, opened: Opened, new: NewEntry) -> tuple[OfficeKeys, Opened]:
    """Let one more officer in, with own keys and without the second key; what that officer's passphrase will open.

    The officer takes over the own keys in `opened` when they have no entry yet (at set-up, from format 1, after
    recovery), and fresh ones otherwise.
    """
    signer, box = (new_signer(), new_box()) if opened.entry else (opened.signer, opened.box)
    derived = _derived(keys.salt, new.login, new.passphrase, new.cost)
    entry_id = str(uuid4())
    secret = {"master": text_of(opened.master), "sign": text_of(signer.secret), "box": text_of(box.secret)}
    locked = lock(json.dumps(secret).encode(), sub_key(derived, b"hn-desk/2 wrap"), context=_context(entry_id))
    entry = Entry(entry_id, _tag(derived), new.cost, locked, signer.public, box.public)
    seconds = () if opened.entry else opened.seconds
    mine = Opened(entry_id, opened.master, opened.database_keys, seconds, signer, box)
    return replace(keys, entries=(*keys.entries, entry)), mine


def new_passphrase(keys: OfficeKeys, opened: Opened, new: NewEntry) -> OfficeKeys:
    """Put an officer's own entry behind another passphrase; keys, id and second key stay."""
    old = keys.entry(opened.entry)
    if old is None:
        raise damaged()
    secret = {
        "master": text_of(opened.master),
        "sign": text_of(opened.signer.secret),
        "box": text_of(opened.box.secret),
    }
    derived = _derived(keys.salt, new.login, new.passphrase, new.cost)
    locked = lock(json.dumps(secret).encode(), sub_key(derived, b"hn-desk/2 wrap"), context=_context(old.id))
    entry = replace(old, tag=_tag(derived), cost=new.cost, secret=locked)
    return _with_entry(keys, entry)


def remove_entry(keys: OfficeKeys, entry_id: str) -> OfficeKeys:
    """Take an officer's entry, or one of format 1, out; the last one stays, or nobody could open the database again."""
    entries = tuple(entry for entry in keys.entries if entry.id != entry_id)
    older = {officer: wrapped for officer, wrapped in keys.older.items() if officer != entry_id}
    if not entries and not older:
        raise StorageError(
            _("The last officer who can open the database can't be removed."),
            do=_("Add another officer first."),
            reason="last-officer",
        )
    return replace(keys, entries=entries, older=older)


def grant_second(keys: OfficeKeys, entry_id: str, seconds: Iterable[bytes]) -> OfficeKeys:
    """Hand the second key over to an officer; only who holds it can."""
    entry = keys.entry(entry_id)
    if entry is None:
        raise damaged()
    handed = hand_over(b"".join(seconds), entry.box, context=_second_context(entry_id))
    return _with_entry(keys, replace(entry, second=handed))


def revoke_second(keys: OfficeKeys, entry_id: str) -> OfficeKeys:
    """Take the second key from an officer's entry; change the key too when the officer might have kept a copy."""
    entry = keys.entry(entry_id)
    return keys if entry is None else _with_entry(keys, replace(entry, second=None))


def with_recovery(keys: OfficeKeys, opened: Opened, secret: bytes) -> OfficeKeys:
    """Let a recovery sheet (16 bytes) open the keys; the sheet before opens nothing any more."""
    key = sub_key(secret, b"hn-desk/2 recovery")
    second = lock(b"".join(opened.seconds), key, context=b"hn-desk/2 recovery second") if opened.seconds else None
    master = lock(opened.master, key, context=b"hn-desk/2 recovery master")
    return replace(keys, recovery=Recovery(str(uuid4()), master, second))


def open_recovery(keys: OfficeKeys, secret: bytes) -> Opened:
    """What the recovery sheet opens, with new own keys for who comes. SignInError for another sheet's secret."""
    if keys.recovery is None:
        raise _other_sheet()
    key = sub_key(secret, b"hn-desk/2 recovery")
    try:
        master = unlock(keys.recovery.master, key, context=b"hn-desk/2 recovery master")
    except StorageError as error:
        raise _other_sheet() from error
    locked = keys.recovery.second
    second = unlock(locked, key, context=b"hn-desk/2 recovery second") if locked else b""
    return Opened("", master, _database_keys(keys, master), _split(second), new_signer(), new_box())


def begin_key_change(keys: OfficeKeys, opened: Opened) -> tuple[OfficeKeys, Opened]:
    """Put a new database key beside the old; save this file before the database is changed."""
    pair = (opened.database_keys[0], new_secret())
    locked = tuple(lock(key, opened.master, context=_DATABASE_KEY) for key in pair)
    return replace(keys, database_keys=locked), replace(opened, database_keys=pair)


def finish_key_change(keys: OfficeKeys, opened: Opened, right: bytes) -> tuple[OfficeKeys, Opened]:
    """Keep only the key that has opened the database; save this file after the first good open."""
    kept = keys.database_keys[opened.database_keys.index(right)]
    return replace(keys, database_keys=(kept,)), replace(opened, database_keys=(right,))


def load(path: Path) -> OfficeKeys:
    """Read the key file. StorageError when it is missing, damaged or of a newer program."""
    return OfficeKeys.from_dict(key_file.load_plain(path))


def save(keys: OfficeKeys, path: Path) -> None:
    """Write the key file, whole or not at all."""
    files.write_whole(path, json.dumps(keys.to_dict(), indent=1, sort_keys=True).encode())


def _open_entry(keys: OfficeKeys, entry: Entry, derived: bytes) -> Opened:
    plain = json.loads(unlock(entry.secret, sub_key(derived, b"hn-desk/2 wrap"), context=_context(entry.id)))
    master = bytes_of(plain["master"], KEY_LENGTH, KEY_LENGTH)
    box = Box(bytes_of(plain["box"], KEY_LENGTH, KEY_LENGTH))
    second = box.open(entry.second, context=_second_context(entry.id)) if entry.second else b""
    signer = Signer(bytes_of(plain["sign"], KEY_LENGTH, KEY_LENGTH))
    return Opened(entry.id, master, _database_keys(keys, master), _split(second), signer, box)


def _database_keys(keys: OfficeKeys, master: bytes) -> tuple[bytes, ...]:
    return tuple(unlock(key, master, context=_DATABASE_KEY) for key in keys.database_keys)


def _with_entry(keys: OfficeKeys, changed: Entry) -> OfficeKeys:
    return replace(keys, entries=tuple(changed if entry.id == changed.id else entry for entry in keys.entries))


def _split(second: bytes) -> tuple[bytes, ...]:
    if len(second) not in (0, KEY_LENGTH, MOST_KEYS * KEY_LENGTH):
        raise damaged()
    return tuple(second[start : start + KEY_LENGTH] for start in range(0, len(second), KEY_LENGTH))


def _derived(salt: bytes, login: str, passphrase: str, cost: Cost) -> bytes:
    return derive(passphrase, sha256(salt + login.encode()).digest()[:16], cost)


def _tag(derived: bytes) -> bytes:
    return sub_key(derived, b"hn-desk/2 tag")[:TAG_LENGTH]


def _context(entry_id: str) -> bytes:
    return b"hn-desk/2 officer " + entry_id.encode()


def _second_context(entry_id: str) -> bytes:
    return b"hn-desk/2 second key " + entry_id.encode()


def _other_sheet() -> SignInError:
    return SignInError(
        _("These words are not those of this office's newest recovery sheet."),
        do=_("Take the newest sheet from the safe, and choose the backup that belongs to it."),
        reason="recovery-sheet",
    )
