"""`backup`: make a verified backup of the office, or of the city's desks, now."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from hn_desk.actions.backup_making import BACKUPS
from hn_desk.actions.backups import back_up, backups, choose_second
from hn_desk.city.desk_backups import back_up_desk, choose_desk_second, desk_backups, desk_folder
from hn_desk.city.places import desk_codes
from hn_desk.commands.access import add_office, opened_desk, opened_office
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _

ADMINISTRATOR: Final = "anh"


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument("--city", type=Path, help=_("back up the city's desks in this folder instead"))
    parser.add_argument("--desk", help=_("the desk's code; all desks when none is named"))
    parser.add_argument("--officer", help=_("name of the desk's officer; the first keeper when none is named"))
    parser.add_argument("--second", type=Path, help=_("copy every backup to this folder too, from now on"))


def run(options: Namespace) -> Outcome:
    """Make it, and say what there is."""
    if options.city is not None:
        return _desks(options)
    with opened_office(options, ADMINISTRATOR) as office:
        made = back_up(office)
        if options.second is not None:
            choose_second(office, options.second)
        path = office.folder / BACKUPS / made.id
        count = len(backups(office))
    line = _("The backup {file} was made and checked; there are {n} on this PC.").format(file=path.name, n=count)
    return Outcome({"file": str(path), "backups": count}, (line,))


def _desks(options: Namespace) -> Outcome:
    """One backup a desk."""
    facts, lines = {}, []
    for code in [options.desk] if options.desk else desk_codes(options.city):
        with opened_desk(options, code) as desk:
            name = back_up_desk(desk).id
            if options.second is not None:
                choose_desk_second(desk, options.second)
            count = len(desk_backups(desk).backups)
            facts[code] = {"file": str(desk_folder(desk.places) / name), "backups": count}
        lines.append(_("The backup {file} was made and checked; there are {n} on this PC.").format(file=name, n=count))
    return Outcome({"desks": facts}, tuple(lines))
