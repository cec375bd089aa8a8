"""The city's offline authority: its root, requests from offices and desks, certificates, and what it revoked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from hn_desk.keys import PrivateKey
from hn_desk.packets.certificates import Role, accepted_key, is_accepted_key, key_usage
from hn_desk.packets.reasons import refuse

KEY_BITS: Final = 3072
ROOT_YEARS: Final = 10
CERTIFICATE_YEARS: Final = 2
CRL_DAYS: Final = 90
LARGEST_REQUEST: Final = 16 * 1024
_SLOW_CLOCK: Final = timedelta(hours=1)
_ON_ITS_WAY: Final = timedelta(days=30)
"""Papers are printed while the check-code key's request is on its way to the city: their codes hold afterwards."""
_OFFICE_CODE: Final = re.compile(r"[0-9]{5}")
_DESK_CODE: Final = re.compile(r"[A-Z][A-Z0-9-]{1,15}")
_DESK_NAME: Final = re.compile(r"[ -~]{1,40}")
_LONGEST_NAME: Final = 64
_OFFICE_ROLES: Final = frozenset({"office", "check"})
_ANY_KEY: Final = (rsa.RSAPublicKey, ec.EllipticCurvePublicKey)
_PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey
_KINDS_OF_KEYS: Final[Mapping[Role, tuple[type, ...]]] = {
    "office": _ANY_KEY,
    "check": (ec.EllipticCurvePublicKey,),
    "desk": (rsa.RSAPublicKey,),
    "receipt": _ANY_KEY,
    "delegate": _ANY_KEY,
}


@dataclass(frozen=True, slots=True)
class Authority:
    """The root's private key with its certificate."""

    key: PrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a request speaks for: a commune's or desk's code and a name for people."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What the city gives a request: a role from a moment on, for some years."""

    role: Role
    at: datetime
    years: int = CERTIFICATE_YEARS


def new_key(bits: int = KEY_BITS) -> rsa.RSAPrivateKey:
    """Make an RSA key; tests use 2 048 bits."""
    return rsa.generate_private_key(65537, bits)


def new_curve_key() -> ec.EllipticCurvePrivateKey:
    """Make a P-256 key, accepted for signing but not for a desk's packets."""
    return ec.generate_private_key(ec.SECP256R1())


def create_root(name: str, at: datetime, key: PrivateKey | None = None, *, since: datetime | None = None) -> Authority:
    """Make the city's root, valid for ten years; `name` is short ASCII.

    `since` (aware) makes it hold from an earlier moment on: a root that takes another's place takes over its days.
    """
    key = key or new_key()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    builder = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(since or at - _SLOW_CLOCK)
        .not_valid_after(years_after(at, ROOT_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Authority(key, builder.sign(key, SHA256()))


def request(key: PrivateKey, subject: Subject, role: Role | None = None) -> bytes:
    """Make the request (CSR, PEM) that an office or desk brings to the city; it may name the role that it is for."""
    attributes = [
        *([x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, role)] if role else []),
        x509.NameAttribute(NameOID.COMMON_NAME, subject.name),
        x509.NameAttribute(NameOID.SERIAL_NUMBER, subject.code),
    ]
    csr = x509.CertificateSigningRequestBuilder(x509.Name(attributes)).sign(key, SHA256())
    read_request(csr.public_bytes(Encoding.PEM), role)
    return csr.public_bytes(Encoding.PEM)


def read_request(data: bytes, role: Role | None = None) -> tuple[Subject, x509.CertificateSigningRequest]:
    """Read a request strictly: own signature, accepted key, one code, one name, this role or none. PacketError else."""
    csr = _load_request(data)
    if not is_accepted_key(csr.public_key()):
        raise refuse("chain-key")
    if not csr.is_signature_valid:
        raise refuse("request-signature")
    return _subject(csr.subject, role), csr


def issue(authority: Authority, data: bytes, grant: Grant) -> x509.Certificate:
    """Certify the key of a request for a role: RSA for a desk, P-256 for check codes. A desk's name is short ASCII."""
    subject, csr = read_request(data, _named_role(data, grant.role))
    _check_subject(subject, grant.role)
    public = csr.public_key()
    if not isinstance(public, _KINDS_OF_KEYS[grant.role]) or not isinstance(public, _PublicKey):
        raise refuse("chain-key")
    early = _ON_ITS_WAY if grant.role == "check" else _SLOW_CLOCK
    days = grant.at - early, years_after(grant.at, grant.years)
    return _certified(authority, public, (_name(subject, grant.role), grant.role), days)


def issue_again(authority: Authority, certificate: x509.Certificate, role: Role) -> x509.Certificate:
    """Certify the same key for the same owner and the same days under this root, which took another's place."""
    days = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return _certified(authority, accepted_key(certificate), (certificate.subject, role), days)


def make_crl(
    authority: Authority, number: int, at: datetime, revoked: Mapping[int, datetime]
) -> x509.CertificateRevocationList:
    """List the revoked certificates (serial number → when); the next list is due in 90 days."""
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = (
        x509.CertificateRevocationListBuilder(authority.certificate.subject, at, at + timedelta(days=CRL_DAYS))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(issuer_key, critical=False)
    )
    for serial, when in sorted(revoked.items()):
        builder = builder.add_revoked_certificate(x509.RevokedCertificateBuilder(serial, when).build())
    return builder.sign(authority.key, SHA256())


def years_after(at: datetime, years: int) -> datetime:
    """The same moment `years` later; 29/2 becomes 28/2 in a common year."""
    try:
        return at.replace(year=at.year + years)
    except ValueError:
        return at.replace(year=at.year + years, day=28)


def _certified(
    authority: Authority, public: _PublicKey, whom: tuple[x509.Name, Role], days: tuple[datetime, datetime]
) -> x509.Certificate:
    """A certificate of this root, never outside the root's own days."""
    root, (name, role), (since, until) = authority.certificate, whom, days
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = (
        x509.CertificateBuilder(root.subject, name, public, x509.random_serial_number())
        .not_valid_before(max(since, root.not_valid_before_utc))
        .not_valid_after(min(until, root.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage(role), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(issuer_key, critical=False)
    )
    return builder.sign(authority.key, SHA256())


def _load_request(data: bytes) -> x509.CertificateSigningRequest:
    try:
        return x509.load_pem_x509_csr(data[:LARGEST_REQUEST])
    except (ValueError, x509.InvalidVersion) as error:
        raise refuse("request-broken") from error


def _named_role(data: bytes, role: Role) -> Role | None:
    """The role when the request names any: it must be this one."""
    return role if _load_request(data).subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME) else None


def _check_subject(subject: Subject, role: Role) -> None:
    office = role in _OFFICE_ROLES
    if not (_OFFICE_CODE if office else _DESK_CODE).fullmatch(subject.code):
        raise refuse("request-subject")
    if not office and not _DESK_NAME.fullmatch(subject.name):
        raise refuse("request-subject")


def _subject(name: x509.Name, role: Role | None) -> Subject:
    codes = name.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    names = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    roles = [one.value for one in name.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)]
    if len(codes) != 1 or len(names) != 1 or roles != ([role] if role else []) or len(list(name)) != 2 + len(roles):
        raise refuse("request-subject")
    subject = Subject(str(codes[0].value), str(names[0].value))
    is_code = _OFFICE_CODE.fullmatch(subject.code) or _DESK_CODE.fullmatch(subject.code)
    if not is_code or not subject.name.isprintable() or len(subject.name) > _LONGEST_NAME:
        raise refuse("request-subject")
    return subject


def _name(subject: Subject, role: Role) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, role),
            x509.NameAttribute(NameOID.COMMON_NAME, subject.name),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, subject.code),
        ]
    )
