"""`seal`: the next packet of a desk's stream, copied into a folder."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from hn_desk.actions.packets import copy_packet, seal_packet
from hn_desk.commands.access import add_office, key_passphrase, made_folder, opened_office
from hn_desk.commands.outcome import Outcome
from hn_desk.i18n import _

CLERK = "mai"


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument("--desk", required=True, help=_("the desk's code"))
    parser.add_argument("--into", type=Path, required=True, help=_("folder for the packet, such as a stick"))
    parser.add_argument("--full", action="store_true", help=_("everything again, not only what changed"))
    parser.add_argument("--allow-empty", action="store_true", help=_("also when nothing has changed"))


def run(options: Namespace) -> Outcome:
    """Seal and copy."""
    kind = "full" if options.full else "delta"
    with opened_office(options, CLERK) as office:
        sealed = seal_packet(office, options.desk, key_passphrase(), kind=kind, allow_empty=options.allow_empty)
        into = made_folder(options.into)
        path = copy_packet(office, sealed.packet_id, into)
        others = tuple(str(copy_packet(office, one, into)) for one in sealed.other_ids)
    line = _("Packet {number} for {desk} with {rows} rows lies in {path}.").format(
        number=sealed.number, desk=sealed.desk, rows=sealed.rows, path=path
    )
    facts = {"desk": sealed.desk, "number": sealed.number, "rows": sealed.rows, "sha256": sealed.sha256}
    return Outcome({**facts, "id": sealed.packet_id, "file": str(path), "others": others}, (line, *others))
