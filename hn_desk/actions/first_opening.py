"""The first opening of the office after an update: told when it worked, marked for the way back when it did not."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from hn_desk import __version__
from hn_desk.errors import DeskError, SignInError, StorageError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.updates import kept, state
from hn_desk.updates.state import DONE, FAILED, INSTALLED, OPENING, READY, UNDOING, UNDONE, Update

UPDATE_FAILED: Final = "update-failed"
MOST_TRIES: Final = 2
"""How often the first opening may end without an answer, as by a power cut, before it counts as failed."""
PASSING: Final = frozenset({"locked", "disk-full", "read-only"})
"""Reasons that say nothing about the new program: tried again."""


@dataclass(frozen=True, slots=True)
class News:
    """What became of an update, in whole sentences; `is_to_undo`: the former version must be put back now."""

    sentence: str
    is_good: bool = True
    is_to_undo: bool = False
    is_waiting: bool = False
    """Whether it is not over: the office has to be opened first."""


@contextmanager
def first_opening(folder: Path) -> Iterator[None]:
    """Around the opening of an office: nothing without an update; after one, whether the new program can open it.

    StorageError (`update-failed`) when it can't: the former version is put back by the next start.
    """
    update = _settled(folder)
    if update is None or update.step == DONE:
        yield
        return
    if update.step == UNDONE:
        yield
        state.save(folder, replace(update, is_logged=True))
        return
    if update.step in {FAILED, UNDOING}:
        raise _failed(update)
    tries = update.tries + 1
    state.save(folder, replace(update, step=FAILED if tries > MOST_TRIES else OPENING, tries=tries))
    if tries > MOST_TRIES:
        raise _failed(update)
    try:
        yield
    except SignInError:
        state.save(folder, replace(update, step=INSTALLED))
        raise
    except DeskError as error:
        if error.reason in PASSING:
            state.save(folder, replace(update, step=INSTALLED))
            raise
        _mark(folder, update, error.reason)
        raise _failed(update) from error
    except Exception as error:  # whatever a new program stumbles over, the former one comes back
        _mark(folder, update, type(error).__name__)
        raise _failed(update) from error
    state.save(folder, update.at(DONE))


def log_update(folder: Path, session: Session) -> None:
    """Write into the office's log what became of an update, once, in the transaction of signing in."""
    update = _settled(folder)
    if update is None or update.is_logged or update.step not in {OPENING, UNDONE}:
        return
    action = "program.updated" if update.step == OPENING else "program.undone"
    content = {"former_version": update.came_from, "new_version": update.goes_to, "reason": update.why}
    audit.log(session, Act(action, "backups", "", content))


def news_of_update(folder: Path) -> News | None:
    """What a start has to tell of an update before anybody signs in; None when there is nothing."""
    update = _settled(folder)
    if update is None:
        return None
    names = {"former": update.came_from, "new": update.goes_to}
    if update.step in {INSTALLED, OPENING}:
        return News(_("Version {new} is installed. Sign in: the records are opened with it.").format(**names))
    if update.step == DONE:
        return News(_("HN Desk was updated from version {former} to {new}.").format(**names))
    if update.step == UNDONE:
        words = _("The update to version {new} was not kept: {why} Version {former} works with the records as before.")
        return News(words.format(**names, why=reason_words(update.why)), is_good=False)
    if update.step == FAILED:
        words = _("Version {new} could not open the records. HN Desk goes back to version {former} and opens again.")
        return News(words.format(**names), is_good=False, is_to_undo=True)
    words = _("Going back to version {former} was not finished: {why} Go back once more.")
    return News(words.format(**names, why=reason_words(update.why)), is_good=False, is_waiting=True)


def end_update(folder: Path) -> None:
    """Forget an update that is over and was told; what was kept for the way back goes."""
    update = state.load(folder)
    if update is not None and (update.step == DONE or (update.step == UNDONE and update.is_logged)):
        (folder / state.STATE).unlink(missing_ok=True)
        kept.forget(folder)


def reason_words(why: str) -> str:
    """Why an update was not kept, as a whole sentence."""
    words = {
        "setup-running": _("another window of HN Desk stayed open; close every one, then update again."),
        "setup-windows": _("this Windows is too old for it."),
        "setup-changed": _("the copied setup was damaged on this PC's disk."),
        "setup-failed": _("its setup could not replace the program; everything was put back."),
        "self-check": _("the new program missed files of its own; look whether an antivirus program took them."),
        "stopped": _("it was interrupted before the setup ran."),
        "disk-full": _("the disk is full."),
    }
    first, _slash, last = why.partition("/")
    found = words.get(last) or words.get(first)
    reason = first.removeprefix("opening-") or "?"
    return found or _("the new program could not open the records ({reason}).").format(reason=reason)


def _settled(folder: Path) -> Update | None:
    """How far an update came, judged also by which program is at work: the helper may have been stopped."""
    update = state.load(folder)
    if update is None or update.step != READY:
        return update
    return update.at(INSTALLED) if __version__ == update.goes_to else update.at(UNDONE, "stopped")


def _mark(folder: Path, update: Update, why: str) -> None:
    state.save(folder, update.at(FAILED, f"opening-{why}"))


def _failed(update: Update) -> StorageError:
    return StorageError(
        _("Version {new} of HN Desk could not open the records after the update; they are kept as they were.").format(
            new=update.goes_to
        ),
        do=_("Press “Go back to the former version”: HN Desk opens again with version {former}.").format(
            former=update.came_from
        ),
        reason=UPDATE_FAILED,
    )
