"""Backups of a city desk: daily or when asked for, checked by opening, copied to a second folder, the oldest expire.

One file holds the database, the key file, the desk's private keys and certificates as they lie, and its own facts: all
that a new PC needs, each still behind the officers' passphrases. Packets as they came stay in the inbox folder.
"""

import contextlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from hn_desk import __version__
from hn_desk.actions.backup_file import Head, check_whole, file_name, member_of, read_head, write_backup
from hn_desk.actions.backup_making import ASKED, DAILY, backup_files, backup_rules, expire
from hn_desk.actions.backup_place import Keeping, SecondPlace, copy_second, keep_second, second_place
from hn_desk.actions.office import Changed, stamp
from hn_desk.city.desk import CityDesk
from hn_desk.city.places import DeskPlaces, make_folder
from hn_desk.errors import InputError, Problem, StorageError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.audit_check import Witness
from hn_desk.models.backup import DatabaseFacts, check_copy, copy_open, desk_facts
from hn_desk.rules.backups import days_since, is_due

BACKUPS: Final = "backups"
SUBJECTS: Final = frozenset({"backups", "log"})


@dataclass(frozen=True, slots=True)
class DeskBackup:
    """One backup of the desk: its file, when and why it was made, its size; `problem` as its head tells, or ""."""

    name: str
    made_at: str
    reason: str
    size: int
    problem: str = ""

    @property
    def id(self) -> str:
        """What tables know it by."""
        return self.name


@dataclass(frozen=True, slots=True)
class DeskBackupState:
    """The desk's backups, the newest first; days since the newest, whether that is old; the second folder, if any."""

    backups: tuple[DeskBackup, ...]
    days: int | None
    is_old: bool
    second: str
    second_at: str


def back_up_desk(desk: CityDesk, reason: str = ASKED) -> Changed:
    """Make a backup now, checked, copied to the second folder when that is there. `id` is the file's name."""
    desk.require("backup.make")
    path = _made(desk, reason)
    keeping = _keeping(desk)
    second, is_copied = second_place(keeping), False
    if second.folder:
        with contextlib.suppress(StorageError):
            copy_second(keeping, path, Path(second.folder), desk.now())
            is_copied = True
    content = {"reason": reason, "file": path.name, "second": is_copied}
    with desk.write() as session:
        audit.log(session, Act("city.backup", "backups", content=content))
    return Changed(SUBJECTS, path.name)


def back_up_desk_daily(desk: CityDesk) -> Changed:
    """The day's backup, unless there is one already; nothing changed then."""
    desk.require("backup.make")
    newest = newest_backup(desk)
    if newest is not None and not is_due(newest, desk.now(), 1):
        return Changed(frozenset())
    return back_up_desk(desk, DAILY)


def desk_backups(desk: CityDesk) -> DeskBackupState:
    """What backups there are on this PC, and how old the newest is."""
    desk.require("backup.make")
    found = sorted((_facts(path) for path in _mine(desk)), key=lambda one: one.made_at, reverse=True)
    newest, second = newest_backup(desk), second_place(_keeping(desk))
    is_old = is_due(newest, desk.now(), backup_rules().warn_days)
    return DeskBackupState(tuple(found), days_since(newest, desk.now()), is_old, second.folder, second.copied_at)


def choose_desk_second(desk: CityDesk, folder: Path | None) -> Changed:
    """Copy every backup to this folder or stick too, from the newest one on; None for nowhere else."""
    desk.require("backup.write")
    keeping = _keeping(desk)
    if folder is None:
        keep_second(keeping, SecondPlace())
    else:
        _check_second(desk, folder)
        keep_second(keeping, SecondPlace(str(folder)))
        for path in _mine(desk)[-1:]:
            copy_second(keeping, path, folder, desk.now())
    with desk.write() as session:
        audit.log(session, Act("city.backup_place", "backups", content={"second": folder is not None}))
    return Changed(SUBJECTS)


def backup_witnesses(desk: CityDesk) -> tuple[Witness, ...]:
    """How far the log went when each backup was made: an entry that they name can't be cut away unseen."""
    desk.require("log.read")
    found = []
    for path in _mine(desk):
        with contextlib.suppress(StorageError):
            facts = check_whole(path, desk.secrets.master).facts
            found.append(Witness(facts.sequence, facts.head))
    return tuple(found)


def members_of(places: DeskPlaces) -> dict[str, Path]:
    """The files of a desk besides its database that a backup holds, by their names in it."""
    kept = [places.key_file, places.facts]
    for folder in (places.keys, places.trust):
        kept += sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return {path.relative_to(places.folder).as_posix(): path for path in kept if path.exists()}


def desk_folder(places: DeskPlaces) -> Path:
    """Where a desk's backups lie."""
    return places.folder / BACKUPS


def _made(desk: CityDesk, reason: str) -> Path:
    with _copied(desk) as copy:
        key = desk.secrets.database_keys[0]
        facts = check_copy(copy, key, desk_facts(desk.code, desk.environment, desk.instance))
        path = _packed(desk, copy, (reason, facts))
    check_whole(path, desk.secrets.master)
    expire(path.parent, path)
    return path


def _packed(desk: CityDesk, copy: Path, what: tuple[str, DatabaseFacts]) -> Path:
    reason, facts = what
    sources = {desk.places.database.name: copy, **members_of(desk.places)}
    members = tuple(member_of(name, path) for name, path in sources.items())
    head = Head(reason, stamp(desk.now()), __version__, facts, members)
    path = copy.with_name(file_name(head))
    write_backup(path, head, sources, desk.secrets.master)
    return path


@contextmanager
def _copied(desk: CityDesk) -> Iterator[Path]:
    """An encrypted copy of the open database, which goes again."""
    folder = desk_folder(desk.places)
    make_folder(folder)
    copy = folder / f".{secrets.token_hex(6)}.copy.part"
    try:
        copy_open(desk.database, desk.secrets.database_keys[0], copy)
        yield copy
    finally:
        for path in (copy, copy.with_name(f"{copy.name}-journal")):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _keeping(desk: CityDesk) -> Keeping:
    return Keeping(desk.places.folder, desk.secrets.master)


def _mine(desk: CityDesk) -> tuple[Path, ...]:
    """The desk's own backups by name, which ends with the moment."""
    return tuple(path for path in backup_files(desk_folder(desk.places)) if path.name.startswith(f"HN-{desk.code}-"))


def newest_backup(desk: CityDesk) -> datetime | None:
    """When the newest backup on this PC was made; None for never."""
    desk.require("backup.age")
    moments = []
    for path in _mine(desk):
        with contextlib.suppress(StorageError):
            moments.append(read_head(path).moment)
    return max(moments, default=None)


def _facts(path: Path) -> DeskBackup:
    size = path.stat().st_size if path.exists() else 0
    try:
        head = read_head(path)
    except StorageError:
        return DeskBackup(path.name, "", "", size, _("This backup is damaged."))
    return DeskBackup(path.name, head.made_at, head.reason, size)


def _check_second(desk: CityDesk, folder: Path) -> None:
    if not folder.is_dir() or folder.resolve().is_relative_to(desk.places.folder.resolve()):
        what = _("Choose a folder on another disk or a stick, outside the desk's own folder.")
        raise InputError(
            _("Backups can't be copied there."), do=_("Choose another folder."), problems=(Problem("second", what),)
        )
