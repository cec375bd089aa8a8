"""The mã kiểm tra of a paper: what its QR holds, signed by the office's key for this use. PACKET §10.

CBOR map in a COSE_Sign1, zlib, base45. No name, number of a person, kind of paper, programme or reason is in it.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

import cbor2
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from hn_desk.errors import PacketError
from hn_desk.keys import PrivateKey
from hn_desk.packets import base45, cose
from hn_desk.packets.certificates import CLOCK_TOLERANCE, Trust, accepted_key, check_chain
from hn_desk.packets.documents import PAPER_ID
from hn_desk.packets.reasons import refuse

HANOI: Final = timezone(timedelta(hours=7))
"""A paper has the same check code wherever it is printed, so its day is not the day of the PC's own zone."""
BEGINNING: Final = "NCF"
"""How every check code begins: the two bytes of a zlib stream at its best level, in base45."""
_FORMAT: Final = 1
_VERSION, _OFFICE, _PAPER, _DAY, _TRAINING, _COMMITMENT = range(6)
_OFFICE_CODE: Final = re.compile(r"[0-9]{5}")
_PAPER_ID: Final = re.compile(PAPER_ID)
_COMMITMENT_LENGTH: Final = 32
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Vouched:
    """What an office vouches for: the paper by our file code and edition (`2026-000001/1`), its day, the commitment."""

    office: str
    paper: str
    day: date
    is_training: bool
    commitment: bytes


@dataclass(frozen=True, slots=True)
class VerifiedCode:
    """A check code that holds, the id of the key that signed it, and since when the paper no longer counts."""

    vouched: Vouched
    key_id: bytes
    withdrawn_on: date | None = None


def write_code(vouched: Vouched, key: PrivateKey) -> str:
    """The text of the QR; the same facts and P-256 key give the same text."""
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise refuse("chain-key")
    return base45.encode(zlib.compress(cose.sign(_payload(vouched), key), 9))


def verify_code(text: str, trust: Trust, *, now: datetime) -> VerifiedCode:
    """Accept a check code signed by a key that the city certified for its office. PacketError with a reason else."""
    try:
        signed = cose.read(_inflated(base45.decode(text)))
        vouched = _vouched(signed.payload)
    except (ValueError, OverflowError) as error:
        raise refuse("code-broken") from error
    certificates = _certificates(trust, vouched.office, signed.key_id)
    if not certificates:
        raise refuse("key-unknown", office=vouched.office)
    if not cose.holds(signed, _curve_key(certificates[0])):
        raise refuse("code-signature")
    if _first_moment(vouched.day) > now + CLOCK_TOLERANCE:
        raise refuse("code-future", day=f"{vouched.day:%d/%m/%Y}")
    _check_one(certificates, trust, vouched.day, now)
    withdrawn = trust.withdrawn.get(vouched.office, {})
    return VerifiedCode(vouched, signed.key_id, withdrawn.get(vouched.paper))


def verify_form(texts: Sequence[str], trust: Trust, *, now: datetime) -> tuple[VerifiedCode, ...]:
    """Accept the QR texts of a printed file: at least one check code, each holds, all of one office and environment.

    What doesn't begin like a check code of ours is somebody else's code, and passed over when one of ours is there.
    """
    ours = [text for text in texts if text.startswith(BEGINNING)]
    if not ours:
        raise refuse("form-code-other" if texts else "form-no-code")
    codes = tuple(verify_code(text, trust, now=now) for text in ours)
    if len({(one.vouched.office, one.vouched.is_training) for one in codes}) > 1:
        raise refuse("code-mixed")
    return codes


def refuse_withdrawn(codes: Sequence[VerifiedCode]) -> None:
    """PacketError (code-withdrawn, with the day) when one of the papers no longer counts."""
    for one in codes:
        if one.withdrawn_on is not None:
            raise refuse("code-withdrawn", paper=one.vouched.paper, day=f"{one.withdrawn_on:%d/%m/%Y}")


def _payload(vouched: Vouched) -> bytes:
    facts: dict[int, object] = {
        _VERSION: _FORMAT,
        _OFFICE: vouched.office,
        _PAPER: vouched.paper,
        _DAY: (vouched.day - _EPOCH).days,
        _TRAINING: int(vouched.is_training),
        _COMMITMENT: vouched.commitment,
    }
    return cbor2.dumps(facts)


def _vouched(payload: bytes) -> Vouched:
    """What a payload says, read as strictly as it was written. ValueError otherwise."""
    match cose.decoded(payload):
        case {1: str() as office, 2: str() as paper, 3: int() as days, 4: int() as training, 5: bytes() as commitment}:
            vouched = Vouched(office, paper, _EPOCH + timedelta(days=days), training == 1, commitment)
        case _:
            raise ValueError("other facts")
    is_whole = _OFFICE_CODE.fullmatch(office) and _PAPER_ID.fullmatch(paper) and len(commitment) == _COMMITMENT_LENGTH
    if not is_whole or _payload(vouched) != payload:
        raise ValueError("facts written in another way")
    return vouched


def _inflated(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        whole = stream.decompress(data, cose.LARGEST)
    except zlib.error as error:
        raise ValueError("no zlib stream") from error
    if not stream.eof or stream.unused_data:
        raise ValueError("a zlib stream with something before or behind its end")
    return whole


def _certificates(trust: Trust, office: str, key_id: bytes) -> list[x509.Certificate]:
    """The office's certificates for the key, the newest first."""
    mine = [one for one in trust.checks.get(office, ()) if cose.key_id_of(_curve_key(one)) == key_id]
    return sorted(mine, key=lambda one: one.not_valid_after_utc, reverse=True)


def _curve_key(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey:
    key = accepted_key(certificate)
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise refuse("chain-key")
    return key


def _check_one(certificates: list[x509.Certificate], trust: Trust, day: date, now: datetime) -> None:
    """Accept when one of the key's certificates was valid on the day; the reason is the last one's."""
    *others, last = certificates
    for certificate in others:
        try:
            check_chain(certificate, trust, _moment(day, certificate, trust.root), now=now, usage="check")
        except PacketError:
            continue
        return
    check_chain(last, trust, _moment(day, last, trust.root), now=now, usage="check")


def _moment(day: date, certificate: x509.Certificate, root: x509.Certificate) -> datetime:
    """The first moment of the day in Hanoi at which both hold, when they begin on that day; else its first moment."""
    first = _first_moment(day)
    begins = max(first, certificate.not_valid_before_utc, root.not_valid_before_utc)
    return begins if begins < first + timedelta(days=1) else first


def _first_moment(day: date) -> datetime:
    return datetime.combine(day, time(), HANOI).astimezone(UTC)
