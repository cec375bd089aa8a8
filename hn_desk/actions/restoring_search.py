"""The newest good backup among several: each is opened and checked whole, newest first; each bad one says why."""

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from hn_desk import files, office_keys
from hn_desk.actions.backup_file import Head, check_whole, read_head, take_out
from hn_desk.actions.backup_making import BACKUPS, DATABASE, KEYS, LOST, backup_files
from hn_desk.actions.older_keys import older_id
from hn_desk.errors import DeskError, Problem, SignInError, StorageError
from hn_desk.i18n import _
from hn_desk.key_entries import OfficeKeys
from hn_desk.key_file import LARGEST
from hn_desk.models.backup import check_copy, damaged_copy, is_in_use
from hn_desk.models.formats import REVISIONS, newer_database
from hn_desk.office_keys import Opened
from hn_desk.recovery import read_words
from hn_desk.rules.text import fold

WORKSPACE: Final = "restoring"
COPY: Final = "copy"
"""The reason of what is no backup but the whole folder of an office, copied."""
OpenWith = Callable[[OfficeKeys], Opened]


@dataclass(frozen=True, slots=True)
class Found:
    """A good backup: where it lies, what it says of itself, its keys opened, what was taken out of it and checked.

    The first of the opened database keys is the one that its database is under.
    """

    path: Path
    head: Head
    keys: OfficeKeys = field(repr=False)
    opened: Opened = field(repr=False)
    workspace: Path

    @property
    def database(self) -> Path:
        """The database taken out of it, which nobody has opened for writing yet."""
        return self.workspace / DATABASE


@dataclass(frozen=True, slots=True)
class Bad:
    """A backup that is not taken: its file, when it says it was made ("" if it does not), and why not."""

    name: str
    made_at: str
    why: str


@dataclass(frozen=True, slots=True)
class Search:
    """The newest good one, and those that were tried before it."""

    good: Found
    bad: tuple[Bad, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look and what opens it: folders or sticks, the office's folder, what was typed."""

    folders: tuple[Path, ...]
    office: Path
    open_with: OpenWith


@dataclass(frozen=True, slots=True)
class _Candidate:
    path: Path
    head: Head


def by_passphrase(login: str, passphrase: str) -> OpenWith:
    """Open a key file as signing in does."""

    def opens(keys: OfficeKeys) -> Opened:
        try:
            return office_keys.open_keys(keys, fold(login), passphrase)
        except SignInError:
            return office_keys.open_older(keys, older_id(fold(login)), passphrase)

    return opens


def by_words(typed: str) -> OpenWith:
    """Open a key file by the words of the recovery sheet. DeskError names the word that can't be right."""
    secret = read_words(typed)
    return lambda keys: office_keys.open_recovery(keys, secret)


def newest_good(place: Place) -> Search:
    """The newest backup that opens and is whole, taken out beside the office's files.

    SignInError when what was typed opens none of them; StorageError when there is none, or none is good: then each has
    its reason in `problems`.
    """
    bad: list[Bad] = []
    refused: list[SignInError] = []
    keep = _Opener(place)
    for candidate in _candidates(place, keep, bad):
        try:
            return Search(_checked(candidate, place, keep), tuple(bad))
        except SignInError as error:
            refused.append(error)
            bad.append(Bad(candidate.path.name, candidate.head.made_at, error.what))
        except DeskError as error:
            bad.append(Bad(candidate.path.name, candidate.head.made_at, error.what))
    raise _none(bad, refused)


def forget_workspace(office: Path) -> None:
    """Delete what was taken out and not used."""
    with contextlib.suppress(OSError):
        shutil.rmtree(office / WORKSPACE)


class _Opener:
    """Opens key files, each once: a try of a passphrase takes a second."""

    def __init__(self, place: Place) -> None:
        self._open_with = place.open_with
        self._known: dict[bytes, Opened | SignInError] = {}
        self._present = place.office / KEYS

    def own(self, path: Path) -> tuple[OfficeKeys, Opened]:
        """The key file at `path`, opened. SignInError when what was typed does not open it."""
        keys = office_keys.load(path)
        return keys, self._opened(keys, files.read_whole(path, LARGEST))

    def present(self) -> tuple[OfficeKeys, Opened] | None:
        """The key file in the office's own folder, when it is whole and what was typed opens it."""
        try:
            return self.own(self._present)
        except DeskError:
            return None

    def _opened(self, keys: OfficeKeys, data: bytes) -> Opened:
        if data not in self._known:
            try:
                self._known[data] = self._open_with(keys)
            except SignInError as error:
                self._known[data] = error
        found = self._known[data]
        if isinstance(found, SignInError):
            raise found
        return found


def _candidates(place: Place, opener: _Opener, bad: list[Bad]) -> Iterator[_Candidate]:
    """Backups and whole copies of an office's folder, the newest state first."""
    found: dict[Path, _Candidate] = {}
    for folder in place.folders:
        for path in (*backup_files(folder), *backup_files(folder / BACKUPS)):
            try:
                found[path.resolve()] = _Candidate(path, read_head(path))
            except StorageError as error:
                bad.append(Bad(path.name, "", error.what))
        if (folder / DATABASE).exists() and folder.resolve() != place.office.resolve():
            try:
                found[folder.resolve()] = _Candidate(folder, _head_of_copy(folder, place, opener))
            except DeskError as error:
                bad.append(Bad(folder.name, "", error.what))
    yield from sorted(found.values(), key=lambda one: one.head.age, reverse=True)


def _checked(candidate: _Candidate, place: Place, opener: _Opener) -> Found:
    """The candidate with everything in it proved."""
    workspace = _workspace(place.office)
    if candidate.head.reason == COPY:
        _copy_office(candidate.path, workspace)
    else:
        check_whole(candidate.path)
        for member in candidate.head.members:
            if member.name in (DATABASE, KEYS, LOST):
                take_out(candidate.path, member.name, workspace / member.name)
    keys, opened = _opened(candidate, workspace, opener)
    right = _right_key(workspace / DATABASE, opened)
    keys, opened = _newest_keys((keys, opened), right, opener)
    others = tuple(key for key in opened.database_keys if key != right)
    opened = replace(opened, database_keys=(right, *others))
    return Found(candidate.path, candidate.head, keys, opened, workspace)


def _opened(candidate: _Candidate, workspace: Path, opener: _Opener) -> tuple[OfficeKeys, Opened]:
    """The candidate's key file; or the one in the office's own folder, when only that one opens.

    A passphrase that was changed after the backup opens the office's own key file alone.
    """
    try:
        keys, opened = opener.own(workspace / KEYS)
    except SignInError:
        present = opener.present()
        if present is None or not _is_of(candidate, present[1].master):
            raise
        return present
    if candidate.head.reason != COPY:
        check_whole(candidate.path, opened.master)
    return keys, opened


def _is_of(candidate: _Candidate, master: bytes) -> bool:
    """Whether this office made the backup."""
    if candidate.head.reason == COPY:
        return False
    try:
        check_whole(candidate.path, master)
    except StorageError:
        return False
    return True


def _newest_keys(mine: tuple[OfficeKeys, Opened], right: bytes, opener: _Opener) -> tuple[OfficeKeys, Opened]:
    """The key file to go on with: the office's own, when it opens the same database; who left since stays out."""
    present = opener.present()
    return present if present and right in present[1].database_keys else mine


def _right_key(database: Path, opened: Opened) -> bytes:
    """The key that opens the database. StorageError when none does, when it is damaged, or newer than this program."""
    refused: StorageError | None = None
    for key in opened.database_keys:
        try:
            facts = check_copy(database, key)
        except StorageError as error:
            refused = error
            continue
        if facts.revision not in REVISIONS:
            raise newer_database()
        return key
    raise damaged_copy() from refused


def _head_of_copy(folder: Path, place: Place, opener: _Opener) -> Head:
    """What the copied folder of an office holds; it is copied once more first, since opening may have to mend it."""
    workspace = _workspace(place.office)
    _copy_office(folder, workspace)
    _keys, opened = opener.own(workspace / KEYS)
    facts = check_copy(workspace / DATABASE, _right_key(workspace / DATABASE, opened))
    return Head(COPY, facts.last_at, "", facts, ())


def _copy_office(folder: Path, workspace: Path) -> None:
    if is_in_use(folder / DATABASE):
        raise StorageError(
            _("The office in this folder is open in another window."),
            do=_("Close HN Desk there first."),
            reason="locked",
        )
    for name in (DATABASE, f"{DATABASE}-journal", KEYS, LOST):
        if (folder / name).exists():
            files.write_large(workspace / name, files.chunks_of(folder / name))


def _workspace(office: Path) -> Path:
    forget_workspace(office)
    workspace = office / WORKSPACE
    try:
        workspace.mkdir(parents=True)
    except OSError as error:
        raise files.writing_problem(error, workspace) from error
    return workspace


def _none(bad: Sequence[Bad], refused: Sequence[SignInError]) -> DeskError:
    if refused and len(refused) == len([one for one in bad if one.made_at]):
        return refused[0]
    if not bad:
        return StorageError(
            _("There is no backup in this folder."),
            do=_("Choose the folder or the stick with the files that end in .hnbackup."),
            reason="no-backup",
        )
    problems = tuple(Problem("", f"{one.name}: {one.why}") for one in bad)
    what = _("None of the {n} backups found can be used.").format(n=len(bad))
    return StorageError(what, do=_("Choose another folder or stick."), reason="no-good-backup", problems=problems)
