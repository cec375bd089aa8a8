"""The way back: the old program's tree and the office's files, copied before an update and put back by it."""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from hn_desk import files
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.updates.release import digest_of
from hn_desk.updates.state import BEFORE, PROGRAM, Update, place
from hn_desk.updates.tree import LIST, check_files, refuse_damaged

SPARE: Final = 64 * 1024 * 1024
"""Bytes that stay free beside what an update copies: the new tree grows, the database is upgraded."""
_JOURNAL: Final = "-journal"
_NEW: Final = ".back"
_FAILED: Final = ".failed"


def refuse_full(folder: Path, tree: Path, setup: Path, database: Path) -> None:
    """StorageError when the disk of the data folder has no room for the update and the way back."""
    needed = _size(tree.rglob("*")) * 2 + _size([setup]) + _size([database]) * 3 + SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StorageError(
            _("There is too little room for the update: {needed} MB are needed, {free} MB are free.").format(
                needed=-(-needed // 1_000_000), free=free // 1_000_000
            ),
            do=_("Make room on this PC's disk, then try again; nothing was changed."),
            reason="disk-full",
        )


def keep_setup(folder: Path, setup: Path, sha256: str) -> Path:
    """Copy the setup off the stick; the copy's path. StorageError when it can't be, or is not the signed one."""
    copied = files.copy_large(setup, _made(place(folder)))
    if digest_of(copied) != sha256:
        raise files.copy_differs()
    return copied


def keep_program(folder: Path, tree: Path) -> None:
    """Copy the running program's tree beside the data. StorageError when a file of it can't be kept."""
    kept = _made(place(folder)) / PROGRAM
    try:
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(tree, kept)
    except OSError as error:
        raise files.writing_problem(_first(error), kept) from error
    refuse_damaged(check_files(kept))


def keep_before(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Copy the office's closed files of these names as they lie; their SHA-256 (hex). StorageError."""
    kept = _made(place(folder) / BEFORE)
    found = [folder / name for name in names if (folder / name).is_file()]
    return {path.name: digest_of(files.copy_large(path, kept)) for path in found}


def put_program_back(folder: Path, update: Update) -> None:
    """Put the old program into its place again. StorageError when it can't be; then the new one still stands there."""
    tree, kept = Path(update.tree), place(folder) / PROGRAM
    new, failed = tree.with_name(tree.name + _NEW), tree.with_name(tree.name + _FAILED)
    try:
        _forget(new, failed)
        shutil.copytree(kept, new)
        refuse_damaged(check_files(new))
        if tree.exists():
            files.patiently(lambda: tree.rename(failed))
        files.patiently(lambda: new.rename(tree))
    except OSError as error:
        if failed.exists() and not tree.exists():
            with suppress(OSError):
                files.patiently(lambda: failed.rename(tree))
        raise files.writing_problem(_first(error), tree) from error
    _forget(failed)


def put_before_back(folder: Path, update: Update) -> None:
    """Put the office's files of before into their places. StorageError when one can't be, or was damaged meanwhile."""
    kept = place(folder) / BEFORE
    for name, digest in update.kept.items():
        if digest_of(kept / name) != digest:
            raise files.copy_differs()
    for name in update.kept:
        (folder / f"{name}{_JOURNAL}").unlink(missing_ok=True)
        files.copy_large(kept / name, folder)


def is_as_before(folder: Path, tree: Path) -> bool:
    """Whether the tree is the old program, whole."""
    try:
        is_same = (tree / LIST).read_bytes() == (place(folder) / PROGRAM / LIST).read_bytes()
    except OSError:
        return False
    return is_same and check_files(tree).is_whole


def forget(folder: Path) -> None:
    """Delete what was kept for the way back; what a scanner holds stays until the next update."""
    _forget(place(folder))


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise files.writing_problem(error, folder) from error
    return folder


def _forget(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _size(paths: Iterable[Path]) -> int:
    total = 0
    for path in paths:
        with suppress(OSError):
            total += path.stat().st_size
    return total


def _first(error: OSError) -> OSError:
    """Copying a tree gathers what went wrong with each file."""
    return error if error.errno else OSError(0, str(error.args[0])[:200] if error.args else "")
