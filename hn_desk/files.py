"""Files that are whole or not there: written beside their place, flushed, moved onto it; read back on a stick."""

import contextlib
import errno
import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from hn_desk.errors import StorageError
from hn_desk.i18n import _

PATIENCE: Final = 2.5
"""Seconds in which a virus scanner or an indexer is expected to let go of a file on Windows."""
PAUSE: Final = 0.05
CHUNK: Final = 1024 * 1024
"""Bytes read at once of a file that may be large."""
LONGEST_NAME: Final = 120
LEFT: Final = re.compile(r"\.[0-9a-f]{12}\.part")
"""Names of what is being written, until it gets its own."""
A_DAY: Final = 86_400
FLUSHES_FOLDERS: Final = hasattr(os, "O_DIRECTORY")
_HELD_BY_ANOTHER: Final = {5, 32, 33}
_PATH_NOT_FOUND: Final = 3
_NAME_TOO_LONG: Final = 206
_LONGEST_ON_WINDOWS: Final = 259
"""Letters of a path; of a longer one Windows says that it isn't there."""
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LOCKED: Final = {errno.EACCES, errno.EPERM, errno.EROFS}
_MISSING: Final = {errno.ENOENT, errno.ENOTDIR}


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`: after any power cut the old file or the new one is there. StorageError says why not."""
    _write(path, (data,), _keep)


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Put several files in their places; after a failure what stood there before stands there again. StorageError."""
    before = {path: _standing(path) for path in contents}
    done: list[Path] = []
    try:
        for path, data in contents.items():
            write_whole(path, data)
            done.append(path)
    except StorageError:
        for path in done:
            _put_back(path, before[path])
        raise


def clear_left(folder: Path) -> None:
    """Take away what a power cut left half written there; one of the last day may be another program's, at work."""
    with contextlib.suppress(OSError):
        for path in [one for one in folder.iterdir() if LEFT.fullmatch(one.name)]:
            if time.time() - path.stat().st_mtime > A_DAY:
                path.unlink(missing_ok=True)


def copy_out(data: bytes, folder: Path, name: str) -> Path:
    """Copy `data` to a stick or a shared folder and read it back before it gets its name; the path that was written."""
    path = folder / checked_name(name)
    _write(path, (data,), _read_back)
    return path


def write_large(path: Path, chunks: Iterable[bytes]) -> None:
    """Put the bytes of `chunks` at `path`, read back before the file gets its name; as whole as `write_whole`."""
    _write(path, chunks, _read_back)


def copy_large(source: Path, folder: Path) -> Path:
    """Copy a file of any size to a stick or another folder as `copy_out` does; the path that was written."""
    path = folder / checked_name(source.name)
    _write(path, chunks_of(source), _read_back)
    return path


def move(source: Path, target: Path) -> None:
    """Move a flushed file to `target` on the same disk, for good; StorageError says why not."""
    try:
        patiently(lambda: source.replace(target))
        flush_name(target, source.parent)
    except OSError as error:
        raise writing_problem(error, target) from error


def take_away(path: Path) -> None:
    """Delete a file that may not be there, once no other program on Windows holds it. StorageError says why not."""
    try:
        patiently(lambda: path.unlink(missing_ok=True))
    except OSError as error:
        raise writing_problem(error, path) from error


def set_aside(path: Path, at: str) -> None:
    """Give a file that may not be there a name that says it was put aside, and when; StorageError says why not."""
    if path.exists():
        move(path, path.with_name(f"{path.name}.{at.replace(':', '')}.aside"))


def chunks_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, piece by piece. StorageError for a missing or unreadable one."""
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except OSError as error:
        raise reading_problem(error, path) from error


def read_whole(path: Path, most: int) -> bytes:
    """The bytes of a file that is at most `most` bytes long. StorageError for a missing, unreadable or larger one."""
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise reading_problem(error, path) from error
    if len(data) > most:
        raise StorageError(
            _("The file {file} is larger than the {most} bytes that this program reads.").format(
                file=path.name, most=most
            ),
            do=_("Check that the right file was chosen."),
            reason="file-too-large",
        )
    return data


def checked_name(name: str) -> str:
    """`name` itself when it is one plain file name that every system can keep; StorageError otherwise."""
    if (
        not name
        or len(name) > LONGEST_NAME
        or name in {".", ".."}
        or set(name) & set('/\\:*?"<>|\0')
        or name[-1] in ". "
    ):
        raise StorageError(
            _("The file name “{name}” can't be used on every computer.").format(name=name[:LONGEST_NAME]),
            do=_("Use letters, digits and hyphens only, at most {most} characters.").format(most=LONGEST_NAME),
            reason="file-name",
        )
    return name


def writing_problem(error: OSError, path: Path) -> StorageError:
    """The plain sentence for a failed write of `path`."""
    folder, file = str(path.parent), path.name
    if error.errno in _FULL:
        what = _("The disk is full: the file {file} could not be saved.").format(file=file)
        return StorageError(what, do=_("Make room on the disk, then try again."), reason="disk-full")
    if error.errno in _LOCKED:
        what = _("The folder {folder} can't be written to.").format(folder=folder)
        do = _("Choose another folder, or remove the write protection; close the file if another program shows it.")
        return StorageError(what, do=do, reason="folder-read-only")
    if _is_too_long(error, path):
        what = _("The path of the file {file} is too long.").format(file=file[:LONGEST_NAME])
        return StorageError(what, do=_("Choose a folder with a shorter path."), reason="path-too-long")
    if error.errno in _MISSING:
        what = _("The folder {folder} isn't there.").format(folder=folder)
        return StorageError(what, do=_("Plug in the stick again or choose another folder."), reason="folder-missing")
    what = _("The file {file} could not be saved: {cause}.").format(file=file, cause=error.strerror or error.errno)
    return StorageError(what, do=_("Try again, or choose another disk."), reason="write-failed")


def _is_too_long(error: OSError, path: Path) -> bool:
    code = getattr(error, "winerror", None)
    is_long = code == _PATH_NOT_FOUND and len(str(path)) > _LONGEST_ON_WINDOWS
    return error.errno == errno.ENAMETOOLONG or code == _NAME_TOO_LONG or is_long


def reading_problem(error: OSError, path: Path) -> StorageError:
    """The plain sentence for a failed read of `path`."""
    if error.errno in _MISSING:
        what = _("The file {file} isn't there.").format(file=path.name)
        return StorageError(what, do=_("Check that the right file was chosen."), reason="file-missing")
    what = _("The file {file} can't be read: {cause}.").format(file=path.name, cause=error.strerror or error.errno)
    return StorageError(what, do=_("Copy the file again, or choose another disk."), reason="read-failed")


def patiently(
    move: Callable[[], object], pause: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic
) -> None:
    """Do `move` again for `PATIENCE` seconds while another program on Windows holds the file."""
    last = clock() + PATIENCE
    while True:
        try:
            move()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD_BY_ANOTHER or clock() >= last:
                raise
            pause(PAUSE)
        else:
            return


def _standing(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise reading_problem(error, path) from error


def _put_back(path: Path, data: bytes | None) -> None:
    with contextlib.suppress(OSError, StorageError):
        if data is None:
            path.unlink()
        else:
            write_whole(path, data)


def _write(path: Path, chunks: Iterable[bytes], check: Callable[[Path, bytes], None]) -> None:
    beside = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        check(beside, write_flushed(beside, chunks))
        patiently(lambda: beside.replace(path))
        flush_name(path)
    except OSError as error:
        raise writing_problem(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def write_flushed(path: Path, chunks: Iterable[bytes]) -> bytes:
    """Write a new file and flush it; the SHA-256 of what was written. OSError as it comes."""
    digest = hashlib.sha256()
    with open(path, "xb", opener=_private) as stream:
        for chunk in chunks:
            stream.write(chunk)
            digest.update(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return digest.digest()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _keep(path: Path, digest: bytes) -> None:
    """Nothing to compare on the office's own disk."""


def _read_back(path: Path, digest: bytes) -> None:
    if digest_on_disk(path) != digest:
        raise copy_differs()


def digest_on_disk(path: Path) -> bytes:
    """The SHA-256 of a file read anew from its disk where the system allows it. OSError as it comes."""
    with path.open("rb") as stream:
        if FLUSHES_FOLDERS:
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(stream, "sha256").digest()


def digest_of(data: bytes) -> bytes:
    """The SHA-256 of bytes, to be compared with what a disk gives back."""
    return hashlib.sha256(data).digest()


def copy_differs() -> StorageError:
    """The sentence for a stick that gives back other bytes than were written."""
    return StorageError(
        _("The copy on the stick differs from the file that was written."),
        do=_("Use another stick; the file is still kept on this PC."),
        reason="copy-differs",
    )


def flush_name(path: Path, *left: Path) -> None:
    """Make a new name last through a power cut, and that it left the folders `left`.

    Windows flushes no folders; there, the flush of a file keeps the file's own names.
    """
    if not FLUSHES_FOLDERS:
        patiently(lambda: _flush(path, os.O_RDWR))
        return
    for folder in dict.fromkeys((path.parent, *left)):
        _flush(folder, os.O_RDONLY | os.O_DIRECTORY)


def _flush(place: Path, flags: int) -> None:
    handle = os.open(place, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
