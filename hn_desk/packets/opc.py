"""Signs a workbook as Office does (OPC, ECMA-376 part 2) and verifies such a signature strictly. PACKET §3."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hn_desk.errors import PacketError
from hn_desk.packets import certificates
from hn_desk.packets import package_parts as package
from hn_desk.packets import signature_xml as xml
from hn_desk.packets.archive import CONTENT_TYPES, Packed, pack, read_archive, write_archive
from hn_desk.packets.certificates import Trust, check_chain, check_issued
from hn_desk.packets.package_parts import Relationship
from hn_desk.packets.reasons import refuse
from hn_desk.packets.signature_reading import read_signature
from hn_desk.packets.signature_value import PrivateKey, check_key, check_value, method_of, sign_bytes
from hn_desk.packets.signature_xml import CertificateFacts, ManifestLine, SignatureFacts
from hn_desk.packets.xml_reading import check_plain

FUTURE_LIMIT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Verified:
    """A signed workbook that passed every check: only these bytes are read further. `sha256` names the packet."""

    parts: Mapping[str, bytes] = field(repr=False)
    certificate: x509.Certificate
    signed_at: datetime
    sha256: str


def sign(parts: Mapping[str, bytes | Packed], key: PrivateKey, certificate: x509.Certificate, at: datetime) -> bytes:
    """Sign a workbook of the packet's profile and pack it; `at` is aware, its seconds are kept.

    `parts` are those of an unsigned workbook. PacketError when packets don't accept the key or it isn't the
    certificate's.
    """
    check_key(certificate)
    covered = _with_origin(parts)
    facts = _sign_facts(unsigned_facts(covered, certificate, at), key)
    check_value(certificate, facts)
    arrow = Relationship("rId01", package.SIGNATURE_KIND, "sig1.xml")
    signed = {
        **covered,
        package.ORIGIN: b"",
        package.ORIGIN_RELATIONSHIPS: package.render_relationships([arrow]),
        package.SIGNATURE: xml.render(facts),
    }
    return write_archive({CONTENT_TYPES: package.render_types(signed), **signed})


def verify(data: bytes, trust: Trust, now: datetime) -> Verified:
    """Check everything of PACKET §3.1 to §3.10; PacketError with a reason of its own at the first thing wrong."""
    parts, facts, certificate = _signed(data)
    signed_at = read_time(facts)
    check_future(signed_at, now)
    check_chain(certificate, trust, signed_at, now=now)
    return Verified(parts, certificate, signed_at, hashlib.sha256(data).hexdigest())


def signer_of(data: bytes, trust: Trust) -> str:
    """The office whose key, certified by the root at any time, signed this workbook; empty where nothing proves one.

    Neither the time nor the revocation of the certificate is asked: it says who signed, not that it counts.
    """
    try:
        _parts, _facts, certificate = _signed(data)
        check_issued(certificate, trust.root, certificate.not_valid_before_utc, "office")
    except PacketError:
        return ""
    return certificates.commune_code(certificate)


def _signed(data: bytes) -> tuple[dict[str, bytes], SignatureFacts, x509.Certificate]:
    """The parts, the signature over them and its certificate: all that is asked before time and trust."""
    parts = read_archive(data)
    check_texts(parts)
    check_signed(parts)
    package.check_types(parts)
    relationships = package.check_relationships(parts)
    facts = read_signature(parts[package.SIGNATURE])
    check_manifest(facts, parts, relationships)
    check_parts(facts, parts, relationships)
    check_objects(facts)
    check_digest(facts)
    certificate = read_certificate(facts)
    check_key(certificate)
    check_value(certificate, facts)
    check_xades(facts, certificate)
    return parts, facts, certificate


def unsigned_facts(
    covered: Mapping[str, bytes | Packed], certificate: x509.Certificate, at: datetime
) -> SignatureFacts:
    """The facts of a signature over `covered` before the key has signed them."""
    time = at.astimezone(UTC).strftime(xml.TIME_FORMAT)
    lines = tuple(_manifest_line(part, covered) for part in sorted(covered))
    facts = SignatureFacts(lines, time, time, certificate_facts(certificate), method_of(certificate))
    return replace(facts, digests=xml.object_digests(facts))


def certificate_facts(certificate: x509.Certificate) -> CertificateFacts:
    """What a signature must say of its certificate."""
    data = certificate.public_bytes(Encoding.DER)
    return CertificateFacts(
        data=base64.b64encode(data).decode(),
        digest=xml.digest_of(data),
        issuer=certificate.issuer.rfc4514_string(),
        serial=str(certificate.serial_number),
    )


def check_texts(parts: Mapping[str, bytes]) -> None:
    """No part has a document type, an entity, a comment or another encoding than UTF-8. PACKET §3.2."""
    for part, data in parts.items():
        if part != package.ORIGIN:
            check_plain(part, data)


def check_signed(parts: Mapping[str, bytes]) -> None:
    """Say plainly that a workbook is not signed at all."""
    if not any(part.startswith("_xmlsignatures/") for part in parts):
        raise refuse("signature-missing")
    if parts.get(package.ORIGIN):
        raise refuse("rels-origin")


def check_manifest(
    facts: SignatureFacts, parts: Mapping[str, bytes], relationships: Mapping[str, tuple[Relationship, ...]]
) -> None:
    """The manifest names every part once with its type, and every relationship but the origin's. PACKET §3.6."""
    named = [line.part for line in facts.lines]
    for part in named:
        if part not in parts or part in package.PLUMBING:
            raise refuse("manifest-extra", part=part)
        if named.count(part) > 1:
            raise refuse("manifest-duplicate", part=part)
    for part in parts:
        if part not in package.PLUMBING and part not in named:
            raise refuse("manifest-uncovered", part=part)
    for line in facts.lines:
        if line.content_type != package.content_type(line.part):
            raise refuse("manifest-type", part=line.part)
        if line.sources != _sources(relationships.get(line.part, ())):
            raise refuse("manifest-sources", part=line.part)


def check_parts(
    facts: SignatureFacts, parts: Mapping[str, bytes], relationships: Mapping[str, tuple[Relationship, ...]]
) -> None:
    """Every part has the digest that the manifest says."""
    for line in facts.lines:
        covered = _covered(relationships.get(line.part, ()))
        if covered:
            if line.digest != xml.digest_of(package.canonical_relationships(covered)):
                raise refuse("digest-relationships", part=line.part)
        elif line.digest != xml.digest_of(parts[line.part]):
            raise refuse("digest-part", part=line.part)


def check_objects(facts: SignatureFacts) -> None:
    """The three references have the digests of what they point to."""
    codes = ("digest-package", "digest-office", "digest-properties")
    for code, said, found in zip(codes, facts.digests, xml.object_digests(facts), strict=True):
        if said != found:
            raise refuse(code)


def check_digest(facts: SignatureFacts) -> None:
    """The signed properties name the certificate that the signature carries. PACKET §3.8."""
    if facts.certificate.digest != xml.digest_of(_certificate_bytes(facts)):
        raise refuse("xades-digest")


def read_certificate(facts: SignatureFacts) -> x509.Certificate:
    """The certificate that the signature carries; its names can be read."""
    try:
        certificate = certificates.read_certificate(_certificate_bytes(facts))
        certificate_facts(certificate)
    except (ValueError, TypeError, PacketError) as error:
        raise refuse("certificate-broken") from error
    return certificate


def check_xades(facts: SignatureFacts, certificate: x509.Certificate) -> None:
    """The signed properties name the certificate's issuer and number. PACKET §3.8."""
    if facts.certificate != certificate_facts(certificate):
        raise refuse("xades-serial")


def read_time(facts: SignatureFacts) -> datetime:
    """The one time at which the packet says that it was signed."""
    if facts.package_time != facts.signing_time:
        raise refuse("time-differs")
    try:
        time = datetime.strptime(facts.signing_time, xml.TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError as error:
        raise refuse("time-shape") from error
    if time.strftime(xml.TIME_FORMAT) != facts.signing_time:
        raise refuse("time-shape")
    return time


def check_future(signed_at: datetime, now: datetime) -> None:
    """Nothing is signed later than a day from now."""
    if signed_at > now + FUTURE_LIMIT:
        raise refuse("time-future", at=f"{signed_at:%d/%m/%Y %H:%M}")


def _with_origin(parts: Mapping[str, bytes | Packed]) -> dict[str, bytes | Packed]:
    """The parts that a signature covers, with the arrow to the place of signatures that it doesn't."""
    roots = package.read_relationships(package.ROOT_RELATIONSHIPS, _bytes(parts, package.ROOT_RELATIONSHIPS))
    origin = Relationship(f"rId{len(roots) + 1:02d}", package.ORIGIN_KIND, package.ORIGIN)
    covered = {part: data for part, data in parts.items() if part != CONTENT_TYPES}
    return covered | {package.ROOT_RELATIONSHIPS: package.render_relationships((*roots, origin))}


def _certificate_bytes(facts: SignatureFacts) -> bytes:
    try:
        return base64.b64decode(facts.certificate.data, validate=True)
    except (ValueError, binascii.Error) as error:
        raise refuse("certificate-broken") from error


def _sign_facts(facts: SignatureFacts, key: PrivateKey) -> SignatureFacts:
    return replace(facts, value=base64.b64encode(sign_bytes(xml.signed_info(facts), key)).decode())


def _manifest_line(part: str, covered: Mapping[str, bytes | Packed]) -> ManifestLine:
    kind = package.content_type(part)
    if kind != package.RELATIONSHIPS_TYPE:
        digest = base64.b64encode(pack(covered[part]).sha256).decode()
        return ManifestLine(part, kind, (), digest)
    relationships = _covered(package.read_relationships(part, _bytes(covered, part)))
    digest = xml.digest_of(package.canonical_relationships(relationships))
    return ManifestLine(part, kind, _sources(relationships), digest)


def _covered(relationships: tuple[Relationship, ...]) -> tuple[Relationship, ...]:
    return tuple(one for one in relationships if one.kind != package.ORIGIN_KIND)


def _sources(relationships: tuple[Relationship, ...]) -> tuple[str, ...]:
    return tuple(one.identifier for one in _covered(relationships))


def _bytes(parts: Mapping[str, bytes | Packed], part: str) -> bytes:
    data = parts[part]
    if isinstance(data, Packed):
        raise TypeError(part)
    return data
