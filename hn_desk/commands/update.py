"""`update`: a newer version from a stick; also what the kept old program does while no window is open."""

from argparse import SUPPRESS, ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from hn_desk.actions.first_opening import end_update, news_of_update
from hn_desk.actions.office import is_set_up
from hn_desk.actions.updates import (
    Offer,
    begin_helper,
    installed,
    leave_for_update,
    look_at_update,
    newer_release,
    offer_of,
    prepare_update,
)
from hn_desk.commands.access import add_office, office_folder, opened_office
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _
from hn_desk.updates.helper import finish
from hn_desk.updates.release import UpdateError
from hn_desk.updates.setup import Setup
from hn_desk.updates.state import UNDONE
from hn_desk.updates.state import load as load_update

ADMINISTRATOR = "anh"


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help=_("the setup, its folder or its SHA256SUMS"))
    parser.add_argument("--look", action="store_true", help=_("only say what would be installed"))
    parser.add_argument("--no-window", action="store_true", help=_("don't open the window afterwards"))
    parser.add_argument("--undo", action="store_true", help=_("go back to the former version after a failed update"))
    parser.add_argument("--finish", action="store_true", help=SUPPRESS)


def run(options: Namespace) -> Outcome:
    """Look, or install; without a file say how the last update ended."""
    folder = office_folder(options)
    if options.finish:
        return _finish(folder)
    if options.undo:
        begin_helper(folder, Setup())
        return Outcome({}, (_("HN Desk goes back to the former version."),))
    if options.file is None:
        return _news(folder)
    if not is_set_up(folder):
        return _without_office(options.file, is_to_install=not options.look)
    with opened_office(options, ADMINISTRATOR) as office:
        offer = look_at_update(office, options.file)
        if not options.look:
            setup = Setup()
            installed(setup)
            window = None if options.no_window else window_words(options)
            leave_for_update(office, prepare_update(office, options.file, setup, window=window), setup)
    return Outcome(asdict(offer), tuple(_told(offer, is_begun=not options.look)))


def window_words(options: Namespace) -> tuple[str, ...]:
    """The words that open the window on the same office again."""
    return ("--data", str(options.data.resolve())) if options.data is not None else ()


def _finish(folder: Path) -> Outcome:
    update = finish(folder, Setup())
    is_good = update is not None and update.step != UNDONE
    return Outcome({"step": update.step if update else ""}, is_good=is_good)


def _news(folder: Path) -> Outcome:
    news, update = news_of_update(folder), load_update(folder)
    end_update(folder)
    if news is None or update is None:
        return Outcome({"step": ""}, (_("There is no update under way."),))
    facts = {"step": update.step, "from": update.came_from, "to": update.goes_to, "why": update.why}
    return Outcome(facts, (news.sentence,), news.is_good)


def _without_office(path: Path, *, is_to_install: bool) -> Outcome:
    """At a desk of the city, or before there is an office: what the release is; its setup is then run by hand."""
    offer = offer_of(newer_release(path))
    if is_to_install:
        raise UpdateError(
            _("The release is genuine: version {new}. No office lies on this PC that would have to be kept.").format(
                new=offer.version
            ),
            do=_("Close every window of HN Desk, back the city's folder up, and run {file}.").format(file=offer.file),
            reason="update-by-hand",
        )
    return Outcome(asdict(offer), tuple(_told(offer, is_begun=False)))


def _told(offer: Offer, *, is_begun: bool) -> list[str]:
    day = f" ({offer.day})" if offer.day else ""
    lines = [_("Version {new}{day} in place of {current}.").format(new=offer.version, day=day, current=offer.current)]
    if offer.notes:
        lines += ["", offer.notes, ""]
    if is_begun:
        lines.append(_("The update is being installed now. Sign in once afterwards, to see that all is well."))
    return lines
