"""COSE_Sign1 (RFC 9052) in one fixed shape: ES256 with a key id, nothing unprotected, read as strictly as written."""

import hashlib
from dataclasses import dataclass
from typing import Final

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LARGEST: Final = 1024
KEY_ID_LENGTH: Final = 8
_TAG: Final = 18
_ALGORITHM, _KEY_ID, _ES256 = 1, 4, -7
_HALF: Final = 32
_SIGNING: Final = ec.ECDSA(SHA256(), deterministic_signing=True)
"""RFC 6979: the same paper printed again has the same code."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A COSE_Sign1 of the right shape; nothing is proven before `holds`."""

    protected: bytes
    key_id: bytes
    payload: bytes
    signature: bytes


def key_id_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """The first 8 bytes of the SHA-256 of a public key (SubjectPublicKeyInfo)."""
    plain = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(plain).digest()[:KEY_ID_LENGTH]


def sign(payload: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    """The tagged COSE_Sign1 of `payload`; the same key and payload give the same bytes."""
    protected = cbor2.dumps({_ALGORITHM: _ES256, _KEY_ID: key_id_of(key.public_key())})
    first, second = decode_dss_signature(key.sign(_to_be_signed(protected, payload), _SIGNING))
    signature = first.to_bytes(_HALF, "big") + second.to_bytes(_HALF, "big")
    return cbor2.dumps(cbor2.CBORTag(_TAG, [protected, {}, payload, signature]))


def read(data: bytes) -> Signed:
    """Take a COSE_Sign1 apart. ValueError for anything but exactly what `sign` writes."""
    match decoded(data):
        case cbor2.CBORTag(tag=18, value=[bytes() as protected, _, bytes() as payload, bytes() as signature]) if (
            len(signature) == 2 * _HALF
        ):
            signed = Signed(protected, _key_id(protected), payload, signature)
        case _:
            raise ValueError("no COSE_Sign1 of this program")
    if cbor2.dumps(cbor2.CBORTag(_TAG, [protected, {}, payload, signature])) != data:
        raise ValueError("a COSE_Sign1 written in another way")
    return signed


def holds(signed: Signed, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether the signature was made over this payload with this key."""
    numbers = (int.from_bytes(half, "big") for half in (signed.signature[:_HALF], signed.signature[_HALF:]))
    try:
        key.verify(encode_dss_signature(*numbers), _to_be_signed(signed.protected, signed.payload), _SIGNING)
    except InvalidSignature:
        return False
    return True


def decoded(data: bytes) -> object:
    """The CBOR value in at most 1 024 bytes. ValueError when there is none."""
    if len(data) > LARGEST:
        raise ValueError("too long")
    try:
        value: object = cbor2.loads(data)
    except (cbor2.CBORDecodeError, OverflowError, TypeError, RecursionError) as error:
        raise ValueError("no CBOR") from error
    return value


def _key_id(protected: bytes) -> bytes:
    header = decoded(protected)
    key_id = header.get(_KEY_ID) if isinstance(header, dict) else None
    if not isinstance(key_id, bytes) or len(key_id) != KEY_ID_LENGTH:
        raise ValueError("no key id")
    if cbor2.dumps({_ALGORITHM: _ES256, _KEY_ID: key_id}) != protected:
        raise ValueError("another protected header")
    return key_id


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])
