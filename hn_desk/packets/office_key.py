"""The office's own certificate: found in what the city certified, and whether packets may be signed with it now."""

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hn_desk.errors import PacketError
from hn_desk.packets.certificates import Trust, check_chain


def own_certificate(certificates: Sequence[x509.Certificate], request: bytes) -> str:
    """The newest certificate (PEM) for the public key in a CSR of the office; empty when there is none."""
    wanted = _public(x509.load_pem_x509_csr(request))
    mine = [one for one in certificates if _public(one) == wanted]
    if not mine:
        return ""
    newest = max(mine, key=lambda one: one.not_valid_after_utc)
    return newest.public_bytes(Encoding.PEM).decode("ascii")


def is_usable(certificate: x509.Certificate, trust: Trust, now: datetime) -> bool:
    """Whether packets may be signed with the certificate now."""
    try:
        check_chain(certificate, trust, now, now=now)
    except PacketError:
        return False
    return True


def _public(thing: x509.Certificate | x509.CertificateSigningRequest) -> bytes:
    return thing.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
