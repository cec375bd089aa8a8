"""Whom this program trusts: the city's pinned root, its list of revoked certificates; the check of a certificate."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier, SignatureAlgorithmOID

from hn_desk.errors import PacketError
from hn_desk.packets.reasons import refuse

Role = Literal["office", "check", "desk", "receipt", "delegate"]
"""An office signs packets, its check key the codes on paper; a desk's key opens packets, its receipt key
signs receipts; a delegate signs trust packs."""

CLOCK_TOLERANCE: Final = timedelta(days=1)
_SIGNATURES: Final = {SignatureAlgorithmOID.RSA_WITH_SHA256, SignatureAlgorithmOID.ECDSA_WITH_SHA256}
_BEGINNING: Final = re.compile(rb"\x30\x82..\x30\x82..\xa0\x03\x02\x01\x02\x02(?!\x01\x00)[\x01-\x14][\x00-\x7f]", re.S)
"""How every certificate of a root of ours begins: version 3 and a positive serial number of at most 20 bytes."""
_RSA_SIZES: Final = frozenset({2048, 3072})
_RSA_EXPONENT: Final = 65537
_KNOWN_CRITICAL: Final = {x509.BasicConstraints.oid, x509.KeyUsage.oid}


@dataclass(frozen=True, slots=True)
class Trust:
    """What a trust pack told this program: public certificates only; packets are sealed for those of `desks`."""

    root: x509.Certificate
    crls: tuple[x509.CertificateRevocationList, ...]
    desks: Mapping[str, x509.Certificate] = field(default_factory=dict)
    offices: Mapping[str, tuple[x509.Certificate, ...]] = field(default_factory=dict)
    number: int = 0
    next_update: datetime | None = None
    checks: Mapping[str, tuple[x509.Certificate, ...]] = field(default_factory=dict)
    withdrawn: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    """By office: papers (file code and edition) that no longer count, and since when."""


def check_chain(
    certificate: x509.Certificate, trust: Trust, at: datetime, *, now: datetime, usage: Role = "office"
) -> None:
    """Accept a certificate for what was signed `at` that time. PacketError with a reason of its own for each flaw.

    Both times are aware. A revoked certificate is refused whatever the time of signing, which is only a claim.
    """
    check_issued(certificate, trust.root, at, usage)
    crl = newest_crl(trust, now=now)
    if crl.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None:
        raise refuse("revoked")


def check_issued(certificate: x509.Certificate, root: x509.Certificate, at: datetime, usage: Role) -> None:
    """Accept a certificate but for its revocation: issued by the root, fit for `usage`, valid `at` that time."""
    check_signed_by(certificate, root)
    accepted_key(certificate)
    _check_extensions(certificate, usage)
    if role_of(certificate) != usage:
        raise refuse("chain-role")
    subject_code(certificate)
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise refuse("chain-time", at=f"{at:%d/%m/%Y %H:%M}")
    if not root.not_valid_before_utc <= at <= root.not_valid_after_utc:
        raise refuse("root-time", at=f"{at:%d/%m/%Y %H:%M}")


def newest_crl(trust: Trust, *, now: datetime) -> x509.CertificateRevocationList:
    """The list of revoked certificates with the highest number; each must be the root's own, none from the future."""
    if not trust.crls:
        raise refuse("crl-missing")
    for crl in trust.crls:
        check_crl(crl, trust.root)
        if crl.last_update_utc > now + CLOCK_TOLERANCE:
            raise refuse("crl-future")
    return max(trust.crls, key=crl_number)


def check_root(root: x509.Certificate) -> None:
    """Accept a certificate as the city's root: it signed itself and may issue certificates, and only that."""
    try:
        check_signed_by(root, root)
        accepted_key(root)
        constraints = root.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = root.extensions.get_extension_for_class(x509.KeyUsage).value
    except (PacketError, ValueError, x509.ExtensionNotFound) as error:
        raise refuse("root-broken") from error
    if not constraints.ca or not usage.key_cert_sign or not usage.crl_sign or usage.digital_signature:
        raise refuse("root-broken")


def check_crl(crl: x509.CertificateRevocationList, root: x509.Certificate) -> None:
    """Accept a list of revoked certificates that the root signed whole: no delta, no part of its certificates."""
    key = root.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) or crl.issuer != root.subject:
        raise refuse("crl-signature")
    if not crl.is_signature_valid(key):
        raise refuse("crl-signature")
    crl_number(crl)
    if any(extension.critical for extension in crl.extensions):
        raise refuse("crl-broken")


def crl_number(crl: x509.CertificateRevocationList) -> int:
    """The number of a list of revoked certificates; PacketError when it has none."""
    try:
        return crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except x509.ExtensionNotFound as error:
        raise refuse("crl-broken") from error


def is_stale(trust: Trust, *, now: datetime) -> bool:
    """Whether the trust pack or the newest list of revoked certificates should have been replaced by now: a warning."""
    due = [newest_crl(trust, now=now).next_update_utc, trust.next_update]
    return any(day is not None and day < now for day in due)


def read_certificate(der: bytes) -> x509.Certificate:
    """Parse a certificate from outside; PacketError, never a warning, for one that no root of ours can have made."""
    if not _BEGINNING.match(der):
        raise refuse("chain-broken")
    try:
        return x509.load_der_x509_certificate(der)
    except ValueError as error:
        raise refuse("chain-broken") from error


def commune_code(certificate: x509.Certificate) -> str:
    """The commune code in an office certificate's subject (its serialNumber)."""
    return subject_code(certificate)


def subject_code(certificate: x509.Certificate) -> str:
    """The code of the office or desk that the certificate belongs to; PacketError when there isn't exactly one."""
    return _one(certificate, NameOID.SERIAL_NUMBER)


def role_of(certificate: x509.Certificate) -> str:
    """The role that the city gave the certificate (its subject's organizational unit)."""
    return _one(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME)


def check_signed_by(certificate: x509.Certificate, root: x509.Certificate) -> None:
    """Accept a certificate that the root itself signed, by an accepted method."""
    if certificate.signature_algorithm_oid not in _SIGNATURES:
        raise refuse("chain-algorithm")
    try:
        certificate.verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm) as error:
        raise refuse("chain-root") from error


def accepted_key(certificate: x509.Certificate) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    """The public key of a certificate, of an accepted kind and size; PacketError otherwise."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise refuse("chain-key") from error
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) or not is_accepted_key(key):
        raise refuse("chain-key")
    return key


def is_accepted_key(key: object) -> bool:
    """Whether a public key is RSA of 2 048 or 3 072 bits with the usual exponent, or P-256: for every paper and key."""
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size in _RSA_SIZES and key.public_numbers().e == _RSA_EXPONENT
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)


def key_usage(role: Role) -> x509.KeyUsage:
    """What a certificate of this role may do: open packets, or sign; the check key signs without anybody's will."""
    return x509.KeyUsage(
        digital_signature=role != "desk",
        content_commitment=role not in ("desk", "check"),
        key_encipherment=role == "desk",
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _check_extensions(certificate: x509.Certificate, usage: Role) -> None:
    extensions = certificate.extensions
    if any(extension.critical and extension.oid not in _KNOWN_CRITICAL for extension in extensions):
        raise refuse("chain-critical")
    found = {extension.oid: extension.value for extension in extensions}
    constraints = found.get(x509.BasicConstraints.oid)
    if not isinstance(constraints, x509.BasicConstraints) or constraints.ca:
        raise refuse("chain-ca")
    if found.get(x509.KeyUsage.oid) != key_usage(usage):
        raise refuse("chain-usage")


def _one(certificate: x509.Certificate, oid: ObjectIdentifier) -> str:
    values = certificate.subject.get_attributes_for_oid(oid)
    if len(values) != 1 or not isinstance(values[0].value, str):
        raise refuse("chain-code")
    return values[0].value
