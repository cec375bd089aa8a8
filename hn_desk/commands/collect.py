"""`collect`: a desk of the city takes packets and writes receipts."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from hn_desk.city.collect import Collected, collect_files, collect_folder
from hn_desk.city.handovers import hand_out_receipts, note_packets
from hn_desk.city.receipts import issue_receipt
from hn_desk.commands.access import add_city, made_folder, opened_desk
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_city(parser)
    parser.add_argument("--desk", required=True, help=_("the desk's code"))
    parser.add_argument("--into", type=Path, help=_("folder for the receipts; they also stay at the desk"))
    parser.add_argument(
        "--readers", type=int, choices=range(17), metavar="N", help=_("so many processes read; else by this PC's cores")
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--from", dest="folder", type=Path, help=_("take every new file of this folder; the files stay there")
    )
    which.add_argument("packets", type=Path, nargs="*", default=(), metavar="FILE", help=_("packets, also as .txt"))


def run(options: Namespace) -> Outcome:
    """Take each file, then answer each office that sent one."""
    with opened_desk(options, options.desk) as desk:
        taken = (
            collect_folder(desk, options.folder, readers=options.readers)
            if options.folder
            else collect_files(desk, options.packets, readers=options.readers)
        )
        paths = [options.folder / one.file for one in taken] if options.folder else options.packets
        note_packets(desk, list(zip(taken, paths, strict=True)))
        offices = sorted({one.office for one in taken if one.office and one.reason not in ("office-unknown",)})
        answers = [issue_receipt(desk, office) for office in offices]
        if options.into:
            hand_out_receipts(desk, offices, made_folder(options.into))
        folder = options.into or desk.places.receipts
    facts = {
        "packets": [asdict(one) for one in taken],
        "receipts": [str(folder / answer.name) for answer in answers],
        "reason": next((one.reason for one in taken if not one.is_good), ""),
    }
    return Outcome(facts, tuple(map(_line, taken)), all(one.is_good for one in taken))


def _line(one: Collected) -> str:
    if not one.is_good:
        return f"{one.file}: {one.reason}: {one.text} {one.do}".strip()
    counts = _("new {new}, changed {changed}, unchanged {unchanged}, refused {refused}").format(
        new=one.new, changed=one.changed, unchanged=one.unchanged, refused=one.refused
    )
    return f"{one.file}: {one.text} ({counts})"
