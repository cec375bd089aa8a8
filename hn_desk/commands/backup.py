"""`backup`: make a verified backup of the office now."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from hn_desk.actions.backup_making import BACKUPS
from hn_desk.actions.backups import back_up, backups, choose_second
from hn_desk.commands.access import add_office, opened_office
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _

ADMINISTRATOR: Final = "anh"


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument("--second", type=Path, help=_("copy every backup to this folder too, from now on"))


def run(options: Namespace) -> Outcome:
    """Make it, and say what there is."""
    with opened_office(options, ADMINISTRATOR) as office:
        made = back_up(office)
        if options.second is not None:
            choose_second(office, options.second)
        path = office.folder / BACKUPS / made.id
        count = len(backups(office))
    line = _("The backup {file} was made and checked; there are {n} on this PC.").format(file=path.name, n=count)
    return Outcome({"file": str(path), "backups": count}, (line,))
