"""Making one backup: copied, checked as a whole, packed, read back; then the ones that are too many expire."""

import contextlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from hn_desk import __version__, files
from hn_desk.actions.backup_file import SUFFIX, Head, file_name, member_of, read_head, write_backup
from hn_desk.actions.rulebook import read_toml
from hn_desk.errors import StorageError
from hn_desk.models.backup import check_copy
from hn_desk.rules.backups import BackupRules, kept, load_backup_rules
from hn_desk.settings import resource

BACKUPS: Final = "backups"
DATABASE: Final = "office.db"
KEYS: Final = "office.keys"
LOST: Final = "office.lost"
"""The list of what must be typed again after a restore, encrypted; most offices have none."""
RULES_FILE: Final = "backups.toml"
DAILY: Final = "daily"
UPGRADE: Final = "upgrade"
ASKED: Final = "asked"
_COPY: Final = ".copy.part"
_STALE: Final = 3600
"""Seconds after which a copy that nobody packed is what a crash left."""


@dataclass(frozen=True, slots=True)
class Making:
    """What to back up: the office's folder, how its database is copied, its keys, why and when."""

    folder: Path
    copy: Callable[[Path], None]
    database_key: bytes = field(repr=False)
    master: bytes = field(repr=False)
    reason: str
    at: datetime


@cache
def backup_rules() -> BackupRules:
    """The data file's rules."""
    return load_backup_rules(read_toml(resource(RULES_FILE)), RULES_FILE)


def backup_files(folder: Path) -> tuple[Path, ...]:
    """The backups in a folder by name, none when it can't be read; temporary files are not among them."""
    try:
        found = [path for path in folder.iterdir() if path.suffix == SUFFIX and not path.name.startswith(".")]
    except OSError:
        return ()
    return tuple(sorted(found))


def make_backup(making: Making) -> Path:
    """The new backup's path. StorageError says why there is none; then the earlier ones are all still there."""
    return pack_copy(making, copy_database(making))


def copy_database(making: Making) -> Path:
    """The quick half of a backup, which needs the open database: an encrypted copy beside the backups."""
    place = making.folder / BACKUPS
    _make_place(place)
    copy = place / f".{secrets.token_hex(6)}{_COPY}"
    try:
        making.copy(copy)
    except BaseException:
        _forget(copy)
        raise
    return copy


def pack_copy(making: Making, copy: Path) -> Path:
    """The slow half: check the whole copy, pack it, let what is too many expire; needs no open database."""
    try:
        path = _pack(making, copy)
    finally:
        _forget(copy)
    expire(path.parent, path)
    return path


def expire(place: Path, newest: Path) -> None:
    """Delete the backups of the newest one's office that the rules don't keep; what can't be read is left alone."""
    mine = read_head(newest)
    heads = {path: head for path in backup_files(place) if (head := _head(path)) and _is_same(head, mine)}
    stay = kept([head.moment for head in heads.values()], backup_rules())
    for path, head in heads.items():
        if head.moment not in stay and path != newest:
            with contextlib.suppress(OSError):
                path.unlink()


def _pack(making: Making, copy: Path) -> Path:
    facts = check_copy(copy, making.database_key)
    sources = {KEYS: making.folder / KEYS, DATABASE: copy}
    if (making.folder / LOST).exists():
        sources[LOST] = making.folder / LOST
    members = tuple(member_of(name, path) for name, path in sources.items())
    made_at = making.at.isoformat(timespec="seconds").replace("+00:00", "Z")
    head = Head(making.reason, made_at, __version__, facts, members)
    path = copy.with_name(file_name(head))
    write_backup(path, head, sources, making.master)
    return path


def _make_place(place: Path) -> None:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise files.writing_problem(error, place) from error
    for copy in place.glob(f".*{_COPY}"):
        with contextlib.suppress(OSError):
            if copy.stat().st_mtime < time.time() - _STALE:
                _forget(copy)


def _forget(copy: Path) -> None:
    for path in (copy, copy.with_name(f"{copy.name}-journal")):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _head(path: Path) -> Head | None:
    try:
        return read_head(path)
    except StorageError:
        return None


def _is_same(one: Head, other: Head) -> bool:
    return (one.facts.office, one.facts.instance) == (other.facts.office, other.facts.instance)
