"""The file of an officer's drafts: what was typed and not yet saved, encrypted, padded, under a name that tells nobody.

One file an officer, beside the database. Its key comes from the database's or, for an officer who holds the second
key, from that one: whatever such an officer types may give a person away.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

from hn_desk.errors import StorageError
from hn_desk.files import read_whole, write_whole
from hn_desk.i18n import _
from hn_desk.keys import NONCE_LENGTH, Locked, lock, sub_key, unlock

SUFFIX: Final = ".drafts"
MOST_BYTES: Final = 8 * 1024 * 1024
"""More than this is no typing: it is said instead of kept."""
_SMALLEST: Final = 4096
_LENGTH: Final = 4
_MAGIC: Final = b"HNDRAFT1"
_PURPOSE: Final = b"hn-desk/1 drafts"
_ID_LENGTH: Final = 8
_HEAD: Final = len(_MAGIC) + _ID_LENGTH
_TAG_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Draft:
    """What one form held: where it stands, what was typed over what, and since when.

    `places` are the widgets around the form from outside in, each with the record it showed. `typed` are the fields
    that differed from the record, `before` all its fields as the record was; both as the screen shows them.
    """

    page: str
    places: tuple[tuple[str, str], ...]
    name: str = field(repr=False)
    at: str
    typed: Mapping[str, Any] = field(repr=False)
    before: Mapping[str, Any] = field(repr=False)
    reasons: Mapping[str, str] = field(repr=False)

    @classmethod
    def from_dict(cls, plain: Any) -> Self:
        """Read the JSON form; ValueError when it isn't one."""
        if not isinstance(plain, dict) or set(plain) != set(cls.__slots__):
            raise ValueError("not a draft")
        texts = (plain["page"], plain["name"], plain["at"])
        tables = (plain["typed"], plain["before"], plain["reasons"])
        if not all(isinstance(one, str) for one in texts) or not all(isinstance(one, dict) for one in tables):
            raise ValueError("not a draft")
        places = tuple((str(kind), str(place)) for kind, place in plain["places"])
        return cls(plain["page"], places, plain["name"], plain["at"], *tables)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where an officer's drafts lie, and what opens them: database keys and the second keys held, newest first.

    `master` never changes; it gives the file its name.
    """

    folder: Path
    officer: str
    master: bytes = field(repr=False)
    database_keys: tuple[bytes, ...] = field(repr=False)
    seconds: tuple[bytes, ...] = field(repr=False)

    @property
    def path(self) -> Path:
        """The file, under a name that only who holds the master key can give to an officer."""
        return self.folder / (sub_key(self.master, _PURPOSE + b" name " + self.officer.encode()).hex()[:32] + SUFFIX)

    @property
    def keys(self) -> tuple[bytes, ...]:
        """The keys that drafts may lie under; the first is for new ones."""
        return tuple(sub_key(key, _PURPOSE) for key in (*self.seconds, *self.database_keys))


class OtherKeyError(StorageError):
    """The drafts were kept under a key that the officer no longer holds."""

    reason = "drafts-other-key"


def keep(drafts: tuple[Draft, ...], shelf: Shelf) -> None:
    """Write an officer's drafts, whole or not at all; no drafts, once there were some, is written too."""
    plain = json.dumps([asdict(draft) for draft in drafts], ensure_ascii=False, separators=(",", ":")).encode()
    if len(plain) > MOST_BYTES:
        raise StorageError(
            _("What is typed is too long to be kept as a draft."), do=_("Save it."), reason="drafts-long"
        )
    write_whole(shelf.path, _sealed(_padded(plain), shelf))


def kept(shelf: Shelf) -> tuple[Draft, ...]:
    """An officer's drafts. OtherKeyError when they need a key no longer held, StorageError for a damaged file."""
    if not shelf.path.exists():
        return ()
    data = read_whole(shelf.path, 2 * MOST_BYTES + _SMALLEST)
    try:
        plain = json.loads(_unpadded(_opened(data, shelf)))
        return tuple(Draft.from_dict(one) for one in plain)
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged() from error


def carry(before: Shelf, after: Shelf) -> None:
    """Put an officer's drafts under other keys: under the second key when they were under one, else without.

    StorageError as `kept` and `keep` raise it; the file is then left as it is.
    """
    if not before.path.exists():
        return
    try:
        plain, shelf = kept(replace(before, seconds=())), replace(after, seconds=())
    except OtherKeyError:
        plain, shelf = kept(before), after
    keep(plain, shelf)


def _sealed(plain: bytes, shelf: Shelf) -> bytes:
    key = shelf.keys[0]
    head = _MAGIC + _id(key)
    locked = lock(plain, key, context=head + shelf.officer.encode())
    return head + locked.nonce + locked.ciphertext


def _opened(data: bytes, shelf: Shelf) -> bytes:
    head, rest = data[:_HEAD], data[_HEAD:]
    if not head.startswith(_MAGIC) or len(rest) < NONCE_LENGTH + _TAG_LENGTH:
        raise _damaged()
    key = next((key for key in shelf.keys if head == _MAGIC + _id(key)), None)
    if key is None:
        raise _other_key()
    try:
        return unlock(Locked(rest[:NONCE_LENGTH], rest[NONCE_LENGTH:]), key, context=head + shelf.officer.encode())
    except StorageError as error:
        raise _damaged() from error


def _id(key: bytes) -> bytes:
    """Tells which key it is, and nothing about it."""
    return sub_key(key, _PURPOSE + b" id")[:_ID_LENGTH]


def _padded(plain: bytes) -> bytes:
    """A length and zeros up to the next power of two: the size of the file tells as little as it can."""
    size = max(_SMALLEST, 1 << (len(plain) + _LENGTH - 1).bit_length())
    return (len(plain).to_bytes(_LENGTH, "big") + plain).ljust(size, b"\0")


def _unpadded(padded: bytes) -> bytes:
    return padded[_LENGTH : _LENGTH + int.from_bytes(padded[:_LENGTH], "big")]


def _damaged() -> StorageError:
    return StorageError(
        _("The file with what you typed and did not save is damaged; it was put aside."),
        do=_("Everything saved is there. Type again what you had not saved."),
        reason="drafts-damaged",
    )


def _other_key() -> OtherKeyError:
    return OtherKeyError(
        _("What you typed and did not save was kept under a key that you no longer hold; it was put aside."),
        do=_("Everything saved is there. Type again what you had not saved."),
    )
