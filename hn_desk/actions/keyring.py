"""The office's keys and whom it trusts: request, certificates, trust packs."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from hn_desk import keys
from hn_desk.actions.key_outlook import key_notices, key_outlook
from hn_desk.actions.key_requests import keep_request
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.set_up import passphrase_problem
from hn_desk.actions.trust_store import SUBJECTS, Taken, current_key, keep_trust, stored_trust, waiting_key
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.packets import authority, certificates
from hn_desk.packets.authority import KEY_BITS
from hn_desk.packets.certificates import Trust
from hn_desk.packets.first_trust import claimed_root
from hn_desk.packets.office_key import is_usable
from hn_desk.packets.office_request import request_words
from hn_desk.packets.reasons import refuse
from hn_desk.packets.trust import VerifiedTrustPack, make_pack, read_pack
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.packets.trust_keeping import certificate_of, root_hash, root_words
from hn_desk.tokens import place_of

TRAINING_ROUNDS = 10_000


@dataclass(frozen=True, slots=True)
class KeyState:
    """What the page of keys shows; the words are compared with the city by phone, days are those of this PC."""

    has_key: bool
    has_certificate: bool
    is_usable: bool
    certificate_until: date | None
    fingerprint_words: tuple[str, ...]
    root_words: tuple[str, ...]
    trust_number: int
    trust_until: date | None
    is_stale: bool
    token: str = ""
    """The serial number of the token that holds the key; empty for a key in the office's own files."""
    notices: tuple[str, ...] = ()
    """What has to be done about the keys, the most pressing first."""
    is_waiting: bool = False
    """Whether the next key waits for its certificate; `fingerprint_words` are those of its request then."""


def key_state(office: Office) -> KeyState:
    """How far this office has come with its key and what it trusts."""
    office.require("keys.read")
    with office.database.read() as session:
        key, trust, waiting = current_key(session), stored_trust(session), waiting_key(session)
        notices = key_notices(key_outlook(session, office.now()), office.today())
    asked = waiting or key
    certificate = certificate_of(key.certificate) if key and key.certificate else None
    now = office.now()
    return KeyState(
        has_key=key is not None,
        has_certificate=certificate is not None,
        is_usable=certificate is not None and trust is not None and is_usable(certificate, trust, now),
        certificate_until=certificate.not_valid_after_utc.astimezone().date() if certificate else None,
        fingerprint_words=request_words(asked.request) if asked else (),
        root_words=root_words(trust) if trust else (),
        trust_number=trust.number if trust else 0,
        trust_until=trust.next_update.astimezone().date() if trust and trust.next_update else None,
        is_stale=trust is not None and certificates.is_stale(trust, now=now),
        token=place_of(key.token).serial if key and key.token else "",
        notices=notices,
        is_waiting=waiting is not None,
    )


def make_request(office: Office, passphrase: str, *, bits: int = KEY_BITS) -> bytes:
    """Make new keys and return their request (PEM) for the city; the keys never leave.

    While the office has a key with a certificate, that one goes on signing until the new one's certificate has come.

    The signing key lies behind `passphrase`; the check-code key, which signs every print without asking, behind a
    random one that is kept in the encrypted database.
    """
    office.require("keys.write")
    problem = passphrase_problem(passphrase)
    if problem:
        raise InputError(_("The key can't be made yet."), do=problem, problems=(Problem("passphrase", problem),))
    key = authority.new_key(bits)
    rounds = keys.KDF_ROUNDS if office.environment == "real" else TRAINING_ROUNDS
    encrypted = keys.seal_private_key(key, passphrase, rounds=rounds)
    with office.write() as session:
        return keep_request(session, office, key, encrypted=encrypted)


def saved_request(office: Office) -> bytes:
    """The request of the key that waits, else of the current one, once more, to be copied to a stick again."""
    office.require("keys.write")
    with office.database.read() as session:
        key = waiting_key(session) or current_key(session)
    if key is None:
        raise DeskError(_("This office has no signing key yet."), do=_("Make the key first."), reason="no-key")
    return key.request


def install_trust(office: Office, data: bytes) -> Changed:
    """Read in a trust pack of the city. The first one pins the root: compare its four words with the city by phone.

    The first one is the administrator's; those that follow may also be read by whoever receives receipts.
    """
    return _install(office, read_trust(office, data))


def pin_root(office: Office, data: bytes, words: str) -> Changed:
    """Trust another root of the city from now on, by the four words that the city read out.

    InputError (field `words`) when they are not those of the pack's root; older numbers are refused as ever.
    """
    office.require("keys.write", "keys")
    found = root_words(Trust(claimed_root(data), ()))
    if not keys.is_said(words, found):
        problem = Problem("words", _("These are not the four words of the root in this trust pack."))
        raise InputError(
            _("The four words differ: this root is not trusted."),
            do=_("Ask the city to read them out again; if they still differ, don't use this file."),
            problems=(problem,),
            reason="words",
        )
    return _install(office, read_trust(office, data, accepts_other_root=True))


def read_trust(office: Office, data: bytes, *, accepts_other_root: bool = False) -> VerifiedTrustPack:
    """Verify a trust pack against what this office trusts, or against its own root when that is to be looked at.

    PacketError with its reason; an older number is refused in any case.
    """
    with office.database.read() as session:
        known = stored_trust(session)
    office.require("keys.write" if known is None or office.may("keys.write") else "packets.receive", "keys")
    claimed = Trust(claimed_root(data), ())
    if known is not None and known.root != claimed.root:
        if not accepts_other_root:
            raise refuse("trust-root")
        claimed = replace(claimed, number=known.number)
        known = None
    read = read_pack(data, known or claimed, now=office.now())
    if read.pack.environment != office.environment:
        raise refuse("environment-other")
    return read


def _install(office: Office, read: VerifiedTrustPack) -> Changed:
    with office.write() as session:
        taken = keep_trust(office, session, read.pack)
        _log(session, read.trust, taken)
    return Changed(SUBJECTS)


def install_trust_folder(office: Office, folder: Path) -> Changed:
    """Take over a folder of trusted certificates instead of a pack: only as the first trust of a training office."""
    office.require("keys.write")
    with office.database.read() as session:
        known = stored_trust(session)
    if known is not None or office.environment != "training":
        raise DeskError(
            _("A folder of certificates can only begin a training office's trust."),
            do=_("Read in the city's trust pack (a signed PDF) instead."),
            reason="trust-folder",
        )
    found = read_trust_folder(folder)
    pack = make_pack(found, "training", office.now())
    with office.write() as session:
        taken = keep_trust(office, session, pack)
        _log(session, found, taken)
    return Changed(SUBJECTS)


def _log(session: Session, trust: Trust, taken: Taken) -> None:
    content = {"number": trust.number, "root": root_hash(trust).hex()}
    audit.log(session, Act("keys.trust", "office", content=content))
    if taken.is_new_key:
        audit.log(session, Act("keys.renewed", "office"))
