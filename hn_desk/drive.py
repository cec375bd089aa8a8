"""A stick or shared folder that files are handed out on: written whole, read back, named last. PACKET §9."""

import errno
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from hn_desk import files
from hn_desk.errors import StorageError
from hn_desk.i18n import _

SPARE: Final = 256 * 1024
"""Bytes that stay free beside what is written: names and tables of the stick itself."""
_MEGABYTE: Final = 1_000_000
_PULLED: Final = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE}
_PULLED_WINDOWS: Final = {21, 55, 433, 1006, 1117, 1167}


class Drive:
    """What the program asks of a stick; a test puts one in its place that is pulled, full, slow or lies."""

    def free(self, folder: Path) -> int:
        """Bytes that may still be written there."""
        return shutil.disk_usage(folder).free

    def write(self, path: Path, data: bytes) -> None:
        """Write a new file and flush it to the stick."""
        files.write_flushed(path, (data[at : at + files.CHUNK] for at in range(0, len(data), files.CHUNK)))

    def digest(self, path: Path) -> bytes:
        """The SHA-256 of what the stick gives back."""
        return files.digest_on_disk(path)

    def rename(self, path: Path, target: Path) -> None:
        """Give a file its name, in place of one that has it, for good."""
        files.patiently(lambda: path.replace(target))
        files.flush_name(target)

    def remove(self, path: Path) -> None:
        """Take a file away that may not be there."""
        files.patiently(lambda: path.unlink(missing_ok=True))


def put_on(drive: Drive, folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files by name into a folder of the drive; only when all were read back equal does the first get its name.

    They are named in their order, so that the last one's name says that all are there. StorageError says what happened;
    nothing that was written counts then.
    """
    names = {folder / files.checked_name(name): data for name, data in contents.items()}
    beside = {path: path.with_name(f".{secrets.token_hex(6)}.part") for path in names}
    _refuse_full(drive, folder, sum(map(len, names.values())))
    try:
        for path, data in names.items():
            _write(drive, beside[path], data)
        for path in names:
            drive.rename(beside[path], path)
    except OSError as error:
        raise _problem(error, folder / next(iter(contents))) from error
    finally:
        for path in (*beside.values(), *_left_behind(folder)):
            with suppress(OSError):
                drive.remove(path)
    return tuple(names)


def _write(drive: Drive, path: Path, data: bytes) -> None:
    drive.write(path, data)
    if drive.digest(path) != files.digest_of(data):
        raise files.copy_differs()


def _refuse_full(drive: Drive, folder: Path, size: int) -> None:
    try:
        free = drive.free(folder)
    except OSError as error:
        raise _problem(error, folder / "…") from error
    if free < size + SPARE:
        raise StorageError(
            _("There is too little room: {needed} MB are needed, {free} MB are free.").format(
                needed=_megabytes(size + SPARE), free=_megabytes(free)
            ),
            do=_("Use another stick, or delete what is no longer needed on this one; nothing was written."),
            reason="disk-full",
        )


def _left_behind(folder: Path) -> tuple[Path, ...]:
    """Unfinished files that a stick pulled out earlier still holds."""
    try:
        return tuple(path for path in folder.iterdir() if files.LEFT.fullmatch(path.name))
    except OSError:
        return ()


def _problem(error: OSError, path: Path) -> StorageError:
    if error.errno in _PULLED or getattr(error, "winerror", None) in _PULLED_WINDOWS:
        return StorageError(
            _("The stick was pulled out or failed while it was being written; what is on it doesn't count."),
            do=_("Plug it in again or take another one, and copy once more; the file is still kept on this PC."),
            reason="drive-gone",
        )
    return files.writing_problem(error, path)


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.1f}".replace(".", ",")
