"""`verify`: one signed file or printed paper against what is trusted, with the reason code when it doesn't hold."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from hn_desk.actions.verifying import Verdict, check_paper, check_typed
from hn_desk.actions.verifying_words import headline, told
from hn_desk.commands.access import opened_office, read_file
from hn_desk.commands.outcome import Outcome
from hn_desk.errors import PacketError
from hn_desk.i18n import _
from hn_desk.packets import opc
from hn_desk.packets.certificates import Trust
from hn_desk.packets.check_codes import VerifiedCode, refuse_withdrawn, verify_form
from hn_desk.packets.contents import read_contents
from hn_desk.packets.first_trust import claimed_root
from hn_desk.packets.pdf import claimed_attachments
from hn_desk.packets.receipt import ATTACHMENT as RECEIPT
from hn_desk.packets.receipt import read_receipt
from hn_desk.packets.trust import ATTACHMENT as TRUST
from hn_desk.packets.trust import read_pack
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.scans import codes_on

ENCRYPTED: Final = bytes.fromhex("d0cf11e0a1b11ae1")
PDF: Final = b"%PDF-"
PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"BM", b"RIFF")
CLERK: Final = "mai"
SIGNATURE: Final = b"/ByteRange"
FORM: Final = "form"
Check = Callable[[bytes, Trust, datetime], dict[str, Any]]


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "file", type=Path, nargs="?", help=_("a packet's inner workbook, a receipt, a trust pack, a form or its photo")
    )
    what.add_argument("--code", help=_("instead of a file: the QR's text, or file code and random number"))
    by = parser.add_mutually_exclusive_group(required=True)
    by.add_argument("--trust", type=Path, help=_("folder of trusted certificates, or a trust pack"))
    by.add_argument("--data", type=Path, help=_("folder of the office whose records tell what its paper came to"))
    parser.add_argument("--login", help=_("sign-in name"))


def run(options: Namespace) -> Outcome:
    """Verify the file or the typed code; PacketError carries the reason code."""
    if options.trust is None:
        return _in_the_office(options)
    trust, now = _trusted(options.trust), datetime.now(UTC)
    if options.code is not None:
        facts = _papers(verify_form((options.code,), trust, now=now))
    else:
        data = read_file(options.file)
        facts = _check(data)(data, trust, now)
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
    if data.startswith(PICTURES):
        return _form
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
    return _papers(verify_form(codes_on(data), trust, now=now))


def _papers(papers: Sequence[VerifiedCode]) -> dict[str, Any]:
    refuse_withdrawn(papers)
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


def _trusted(place: Path) -> Trust:
    if place.is_dir():
        return read_trust_folder(place)
    data = read_file(place)
    return read_pack(data, Trust(claimed_root(data), ()), now=datetime.now(UTC)).trust


def _in_the_office(options: Namespace) -> Outcome:
    """What the office's own records say of a printed paper, or of a typed file code with its random number."""
    with opened_office(options, CLERK) as office:
        if options.code is not None:
            verdicts = check_typed(office, options.code)
        else:
            verdicts = check_paper(office, read_file(options.file))
    lines = [line for one in verdicts for line in (headline(one), *told(one))]
    reason = next((f"paper-{one.standing}" for one in verdicts if not one.is_good), "")
    facts = {"kind": FORM, "signer": verdicts[0].office, "papers": list(map(_plain, verdicts)), "reason": reason}
    return Outcome(facts, tuple(lines), is_good=not reason)


def _plain(verdict: Verdict) -> dict[str, Any]:
    days = {"day": verdict.day, "since": verdict.since, "issued_on": verdict.issued_on}
    shown = {name: f"{day:%d/%m/%Y}" if day else "" for name, day in days.items()}
    names = ("paper", "standing", "kind", "number", "taken_out")
    return {**{name: getattr(verdict, name) for name in names}, **shown}


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone():%d/%m/%Y %H:%M}"
