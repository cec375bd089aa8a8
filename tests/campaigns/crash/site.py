"""The offices that are killed: a new one with its city, and what each earlier version left."""

import json
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from hn_desk import office_keys
from hn_desk.actions.office import DATABASE_FILE, KEY_FILE, OUTBOX, Office, open_keys, unlock
from hn_desk.actions.older_keys import older_id
from hn_desk.models.rekey import right_key
from tests.actions.conftest import NOW, PASSPHRASE
from tests.pair import KEY_PASSPHRASE, made_pair

RELEASES: Final = Path(__file__).parents[2] / "releases"
CLERK: Final = "lan"


@dataclass(frozen=True, slots=True)
class Site:
    """A folder with `office` in it, and what opens it."""

    folder: Path
    passphrase: str
    packet_passphrase: str
    now: datetime

    @property
    def office(self) -> Path:
        """The office's own folder."""
        return self.folder / "office"

    def clock(self) -> datetime:
        """It stands still."""
        return self.now

    def sign_in(self, login: str = CLERK) -> Office:
        """As the program does it."""
        return unlock(self.office, login, self.passphrase, clock=self.clock)

    def copied(self, folder: Path) -> "Site":
        """The same office elsewhere, in place of what was there."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder)

    def right_key(self, first: bytes) -> bytes:
        """The key that the database is under now: `first` until the clerk has own keys, then what the key file says."""
        if older_id(CLERK) in office_keys.load(self.office / KEY_FILE).older:
            return first
        opened = open_keys(self.office, CLERK, self.passphrase, clock=self.clock)
        return right_key(self.office / DATABASE_FILE, opened.database_keys)

    def database_key(self, scratch: Path) -> bytes:
        """What opens the database; found in a copy, because signing in may write."""
        key = open_keys(self.copied(scratch).office, CLERK, self.passphrase, clock=self.clock).database_keys[0]
        shutil.rmtree(scratch)
        return key


def new_site(folder: Path) -> Site:
    """An office with a certificate, made by this version."""
    return Site(made_pair(folder), PASSPHRASE, KEY_PASSPHRASE, NOW)


def older_sites(folder: Path) -> tuple[Site, ...]:
    """What earlier versions left, copied out of the tree."""
    return tuple(_older(path.parent, folder) for path in sorted(RELEASES.glob("*/expected.json")))


def _older(release: Path, folder: Path) -> Site:
    told = json.loads((release / "expected.json").read_text(encoding="utf-8"))
    office = Path(shutil.copytree(release / "office", folder / release.name / "office"))
    (office / OUTBOX).mkdir(exist_ok=True)
    passphrase = told["passphrase"]
    return Site(folder / release.name, passphrase, passphrase, datetime.fromisoformat(told["at"]).astimezone(UTC))
