"""A verified trust pack as plain values, to be kept in a database, and what it makes this program trust."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hn_desk import keys
from hn_desk.keys import PrivateKey
from hn_desk.packets.certificates import Trust, crl_number
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


def hash_of(certificate: Certificate) -> str:
    """The SHA-256 (hex) of a certificate."""
    return certificate.fingerprint(SHA256()).hex()


def key_hash(thing: Certificate | PrivateKey | x509.CertificateSigningRequest) -> str:
    """The SHA-256 (hex) of the public key that a certificate or request is about, whoever certified it."""
    return sha256(_public(thing)).hexdigest()


def is_same_key(certificate: Certificate, other: Certificate | PrivateKey) -> bool:
    """Whether a certificate is about this private key, or about the key of another certificate."""
    return _public(certificate) == _public(other)


def revoked_serials(trust: Trust) -> dict[int, datetime]:
    """Serial numbers of the revoked certificates by the newest list, and since when (aware); empty without a list."""
    if not trust.crls:
        return {}
    newest = max(trust.crls, key=crl_number)
    return {one.serial_number: one.revocation_date_utc for one in newest}


def root_words(trust: Trust) -> tuple[str, str, str, str]:
    """Four words that stand for the city's root certificate, to be compared by phone."""
    return keys.fingerprint_words(root_hash(trust))


def pem_of(certificate: x509.Certificate) -> bytes:
    """The certificate as PEM."""
    return certificate.public_bytes(Encoding.PEM)


def _public(thing: Certificate | PrivateKey | x509.CertificateSigningRequest) -> bytes:
    return thing.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
