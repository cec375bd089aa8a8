"""`check`: the auditor proves the log, and learns where it breaks."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from hn_desk.actions.log_check import LogState, check_office_log
from hn_desk.city.desk_log import check_desk_log
from hn_desk.city.places import desk_codes
from hn_desk.commands.access import add_office, opened_desk, opened_office
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _

AUDITOR = "anh"


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument("--city", type=Path, help=_("prove the log of the city's desks in this folder instead"))
    parser.add_argument("--desk", help=_("the desk's code; all desks when none is named"))
    parser.add_argument("--officer", help=_("name of the desk's officer; the first keeper when none is named"))
    parser.add_argument("--head", action="append", default=[], help=_("head of the log as a paper or receipt names it"))


def run(options: Namespace) -> Outcome:
    """Check the whole log; exit code 1 when it is not as it was written."""
    if options.city is not None:
        return _desks(options)
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


def _desks(options: Namespace) -> Outcome:
    """The logs of one desk or of all; a desk breaks for itself."""
    states: dict[str, LogState] = {}
    for code in [options.desk] if options.desk else desk_codes(options.city):
        with opened_desk(options, code) as desk:
            states[code] = check_desk_log(desk)
    facts = {
        code: {"entries": one.entries, "head": one.head, "breaks": [{"entry": n, "what": w} for n, w in one.breaks]}
        for code, one in states.items()
    }
    lines = [line for code, one in states.items() for line in _lines(code, one)]
    return Outcome({"desks": facts}, tuple(lines), is_good=all(one.is_whole for one in states.values()))


def _lines(code: str, state: LogState) -> tuple[str, ...]:
    first = _("{desk}: the log has {n} entries; the newest is {head}.")
    found = tuple(words for _number, words in state.breaks) or (_("The log is whole."),)
    return (first.format(desk=code, n=state.entries, head=state.head), *found)
