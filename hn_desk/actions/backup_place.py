"""The second place of backups, kept encrypted beside them, and a backup copied there."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from hn_desk import files
from hn_desk.actions.backup_file import check_whole
from hn_desk.actions.backup_making import expire
from hn_desk.errors import StorageError
from hn_desk.keys import Locked, lock, sub_key, unlock

SETTINGS: Final = "backup.place"
LARGEST_SETTINGS: Final = 64 * 1024
_PURPOSE: Final = b"hn-desk/1 place of backups"


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """The folder that backups are copied to, "" for none, and when that was done last (ISO, UTC)."""

    folder: str = ""
    copied_at: str = ""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where the settings of backups lie, and what opens them."""

    folder: Path
    master: bytes = field(repr=False)


def second_place(keeping: Keeping) -> SecondPlace:
    """Where backups are copied to; nowhere when that was never chosen or can't be read any more."""
    try:
        plain = json.loads(files.read_whole(keeping.folder / SETTINGS, LARGEST_SETTINGS))
        known: dict[str, Any] = json.loads(unlock(Locked.from_dict(plain), _key(keeping), context=_PURPOSE))
        return SecondPlace(str(known["folder"]), str(known["copied_at"]))
    except (StorageError, ValueError, TypeError, KeyError):
        return SecondPlace()


def keep_second(keeping: Keeping, place: SecondPlace) -> None:
    """The path may hold a person's name, as that of the Windows account, so it is kept encrypted."""
    locked = lock(json.dumps(asdict(place)).encode(), _key(keeping), context=_PURPOSE)
    files.write_whole(keeping.folder / SETTINGS, json.dumps(locked.to_dict()).encode())


def copy_second(keeping: Keeping, path: Path, folder: Path, now: datetime) -> None:
    """Copy a backup there, read it back, let what is too many expire. StorageError when the stick isn't there."""
    copied = files.copy_large(path, folder)
    check_whole(copied, keeping.master)
    expire(folder, copied)
    at = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    keep_second(keeping, SecondPlace(str(folder), at))


def _key(keeping: Keeping) -> bytes:
    return sub_key(keeping.master, _PURPOSE)
