"""The request for a new signing key and its check-code key, kept as the office's current one."""

from typing import Final

from sqlalchemy.orm import Session

from hn_desk import keys
from hn_desk.actions.office import Office, stamp
from hn_desk.actions.trust_store import replace_key
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import SigningKey
from hn_desk.packets import authority
from hn_desk.packets.authority import Subject
from hn_desk.packets.office_request import office_request

CHECK_ROUNDS: Final = 1_000
"""A passphrase of 256 random bits needs no slow derivation."""


def keep_request(
    session: Session, office: Office, key: keys.PrivateKey, *, encrypted: bytes = b"", token: str = ""
) -> bytes:
    """Keep `key`, encrypted or as the URI of its place on a token, with a new check-code key; the request (PEM)."""
    check, secret = authority.new_curve_key(), keys.new_secret().hex()
    row = SigningKey(
        request=office_request(key, check, Subject(office.code, office.name)),
        encrypted_key=encrypted,
        token=token,
        check_key=keys.seal_private_key(check, secret, rounds=CHECK_ROUNDS),
        check_passphrase=secret,
        made_at=stamp(office.now()),
    )
    request = row.request
    replace_key(session, row)
    audit.log(session, Act("keys.request", "office", row.id, {"token": bool(token)} if token else None))
    return request
