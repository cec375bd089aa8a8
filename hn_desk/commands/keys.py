"""`keys`: the city's root and desks, an office's request and certificate, trust packs."""

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from hn_desk import files
from hn_desk.actions import key_change, keyring, recovery_sheet
from hn_desk.actions.rulebook import rule_book
from hn_desk.city import authority
from hn_desk.city.authority import CityPlan
from hn_desk.commands.access import (
    add_city,
    add_office,
    key_passphrase,
    made_folder,
    office_folder,
    opened_office,
    own_passphrase,
    passphrase,
    read_file,
)
from hn_desk.commands.outcome import Outcome
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import parse_date
from hn_desk.rules.text import fold

CLERK = "anh"
HOLDER = "mai"
REQUEST = "yeu-cau.pem"


def arguments(parser: ArgumentParser) -> None:
    """Add the acts of `keys`, each with its options."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    root = acts.add_parser("root", help=_("set up the city: root, desks, databases"))
    add_city(root)
    root.add_argument("--desk", action="append", default=[], help=_("a desk's code; all desks when none is named"))
    root.add_argument("--real", action="store_true", help=_("for real work, not for training"))
    root.add_argument("--keeper", default="", help=_("name of the desks' first keeper"))
    desk = acts.add_parser("desk", help=_("set up one more desk"))
    add_city(desk)
    desk.add_argument("--desk", required=True, help=_("the desk's code"))
    desk.add_argument("--keeper", default="", help=_("name of the desks' first keeper"))
    request = acts.add_parser("request", help=_("make the office's key and its request"))
    add_office(request)
    request.add_argument("--into", type=Path, required=True, help=_("folder for the request"))
    issue = acts.add_parser("issue", help=_("certify an office's request"))
    add_city(issue)
    issue.add_argument("request", type=Path, help=_("the request's file"))
    issue.add_argument("--words", default="", help=_("the four words that the office read out, to be compared"))
    withdraw = acts.add_parser("withdraw", help=_("name an office's paper as withdrawn in the next trust pack"))
    add_city(withdraw)
    withdraw.add_argument("--office", required=True, help=_("the office's code of five digits"))
    withdraw.add_argument("--paper", required=True, help=_("the paper: file code and edition, such as 2026-000015/1"))
    withdraw.add_argument("--day", help=_("day of the withdrawal, such as 20/11/2026; today when left out"))
    trust = acts.add_parser("trust", help=_("make the next trust pack"))
    add_city(trust)
    trust.add_argument("--into", type=Path, required=True, help=_("folder for the pack and the certificates"))
    install = acts.add_parser("install", help=_("read a trust pack in at the office"))
    add_office(install)
    install.add_argument("pack", type=Path, help=_("the trust pack's file, or a folder of certificates"))
    add_office(acts.add_parser("state", help=_("how far the office has come with its key")))
    add_office(acts.add_parser("change", help=_("put the office under new keys, when an officer has left")))
    recover_ = acts.add_parser("recover", help=_("come in by the recovery sheet and set a new passphrase"))
    add_office(recover_)
    recover_.add_argument("--words", type=Path, required=True, help=_("file with the words of the recovery sheet"))
    for act in acts.choices.values():
        act.add_argument("--json", action="store_true", help=_("answer in JSON"))


def run(options: Namespace) -> Outcome:
    """Do one act."""
    acts = {
        "root": _root,
        "desk": _desk,
        "request": _request,
        "issue": _issue,
        "withdraw": _withdraw,
        "trust": _trust,
        "install": _install,
        "state": _state,
        "change": _change,
        "recover": _recover,
    }
    return acts[options.act](options)


def _root(options: Namespace) -> Outcome:
    desks = tuple(options.desk) or tuple(rule_book().desks)
    plan = CityPlan(environment="real" if options.real else "training", keeper=options.keeper)
    authority.set_up_city(options.city, own_passphrase() if options.real else passphrase(), desks, plan)
    line = _("The city is set up with the desks {desks}.").format(desks=", ".join(desks))
    return Outcome({"desks": desks, "environment": plan.environment}, (line,))


def _desk(options: Namespace) -> Outcome:
    authority.add_desk(options.city, passphrase(), options.desk, keeper=options.keeper)
    return Outcome({"desk": options.desk}, (_("The desk {desk} is set up.").format(desk=options.desk),))


def _request(options: Namespace) -> Outcome:
    with opened_office(options, CLERK) as office:
        request = keyring.make_request(office, key_passphrase())
        words = keyring.key_state(office).fingerprint_words
    path = files.copy_out(request, made_folder(options.into), REQUEST)
    lines = (
        _("The request lies in {path}.").format(path=path),
        _("Read these four words to the city by phone: {words}.").format(words=" ".join(words)),
    )
    return Outcome({"request": str(path), "words": words}, lines)


def _issue(options: Namespace) -> Outcome:
    request = read_file(options.request)
    words = authority.request_words(request)
    if options.words and tuple(options.words.split()) != words:
        raise DeskError(
            _("The four words differ: the request says {words}.").format(words=" ".join(words)),
            do=_("Don't issue it; ask the office to make its request again."),
            reason="words",
        )
    issued = authority.issue_office(options.city, passphrase(), request)
    line = _("{name} ({code}) has a certificate until {day}.").format(
        name=issued.name, code=issued.code, day=f"{issued.until.astimezone():%d/%m/%Y}"
    )
    return Outcome({"office": issued.code, "until": issued.until.isoformat(), "words": words}, (line,))


def _withdraw(options: Namespace) -> Outcome:
    day = parse_date(options.day, today=date.today()) if options.day else None
    since = authority.withdraw_paper(options.city, options.office, options.paper, day)
    line = _("Paper {paper} of office {office} stands as withdrawn since {day}. Make the next trust pack.").format(
        paper=options.paper, office=options.office, day=f"{since:%d/%m/%Y}"
    )
    return Outcome({"office": options.office, "paper": options.paper, "day": since.isoformat()}, (line,))


def _trust(options: Namespace) -> Outcome:
    data = authority.trust_pack(options.city, passphrase())
    path = files.copy_out(data, made_folder(options.into), authority.trust_pack_name(options.city))
    authority.export_trust(options.city, options.into / "trust")
    return Outcome({"pack": str(path)}, (_("The trust pack lies in {path}.").format(path=path),))


def _install(options: Namespace) -> Outcome:
    with opened_office(options, CLERK) as office:
        if options.pack.is_dir():
            keyring.install_trust_folder(office, options.pack)
        else:
            keyring.install_trust(office, read_file(options.pack))
        return _shown(keyring.key_state(office))


def _state(options: Namespace) -> Outcome:
    with opened_office(options, CLERK) as office:
        return _shown(keyring.key_state(office))


def _change(options: Namespace) -> Outcome:
    with opened_office(options, HOLDER) as office:
        is_whole = office.keys.second is not None
        key_change.change_keys(office, passphrase())
    line = _("The office is under new keys. Everybody keeps the passphrase they have.")
    return Outcome({"second": is_whole}, (line,))


def _recover(options: Namespace) -> Outcome:
    folder, login = office_folder(options), options.login or HOLDER
    found = recovery_sheet.open_sheet(folder, read_file(options.words).decode("utf-8", "replace"))
    officer = next((one for one in found.officers if one.login == fold(login)), None)
    if officer is None:
        raise DeskError(
            _("Nobody with the sign-in name {login} works here.").format(login=login),
            do=_("Name the officer with --login."),
            reason="login",
        )
    new = recovery_sheet.NewPassphrase(officer.id, own_passphrase(), own_passphrase())
    recovery_sheet.recover(folder, found, new)
    return Outcome({"login": officer.login}, (_("The new passphrase is set. Sign in with it."),))


def _shown(state: keyring.KeyState) -> Outcome:
    facts = {
        "has_key": state.has_key,
        "has_certificate": state.has_certificate,
        "is_usable": state.is_usable,
        "certificate_until": state.certificate_until,
        "words": state.fingerprint_words,
        "root_words": state.root_words,
        "trust_number": state.trust_number,
        "trust_until": state.trust_until,
    }
    lines = [_("Trust pack {number} is in use now.").format(number=state.trust_number)] if state.trust_number else []
    if state.root_words:
        lines.append(_("The four words of the city's root: {words}.").format(words=" ".join(state.root_words)))
    if state.has_certificate:
        until = state.certificate_until
        lines.append(_("The office's certificate holds until {day}.").format(day=f"{until:%d/%m/%Y}"))
    else:
        lines.append(_("This office has no certificate of the city yet."))
    return Outcome(facts, tuple(lines))
