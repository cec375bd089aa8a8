"""`differences`: what new numberings of offices said otherwise than what a desk of the city knew."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from hn_desk.city.differences import differences, kind_label, value_words
from hn_desk.commands.access import add_city, opened_desk
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_city(parser)
    parser.add_argument("--desk", required=True, help=_("the desk's code"))
    parser.add_argument("--office", default="", help=_("one office's code; all without it"))


def run(options: Namespace) -> Outcome:
    """List them; that there are some is no refusal."""
    with opened_desk(options, options.desk) as desk:
        found = differences(desk, options.office)
    lines = [f"{one.office}-{one.epoch} {one.subject} {one.record_id}: {kind_label(one.kind)}" for one in found]
    words = [f"{line} {value_words(one)}".strip() for line, one in zip(lines, found, strict=True)]
    facts = {"differences": [asdict(one) for one in found]}
    return Outcome(facts, tuple(words) or (_("No new numbering differs from what was known."),))
