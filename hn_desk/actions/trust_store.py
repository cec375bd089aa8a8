"""What the office trusts, as it keeps it: the newest trust pack, its pinned root, its own signing key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hn_desk.actions.numbering import begin_next
from hn_desk.actions.office import Office, stamp
from hn_desk.errors import PacketError
from hn_desk.i18n import _
from hn_desk.models.tables import SigningKey, TrustRow
from hn_desk.packets.certificates import Trust
from hn_desk.packets.office_key import is_usable, own_certificate
from hn_desk.packets.office_request import read_office_request
from hn_desk.packets.trust import TrustPack
from hn_desk.packets.trust_keeping import certificate_of, from_plain, revoked_serials, to_plain, trust_of

SUBJECTS: Final = frozenset({"packets", "office"})


def stored_trust(session: Session) -> Trust | None:
    """What the newest trust pack said; None before the first one."""
    row = session.scalars(select(TrustRow).order_by(TrustRow.number.desc()).limit(1)).first()
    return None if row is None else trust_of(from_plain(row.content))


def required_trust(session: Session) -> Trust:
    """What the newest trust pack said; PacketError before the first one."""
    trust = stored_trust(session)
    if trust is None:
        raise PacketError(
            _("This office has read no trust pack of the city yet."),
            do=_("Read in the city's trust pack first, on the page of keys."),
            reason="trust-missing",
        )
    return trust


@dataclass(frozen=True, slots=True)
class Taken:
    """What a trust pack changed in the office's own keys: a key that signs from now on, a numbering that it began."""

    is_new_key: bool = False
    epoch: int = 0


def keep_trust(office: Office, session: Session, pack: TrustPack) -> Taken:
    """Keep a verified pack and give this office's keys the certificates that the pack has.

    A new key that the city certified signs from now on; the older one stays as its certificate only. When the older one
    was revoked, or the city has a new root, packets on their way count no more: a new numbering begins.
    """
    before, key = stored_trust(session), current_key(session)
    was = key.certificate if key else ""
    due = stamp(pack.next_update)
    row = TrustRow(number=pack.number, read_at=stamp(office.now()), next_update=due, content=to_plain(pack))
    session.add(row)
    trust = trust_of(pack)
    for one in session.scalars(select(SigningKey)):
        _certify(one, trust, office.code)
    taken = _take_over(session, trust, office.now())
    session.flush()
    is_other_root = before is not None and before.root != trust.root
    is_revoked = bool(was) and certificate_of(was).serial_number in revoked_serials(trust)
    if was and (is_other_root or (taken and is_revoked)):
        reason = _("The city has a new root.") if is_other_root else _("The city revoked this office's key.")
        return Taken(taken, begin_next(office, session, reason))
    return Taken(taken)


def _certify(key: SigningKey, trust: Trust, code: str) -> None:
    asked = read_office_request(key.request)
    key.certificate = own_certificate(trust.offices.get(code, ()), asked.signing) or key.certificate
    key.check_certificate = own_certificate(trust.checks.get(code, ()), asked.check) or key.check_certificate


def _take_over(session: Session, trust: Trust, now: datetime) -> bool:
    """Let the newest key that may sign now be the current one; whether it is another one than before."""
    older, usable = current_key(session), [key for key in _with_material(session) if _may_sign(key, trust, now)]
    newest = max(usable, key=lambda key: (key.made_at, key.change), default=None)
    if newest is None or newest is older:
        return False
    for key in session.scalars(select(SigningKey).where(SigningKey.id != newest.id)):
        key.is_current = False
        if key.made_at <= newest.made_at:
            _retire(key)
    newest.is_current = True
    return older is not None


def _with_material(session: Session) -> list[SigningKey]:
    return [key for key in session.scalars(select(SigningKey)) if key.encrypted_key or key.token]


def _may_sign(key: SigningKey, trust: Trust, now: datetime) -> bool:
    return bool(key.certificate) and is_usable(certificate_of(key.certificate), trust, now)


def _retire(key: SigningKey) -> None:
    """Keep of an older key only what explains old packets and papers."""
    key.encrypted_key, key.token, key.check_key, key.check_passphrase = b"", "", b"", ""


def current_key(session: Session) -> SigningKey | None:
    """The key that signs packets now, with or without a certificate."""
    newest = select(SigningKey).where(SigningKey.is_current).order_by(SigningKey.change.desc()).limit(1)
    return session.scalars(newest).first()


def waiting_key(session: Session) -> SigningKey | None:
    """The newest key that waits for its certificate while another one signs; None without one."""
    waiting = [key for key in _with_material(session) if not key.is_current and not key.certificate]
    return max(waiting, key=lambda key: (key.made_at, key.change), default=None)


def replace_key(session: Session, key: SigningKey) -> None:
    """Let `key` follow the office's current one: at once while that has no certificate, else when its own comes."""
    current = current_key(session)
    key.is_current = current is None or not current.certificate
    if key.is_current:
        session.execute(update(SigningKey).values(is_current=False))
    session.add(key)
    session.flush()
