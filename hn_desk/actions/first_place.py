"""The place of the data on a PC that has none yet: looked at before anything is typed for it."""

import secrets
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hn_desk import files
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models.places import refuse_unsafe_place

LEAST_FREE: Final = 500_000_000
"""Bytes: the records, their backups, and twice the program while it is updated."""
MOST_LETTERS: Final = 130
"""Of the folder's path on Windows, where a whole path has 260 and an update keeps the program's tree below it."""
_MOST_HERE: Final = MOST_LETTERS if sys.platform == "win32" else sys.maxsize
_PROBE: Final = "Thử ghi – Đường Nguyễn Ưng Ổi"
_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class FirstPlace:
    """A folder that will do: where it is, how many MB are free, whether its path has letters beyond ASCII."""

    folder: Path
    free: int
    has_marks: bool


def look_at_place(folder: Path, *, most_letters: int = _MOST_HERE, least: int = LEAST_FREE) -> FirstPlace:
    """Try a folder out, without making it: on this PC's own disk, short enough, writable, with room. StorageError."""
    refuse_unsafe_place(folder)
    if len(str(folder)) > most_letters:
        raise StorageError(
            _("The path of the data folder has {n} letters; at most {most} will do: {folder}.").format(
                n=len(str(folder)), most=most_letters, folder=folder
            ),
            do=_ask_helper(),
            reason="path-too-long",
        )
    there = next(parent for parent in (folder, *folder.parents) if parent.is_dir())
    _try_to_write(there)
    free = shutil.disk_usage(there).free
    if free < least:
        raise StorageError(
            _("The disk has only {free} MB free; {least} MB are needed for records, backups and updates.").format(
                free=free // _MEGABYTE, least=least // _MEGABYTE
            ),
            do=_("Make room on the disk, then open HN Desk again."),
            reason="disk-full",
        )
    return FirstPlace(folder, free // _MEGABYTE, has_marks=not str(folder).isascii())


def _try_to_write(folder: Path) -> None:
    """A file with Vietnamese letters in its name is written, read back and taken away."""
    probe, data = folder / f".{_PROBE} {secrets.token_hex(4)}", _PROBE.encode()
    try:
        files.write_whole(probe, data)
        is_same = probe.read_bytes() == data
        probe.unlink()
    except OSError as error:
        raise files.writing_problem(error, probe) from error
    if not is_same:
        raise files.copy_differs()


def _ask_helper() -> str:
    return _("Ask whoever looks after this PC to begin HN Desk with “--data” and a folder on its own disk.")
