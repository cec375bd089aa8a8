"""The office's key file beside its database: wrapped keys under random ids; no names, nothing to guess a name by.

An officer's passphrase opens the officer's entry: the office's master key and the officer's own keys. The master key
opens the database key. The second key, under which stands what gives a person away, is handed over to an officer's box
key by a colleague who holds it, or at set-up; the master key does not open it. The recovery sheet opens both.

While a key is changed the file holds the old and the new one, so that whichever state a power cut leaves can be opened.
A change also puts the database keys behind a new key, the gate, handed over to the officers of that day alone: who left
opens nothing new with the master key. What is handed over again goes only to box keys that an officer proved to mean.
Format 1 (version 0.1) had neither officers' keys nor a second key; its officers get theirs when they next sign in.
"""

import json
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID, uuid4

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

Kept = TypeVar("Kept", Entry, Recovery)
_DATABASE_KEY: Final = b"hn-desk/1 database key"
_GATE: Final = b"hn-desk/2 gate "
_SECOND: Final = b"hn-desk/2 second key "
_KNOWN: Final = b"hn-desk/2 known "
_GRANTED: Final = b"hn-desk/2 granted "


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
    gate: bytes | None = field(default=None, repr=False)

    @property
    def lock(self) -> bytes:
        """The key that locks the database keys."""
        return self.gate or self.master

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


def usual_cost(keys: OfficeKeys) -> Cost:
    """What a try costs for the officers there are, the dearest: a new one costs the same."""
    return max((entry.cost for entry in keys.entries), key=lambda cost: cost.memory_kib * cost.time, default=STANDARD)


def open_older(keys: OfficeKeys, older_id: str, passphrase: str) -> Opened:
    """Open the entry of an officer of format 1, who gets new own keys; SignInError as `open_keys` raises it.

    An unknown one takes as long as a wrong passphrase.
    """
    wrapped = keys.older.get(older_id)
    if wrapped is None:
        for other in [*keys.older.values()][:1]:
            derive(passphrase, other.salt, other.cost)
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
    gate = hand_over(opened.gate, box.public, context=_GATE + entry_id.encode()) if opened.gate else None
    entry = Entry(entry_id, _tag(derived), new.cost, locked, signer.public, box.public, gate)
    seconds = () if opened.entry else opened.seconds
    mine = Opened(entry_id, opened.master, opened.database_keys, seconds, signer, box, opened.gate)
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
    entry, handed = keys.entry(entry_id), tuple(seconds)
    if entry is None:
        raise damaged()
    second = hand_over(b"".join(handed), entry.box, context=_SECOND + entry_id.encode())
    return _with_entry(keys, replace(entry, second=second, granted=_proof(handed[0], _GRANTED, entry)))


def is_granted(entry: Entry | Recovery, seconds: Iterable[bytes]) -> bool:
    """Whether a holder of the second key handed it over to this very box key; only a holder can tell."""
    return entry.second is not None and any(entry.granted == _proof(key, _GRANTED, entry) for key in seconds)


def revoke_second(keys: OfficeKeys, entry_id: str) -> OfficeKeys:
    """Take the second key from an officer's entry; change the key too when the officer might have kept a copy."""
    entry = keys.entry(entry_id)
    return keys if entry is None else _with_entry(keys, replace(entry, second=None, granted=None))


def with_recovery(keys: OfficeKeys, opened: Opened, secret: bytes) -> OfficeKeys:
    """Let a recovery sheet (16 bytes) open the keys; the sheet before opens nothing any more."""
    box = Box(sub_key(secret, b"hn-desk/2 recovery box"))
    master = lock(opened.master, sub_key(secret, b"hn-desk/2 recovery"), context=b"hn-desk/2 recovery master")
    made = Recovery(sheet_id(secret), master, box.public, b"")
    made = replace(made, known=_proof(opened.master, _KNOWN, made))
    if opened.gate:
        made = replace(made, gate=hand_over(opened.gate, box.public, context=_GATE + made.id.encode()))
    return replace(keys, recovery=_granted_sheet(made, opened.seconds) if opened.seconds else made)


def open_recovery(keys: OfficeKeys, secret: bytes) -> Opened:
    """What the recovery sheet opens, with new own keys for who comes. SignInError for another sheet's secret."""
    sheet = keys.recovery
    if sheet is None or sheet.id != sheet_id(secret):
        raise _other_sheet()
    master = unlock(sheet.master, sub_key(secret, b"hn-desk/2 recovery"), context=b"hn-desk/2 recovery master")
    gate, seconds = _handed(sheet, Box(sub_key(secret, b"hn-desk/2 recovery box")))
    return Opened("", master, _database_keys(keys, gate or master), seconds, new_signer(), new_box(), gate)


def sheet_id(secret: bytes) -> str:
    """The id of the sheet with this secret; its first letters are the number printed on it."""
    return str(UUID(bytes=sub_key(secret, b"hn-desk/2 recovery id")[:16]))


def begin_key_change(keys: OfficeKeys, opened: Opened, registered: Collection[str]) -> tuple[OfficeKeys, Opened]:
    """Put a new database key beside the old, and a new second key for who holds it; save before anything is changed.

    `registered` are the entries that the database knows; others are taken out. DeskError while officers of format 1
    have no own keys yet: nothing could be handed over to them.
    """
    if keys.older:
        raise StorageError(
            _("Some officers have not signed in since the program was upgraded, so the keys can't be changed yet."),
            do=_("Have them sign in once, or give them a new passphrase on the page Administration."),
            reason="older-officers",
        )
    gate, pair = new_secret(), (opened.database_keys[0], new_secret())
    seconds = (opened.seconds[0], new_secret()) if opened.seconds else ()
    locked = tuple(lock(key, gate, context=_DATABASE_KEY) for key in pair)
    sheet = keys.recovery
    if sheet is not None and sheet.known != _proof(opened.master, _KNOWN, sheet):
        sheet = None
    changed = replace(
        keys,
        entries=tuple(_behind(entry, gate) for entry in keys.entries if entry.id in registered),
        recovery=sheet and _behind(sheet, gate),
        database_keys=locked,
    )
    if seconds:
        changed = regrant(changed, opened.seconds, seconds)
    return changed, replace(opened, database_keys=pair, seconds=seconds, gate=gate)


def finish_key_change(keys: OfficeKeys, opened: Opened, right: bytes) -> tuple[OfficeKeys, Opened]:
    """Keep only the key that has opened the database; save this file after the first good open."""
    kept = keys.database_keys[opened.database_keys.index(right)]
    return replace(keys, database_keys=(kept,)), replace(opened, database_keys=(right,))


def regrant(keys: OfficeKeys, held: Sequence[bytes], wanted: Sequence[bytes]) -> OfficeKeys:
    """Hand `wanted` over to everybody, and the sheet, to whom a holder of one of `held` handed the second key over.

    Who was put in by somebody else loses what looked like the second key.
    """
    for entry in keys.entries:
        is_holder = is_granted(entry, held)
        keys = grant_second(keys, entry.id, wanted) if is_holder else revoke_second(keys, entry.id)
    sheet = keys.recovery
    if sheet is not None:
        is_holder = is_granted(sheet, held)
        sheet = _granted_sheet(sheet, wanted) if is_holder else replace(sheet, second=None, granted=None)
    return replace(keys, recovery=sheet)


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
    signer = Signer(bytes_of(plain["sign"], KEY_LENGTH, KEY_LENGTH))
    if box.public != entry.box or signer.public != entry.sign:
        raise damaged()
    gate, seconds = _handed(entry, box)
    return Opened(entry.id, master, _database_keys(keys, gate or master), seconds, signer, box, gate)


def _handed(entry: Entry | Recovery, box: Box) -> tuple[bytes | None, tuple[bytes, ...]]:
    """The gate and the second keys handed over to an entry."""
    place = entry.id.encode()
    gate = box.open(entry.gate, context=_GATE + place) if entry.gate else None
    second = box.open(entry.second, context=_SECOND + place) if entry.second else b""
    return gate, _split(second)


def _database_keys(keys: OfficeKeys, key: bytes) -> tuple[bytes, ...]:
    return tuple(unlock(locked, key, context=_DATABASE_KEY) for locked in keys.database_keys)


def _behind(entry: Kept, gate: bytes) -> Kept:
    return replace(entry, gate=hand_over(gate, entry.box, context=_GATE + entry.id.encode()))


def _granted_sheet(sheet: Recovery, seconds: Sequence[bytes]) -> Recovery:
    second = hand_over(b"".join(seconds), sheet.box, context=_SECOND + sheet.id.encode())
    return replace(sheet, second=second, granted=_proof(seconds[0], _GRANTED, sheet))


def _proof(key: bytes, purpose: bytes, entry: Entry | Recovery) -> bytes:
    """What only who holds `key` can say about an entry's box key."""
    return sub_key(key, purpose + entry.id.encode() + entry.box)


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


def _other_sheet() -> SignInError:
    return SignInError(
        _("These words are not those of this office's newest recovery sheet."),
        do=_("Take the newest sheet from the safe, and choose the backup that belongs to it."),
        reason="recovery-sheet",
    )
