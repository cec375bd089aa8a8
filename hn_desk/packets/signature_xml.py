"""The XML of a packet's signature, as Office writes it, from the facts that differ between packets. PACKET §3.

Every text here is already in its canonical form (C14N 1.0), so that the bytes signed and the bytes stored are made by
one function: `canonical` only adds what an element inherits from the ones around it.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import Final

from hn_desk.packets.xml_reading import DECLARATION, escape

DSIG: Final = "http://www.w3.org/2000/09/xmldsig#"
XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/digital-signature"
OFFICE: Final = "http://schemas.microsoft.com/office/2006/digsig"
C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
ECDSA_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
RELATIONSHIP_TRANSFORM: Final = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"
SIGNED_PROPERTIES: Final = "http://uri.etsi.org/01903#SignedProperties"
TIME_FORMAT: Final = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One part in the signature's manifest; `sources` are the relationships covered, for a `.rels` part only."""

    part: str
    content_type: str
    sources: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What the signature says of its certificate: its bytes and digest in Base64, its issuer and number."""

    data: str
    digest: str
    issuer: str
    serial: str


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """All that differs from one signature to another; `digests` are those of package, office and properties."""

    lines: tuple[ManifestLine, ...]
    package_time: str
    signing_time: str
    certificate: CertificateFacts
    method: str = RSA_SHA256
    digests: tuple[str, str, str] = ("", "", "")
    value: str = ""


def digest_of(data: bytes) -> str:
    """SHA-256 in Base64."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def render(facts: SignatureFacts) -> bytes:
    """Write the whole part `_xmlsignatures/sig1.xml`."""
    pieces = (
        f'<Signature xmlns="{DSIG}" Id="idPackageSignature">',
        _signed_info(facts),
        f"<SignatureValue>{escape(facts.value)}</SignatureValue>",
        f"<KeyInfo><X509Data><X509Certificate>{escape(facts.certificate.data)}</X509Certificate></X509Data></KeyInfo>",
        _package_object(facts),
        _OFFICE_OBJECT,
        f'<Object><xd:QualifyingProperties xmlns:xd="{XADES}" Target="#idPackageSignature">',
        _signed_properties(facts),
        "</xd:QualifyingProperties></Object></Signature>",
    )
    return DECLARATION + "".join(pieces).encode()


def signed_info(facts: SignatureFacts) -> bytes:
    """The canonical bytes that the key signs."""
    return _canonical(_signed_info(facts), f'<SignedInfo xmlns="{DSIG}"')


def object_digests(facts: SignatureFacts) -> tuple[str, str, str]:
    """The digests that the three references must have: package, office, properties."""
    return (
        digest_of(_canonical(_package_object(facts), f'<Object xmlns="{DSIG}"')),
        digest_of(_canonical(_OFFICE_OBJECT, f'<Object xmlns="{DSIG}"')),
        digest_of(_canonical(_signed_properties(facts), f'<xd:SignedProperties xmlns="{DSIG}" xmlns:xd="{XADES}"')),
    )


def _canonical(text: str, start: str) -> bytes:
    """`text` as it stands alone: its first tag also declares the names that it had from outside."""
    tag = start.partition(" ")[0]
    return (start + text.removeprefix(tag)).encode()


def _digest(value: str) -> str:
    method = f'<DigestMethod Algorithm="{SHA256}"></DigestMethod>'
    return f"{method}<DigestValue>{escape(value)}</DigestValue>"


def _transform(algorithm: str, inside: str = "") -> str:
    return f'<Transform Algorithm="{algorithm}">{inside}</Transform>'


def _signed_info(facts: SignatureFacts) -> str:
    package, office, properties = facts.digests
    return "".join(
        (
            f'<SignedInfo><CanonicalizationMethod Algorithm="{C14N}"></CanonicalizationMethod>',
            f'<SignatureMethod Algorithm="{facts.method}"></SignatureMethod>',
            f'<Reference Type="{DSIG}Object" URI="#idPackageObject">{_digest(package)}</Reference>',
            f'<Reference Type="{DSIG}Object" URI="#idOfficeObject">{_digest(office)}</Reference>',
            f'<Reference Type="{SIGNED_PROPERTIES}" URI="#idSignedProperties"><Transforms>{_transform(C14N)}',
            f"</Transforms>{_digest(properties)}</Reference></SignedInfo>",
        )
    )


def _package_object(facts: SignatureFacts) -> str:
    time = (
        '<SignatureProperties><SignatureProperty Id="idSignatureTime" Target="#idPackageSignature">'
        f'<mdssi:SignatureTime xmlns:mdssi="{PACKAGE}"><mdssi:Format>YYYY-MM-DDThh:mm:ssTZD</mdssi:Format>'
        f"<mdssi:Value>{escape(facts.package_time)}</mdssi:Value></mdssi:SignatureTime>"
        "</SignatureProperty></SignatureProperties>"
    )
    lines = "".join(_manifest_line(line) for line in facts.lines)
    return f'<Object Id="idPackageObject"><Manifest>{lines}</Manifest>{time}</Object>'


def _manifest_line(line: ManifestLine) -> str:
    transforms = ""
    if line.sources:
        sources = "".join(
            f'<mdssi:RelationshipReference xmlns:mdssi="{PACKAGE}" SourceId="{escape(source)}">'
            "</mdssi:RelationshipReference>"
            for source in line.sources
        )
        transforms = f"<Transforms>{_transform(RELATIONSHIP_TRANSFORM, sources)}{_transform(C14N)}</Transforms>"
    uri = escape(f"/{line.part}?ContentType={line.content_type}")
    return f'<Reference URI="{uri}">{transforms}{_digest(line.digest)}</Reference>'


def _signed_properties(facts: SignatureFacts) -> str:
    certificate = facts.certificate
    method = f'<DigestMethod Algorithm="{SHA256}"></DigestMethod>'
    return "".join(
        (
            '<xd:SignedProperties Id="idSignedProperties"><xd:SignedSignatureProperties>',
            f"<xd:SigningTime>{escape(facts.signing_time)}</xd:SigningTime><xd:SigningCertificate><xd:Cert>",
            f"<xd:CertDigest>{method}<DigestValue>{escape(certificate.digest)}</DigestValue></xd:CertDigest>",
            f"<xd:IssuerSerial><X509IssuerName>{escape(certificate.issuer)}</X509IssuerName>",
            f"<X509SerialNumber>{escape(certificate.serial)}</X509SerialNumber></xd:IssuerSerial>",
            "</xd:Cert></xd:SigningCertificate><xd:SignaturePolicyIdentifier><xd:SignaturePolicyImplied>",
            "</xd:SignaturePolicyImplied></xd:SignaturePolicyIdentifier>",
            "</xd:SignedSignatureProperties></xd:SignedProperties>",
        )
    )


_OFFICE_FACTS: Final = (
    ("SetupID", ""),
    ("SignatureText", ""),
    ("SignatureImage", ""),
    ("SignatureComments", ""),
    ("WindowsVersion", "10.0"),
    ("OfficeVersion", "16.0"),
    ("ApplicationVersion", "16.0"),
    ("Monitors", "1"),
    ("HorizontalResolution", "1920"),
    ("VerticalResolution", "1080"),
    ("ColorDepth", "32"),
    ("SignatureProviderId", "{00000000-0000-0000-0000-000000000000}"),
    ("SignatureProviderUrl", ""),
    ("SignatureProviderDetails", "9"),
    ("SignatureType", "1"),
)
_OFFICE_OBJECT: Final = (
    '<Object Id="idOfficeObject"><SignatureProperties>'
    '<SignatureProperty Id="idOfficeV1Details" Target="#idPackageSignature">'
    f'<SignatureInfoV1 xmlns="{OFFICE}">{"".join(f"<{name}>{value}</{name}>" for name, value in _OFFICE_FACTS)}'
    "</SignatureInfoV1></SignatureProperty></SignatureProperties></Object>"
)
