"""How far each printer's print is moved so that it meets a form that lies in it; kept beside the office, by printer."""

import json
from pathlib import Path
from typing import Any, Final

from hn_desk import files
from hn_desk.actions.freezing import form_of
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.errors import InputError, Problem, StorageError
from hn_desk.forms import confirm_overlay
from hn_desk.forms.facts import Shift
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.rules.programme import Choice
from hn_desk.rules.text import clean_line

__all__ = ["Shift", "keep_shift", "overlay_spots", "position_test", "printer_shift"]

SHIFTS_FILE: Final = "office.printers"
MOST_MM: Final = 50
_LARGEST: Final = 64 * 1024
_LONGEST_NAME: Final = 200


def overlay_spots(office: Office) -> tuple[Choice, ...]:
    """The forms of others that the office prints upon, by code and name."""
    return tuple(Choice(spot.code, spot.name) for spot in form_of(office, confirm_overlay.LAYOUT).spots)


def printer_shift(folder: Path, printer: str) -> Shift:
    """How far this printer's print is moved; not at all for one that was never set.

    StorageError when the file in which it is kept can't be read or is damaged.
    """
    right, down = _kept(folder).get(clean_line(printer), (0, 0))
    return Shift(right, down)


def keep_shift(office: Office, printer: str, shift: Shift) -> Changed:
    """Move this printer's print onto forms from now on. InputError for more than 50 mm, StorageError as above."""
    office.require("forms.print", "office")
    _check(shift)
    name = clean_line(printer)[:_LONGEST_NAME]
    content = {"printer": name, "right_mm": f"{shift.right:g}", "down_mm": f"{shift.down:g}"}
    with office.write() as session:
        kept = {**_kept(office.folder), name: (shift.right, shift.down)}
        audit.log(session, Act("office.save", "office", "", content))
        files.write_whole(office.folder / SHIFTS_FILE, json.dumps(kept).encode())
    return Changed(frozenset({"office"}))


def position_test(office: Office, spot: str, shift: Shift) -> Paper:
    """Rulers and crosses to be measured, with the places of one form, moved by `shift`. InputError."""
    office.require("forms.print", "office")
    _check(shift)
    pdf = confirm_overlay.draw_test(form_of(office, confirm_overlay.LAYOUT), spot, shift)
    return Paper("IN-THU-VI-TRI.pdf", pdf, _("Position test"))


def _check(shift: Shift) -> None:
    sentence = _("Type millimetres from -{most} to {most}.").format(most=MOST_MM)
    problems = [Problem(name, sentence) for name in ("right", "down") if abs(getattr(shift, name)) > MOST_MM]
    if problems:
        raise InputError(sentence, problems=tuple(problems))


def _kept(folder: Path) -> dict[str, tuple[float, float]]:
    path = folder / SHIFTS_FILE
    try:
        read = json.loads(files.read_whole(path, _LARGEST))
    except StorageError as error:
        if error.reason == "file-missing":
            return {}
        raise
    except ValueError as error:
        raise _damaged(path) from error
    if not isinstance(read, dict) or not all(_is_pair(pair) for pair in read.values()):
        raise _damaged(path)
    return {name: (pair[0], pair[1]) for name, pair in read.items()}


def _damaged(path: Path) -> StorageError:
    return StorageError(
        _("The file {file} beside the office, with the places of the printers, is damaged.").format(file=path.name),
        do=_("Have it removed from the folder {folder}, then type the millimetres again.").format(folder=path.parent),
        reason="shifts-damaged",
    )


def _is_pair(pair: Any) -> bool:
    return (
        isinstance(pair, list)
        and len(pair) == len(("right", "down"))
        and all(isinstance(one, int | float) and abs(one) <= MOST_MM for one in pair)
    )
