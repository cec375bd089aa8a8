"""`ca`: the city's authority: certificates, the list of revoked ones, the city's own keys and their second holders."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime
from pathlib import Path

from hn_desk import files
from hn_desk.city import authority, escrow, renewing, root_change
from hn_desk.city.authority import Issued
from hn_desk.city.certificate_list import CertificateRow, authority_state, certificate_rows
from hn_desk.city.register_check import check_register
from hn_desk.city.renewing import Revocation
from hn_desk.city.requests import check_words, requested
from hn_desk.commands.access import add_city, made_folder, passphrase, read_file, second_passphrase
from hn_desk.commands.outcome import Outcome
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date, parse_date


def arguments(parser: ArgumentParser) -> None:
    """Add the acts of `ca`, each with its options."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listed = acts.add_parser("list", help=_("every certificate with its state and last day, and what is due"))
    listed.add_argument("--office", help=_("only this office's or desk's, by code"))
    asked = acts.add_parser("request", help=_("who asks, and the four words to compare"))
    asked.add_argument("request", type=Path, help=_("the request's file"))
    for name, told in (("issue", _("certify an office's request")), ("renew", _("certify the next key of an office"))):
        act = acts.add_parser(name, help=told)
        act.add_argument("request", type=Path, help=_("the request's file"))
        act.add_argument("--words", required=True, help=_("the four words that the office read out, to be compared"))
    revoke = acts.add_parser("revoke", help=_("revoke certificates of an office, or single ones by number"))
    revoke.add_argument("--office", help=_("the office's code of five digits"))
    revoke.add_argument("--number", action="append", default=[], help=_("a certificate's number, as “list” tells it"))
    revoke.add_argument("--reason", required=True, help=_("why, in words"))
    revoke.add_argument("--day", help=_("since which day, such as 20/11/2026; now when left out"))
    acts.add_parser("crl", help=_("make the list of revoked certificates anew"))
    desk = acts.add_parser("rotate-desk", help=_("new keys of a desk; older ones still open what was sealed for them"))
    desk.add_argument("--desk", required=True, help=_("the desk's code"))
    delegate = acts.add_parser("rotate-delegate", help=_("a new key for signing trust packs"))
    for act in (desk, delegate):
        act.add_argument("--revoke", default="", metavar=_("REASON"), help=_("also revoke the older key, and why"))
    root = acts.add_parser("rotate-root", help=_("a new root: every key that counts is certified again"))
    root.add_argument("--reason", required=True, help=_("why, in words"))
    root.add_argument("--above", type=int, default=0, help=_("number the next trust pack higher than this"))
    _add_escrow(acts.add_parser("escrow", help=_("the second holder of a desk's opening key")))
    acts.add_parser("check", help=_("prove the register of the authority's acts"))
    for act in acts.choices.values():
        add_city(act)
        act.add_argument("--json", action="store_true", help=_("answer in JSON"))


def run(options: Namespace) -> Outcome:
    """Do one act."""
    acts = {
        "list": _list,
        "request": _request,
        "issue": _issue,
        "renew": _renew,
        "revoke": _revoke,
        "crl": _crl,
        "rotate-desk": _rotate_desk,
        "rotate-delegate": _rotate_delegate,
        "rotate-root": _rotate_root,
        "escrow": _escrow,
        "check": _check,
    }
    return acts[options.act](options)


def _add_escrow(parser: ArgumentParser) -> None:
    parser.add_argument("step", choices=("export", "prove", "restore"))
    parser.add_argument("--desk", help=_("the desk's code (export)"))
    parser.add_argument("--holder", default="", help=_("who keeps the second key (export)"))
    parser.add_argument("--into", type=Path, help=_("folder for the second holder's file (export)"))
    parser.add_argument("--file", type=Path, help=_("the second holder's file (prove, restore)"))


def _list(options: Namespace) -> Outcome:
    now = datetime.now(UTC)
    rows = certificate_rows(options.city, now)
    shown = [row for row in rows if options.office in (None, row.owner)]
    state = authority_state(options.city, now)
    words = _("List {number} of revoked certificates; the next one is due on {day}.")
    lines = [words.format(number=state.list_number, day=_day(state.list_due)), *map(_line, shown)]
    facts = {
        "list_number": state.list_number,
        "list_due": state.list_due.isoformat(),
        "root_words": state.root_words,
        "certificates": [_plain(row) for row in shown],
    }
    return Outcome(facts, tuple(lines))


def _request(options: Namespace) -> Outcome:
    asked = requested(read_file(options.request))
    lines = (
        _("{name} ({code}) asks for a certificate.").format(name=asked.name, code=asked.code),
        _("Compare these four words with the office's leader: {words}.").format(words=" ".join(asked.words)),
    )
    return Outcome({"office": asked.code, "name": asked.name, "words": asked.words}, lines)


def _issue(options: Namespace) -> Outcome:
    data = _compared(options)
    return _issued(authority.issue_office(options.city, passphrase(), data))


def _renew(options: Namespace) -> Outcome:
    data = _compared(options)
    return _issued(authority.renew_office(options.city, passphrase(), data))


def _compared(options: Namespace) -> bytes:
    asked = requested(read_file(options.request))
    check_words(asked, options.words)
    return asked.data


def _issued(issued: Issued) -> Outcome:
    facts = {
        "office": issued.code,
        "until": issued.until.isoformat(),
        "words": issued.words,
        "older_until": issued.older_until.isoformat() if issued.older_until else None,
    }
    line = _("{name} ({code}) has a certificate until {day}.")
    return Outcome(facts, (line.format(name=issued.name, code=issued.code, day=_day(issued.until)),))


def _revoke(options: Namespace) -> Outcome:
    if bool(options.office) == bool(options.number):
        raise DeskError(
            _("Name either an office or certificates by their numbers."),
            do=_("Use --office, or --number once or more."),
            reason="revoke-what",
        )
    day = parse_date(options.day, today=date.today()) if options.day else None
    if options.office:
        number = renewing.revoke_office(options.city, passphrase(), options.office, options.reason, day=day)
    else:
        number = renewing.revoke(options.city, passphrase(), Revocation(options.number, options.reason, day))
    line = _("Revoked. List {number} says so; write the trust pack now and send it to every office.")
    return Outcome({"list_number": number}, (line.format(number=number),))


def _crl(options: Namespace) -> Outcome:
    due = renewing.renew_list(options.city, passphrase())
    line = _("The list of revoked certificates was made anew; the next one is due on {day}.").format(day=_day(due))
    return Outcome({"list_due": due.isoformat()}, (line,))


def _rotate_desk(options: Namespace) -> Outcome:
    until = renewing.rotate_desk(options.city, passphrase(), options.desk, options.revoke)
    line = _("Desk {desk} has new keys until {day}. Write the trust pack now, and hand the second holder a new file.")
    return Outcome(
        {"desk": options.desk, "until": until.isoformat()}, (line.format(desk=options.desk, day=_day(until)),)
    )


def _rotate_delegate(options: Namespace) -> Outcome:
    until = renewing.renew_delegate(options.city, passphrase(), options.revoke)
    line = _("Trust packs are signed by a new key until {day}.").format(day=_day(until))
    return Outcome({"until": until.isoformat()}, (line,))


def _rotate_root(options: Namespace) -> Outcome:
    words = root_change.change_root(options.city, passphrase(), options.reason, above=options.above)
    lines = (
        _("The city has a new root. Its four words: {words}.").format(words=" ".join(words)),
        _("Write the trust pack now; each office takes the new root only after it compared these words with you."),
    )
    return Outcome({"root_words": words}, lines)


def _escrow(options: Namespace) -> Outcome:
    if options.step == "export":
        return _export(options)
    if options.file is None:
        raise _missing("--file")
    act = escrow.prove_opening if options.step == "prove" else escrow.restore_opening
    held = act(options.city, passphrase(), read_file(options.file), second_passphrase())
    line = _("The file opens what is sealed for desk {desk}: {count} keys tried.")
    lines = [line.format(desk=held.desk, count=held.count)]
    if not held.has_newest:
        lines.append(_("The desk's newest key is not in it: hand the second holder a new file."))
    return Outcome({"desk": held.desk, "keys": held.count, "has_newest": held.has_newest}, tuple(lines))


def _export(options: Namespace) -> Outcome:
    for name in ("desk", "holder", "into"):
        if not getattr(options, name):
            raise _missing(f"--{name}")
    second = options.holder, second_passphrase()
    data = escrow.export_opening(options.city, passphrase(), options.desk, second)
    path = files.copy_out(data, made_folder(options.into), escrow.escrow_name(options.desk))
    line = _("The second holder's file lies in {path}; it was proved to open.").format(path=path)
    return Outcome({"file": str(path), "desk": options.desk}, (line,))


def _check(options: Namespace) -> Outcome:
    proof = check_register(options.city)
    good = _("The register holds: {count} acts, each chained and signed.").format(count=proof.count)
    facts = {"acts": proof.count, "flaws": proof.flaws}
    return Outcome(facts, proof.flaws or (good,), is_good=not proof.flaws)


def _missing(option: str) -> DeskError:
    return DeskError(
        _("{option} is missing.").format(option=option),
        do=_("Name it on the command line."),
        reason="option-missing",
    )


def _plain(row: CertificateRow) -> dict[str, object]:
    return {
        "number": row.id,
        "owner": row.owner,
        "role": row.role,
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
        "state": row.state,
        "revoked_on": row.revoked_on.isoformat() if row.revoked_on else None,
    }


def _line(row: CertificateRow) -> str:
    return f"{row.owner or row.role}\t{row.role}\t{row.state}\t{_day(row.until)}\t{row.id}"


def _day(moment: datetime) -> str:
    return format_date(moment.astimezone().date())
