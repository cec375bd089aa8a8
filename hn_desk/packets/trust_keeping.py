"""A verified trust pack as plain values, to be kept in a database, and what it makes this program trust."""

import json
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from hn_desk import keys
from hn_desk.packets.certificates import Trust
from hn_desk.packets.documents import canonical
from hn_desk.packets.trust import TrustPack

Certificate = x509.Certificate


def to_plain(pack: TrustPack) -> dict[str, Any]:
    """The pack as plain JSON values."""
    plain: dict[str, Any] = json.loads(canonical(pack))
    return plain


def from_plain(plain: dict[str, Any]) -> TrustPack:
    """The pack that `to_plain` took apart."""
    return TrustPack.model_validate_json(json.dumps(plain))


def trust_of(pack: TrustPack) -> Trust:
    """The certificates of a pack that was verified before it was kept."""
    return Trust(
        root=certificate_of(pack.root),
        crls=(x509.load_pem_x509_crl(pack.crl.encode()),),
        desks={code: certificate_of(pem) for code, pem in pack.desks.items()},
        offices={code: tuple(map(certificate_of, pems)) for code, pems in pack.offices.items()},
        number=pack.number,
        next_update=pack.next_update,
        checks={code: tuple(map(certificate_of, pems)) for code, pems in pack.checks.items()},
        withdrawn=pack.withdrawn,
    )


def certificate_of(pem: str) -> x509.Certificate:
    """The certificate in a PEM that this program wrote."""
    return x509.load_pem_x509_certificate(pem.encode())


def root_hash(trust: Trust) -> bytes:
    """The SHA-256 of the city's root certificate."""
    return trust.root.fingerprint(SHA256())


def root_words(trust: Trust) -> tuple[str, str, str, str]:
    """Four words that stand for the city's root certificate, to be compared by phone."""
    return keys.fingerprint_words(root_hash(trust))


def pem_of(certificate: x509.Certificate) -> bytes:
    """The certificate as PEM."""
    return certificate.public_bytes(Encoding.PEM)
