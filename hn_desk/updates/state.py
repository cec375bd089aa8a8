"""How far an update has come: one small file in the data folder that the next start reads."""

import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from hn_desk import files
from hn_desk.errors import StorageError

STATE: Final = "update.json"
FOLDER: Final = "update"
PROGRAM: Final = "program"
BEFORE: Final = "before"
LARGEST_STATE: Final = 64 * 1024
FORMAT: Final = 1

READY: Final = "ready"
"""All is kept for the way back; the setup is about to run."""
INSTALLED: Final = "installed"
"""The new program is in place and checked itself; it has not opened the database yet."""
OPENING: Final = "opening"
"""It opens the database for the first time."""
FAILED: Final = "failed"
"""It could not: the next start goes back."""
UNDOING: Final = "undoing"
"""The old program and the old database are being put back."""
UNDONE: Final = "undone"
"""The old program stands, with the database as it was before."""
DONE: Final = "done"
"""The new program works with the database."""
STEPS: Final = frozenset({READY, INSTALLED, OPENING, FAILED, UNDOING, UNDONE, DONE})


@dataclass(frozen=True, slots=True)
class Update:
    """One update: from which version to which, into which tree, by which setup, which backup, how far, why not.

    `kept` are the office's files of before with their SHA-256 (hex); `window` are the words that begin the window
    again, None for none; `is_logged` tells that the office's log has it.
    """

    came_from: str
    goes_to: str
    step: str
    tree: str
    setup: str = ""
    sha256: str = ""
    backup: str = ""
    why: str = ""
    tries: int = 0
    kept: dict[str, str] = field(default_factory=dict)
    window: tuple[str, ...] | None = None
    is_logged: bool = False

    def at(self, step: str, why: str = "") -> "Update":
        """The same update at another step."""
        return replace(self, step=step, why=why or self.why)


def load(folder: Path) -> Update | None:
    """The update that is under way or was not told yet; None without one, or when its file can't be understood."""
    path = folder / STATE
    if not path.is_file():
        return None
    try:
        return _update(json.loads(files.read_whole(path, LARGEST_STATE)))
    except (StorageError, ValueError, TypeError, KeyError):
        return None


def save(folder: Path, update: Update) -> None:
    """Keep how far it is, through a power cut too. StorageError when the disk doesn't take it."""
    files.write_whole(folder / STATE, json.dumps({"format": FORMAT, **asdict(update)}, ensure_ascii=False).encode())


def place(folder: Path) -> Path:
    """Where an update keeps what it needs: the copied setup, the old program, the office's files of before."""
    return folder / FOLDER


def _update(plain: dict[str, Any]) -> Update:
    known = {one.name: plain[one.name] for one in fields(Update)}
    kept = {str(name): str(digest) for name, digest in known["kept"].items()}
    window = None if known["window"] is None else tuple(map(str, known["window"]))
    found = Update(**{**known, "kept": kept, "window": window})
    if plain["format"] != FORMAT or found.step not in STEPS or type(found.tries) is not int:
        raise ValueError(found.step)
    return found
