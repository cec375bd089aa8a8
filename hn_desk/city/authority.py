"""The city's offline authority: root and delegate, certificates of desks and offices, trust packs. PACKET §6, §7."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from hn_desk import files, keys
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.authority_state import (
    FIRST,
    REVOKED_KEYS,
    Deed,
    Standing,
    beginning,
    keep,
    keep_with_list,
    publish,
    serial_of,
    standing,
)
from hn_desk.city.certificate_list import LIST_EARLY, list_due, usable_certificates
from hn_desk.city.desk_keys import DeskKeys
from hn_desk.city.desk_setup import make_desk
from hn_desk.city.places import ENVIRONMENTS, authority_places, make_folder, write_facts
from hn_desk.city.reference import keep_signed, reference_to_sign, told_files
from hn_desk.city.register import read_register, write_act
from hn_desk.city.renewing import make_delegate, renew_list
from hn_desk.city.root_change import ROOT_NAME
from hn_desk.city.trust_page import trust_page
from hn_desk.errors import DeskError, InputError, Problem, StorageError
from hn_desk.i18n import _
from hn_desk.keys import KDF_ROUNDS, STANDARD, Cost
from hn_desk.packets import authority, office_request
from hn_desk.packets.authority import CRL_DAYS, KEY_BITS, Grant
from hn_desk.packets.certificates import Trust, newest_crl
from hn_desk.packets.check_codes import HANOI
from hn_desk.packets.cms import Signer
from hn_desk.packets.documents import PAPER_ID
from hn_desk.packets.office_request import OfficeRequest, is_asked_for, key_hashes, read_office_request
from hn_desk.packets.trust import make_pack, sign_pack
from hn_desk.packets.trust_folder import read_trust_folder, write_trust_folder
from hn_desk.packets.trust_keeping import Certificate, revoked_serials

Clock = Callable[[], datetime]

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
    """A certificate that was issued to an office, and the four words that were compared by phone.

    `older_until` is the last day of the certificate that it renews; None for an office's first one.
    """

    code: str
    name: str
    until: datetime
    words: tuple[str, ...]
    older_until: datetime | None = None


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
    delegate = make_delegate(places, root, passphrase, (plan.bits, rounds, now))
    files.write_whole(places.root_key, keys.seal_private_key(root.key, passphrase, rounds=rounds))
    facts = {"environment": plan.environment, "bits": plan.bits, "rounds": rounds, "crl_number": 1}
    write_facts(places.facts, facts)
    crl = authority.make_crl(root, 1, now, {})
    trust = Trust(root.certificate, (crl,), {}, {}, 0, crl.next_update_utc)
    for desk in desks:
        desk_keys = DeskKeys(root, passphrase, plan.bits, rounds, plan.cost, plan.keeper)
        certificate = make_desk(folder, desk, desk_keys, (plan.environment, now))
        trust = replace(trust, desks={**trust.desks, desk: certificate})
    signer = Signer(root.key, root.certificate)
    write_act(places.register, FIRST, beginning(trust, delegate, 1), now, signer)
    publish(folder, trust)


def add_desk(folder: Path, passphrase: str, desk: str, *, keeper: str = "", clock: Clock | None = None) -> None:
    """Make one more desk in a city that is set up; `passphrase` opens the authority and will be the keeper's."""
    _check_desks([desk])
    state = standing(folder, (clock or _utc)())
    facts, root = state.facts, state.root(passphrase)
    desk_keys = DeskKeys(root, passphrase, facts["bits"], facts["rounds"], STANDARD, keeper)
    certificate = make_desk(folder, desk, desk_keys, (facts["environment"], state.now))
    deed = Deed(
        "desk.add", {"desk": desk, "certificates": [serial_of(certificate)]}, Signer(root.key, root.certificate)
    )
    keep(state, replace(state.trust, desks={**state.trust.desks, desk: certificate}), deed)


def request_words(request: bytes) -> tuple[str, str, str, str]:
    """The four words of a request, to be compared with the office's chairman before it is issued."""
    return office_request.request_words(request)


def issue_office(folder: Path, passphrase: str, request: bytes, *, clock: Clock | None = None) -> Issued:
    """Certify an office's two keys for two years; that reaches the office with the next trust pack.

    A second key of the same office renews the first: both hold until the older one ends. A revoked key is refused.
    """
    state, asked = standing(folder, (clock or _utc)()), read_office_request(request)
    subject, older = asked.subject, usable_certificates(state, asked.subject.code)
    _check_asked(state, asked)
    root = state.root(passphrase)
    certificate = authority.issue(root, asked.signing, Grant("office", state.now))
    check = authority.issue(root, asked.check, Grant("check", state.now))
    words = request_words(request)
    trust = replace(
        state.trust,
        offices=_with(state.trust.offices, subject.code, certificate),
        checks=_with(state.trust.checks, subject.code, check),
    )
    content = {"office": subject.code, "words": words, "certificates": [serial_of(certificate), serial_of(check)]}
    keep_with_list(state, root, trust, Deed("office.renew" if older else "office.issue", content))
    until = max((one.not_valid_after_utc for one in older), default=None)
    return Issued(subject.code, subject.name, certificate.not_valid_after_utc, words, until)


def renew_office(folder: Path, passphrase: str, request: bytes, *, clock: Clock | None = None) -> Issued:
    """Certify the next key of an office that has a certificate that holds; DeskError for one that has none."""
    code = read_office_request(request).subject.code
    if not usable_certificates(standing(folder, (clock or _utc)()), code):
        raise DeskError(
            _("Office {code} has no certificate that holds, so there is nothing to renew.").format(code=code),
            do=_("Compare the four words and issue a first certificate instead."),
            reason="nothing-to-renew",
        )
    return issue_office(folder, passphrase, request, clock=clock)


def withdraw_paper(
    folder: Path, office: str, paper: str, day: date | None = None, *, clock: Clock | None = None
) -> date:
    """Name a paper (file code and edition) of an office as withdrawn since `day`, today if none; the day it bears now.

    That reaches everybody with the next trust pack. A paper named before keeps its day. DeskError, InputError.
    """
    state = standing(folder, (clock or _utc)())
    trust, now = state.trust, state.now
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
    withdrawn = {**trust.withdrawn, office: {**known, paper: since}}
    deed = Deed("paper.withdraw", {"office": office, "paper": paper, "day": since.isoformat()})
    keep(state, replace(trust, withdrawn=withdrawn), deed)
    return since


def trust_pack(folder: Path, passphrase: str, *, clock: Clock | None = None) -> bytes:
    """The next trust pack (signed PDF): numbered, with every certificate of desks and offices.

    A list of revoked certificates that ends within 30 days is made anew first, so that no office is left without one.
    """
    now = (clock or _utc)().replace(microsecond=0)
    if list_due(folder) - now < LIST_EARLY:
        renew_list(folder, passphrase, clock=lambda: now)
    state = standing(folder, now)
    signer = state.delegate(passphrase)
    due = newest_crl(state.trust, now=now).next_update_utc or now + timedelta(days=CRL_DAYS)
    trust = replace(state.trust, number=state.trust.number + 1, next_update=due)
    names = {code: desk.name for code, desk in rule_book().desks.items()}
    reference = reference_to_sign(folder, trust.number)
    is_training = state.facts["environment"] == "training"
    page = trust_page(trust, names, now, is_training=is_training, told=told_files(reference))
    data = sign_pack(make_pack(trust, state.facts["environment"], now, reference), page, signer)
    content = {"pack": trust.number, "sha256": hashlib.sha256(data).hexdigest()}
    keep(state, trust, Deed("trust.pack", content, signer))
    keep_signed(folder, reference)
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


def _check_asked(state: Standing, asked: OfficeRequest) -> None:
    """DeskError for a commune that is none, and for a key that the city revoked."""
    code, revoked = asked.subject.code, revoked_serials(state.trust)
    if code not in {commune.code for commune in rule_book().communes}:
        raise DeskError(
            _("No commune has the code {code}.").format(code=code),
            do=_("Ask the office to make its request again."),
            reason="office-code",
        )
    before = (*state.trust.offices.get(code, ()), *state.trust.checks.get(code, ()))
    acts = read_register(state.places.register)
    earlier = {one for entry in acts for one in entry.content.get(REVOKED_KEYS, ())}
    if earlier & key_hashes(asked) or any(one.serial_number in revoked and is_asked_for(one, asked) for one in before):
        raise DeskError(
            _("This request is for a key that the city revoked."),
            do=_("Ask the office to make a new key and to bring that key's request."),
            reason="key-revoked",
        )
