"""`support`: a bundle for whoever looks after the program, without a person's data."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from hn_desk.actions.support import support_bundle
from hn_desk.commands.access import add_office, opened_office
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _

ADMINISTRATOR = "anh"


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument("--into", type=Path, required=True, metavar="FILE", help=_("the bundle to write (.zip)"))


def run(options: Namespace) -> Outcome:
    """Write the bundle."""
    with opened_office(options, ADMINISTRATOR) as office:
        support_bundle(office, options.into)
    return Outcome({"file": str(options.into)}, (_("Kept as {name}.").format(name=options.into.name),))
