"""`duties`: what the office owes, how far each duty is, and which records show it."""

from argparse import ArgumentParser, Namespace
from typing import Final

from hn_desk.actions.duties import DutyState, duties
from hn_desk.actions.duty_facts import plain
from hn_desk.commands.access import add_office, opened_office
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.duties import standing_label

HEAD: Final = "mai"


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument("--year", type=int, help=_("which year; this one when none is named"))


def run(options: Namespace) -> Outcome:
    """Compute every duty as this officer may see it."""
    with opened_office(options, HEAD) as office:
        found = duties(office, options.year)
    return Outcome({"duties": [plain(one) for one in found]}, tuple(_line(one) for one in found))


def _line(one: DutyState) -> str:
    due = _("next due {day}").format(day=format_date(one.next_due)) if one.next_due else ""
    return " · ".join(filter(None, (f"{one.code} {standing_label(one.state)}", one.short, due)))
