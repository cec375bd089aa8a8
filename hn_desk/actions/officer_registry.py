"""Whose signature counts: officers' keys that the key file holds, the office's key certified, or others vouch for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk import keys as private_keys
from hn_desk import office_keys
from hn_desk.actions.office import KEY_FILE, Office
from hn_desk.actions.trust_store import stored_trust
from hn_desk.errors import PacketError
from hn_desk.models import audit
from hn_desk.models.audit import Act, canonical
from hn_desk.models.tables import AuditEntry, OfficerKey, OfficerRole, OfficerRow, SigningKey
from hn_desk.officer_keys import key_id
from hn_desk.packets.certificates import Trust, check_issued
from hn_desk.packets.signature_value import is_signed_by, sign_bytes
from hn_desk.packets.trust_keeping import Certificate, certificate_of

CERTIFICATE: Final = b"hn-desk/2 officer key certificate\n"
STAFF: Final = "staff"


@dataclass(frozen=True, slots=True)
class PendingKey:
    """An officer's key that the office's key has not certified yet: whose, with which roles, since when."""

    key_id: str
    name: str
    roles: tuple[str, ...]
    made_at: str


def pending_keys(office: Office) -> tuple[PendingKey, ...]:
    """The keys that the next sealing certifies, for the records clerk to look at first."""
    office.require("packets.seal")
    with office.database.read() as session:
        rows = session.scalars(select(OfficerKey).where(OfficerKey.certificate.is_(None)).order_by(OfficerKey.made_at))
        names = {row.id: row.name for row in session.scalars(select(OfficerRow))}
        return tuple(
            PendingKey(
                row.id,
                names.get(row.officer_id, ""),
                tuple(office.book.roles.labels[role] for role in roles_of(session, row.officer_id)),
                row.made_at,
            )
            for row in rows
        )


def certify_keys(session: Session, key: private_keys.PrivateKey) -> None:
    """Certify the officers' keys that have none yet with the office's opened key; logged with their names."""
    pending = session.scalars(select(OfficerKey).where(OfficerKey.certificate.is_(None))).all()
    for row in pending:
        row.certificate = sign_bytes(_certified(row), key)
    if pending:
        session.flush()
        audit.log(session, Act("keys.certify", "keys", content={"keys": sorted(row.id for row in pending)}))


def roles_of(session: Session, officer_id: str) -> tuple[str, ...]:
    """The roles that an officer has now."""
    found = select(OfficerRole.role).where(OfficerRole.officer_id == officer_id)
    return tuple(sorted(session.scalars(found)))


def trusted_keys(session: Session, office: Office) -> Mapping[str, OfficerKey]:
    """The keys whose signatures count here, by name.

    A key is its own name's hash, so that none is replaced. It counts when the office's key file holds it for somebody
    who signs in, or when the office's key certified it. One that left the file before it was ever certified counts by
    the log: it had signed there before the same officer's next key, or before the officer's account was last changed.
    """
    rows = [row for row in session.scalars(select(OfficerKey)) if key_id(row.sign_public) == row.id]
    held = {key_id(entry.sign) for entry in office_keys.load(office.folder / KEY_FILE).entries}
    certificates = _certificates(session)
    sure = {row.id: row for row in rows if row.id in held or _is_certified(row, certificates)}
    first = _first_entries(session)
    late = {row.id: row for row in rows if row.id not in sure and _was_here(session, row, sure, first)}
    return {**sure, **late}


def _certified(row: OfficerKey) -> bytes:
    return CERTIFICATE + canonical({"key": row.id, "officer": row.officer_id, "made_at": row.made_at})


def _certificates(session: Session) -> tuple[Certificate, ...]:
    """The office's certificates, of today and of before, that the city's root issued."""
    trust = stored_trust(session)
    if trust is None:
        return ()
    kept = [certificate_of(pem) for pem in session.scalars(select(SigningKey.certificate)) if pem]
    return tuple(one for one in kept if _is_issued(one, trust))


def _is_issued(certificate: Certificate, trust: Trust) -> bool:
    try:
        check_issued(certificate, trust.root, certificate.not_valid_before_utc, "office")
    except PacketError:
        return False
    return True


def _is_certified(row: OfficerKey, certificates: Iterable[Certificate]) -> bool:
    signature = row.certificate
    return signature is not None and any(is_signed_by(one, _certified(row), signature) for one in certificates)


def _first_entries(session: Session) -> Mapping[str, int]:
    """The first entry of the log that each key signed."""
    first = select(AuditEntry.key_id, func.min(AuditEntry.sequence)).group_by(AuditEntry.key_id)
    return dict(session.execute(first).all())


def _was_here(session: Session, row: OfficerKey, sure: Mapping[str, OfficerKey], first: Mapping[str, int]) -> bool:
    mine = first.get(row.id)
    if mine is None:
        return False
    next_keys = [first[one.id] for one in sure.values() if one.officer_id == row.officer_id and one.id in first]
    if next_keys:
        return mine < min(next_keys)
    changed = select(func.max(AuditEntry.sequence)).where(
        AuditEntry.subject == STAFF, AuditEntry.record_id == row.officer_id, AuditEntry.key_id.in_(sure)
    )
    return mine < (session.scalar(changed) or 0)
