"""`receive`: the office reads receipts and trust packs."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from hn_desk.actions.packets import packet_rows, receive
from hn_desk.commands.access import add_office, opened_office, read_file
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _

CLERK = "mai"


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument("papers", type=Path, nargs="+", metavar="FILE", help=_("receipts and trust packs (PDF)"))


def run(options: Namespace) -> Outcome:
    """Read each file; the first that is refused stops."""
    with opened_office(options, CLERK) as office:
        results = [receive(office, read_file(path)) for path in options.papers]
        states = {row.file_name: row.state for row in packet_rows(office)}
    lines = tuple(line for result in results for line in result.lines)
    return Outcome({"kinds": [result.kind for result in results], "lines": lines, "packets": states}, lines)
