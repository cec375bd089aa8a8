"""What stands in an office's key file: officers' entries, the recovery sheet's, the wrapped database keys; as JSON."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import UUID

from hn_desk import key_file
from hn_desk.key_file import KeyFile
from hn_desk.keys import Cost, Locked, Wrapped, bytes_of, check_names, damaged, text_of
from hn_desk.officer_keys import HandedOver

FORMAT: Final = 2
MOST_KEYS: Final = 2
KEY_LENGTH: Final = 32
TAG_LENGTH: Final = 16
SALT_LENGTH: Final = 16
_NAMES: Final = frozenset({"format", "database_format", "salt", "officers", "older", "recovery", "database_keys"})
_ENTRY_NAMES: Final = frozenset({"id", "tag", "cost", "secret", "sign", "box", "gate", "second", "granted"})
_RECOVERY_NAMES: Final = frozenset({"id", "master", "box", "known", "gate", "second", "granted"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One officer's entry, found by a tag that only the right name and passphrase yield, and the public halves.

    `gate` is the key that locks the database keys since they were changed, `second` the second key, both handed over
    to the box key. `granted` proves that a holder of the second key meant this box key.
    """

    id: str
    tag: bytes
    cost: Cost
    secret: Locked
    sign: bytes
    box: bytes
    gate: HandedOver | None = None
    second: HandedOver | None = None
    granted: bytes | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the plain JSON form."""
        return {
            "id": self.id,
            "tag": text_of(self.tag),
            "cost": self.cost.to_dict(),
            "secret": self.secret.to_dict(),
            "sign": text_of(self.sign),
            "box": text_of(self.box),
            "gate": _plain(self.gate),
            "second": _plain(self.second),
            "granted": self.granted and text_of(self.granted),
        }

    @classmethod
    def from_dict(cls, plain: Any) -> Self:
        """Read the JSON form strictly; StorageError when it isn't one."""
        check_names(plain, _ENTRY_NAMES)
        return cls(
            _id(plain["id"]),
            bytes_of(plain["tag"], TAG_LENGTH, TAG_LENGTH),
            Cost.from_dict(plain["cost"]),
            Locked.from_dict(plain["secret"]),
            bytes_of(plain["sign"], KEY_LENGTH, KEY_LENGTH),
            bytes_of(plain["box"], KEY_LENGTH, KEY_LENGTH),
            _handed_over(plain["gate"]),
            _handed_over(plain["second"]),
            _proof(plain["granted"]),
        )


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the recovery sheet opens: the master key, and what is handed over to the box key in its words.

    `known` proves that an officer of this office made it, `granted` that a holder of the second key did.
    """

    id: str
    master: Locked
    box: bytes
    known: bytes
    gate: HandedOver | None = None
    second: HandedOver | None = None
    granted: bytes | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the plain JSON form."""
        return {
            "id": self.id,
            "master": self.master.to_dict(),
            "box": text_of(self.box),
            "known": text_of(self.known),
            "gate": _plain(self.gate),
            "second": _plain(self.second),
            "granted": self.granted and text_of(self.granted),
        }

    @classmethod
    def from_dict(cls, plain: Any) -> Self:
        """Read the JSON form strictly; StorageError when it isn't one."""
        check_names(plain, _RECOVERY_NAMES)
        return cls(
            _id(plain["id"]),
            Locked.from_dict(plain["master"]),
            bytes_of(plain["box"], KEY_LENGTH, KEY_LENGTH),
            bytes_of(plain["known"], KEY_LENGTH, KEY_LENGTH),
            _handed_over(plain["gate"]),
            _handed_over(plain["second"]),
            _proof(plain["granted"]),
        )


@dataclass(frozen=True, slots=True)
class OfficeKeys:
    """The content of the key file; `database_format` lets an older program refuse a newer database untouched.

    `older` are entries of format 1, each until its officer signs in.
    """

    database_format: int
    salt: bytes
    entries: tuple[Entry, ...]
    older: Mapping[str, Wrapped]
    recovery: Recovery | None
    database_keys: tuple[Locked, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the plain JSON form."""
        return {
            "format": FORMAT,
            "database_format": self.database_format,
            "salt": text_of(self.salt),
            "officers": [entry.to_dict() for entry in self.entries],
            "older": {officer: wrapped.to_dict() for officer, wrapped in self.older.items()},
            "recovery": self.recovery and self.recovery.to_dict(),
            "database_keys": [locked.to_dict() for locked in self.database_keys],
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Read the JSON form strictly, format 1 too; StorageError when it is damaged or of a newer program."""
        number = plain.get("format")
        if number == key_file.FORMAT:
            return cls._of_format_one(KeyFile.from_dict(plain))
        if type(number) is int and number > FORMAT:
            raise key_file.newer()
        check_names(plain, _NAMES)
        entries, older, keys = plain["officers"], plain["older"], plain["database_keys"]
        if number != FORMAT or not isinstance(entries, list) or not isinstance(older, dict):
            raise damaged()
        if not isinstance(keys, list) or not (entries or older) or not 1 <= len(keys) <= MOST_KEYS:
            raise damaged()
        recovery = plain["recovery"]
        return cls(
            _whole(plain["database_format"]),
            bytes_of(plain["salt"], 16, 16),
            tuple(map(Entry.from_dict, entries)),
            {_id(officer): Wrapped.from_dict(wrapped) for officer, wrapped in older.items()},
            None if recovery is None else Recovery.from_dict(recovery),
            tuple(map(Locked.from_dict, keys)),
        )

    @classmethod
    def _of_format_one(cls, old: KeyFile) -> Self:
        return cls(old.database_format, secrets.token_bytes(16), (), old.officers, None, old.database_keys)

    def entry(self, entry_id: str) -> Entry | None:
        """The entry with this id."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    @property
    def has_second(self) -> bool:
        """Whether somebody, or the recovery sheet, holds the second key."""
        return any(entry.second for entry in self.entries) or bool(self.recovery and self.recovery.second)


def _plain(handed: HandedOver | None) -> dict[str, str] | None:
    if handed is None:
        return None
    return {"ephemeral": text_of(handed.ephemeral), **handed.locked.to_dict()}


def _proof(plain: Any) -> bytes | None:
    return None if plain is None else bytes_of(plain, KEY_LENGTH, KEY_LENGTH)


def _handed_over(plain: Any) -> HandedOver | None:
    if plain is None:
        return None
    check_names(plain, {"ephemeral", "nonce", "ciphertext"})
    locked = Locked.from_dict({name: plain[name] for name in ("nonce", "ciphertext")})
    return HandedOver(bytes_of(plain["ephemeral"], KEY_LENGTH, KEY_LENGTH), locked)


def _id(plain: object) -> str:
    try:
        return str(UUID(str(plain)))
    except ValueError as error:
        raise damaged() from error


def _whole(plain: object) -> int:
    if type(plain) is not int:
        raise damaged()
    return plain
