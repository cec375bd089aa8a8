"""The tree that the setup installed: every file of it stands in a list with its SHA-256."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hn_desk import files
from hn_desk.errors import StorageError
from hn_desk.i18n import _

LIST: Final = "files.sha256"
LARGEST_LIST: Final = 8 * 1024 * 1024
MOST_NAMES: Final = 8
_LINE: Final = re.compile(r"([0-9a-f]{64})  (\S.*)")
_EMPTY: Final = hashlib.sha256(b"").hexdigest()
_Look = Callable[[Path, str], bool]


@dataclass(frozen=True, slots=True)
class Damage:
    """Files of the tree, by their paths in it: how many there should be, which are gone, which are not as they were."""

    count: int
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every file is there as it was."""
        return not self.missing and not self.changed


def installed_tree() -> Path | None:
    """The folder that the setup made, when this program runs from one; None from source or another package."""
    top = Path(__file__).resolve().parents[3]
    return top if (top / LIST).is_file() else None


def look_over(tree: Path) -> Damage:
    """The quick look: which files are gone or were emptied. Nothing is read but the list."""
    return _damage(tree, lambda path, digest: digest == _EMPTY or path.stat().st_size > 0)


def check_files(tree: Path) -> Damage:
    """The whole look: every file is read and compared by its SHA-256."""
    return _damage(tree, lambda path, digest: files.digest_on_disk(path).hex() == digest)


def listed(tree: Path) -> dict[str, str]:
    """SHA-256 (hex) by path in the tree. StorageError for a list that can't be read; empty for one that is no list."""
    text = files.read_whole(tree / LIST, LARGEST_LIST).decode("utf-8", errors="replace")
    found = [_LINE.fullmatch(line) for line in text.splitlines()]
    return {line[2]: line[1] for line in found if line} if all(found) else {}


def refuse_damaged(damage: Damage) -> None:
    """StorageError (`program-damaged`) that names the first files, unless every one is as it was."""
    if not damage.is_whole:
        names = (*damage.missing, *damage.changed)
        raise StorageError(
            _("Files of HN Desk are missing or changed: {names}.").format(
                names=", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
            ),
            do=_(
                "Often an antivirus program took them: open its list of what it put aside, let it give them back and"
                " allow HN Desk. Or run the setup of this version again; the records stay untouched."
            ),
            reason="program-damaged",
        )


def _damage(tree: Path, is_good: _Look) -> Damage:
    try:
        wanted = listed(tree)
    except StorageError:
        return Damage(0, (LIST,))
    if not wanted:
        return Damage(0, (), (LIST,))
    missing, changed = [], []
    for name, digest in wanted.items():
        state = _state(tree / name, digest, is_good)
        if state is None:
            missing.append(name)
        elif not state:
            changed.append(name)
    return Damage(len(wanted), tuple(missing), tuple(changed))


def _state(path: Path, digest: str, is_good: _Look) -> bool | None:
    """Whether a file is as it was; None when it isn't there or the scanner doesn't let it be read."""
    try:
        return is_good(path, digest)
    except OSError:
        return None
