"""`day`: a clerk's whole day through the real windows, offscreen, into a folder."""

import os
import shutil
from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path
from typing import Final

from hn_desk.actions.rulebook import rule_book
from hn_desk.actions.sample import TRAINING_OFFICE
from hn_desk.commands.outcome import Outcome
from hn_desk.errors import DeskError, StorageError
from hn_desk.i18n import _
from hn_desk.ui.day.exchange import Places
from hn_desk.ui.day.summary import SUMMARY, recounted
from hn_desk.ui.day.whole import whole_day

MADE: Final = ("office", "city", "forms", "packets", "inner", "receipts", "trust", "requests", "screens")


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--into", type=Path, required=True, help=_("folder for the results"))
    parser.add_argument("--office", default=TRAINING_OFFICE, help=_("code of the commune, five digits"))
    parser.add_argument("--seed", type=int, default=1, help=_("another number, other invented people"))
    parser.add_argument("--replace", action="store_true", help=_("take away an earlier day's results first"))
    parser.add_argument("--recount", action="store_true", help=_("only count the city's side of an earlier day again"))


def run(options: Namespace) -> Outcome:
    """Live through the day, or count an earlier one again."""
    places = Places(options.into.resolve())
    if options.recount:
        counted = recounted(places)
    else:
        commune = _commune_name(options.office)
        _make_room(places, is_replaced=options.replace)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        counted = whole_day(places, commune, options.seed, datetime.now().astimezone().date())
    lines = tuple(f"{subject}: {number}" for subject, number in counted["office"].items())
    return Outcome({**counted, "into": str(places.into)}, (*lines, str(places.into / SUMMARY)))


def _commune_name(code: str) -> str:
    for commune in rule_book().communes:
        if commune.code == code:
            return commune.full_name
    raise DeskError(
        _("No commune has the code {code}.").format(code=code),
        do=_("Type five digits, such as 00070."),
        reason="office-code",
    )


def _make_room(places: Places, *, is_replaced: bool) -> None:
    there = [places.into / name for name in (*MADE, SUMMARY) if (places.into / name).exists()]
    if there and not is_replaced:
        raise StorageError(
            _("The folder {folder} already holds a day.").format(folder=places.into),
            do=_("Name an empty folder, or add --replace."),
            reason="exists",
        )
    for path in there:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    try:
        places.into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            _("The folder {folder} can't be made: {why}.").format(folder=places.into, why=error.strerror),
            do=_("Name a folder that your account may write."),
            reason="read-only",
        ) from error
