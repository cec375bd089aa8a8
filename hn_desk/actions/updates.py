"""An update carried on a stick: looked at, prepared with a way back, handed to the helper; told afterwards."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from hn_desk import __version__
from hn_desk.actions.backup_making import BACKUPS, LOST, UPGRADE
from hn_desk.actions.backups import back_up
from hn_desk.actions.office import DATABASE_FILE, KEY_FILE, Office, is_set_up
from hn_desk.actions.set_up import REAL
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.settings import default_data, resource
from hn_desk.updates import kept, state
from hn_desk.updates.release import KEYS_FILE, Release, ReleaseKey, UpdateError, is_newer, read_release, release_keys
from hn_desk.updates.setup import Setup
from hn_desk.updates.state import READY, Update

SUBJECTS: Final = frozenset({"backups", "log"})
OFFICE_FILES: Final = (DATABASE_FILE, KEY_FILE, LOST, "office.anchor")
"""What an upgrade of the database may change; wrong passphrases that were typed stay counted."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An update that may be installed: its version, the one at work, its day and notes ("" for none), whose it is."""

    version: str
    current: str
    day: str
    notes: str
    file: str
    signed_by: str
    is_for_training: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """An update that can be undone: all is kept but the office's own files, which are still open."""

    update: Update
    subjects: frozenset[str] = field(default=SUBJECTS)


def look_at_update(office: Office, path: Path) -> Offer:
    """What the release at `path` (setup, folder or SHA256SUMS) would install. UpdateError says why it isn't taken."""
    office.require("program.update")
    return offer_of(_believed(office, path))


def newer_release(path: Path) -> Release:
    """A release that is signed, whole and newer than this program. UpdateError says what it isn't."""
    release = read_release(path, known_keys())
    if not is_newer(release.version, __version__):
        raise UpdateError(
            _("This is version {version}; version {current} is already at work.").format(
                version=release.version, current=__version__
            ),
            do=_("Only a newer version can be installed: an older one could not read the records."),
            reason="update-not-newer",
        )
    return release


def offer_of(release: Release) -> Offer:
    """What a release would bring, for the screen."""
    key = release.key
    return Offer(
        release.version, __version__, release.day, release.notes, release.setup.name, key.name, key.is_training_only
    )


def prepare_update(office: Office, path: Path, setup: Setup, *, window: tuple[str, ...] | None = ()) -> Prepared:
    """Back up, keep the running program, copy the setup off the stick; logged. Nothing is installed yet.

    `window` are the words that begin the window again afterwards, None for none. UpdateError, StorageError.
    """
    office.require("program.update")
    tree = installed(setup)
    release = _believed(office, path)
    kept.refuse_full(office.folder, tree, release.setup, office.folder / DATABASE_FILE)
    kept.forget(office.folder)
    copied = kept.keep_setup(office.folder, release.setup, release.sha256)
    kept.keep_program(office.folder, tree)
    backup = back_up(office, reason=UPGRADE).id
    content = {"former_version": __version__, "new_version": release.version, "file": backup}
    with office.write() as session:
        audit.log(session, Act("program.update", "backups", "", content))
    update = Update(
        __version__,
        release.version,
        READY,
        str(tree),
        str(copied),
        release.sha256,
        f"{BACKUPS}/{backup}",
        window=window,
    )
    return Prepared(update)


def leave_for_update(office: Office, prepared: Prepared, setup: Setup) -> None:
    """Close the office, keep its files as they lie, begin the helper: this program must end now. StorageError."""
    office.require("program.update")
    office.close()
    files = kept.keep_before(office.folder, OFFICE_FILES)
    state.save(office.folder, replace(prepared.update, kept=files))
    begin_helper(office.folder, setup)


def begin_helper(folder: Path, setup: Setup) -> None:
    """Let the kept old program finish or undo the update once this process has ended. UpdateError when it is gone."""
    program = state.place(folder) / state.PROGRAM
    try:
        setup.begin_helper(program, ("update", "--finish", "--data", str(folder)))
    except OSError as error:
        raise UpdateError(
            _("The former program that was kept for the way back is gone."),
            do=_("Run the setup of the former version; if the office can't be opened then, restore its newest backup."),
            reason="update-no-way-back",
        ) from error


def installed(setup: Setup) -> Path:
    """The tree that the setup made. UpdateError when this program came another way."""
    tree = setup.tree()
    if tree is None or not setup.can_install(tree):
        raise UpdateError(
            _("This program was not installed by the setup for Windows, so it can't update itself."),
            do=_("Update it the way it came: unpack the new portable form, or install the new package."),
            reason="update-not-installed",
        )
    return tree


def known_keys() -> tuple[ReleaseKey, ...]:
    """The keys that releases may be signed with."""
    return release_keys(resource(KEYS_FILE).read_text(encoding="utf-8"))


def _believed(office: Office, path: Path) -> Release:
    release = newer_release(path)
    if release.key.is_training_only and _holds_real_data(office):
        raise UpdateError(
            _("This release is signed with the key for training, which everybody knows."),
            do=_("On a PC with a real office's data only a release of the publisher is installed."),
            reason="update-training-key",
        )
    return release


def _holds_real_data(office: Office) -> bool:
    """Also when another office lies where this PC's own does: whether it is real nobody knows without signing in."""
    usual = default_data()
    return office.environment == REAL or (is_set_up(usual) and usual.resolve() != office.folder.resolve())
