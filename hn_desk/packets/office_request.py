"""An office's request: one file with two CSRs, for the key that signs packets and for the one of check codes."""

import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from hn_desk import keys
from hn_desk.keys import PrivateKey
from hn_desk.packets.authority import Subject, read_request, request
from hn_desk.packets.reasons import refuse
from hn_desk.packets.trust_keeping import key_hash

LARGEST: Final = 32 * 1024
_END: Final = b"-----END CERTIFICATE REQUEST-----\n"
_PARTS: Final = 2


@dataclass(frozen=True, slots=True)
class OfficeRequest:
    """Who asks, and the two CSRs (PEM)."""

    subject: Subject
    signing: bytes
    check: bytes


def office_request(signing: PrivateKey, check: ec.EllipticCurvePrivateKey, subject: Subject) -> bytes:
    """Make the request (PEM) that an office brings to the city; each CSR names its key's role."""
    return request(signing, subject, "office") + request(check, subject, "check")


def read_office_request(data: bytes) -> OfficeRequest:
    """Read an office's request strictly: both CSRs, their roles in order, one subject. PacketError otherwise."""
    parts = data[:LARGEST].replace(b"\r\n", b"\n").split(_END)
    if len(parts) != _PARTS + 1 or parts.pop():
        raise refuse("request-broken")
    signing, check = (part + _END for part in parts)
    subject, signing_csr = read_request(signing, "office")
    again, check_csr = read_request(check, "check")
    if again != subject or check_csr.public_key() == signing_csr.public_key():
        raise refuse("request-subject")
    if signing_csr.public_bytes(Encoding.PEM) + check_csr.public_bytes(Encoding.PEM) != signing + check:
        raise refuse("request-broken")
    return OfficeRequest(subject, signing, check)


def is_asked_for(certificate: x509.Certificate, asked: OfficeRequest) -> bool:
    """Whether a certificate is about one of the keys that the request is for."""
    public = certificate.public_key()
    return any(x509.load_pem_x509_csr(part).public_key() == public for part in (asked.signing, asked.check))


def key_hashes(asked: OfficeRequest) -> frozenset[str]:
    """The SHA-256 (hex) of each public key that the request is for."""
    return frozenset(key_hash(x509.load_pem_x509_csr(part)) for part in (asked.signing, asked.check))


def request_words(data: bytes) -> tuple[str, str, str, str]:
    """Four words of a whole request, read out by the chairman's phone and compared by the city before it issues."""
    parts = read_office_request(data)
    whole = b"".join(x509.load_pem_x509_csr(part).public_bytes(Encoding.DER) for part in (parts.signing, parts.check))
    return keys.fingerprint_words(hashlib.sha256(whole).digest())
