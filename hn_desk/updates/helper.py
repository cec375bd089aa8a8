"""The kept old program at work while no window is open: it installs, or puts the old version back."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from hn_desk.errors import DeskError
from hn_desk.updates import kept, state
from hn_desk.updates.release import digest_of
from hn_desk.updates.setup import GOOD, OLD_WINDOWS, PROGRAM_RUNS, Setup
from hn_desk.updates.state import FAILED, INSTALLED, READY, UNDOING, UNDONE, Update

MOST_WAITS: Final = 2
"""How often the setup is tried again while a window of the program is still open; each waits for a minute itself."""


def finish(folder: Path, setup: Setup) -> Update | None:
    """Do what the update waits for, then begin the window again; the update as it stands then, None without one."""
    setup.wait()
    update = state.load(folder)
    if update is None:
        return None
    if update.step == READY:
        update = _install(folder, update, setup)
    elif update.step in {FAILED, UNDOING}:
        update = _undo(folder, update, setup)
    if update.window is not None:
        setup.begin_window(Path(update.tree), update.window)
    return update


def _install(folder: Path, update: Update, setup: Setup) -> Update:
    tree, why = Path(update.tree), _installed(folder, update, setup)
    if _was_opened(folder):
        update = replace(update, kept={})
    if not why:
        return _saved(folder, update.at(INSTALLED))
    if kept.is_as_before(folder, tree):
        return _saved(folder, update.at(UNDONE, why))
    return _undo(folder, update.at(FAILED, why), setup)


def _installed(folder: Path, update: Update, setup: Setup) -> str:
    """Why the new program is not in place and sound; "" when it is."""
    tree, file = Path(update.tree), Path(update.setup)
    try:
        if digest_of(file) != update.sha256:
            return "setup-changed"
    except DeskError:
        return "setup-changed"
    code = setup.install(file)
    for _wait in range(MOST_WAITS):
        if code != PROGRAM_RUNS or _was_opened(folder):
            break
        setup.pause()
        code = setup.install(file)
    if code != GOOD:
        return {PROGRAM_RUNS: "setup-running", OLD_WINDOWS: "setup-windows"}.get(code, "setup-failed")
    return "" if setup.is_sound(tree) else "self-check"


def _was_opened(folder: Path) -> bool:
    """Whether somebody opened the office meanwhile: what was kept of it is older than it by now."""
    update = state.load(folder)
    return update is None or update.step != READY


def _undo(folder: Path, update: Update, setup: Setup) -> Update:
    """The old program and the old files; the files first, since the old program could not read newer ones."""
    update = _saved(folder, update.at(UNDOING))
    try:
        kept.put_before_back(folder, update)
        if not kept.is_as_before(folder, Path(update.tree)):
            kept.put_program_back(folder, update)
    except DeskError as error:
        return _saved(folder, update.at(UNDOING, f"{update.why.partition('/')[0]}/{error.reason}"))
    setup.tell_version(update.came_from)
    return _saved(folder, update.at(UNDONE))


def _saved(folder: Path, update: Update) -> Update:
    state.save(folder, update)
    return update
