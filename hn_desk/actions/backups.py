"""Backups as officers see them: made daily or when asked for, copied to a second folder or stick, their age told."""

import contextlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.backup_file import Head, read_head
from hn_desk.actions.backup_making import (
    ASKED,
    BACKUPS,
    DAILY,
    Making,
    backup_files,
    backup_rules,
    copy_database,
    pack_copy,
)
from hn_desk.actions.backup_place import Keeping, SecondPlace, copy_second, keep_second, second_place
from hn_desk.actions.office import Changed, Office, stamp
from hn_desk.errors import InputError, Problem, StorageError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.backup import copy_open
from hn_desk.models.tables import AuditEntry
from hn_desk.rules.backups import days_since, is_due

SUBJECTS: Final = frozenset({"backups", "log"})
MADE: Final = "backup"
CHECKED: Final = "integrity"


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """One backup: its file, when and why it was made, what is wrong with it ("" as far as its head tells)."""

    name: str
    made_at: str
    reason: str
    epoch: int
    size: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class BackupState:
    """How old the newest backup is, here and in the second place; days are None when there is none at all.

    `second` is the folder chosen, "" for none; `second_at` when a backup was last copied there.
    """

    newest_at: str
    days: int | None
    is_old: bool
    second: str
    second_at: str
    second_days: int | None
    is_second_old: bool
    is_second_there: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """A backup whose copy is made: what is to be packed, and the second place, "" for none."""

    making: Making
    copy: Path
    second: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A backup that is packed and was checked: its file, why it was made, whether it was copied."""

    path: Path
    reason: str
    is_copied: bool


def back_up(office: Office, *, reason: str = ASKED) -> Changed:
    """Make a backup now, copy it to the second place when that is there, log it. `id` is the file's name."""
    office.require("backup.make")
    return note_made(office, finish(_begun(office, reason)))


def back_up_daily(office: Office) -> Changed:
    """The day's backup, unless there is one already; nothing changed then."""
    office.require("backup.make")
    begun = begin_daily(office)
    return note_made(office, finish(begun)) if begun else Changed(frozenset())


def begin_daily(office: Office) -> Begun | None:
    """The quick half of the day's backup; None when there is one already. `finish` it, then `note_made`."""
    office.require("backup.make")
    newest = _newest(office)
    if newest is not None and not is_due(newest, office.now(), 1):
        return None
    return _begun(office, DAILY)


def finish(begun: Begun) -> Finished:
    """The slow half, which needs no open office: checked, packed, copied to the second place when that is there."""
    making = begun.making
    path = pack_copy(making, begun.copy)
    is_copied = False
    if begun.second:
        with contextlib.suppress(StorageError):
            copy_second(Keeping(making.folder, making.master), path, Path(begun.second), making.at)
            is_copied = True
    return Finished(path, making.reason, is_copied)


def note_made(office: Office, finished: Finished) -> Changed:
    """Log a backup, and the check of everything that it was, when that is due. `id` is the file's name."""
    office.require("backup.make")
    name, second = finished.path.name, finished.is_copied
    with office.write() as session:
        if is_due(last_check(session), office.now(), backup_rules().full_check_days):
            audit.log(session, Act(CHECKED, "backups"))
        audit.log(session, Act(MADE, "backups", "", {"reason": finished.reason, "file": name, "second": second}))
    return Changed(SUBJECTS, name)


def last_check(session: Session) -> datetime | None:
    """When every page, index and reference was last found to be good."""
    newest = session.scalar(select(func.max(AuditEntry.at)).where(AuditEntry.action == CHECKED))
    return datetime.fromisoformat(newest) if newest else None


def backups(office: Office) -> tuple[BackupFacts, ...]:
    """The backups on this PC, the newest first."""
    office.require("backup.make")
    facts = [_facts(path) for path in backup_files(office.folder / BACKUPS)]
    return tuple(sorted(facts, key=lambda one: (one.epoch, one.made_at), reverse=True))


def backup_state(office: Office) -> BackupState:
    """How old the newest backups are."""
    office.require("backup.make")
    newest, place, now, rules = _newest(office), second_place(_kept(office)), office.now(), backup_rules()
    copied = datetime.fromisoformat(place.copied_at) if place.copied_at else None
    return BackupState(
        newest_at=stamp(newest) if newest else "",
        days=days_since(newest, now),
        is_old=is_due(newest, now, rules.warn_days),
        second=place.folder,
        second_at=place.copied_at,
        second_days=days_since(copied, now),
        is_second_old=bool(place.folder) and is_due(copied, now, rules.warn_second_days),
        is_second_there=bool(place.folder) and Path(place.folder).is_dir(),
    )


def choose_second(office: Office, folder: Path | None) -> Changed:
    """Copy every backup to this folder or stick too, from the newest one on; None for nowhere else."""
    office.require("backup.write")
    if folder is None:
        keep_second(_kept(office), SecondPlace())
    else:
        _check_second(office, folder)
        keep_second(_kept(office), SecondPlace(str(folder)))
        newest = _newest_file(office)
        if newest is not None:
            copy_second(_kept(office), newest, folder, office.now())
    with office.write() as session:
        audit.log(session, Act("backup.place", "backups", "", {"second": folder is not None}))
    return Changed(SUBJECTS)


def copy_newest(office: Office) -> Changed:
    """Copy the newest backup to the second place now. StorageError when the stick isn't there."""
    office.require("backup.make")
    newest, place = _newest_file(office), second_place(_kept(office))
    if newest is None or not place.folder:
        raise StorageError(_("There is no backup to copy yet."), do=_("Make a backup first."), reason="no-backup")
    copy_second(_kept(office), newest, Path(place.folder), office.now())
    return Changed(SUBJECTS)


def _begun(office: Office, reason: str) -> Begun:
    making = _making(office, reason)
    return Begun(making, copy_database(making), second_place(_kept(office)).folder)


def _kept(office: Office) -> Keeping:
    return Keeping(office.folder, office.keys.master)


def _making(office: Office, reason: str) -> Making:
    key = office.keys.database_keys[0]
    return Making(
        folder=office.folder,
        copy=lambda target: copy_open(office.database, key, target),
        database_key=key,
        master=office.keys.master,
        reason=reason,
        at=office.now(),
    )


def _check_second(office: Office, folder: Path) -> None:
    inside = folder.resolve().is_relative_to(office.folder.resolve())
    if inside or not folder.is_dir():
        what = _("Choose a folder on another disk or a stick, outside the office's own folder.")
        raise InputError(
            _("Backups can't be copied there."), do=_("Choose another folder."), problems=(Problem("second", what),)
        )


def _facts(path: Path) -> BackupFacts:
    head = _head(path)
    size = path.stat().st_size if path.exists() else 0
    if head is None:
        return BackupFacts(path.name, "", "", 0, size, _("This backup is damaged."))
    return BackupFacts(path.name, head.made_at, head.reason, head.facts.epoch, size)


def _head(path: Path) -> Head | None:
    try:
        return read_head(path)
    except StorageError:
        return None


def _newest(office: Office) -> datetime | None:
    """When the newest backup of this office on this PC was made."""
    path = _newest_file(office)
    return read_head(path).moment if path else None


def _newest_file(office: Office) -> Path | None:
    heads = [(path, _head(path)) for path in backup_files(office.folder / BACKUPS)]
    mine = [(head.age, path) for path, head in heads if head and head.facts.instance == office.instance]
    return max(mine)[1] if mine else None
