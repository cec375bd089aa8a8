"""`database`: where a city desk's records lie; to a PostgreSQL server and back."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from hn_desk.city.moving import move_desk, where
from hn_desk.commands.access import add_city, opened_desk, read_file
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_city(parser)
    parser.add_argument("--desk", required=True, help=_("the desk's code"))
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--to",
        default="",
        metavar="URL",
        help=_("move the records to this empty database: postgresql://user@host/name"),
    )
    which.add_argument(
        "--to-in",
        type=Path,
        metavar="FILE",
        help=_("the same, the address with its password in this file's first line"),
    )
    which.add_argument("--to-file", action="store_true", help=_("move the records back into the desk's folder"))


def run(options: Namespace) -> Outcome:
    """Say where the records lie, or move them."""
    with opened_desk(options, options.desk) as desk:
        url = _first_line(options.to_in) if options.to_in else options.to
        if not url and not options.to_file:
            place = where(desk.database.place)
            return Outcome({"database": place}, (_("The records lie in {place}.").format(place=place),))
        moved = move_desk(desk, url)
    line = _("{rows} rows moved from {before} to {to}; each was read again and compared.").format(**asdict(moved))
    return Outcome(asdict(moved), (line,))


def _first_line(path: Path) -> str:
    return read_file(path).decode("utf-8-sig", "replace").partition("\n")[0].strip()
