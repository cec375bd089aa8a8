"""The mã kiểm tra of a paper: a signed commitment to what was presented that tells nothing of it."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from hn_desk import keys
from hn_desk.actions.letters import TRAINING
from hn_desk.actions.office import Office
from hn_desk.actions.trust_store import current_key, stored_trust, waiting_key
from hn_desk.forms import facts as paper
from hn_desk.models.audit import canonical
from hn_desk.models.tables import Confirmation, SigningKey
from hn_desk.packets.check_codes import HANOI, Vouched, write_code
from hn_desk.packets.trust_keeping import certificate_of, revoked_serials

CheckCodes = Callable[[Confirmation, str], paper.CheckCode | None]
"""The check code of a confirmation and its file code."""


def check_code_of(session: Session, office: Office, row: Confirmation, file_code: str) -> paper.CheckCode | None:
    """The check code of a confirmation with the nonce printed beside it; None before the office has made its keys."""
    return check_codes(session, office)(row, file_code)


def check_codes(session: Session, office: Office) -> CheckCodes:
    """What writes the check codes of one confirmation after another, with the office's key opened once.

    A revoked key vouches for nothing: the one that waits for its certificate does, none without it.
    """
    key = _vouching_key(session)
    if key is None:
        return lambda _row, _file_code: None
    private, first_day = keys.open_private_key(key.check_key, key.check_passphrase), _first_day(key)

    def write(row: Confirmation, file_code: str) -> paper.CheckCode:
        vouched = Vouched(
            office=office.code,
            paper=f"{file_code}/{row.edition}",
            day=max(_day(row.presented_at), first_day),
            is_training=office.environment == TRAINING,
            commitment=commitment_of(row.nonce, row.frozen),
        )
        return paper.CheckCode(write_code(vouched, private), row.nonce)

    return write


def _vouching_key(session: Session) -> SigningKey | None:
    key, trust = current_key(session), stored_trust(session)
    if key is None or trust is None or not key.check_certificate:
        return key
    is_revoked = certificate_of(key.check_certificate).serial_number in revoked_serials(trust)
    return waiting_key(session) if is_revoked else key


def commitment_of(nonce: str, frozen: dict[str, Any]) -> bytes:
    """SHA-256 of the nonce (hex) followed by the canonical bytes of the frozen facts."""
    return hashlib.sha256(bytes.fromhex(nonce) + canonical(frozen)).digest()


def _first_day(key: SigningKey) -> date:
    """The first day that a key can vouch for: papers printed again under a newer key bear that day."""
    made = _day(key.made_at)
    if not key.check_certificate:
        return made
    return max(made, certificate_of(key.check_certificate).not_valid_before_utc.astimezone(HANOI).date())


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(HANOI).date()
