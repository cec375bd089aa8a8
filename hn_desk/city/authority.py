"""The city's offline authority: root and delegate, certificates of desks and offices, trust packs. PACKET §6, §7."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from hn_desk import files, keys
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk_setup import DeskKeys, make_desk
from hn_desk.city.places import (
    ENVIRONMENTS,
    LARGEST_KEY,
    AuthorityPlaces,
    authority_places,
    desk_codes,
    desk_places,
    make_folder,
    read_facts,
    write_facts,
)
from hn_desk.city.trust_page import trust_page
from hn_desk.errors import DeskError, InputError, Problem, StorageError
from hn_desk.i18n import _
from hn_desk.keys import KDF_ROUNDS, STANDARD, Cost
from hn_desk.packets import authority, office_request
from hn_desk.packets.authority import CRL_DAYS, KEY_BITS, Authority, Grant, Subject
from hn_desk.packets.certificates import Trust, newest_crl
from hn_desk.packets.check_codes import HANOI
from hn_desk.packets.cms import Signer
from hn_desk.packets.documents import PAPER_ID
from hn_desk.packets.office_request import read_office_request
from hn_desk.packets.trust import make_pack, sign_pack
from hn_desk.packets.trust_folder import read_trust_folder, write_trust_folder
from hn_desk.packets.trust_keeping import Certificate, certificate_of, pem_of

Clock = Callable[[], datetime]
FACTS: Final = frozenset({"environment", "bits", "rounds", "crl_number"})
ROOT_NAME: Final = "HN Desk root"
DELEGATE: Final = Subject("TIN", "HN Desk trust packs")
TRAINING_ROUNDS: Final = 10_000


@dataclass(frozen=True, slots=True)
class CityPlan:
    """How the city is set up: training or real, size of keys, cost of trying a passphrase (0 rounds: as fits).

    `keeper` is the name of the desks' first keeper, under which they are opened.
    """

    environment: str = "training"
    bits: int = KEY_BITS
    rounds: int = 0
    cost: Cost = STANDARD
    keeper: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate that was issued to an office, and the four words that were compared by phone."""

    code: str
    name: str
    until: datetime
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeCertificate:
    """One office's certificates: how many, the newest one's last day."""

    code: str
    count: int
    until: datetime


def set_up_city(
    folder: Path, passphrase: str, desks: Sequence[str], plan: CityPlan | None = None, *, clock: Clock | None = None
) -> None:
    """Make the root, the delegate and these desks with their keys and databases, all behind `passphrase`."""
    plan, now = plan or CityPlan(), (clock or _utc)()
    _check_plan(plan, passphrase, desks)
    places = authority_places(folder)
    if places.facts.exists():
        raise StorageError(
            _("This folder already holds a city's authority."), do=_("Choose an empty folder."), reason="exists"
        )
    make_folder(places.folder)
    rounds = plan.rounds or (KDF_ROUNDS if plan.environment == "real" else TRAINING_ROUNDS)
    root = authority.create_root(ROOT_NAME, now, authority.new_key(plan.bits))
    _make_delegate(places, root, passphrase, (plan.bits, rounds, now))
    files.write_whole(places.root_key, keys.seal_private_key(root.key, passphrase, rounds=rounds))
    facts = {"environment": plan.environment, "bits": plan.bits, "rounds": rounds, "crl_number": 1}
    write_facts(places.facts, facts)
    crl = authority.make_crl(root, 1, now, {})
    trust = Trust(root.certificate, (crl,), {}, {}, 0, crl.next_update_utc)
    for desk in desks:
        desk_keys = DeskKeys(root, passphrase, plan.bits, rounds, plan.cost, plan.keeper)
        certificate = make_desk(folder, desk, desk_keys, (plan.environment, now))
        trust = replace(trust, desks={**trust.desks, desk: certificate})
    _publish(folder, trust)


def add_desk(folder: Path, passphrase: str, desk: str, *, keeper: str = "", clock: Clock | None = None) -> None:
    """Make one more desk in a city that is set up; `passphrase` opens the authority and will be the keeper's."""
    _check_desks([desk])
    places, now = authority_places(folder), (clock or _utc)()
    facts, trust = _facts(places), read_trust_folder(places.trust)
    root = _root(places, trust, passphrase)
    desk_keys = DeskKeys(root, passphrase, facts["bits"], facts["rounds"], STANDARD, keeper)
    certificate = make_desk(folder, desk, desk_keys, (facts["environment"], now))
    _publish(folder, replace(trust, desks={**trust.desks, desk: certificate}))


def request_words(request: bytes) -> tuple[str, str, str, str]:
    """The four words of a request, to be compared with the office's chairman before it is issued."""
    return office_request.request_words(request)


def issue_office(folder: Path, passphrase: str, request: bytes, *, clock: Clock | None = None) -> Issued:
    """Certify an office's two keys for two years; that reaches the office with the next trust pack."""
    places, now = authority_places(folder), (clock or _utc)()
    facts, trust = _facts(places), read_trust_folder(places.trust)
    asked = read_office_request(request)
    subject = asked.subject
    if subject.code not in {commune.code for commune in rule_book().communes}:
        raise DeskError(
            _("No commune has the code {code}.").format(code=subject.code),
            do=_("Ask the office to make its request again."),
            reason="office-code",
        )
    root = _root(places, trust, passphrase)
    certificate = authority.issue(root, asked.signing, Grant("office", now))
    check = authority.issue(root, asked.check, Grant("check", now))
    number = facts["crl_number"] + 1
    offices, checks = _with(trust.offices, subject.code, certificate), _with(trust.checks, subject.code, check)
    crl = authority.make_crl(root, number, now, _revoked(trust, now))
    write_facts(places.facts, {**facts, "crl_number": number})
    _publish(folder, replace(trust, crls=(crl,), offices=offices, checks=checks, next_update=crl.next_update_utc))
    return Issued(subject.code, subject.name, certificate.not_valid_after_utc, request_words(request))


def withdraw_paper(
    folder: Path, office: str, paper: str, day: date | None = None, *, clock: Clock | None = None
) -> date:
    """Name a paper (file code and edition) of an office as withdrawn since `day`, today if none; the day it bears now.

    That reaches everybody with the next trust pack. A paper named before keeps its day. DeskError, InputError.
    """
    places, now = authority_places(folder), (clock or _utc)()
    trust = read_trust_folder(places.trust)
    if office not in trust.offices:
        raise DeskError(
            _("No office with the code {code} has a certificate.").format(code=office),
            do=_("Compare the code with the withdrawal notice."),
            reason="office-code",
        )
    if not re.fullmatch(PAPER_ID, paper):
        problem = Problem("paper", _("A paper is named by its file code and edition, such as 2026-000015/1."))
        raise InputError(_("This paper can't be named."), do=_("Mend the marked fields."), problems=(problem,))
    known = trust.withdrawn.get(office, {})
    since = known.get(paper) or day or now.astimezone(HANOI).date()
    _publish(folder, replace(trust, withdrawn={**trust.withdrawn, office: {**known, paper: since}}))
    return since


def trust_pack(folder: Path, passphrase: str, *, clock: Clock | None = None) -> bytes:
    """The next trust pack (signed PDF): numbered, with every certificate of desks and offices."""
    places, now = authority_places(folder), (clock or _utc)().replace(microsecond=0)
    facts, known = _facts(places), read_trust_folder(places.trust)
    key = keys.open_private_key(files.read_whole(places.delegate_key, LARGEST_KEY), passphrase)
    certificate = certificate_of(files.read_whole(places.delegate_certificate, LARGEST_KEY).decode())
    due = newest_crl(known, now=now).next_update_utc or now + timedelta(days=CRL_DAYS)
    trust = replace(known, number=known.number + 1, next_update=due)
    names = {code: desk.name for code, desk in rule_book().desks.items()}
    page = trust_page(trust, names, now, is_training=facts["environment"] == "training")
    data = sign_pack(make_pack(trust, facts["environment"], now), page, Signer(key, certificate))
    _publish(folder, trust)
    return data


def trust_pack_name(folder: Path) -> str:
    """The file name of the newest trust pack."""
    return f"TIN-{read_trust_folder(authority_places(folder).trust).number:06}.pdf"


def export_trust(folder: Path, into: Path) -> None:
    """Copy the public certificates (root, revoked ones, desks, offices) into a folder; no private key."""
    write_trust_folder(read_trust_folder(authority_places(folder).trust), into)


def authority_offices(folder: Path) -> tuple[OfficeCertificate, ...]:
    """The offices that have a certificate."""
    offices = read_trust_folder(authority_places(folder).trust).offices
    return tuple(
        OfficeCertificate(code, len(mine), max(one.not_valid_after_utc for one in mine))
        for code, mine in sorted(offices.items())
    )


def _with(
    kept: Mapping[str, tuple[Certificate, ...]], code: str, certificate: Certificate
) -> dict[str, tuple[Certificate, ...]]:
    return {**kept, code: (*kept.get(code, ()), certificate)}


def _utc() -> datetime:
    return datetime.now(UTC)


def _check_plan(plan: CityPlan, passphrase: str, desks: Sequence[str]) -> None:
    if plan.environment not in ENVIRONMENTS:
        problem = Problem("environment", _("Choose training or real work."))
        raise InputError(_("The city can't be set up yet."), do=_("Mend the marked fields."), problems=(problem,))
    keys.checked_passphrase(passphrase, passphrase)
    _check_desks(desks)


def _check_desks(desks: Sequence[str]) -> None:
    known = rule_book().desks
    unknown = [desk for desk in desks if desk not in known]
    if unknown or not desks:
        raise DeskError(
            _("No desk has the code {desk}.").format(desk=", ".join(unknown) or "–"),
            do=_("Choose among: {desks}.").format(desks=", ".join(known)),
            reason="desk",
        )


def _make_delegate(places: AuthorityPlaces, root: Authority, passphrase: str, how: tuple[int, int, datetime]) -> None:
    bits, rounds, now = how
    key = authority.new_key(bits)
    certificate = authority.issue(root, authority.request(key, DELEGATE), Grant("delegate", now))
    files.write_whole(places.delegate_key, keys.seal_private_key(key, passphrase, rounds=rounds))
    files.write_whole(places.delegate_certificate, pem_of(certificate))


def _root(places: AuthorityPlaces, trust: Trust, passphrase: str) -> Authority:
    return Authority(keys.open_private_key(files.read_whole(places.root_key, LARGEST_KEY), passphrase), trust.root)


def _facts(places: AuthorityPlaces) -> dict[str, Any]:
    return read_facts(places.facts, FACTS)


def _revoked(trust: Trust, now: datetime) -> dict[int, datetime]:
    return {one.serial_number: one.revocation_date_utc for one in newest_crl(trust, now=now)}


def _publish(folder: Path, trust: Trust) -> None:
    """Write what is trusted for the authority and for each desk beside it."""
    write_trust_folder(trust, authority_places(folder).trust)
    for desk in desk_codes(folder):
        write_trust_folder(trust, desk_places(folder, desk).trust)
