"""`verify`: one signed file against a folder of trusted certificates, with the reason code when it doesn't hold."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from hn_desk.commands.access import read_file
from hn_desk.commands.outcome import Outcome
from hn_desk.errors import PacketError
from hn_desk.i18n import _
from hn_desk.packets import opc
from hn_desk.packets.certificates import Trust
from hn_desk.packets.check_codes import VerifiedCode, verify_form
from hn_desk.packets.contents import read_contents
from hn_desk.packets.pdf import claimed_attachments
from hn_desk.packets.receipt import ATTACHMENT as RECEIPT
from hn_desk.packets.receipt import read_receipt
from hn_desk.packets.trust import ATTACHMENT as TRUST
from hn_desk.packets.trust import read_pack
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.scans import read_codes

ENCRYPTED: Final = bytes.fromhex("d0cf11e0a1b11ae1")
PDF: Final = b"%PDF-"
SIGNATURE: Final = b"/ByteRange"
FORM: Final = "form"
Check = Callable[[bytes, Trust, datetime], dict[str, Any]]


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("file", type=Path, help=_("a packet's inner workbook, a receipt, a trust pack or a form"))
    parser.add_argument("--trust", type=Path, required=True, help=_("folder of trusted certificates"))


def run(options: Namespace) -> Outcome:
    """Verify the file; PacketError carries the reason code."""
    data, trust = read_file(options.file), read_trust_folder(options.trust)
    facts = _check(data)(data, trust, datetime.now(UTC))
    lines = [_kinds()[facts["kind"]].format(signer=facts["signer"], day=facts["signed_at"])]
    if facts["kind"] == FORM:
        lines += _form_lines(facts["papers"])
    if facts["environment"] == "training":
        lines.append(_("This is a training paper; it counts for nothing outside of training."))
    return Outcome({**facts, "reason": ""}, tuple(lines))


def _kinds() -> dict[str, str]:
    return {
        "packet": _("A genuine packet of office {signer}, signed on {day}."),
        "receipt": _("A genuine receipt of desk {signer}, signed on {day}."),
        "trust": _("A genuine trust pack, signed on {day}."),
        FORM: _("A genuine check code of office {signer}, of {day}."),
    }


def _form_lines(papers: Sequence[dict[str, Any]]) -> list[str]:
    named = _("Paper {paper} of {day}, key {key}.")
    return [
        *(named.format(paper=one["paper"], day=one["day"], key=one["key"]) for one in papers),
        _("The code holds no text of the paper: compare what is printed with the office's record."),
    ]


def _check(data: bytes) -> Check:
    if data.startswith(ENCRYPTED):
        raise PacketError(
            _("This packet is still encrypted for its desk; only the workbook inside is signed."),
            do=_("Open it at the desk with “collect”, or verify the workbook inside."),
            reason="sealed",
        )
    if not data.startswith(PDF):
        return _packet
    if SIGNATURE not in data:
        return _form
    return _trust_pack if TRUST in claimed_attachments(data) else _receipt


def _packet(data: bytes, trust: Trust, now: datetime) -> dict[str, Any]:
    verified = opc.verify(data, trust, now)
    packet = read_contents(verified)
    cover = packet.cover
    return {
        "kind": "packet",
        "environment": cover.environment,
        "signer": cover.office_code,
        "signed_at": _shown(verified.signed_at),
        "sha256": verified.sha256,
        "desk": cover.desk,
        "number": cover.number,
        "rows": cover.rows,
        "refused_rows": len(packet.refused),
    }


def _receipt(data: bytes, trust: Trust, now: datetime) -> dict[str, Any]:
    verified = read_receipt(data, trust, now=now)
    return {
        "kind": RECEIPT.partition(".")[0],
        "environment": verified.receipt.environment,
        "signer": verified.receipt.desk,
        "signed_at": _shown(verified.signed_at),
        "office": verified.receipt.office,
        "packets": sum(len(stream.hashes) for stream in verified.receipt.streams),
    }


def _trust_pack(data: bytes, trust: Trust, now: datetime) -> dict[str, Any]:
    verified = read_pack(data, replace(trust, number=0), now=now)
    return {
        "kind": TRUST.partition(".")[0],
        "environment": verified.pack.environment,
        "signer": "",
        "signed_at": _shown(verified.signed_at),
        "number": verified.pack.number,
        "offices": sorted(verified.pack.offices),
    }


def _form(data: bytes, trust: Trust, now: datetime) -> dict[str, Any]:
    papers = verify_form(read_codes(data), trust, now=now)
    first = papers[0].vouched
    return {
        "kind": FORM,
        "environment": "training" if first.is_training else "real",
        "signer": first.office,
        "signed_at": f"{first.day:%d/%m/%Y}",
        "papers": [_paper(one) for one in papers],
    }


def _paper(code: VerifiedCode) -> dict[str, Any]:
    return {
        "paper": code.vouched.paper,
        "day": f"{code.vouched.day:%d/%m/%Y}",
        "key": code.key_id.hex(),
        "commitment": code.vouched.commitment.hex(),
    }


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone():%d/%m/%Y %H:%M}"
