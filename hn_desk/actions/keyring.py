"""The office's keys and whom it trusts: request, certificates, trust packs."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from hn_desk import keys
from hn_desk.actions.key_requests import keep_request
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.set_up import passphrase_problem
from hn_desk.actions.trust_store import SUBJECTS, current_key, keep_trust, stored_trust
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
from hn_desk.packets.trust import make_pack, read_pack
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


def key_state(office: Office) -> KeyState:
    """How far this office has come with its key and what it trusts."""
    office.require("keys.read")
    with office.database.read() as session:
        key, trust = current_key(session), stored_trust(session)
    certificate = certificate_of(key.certificate) if key and key.certificate else None
    now = office.now()
    return KeyState(
        has_key=key is not None,
        has_certificate=certificate is not None,
        is_usable=certificate is not None and trust is not None and is_usable(certificate, trust, now),
        certificate_until=certificate.not_valid_after_utc.astimezone().date() if certificate else None,
        fingerprint_words=request_words(key.request) if key else (),
        root_words=root_words(trust) if trust else (),
        trust_number=trust.number if trust else 0,
        trust_until=trust.next_update.astimezone().date() if trust and trust.next_update else None,
        is_stale=trust is not None and certificates.is_stale(trust, now=now),
        token=place_of(key.token).serial if key and key.token else "",
    )


def make_request(office: Office, passphrase: str, *, bits: int = KEY_BITS) -> bytes:
    """Make new keys and return their request (PEM) for the city; the keys never leave.

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
    """The request of the current key once more, to be copied to a stick again."""
    office.require("keys.write")
    with office.database.read() as session:
        key = current_key(session)
    if key is None:
        raise DeskError(_("This office has no signing key yet."), do=_("Make the key first."), reason="no-key")
    return key.request


def install_trust(office: Office, data: bytes) -> Changed:
    """Read in a trust pack of the city. The first one pins the root: compare its four words with the city by phone.

    The first one is the administrator's; those that follow may also be read by whoever receives receipts.
    """
    with office.database.read() as session:
        known = stored_trust(session)
    office.require("keys.write" if known is None or office.may("keys.write") else "packets.receive", "keys")
    now = office.now()
    read = read_pack(data, known or Trust(claimed_root(data), ()), now=now)
    if read.pack.environment != office.environment:
        raise refuse("environment-other")
    with office.write() as session:
        keep_trust(office, session, read.pack)
        _log(session, read.trust)
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
        keep_trust(office, session, pack)
        _log(session, found)
    return Changed(SUBJECTS)


def _log(session: Session, trust: Trust) -> None:
    content = {"number": trust.number, "root": root_hash(trust).hex()}
    audit.log(session, Act("keys.trust", "office", content=content))
