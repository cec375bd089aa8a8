"""`check`: the auditor proves the log, and learns where it breaks."""

from argparse import ArgumentParser, Namespace

from hn_desk.actions.log_check import check_office_log
from hn_desk.commands.access import add_office, opened_office
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _

AUDITOR = "anh"


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument("--head", action="append", default=[], help=_("head of the log as a paper or receipt names it"))


def run(options: Namespace) -> Outcome:
    """Check the whole log; exit code 1 when it is not as it was written."""
    with opened_office(options, AUDITOR) as office:
        state = check_office_log(office, options.head)
    first = _("The log has {n} entries; the newest is {head}.").format(n=state.entries, head=state.head)
    known = _("The anchor file names entry {n}: no cut before it stays unseen.").format(n=state.witnessed)
    found = tuple(words for _number, words in state.breaks) or (_("The log is whole."),)
    facts = {
        "entries": state.entries,
        "head": state.head,
        "witnessed": state.witnessed,
        "breaks": [{"entry": number, "what": words} for number, words in state.breaks],
    }
    return Outcome(facts, (first, known, *found), is_good=state.is_whole)
