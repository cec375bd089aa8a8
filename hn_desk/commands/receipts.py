"""`receipts`: a desk of the city answers its offices: those named, or all that have news."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from hn_desk.city.handovers import hand_out_receipts
from hn_desk.city.receipts import issue_receipt, offices_with_news
from hn_desk.commands.access import add_city, made_folder, opened_desk
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_city(parser)
    parser.add_argument("--desk", required=True, help=_("the desk's code"))
    parser.add_argument("--into", type=Path, help=_("folder for the receipts; they also stay at the desk"))
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help=_("every office whose newest receipt no longer says all"))
    which.add_argument("offices", nargs="*", default=(), metavar="OFFICE", help=_("codes of offices"))


def run(options: Namespace) -> Outcome:
    """Write the receipts. DeskError for an office from which nothing came."""
    with opened_desk(options, options.desk) as desk:
        codes = offices_with_news(desk) if options.all else tuple(options.offices)
        issued = [(code, issue_receipt(desk, code)) for code in codes]
        if options.into:
            hand_out_receipts(desk, codes, made_folder(options.into))
        folder = options.into or desk.places.receipts
    facts = [{"office": code, "file": str(folder / one.name), "is_new": one.is_new} for code, one in issued]
    lines = [str(one["file"]) for one in facts] or [_("No office has news: nothing was written.")]
    return Outcome({"receipts": facts}, tuple(lines))
