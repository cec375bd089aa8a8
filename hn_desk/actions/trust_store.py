"""What the office trusts, as it keeps it: the newest trust pack, its pinned root, its own signing key."""

from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hn_desk.actions.office import Office, stamp
from hn_desk.errors import PacketError
from hn_desk.i18n import _
from hn_desk.models.tables import SigningKey, TrustRow
from hn_desk.packets.certificates import Trust
from hn_desk.packets.office_key import own_certificate
from hn_desk.packets.office_request import read_office_request
from hn_desk.packets.trust import TrustPack
from hn_desk.packets.trust_keeping import from_plain, to_plain, trust_of

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


def keep_trust(office: Office, session: Session, pack: TrustPack) -> None:
    """Keep a verified pack and give this office's current keys the certificates that the pack has."""
    due = stamp(pack.next_update)
    row = TrustRow(number=pack.number, read_at=stamp(office.now()), next_update=due, content=to_plain(pack))
    session.add(row)
    key = current_key(session)
    if key:
        _certify(key, trust_of(pack), office.code)
    session.flush()


def _certify(key: SigningKey, trust: Trust, code: str) -> None:
    asked = read_office_request(key.request)
    key.certificate = own_certificate(trust.offices.get(code, ()), asked.signing) or key.certificate
    key.check_certificate = own_certificate(trust.checks.get(code, ()), asked.check) or key.check_certificate


def current_key(session: Session) -> SigningKey | None:
    """The key that signs packets now, with or without a certificate."""
    newest = select(SigningKey).where(SigningKey.is_current).order_by(SigningKey.change.desc()).limit(1)
    return session.scalars(newest).first()


def replace_key(session: Session, key: SigningKey) -> None:
    """Let `key` be the office's current one; older ones are kept, since they explain old packets."""
    session.execute(update(SigningKey).values(is_current=False))
    session.add(key)
    session.flush()
