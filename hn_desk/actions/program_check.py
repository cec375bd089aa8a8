"""The program looks at its own installed files: at each start whether they are there, once a week at their bytes."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from hn_desk import __version__, files
from hn_desk.errors import DeskError
from hn_desk.updates.tree import check_files, installed_tree, look_over, refuse_damaged

CHECKED: Final = "program.checked"
DAYS: Final = 7
LARGEST_NOTE: Final = 200


def look_at_program(folder: Path, *, tree: Path | None = None, today: date | None = None) -> None:
    """Look at every installed file. StorageError (`program-damaged`) names what is gone or changed.

    From source, or another package, there is no list to compare with: nothing is looked at then.
    """
    place, day = tree or installed_tree(), today or date.today()
    if place is None:
        return
    is_due = _is_due(folder, day)
    refuse_damaged((check_files if is_due else look_over)(place))
    if is_due:
        with suppress(DeskError):
            files.write_whole(folder / CHECKED, f"{__version__} {day.isoformat()}\n".encode())


def _is_due(folder: Path, day: date) -> bool:
    """Whether this version's files were not compared for a week; a clock that was put back counts as due."""
    try:
        version, _space, last = files.read_whole(folder / CHECKED, LARGEST_NOTE).decode().strip().partition(" ")
        return version != __version__ or not 0 <= (day - date.fromisoformat(last)).days < DAYS
    except (DeskError, ValueError):
        return True
