"""Where the city's files lie: its offline authority, and a folder for each receiving desk."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hn_desk import files
from hn_desk.errors import StorageError
from hn_desk.i18n import _

LARGEST_FACTS: Final = 1024 * 1024
LARGEST_KEY: Final = 64 * 1024
ENVIRONMENTS: Final = ("training", "real")


@dataclass(frozen=True, slots=True)
class AuthorityPlaces:
    """The files of the city's authority; its `trust` folder holds public certificates only."""

    folder: Path

    @property
    def facts(self) -> Path:
        """Numbers given so far, the environment, what was revoked."""
        return self.folder / "authority.json"

    @property
    def root_key(self) -> Path:
        """The root's private key behind the authority's passphrase."""
        return self.folder / "root.key"

    @property
    def delegate_key(self) -> Path:
        """The private key that signs trust packs."""
        return self.folder / "delegate.key"

    @property
    def delegate_certificate(self) -> Path:
        """The certificate of the key that signs trust packs."""
        return self.folder / "delegate.pem"

    @property
    def register(self) -> Path:
        """The acts of the authority, a line each."""
        return self.folder / "register.jsonl"

    @property
    def trust(self) -> Path:
        """The public folder: root, revoked certificates, desks, offices."""
        return self.folder / "trust"


@dataclass(frozen=True, slots=True)
class DeskPlaces:
    """The files of one receiving desk."""

    folder: Path

    @property
    def facts(self) -> Path:
        """Whose desk it is."""
        return self.folder / "desk.json"

    @property
    def keys(self) -> Path:
        """The private keys that open packets and sign receipts, and their certificates."""
        return self.folder / "keys"

    @property
    def key_file(self) -> Path:
        """What opens the database, behind the desk's passphrase."""
        return self.folder / "city.keys"

    @property
    def database(self) -> Path:
        """The desk's encrypted database."""
        return self.folder / "city.db"

    @property
    def server(self) -> Path:
        """Where the database lies instead, when it lies on a server; locked."""
        return self.folder / "city.server"

    @property
    def trust(self) -> Path:
        """The desk's copy of the public certificates."""
        return self.folder / "trust"

    @property
    def inbox(self) -> Path:
        """Packets as they arrived."""
        return self.folder / "inbox"

    @property
    def quarantine(self) -> Path:
        """Files that did not verify, kept as evidence."""
        return self.folder / "quarantine"

    @property
    def receipts(self) -> Path:
        """Receipts as they were issued."""
        return self.folder / "receipts"

    def make(self) -> None:
        """Make the desk's folders."""
        for folder in (self.keys, self.inbox, self.quarantine, self.receipts):
            make_folder(folder)


def authority_places(city: Path) -> AuthorityPlaces:
    """The authority's files in the city's folder."""
    return AuthorityPlaces(city / "authority")


def desk_places(city: Path, desk: str) -> DeskPlaces:
    """The files of one desk in the city's folder."""
    return DeskPlaces(city / "desks" / desk)


def desk_codes(city: Path) -> tuple[str, ...]:
    """The desks that have a folder in the city's folder."""
    return tuple(sorted(path.parent.name for path in (city / "desks").glob("*/desk.json")))


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; StorageError when that can't be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise files.writing_problem(error, folder / ".") from error


def write_facts(path: Path, facts: Mapping[str, Any]) -> None:
    """Keep plain facts as JSON, whole or not at all."""
    files.write_whole(path, json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True).encode())


def read_facts(path: Path, names: frozenset[str]) -> dict[str, Any]:
    """Read what `write_facts` wrote; StorageError when it is missing or has other names than these."""
    data = files.read_whole(path, LARGEST_FACTS)
    try:
        facts = json.loads(data)
    except ValueError as error:
        raise _damaged(path) from error
    if not isinstance(facts, dict) or set(facts) != names:
        raise _damaged(path)
    return facts


def _damaged(path: Path) -> StorageError:
    return StorageError(
        _("The file {file} in the city's folder is damaged.").format(file=path.name),
        do=_("Put the city's folder back from its last backup."),
        reason="city-damaged",
    )
