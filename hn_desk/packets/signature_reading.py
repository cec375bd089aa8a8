"""Reads the facts out of a packet's signature; refuses one that is not written as ours is. PACKET §3.5, §3.7.

The last word is a comparison of bytes: what was read, written again, must be what was there. That leaves no room for
wrapped, moved or doubled elements; the checks before it only say more exactly what is wrong.
"""

from collections.abc import Mapping
from typing import Final

from lxml import etree

from hn_desk.packets import signature_xml as xml
from hn_desk.packets.package_parts import SIGNATURE
from hn_desk.packets.reasons import refuse
from hn_desk.packets.signature_xml import CertificateFacts, ManifestLine, SignatureFacts
from hn_desk.packets.xml_reading import parse_small

_SPACES: Final = {"d": xml.DSIG, "x": xml.XADES, "m": xml.PACKAGE}
_KNOWN_IDS: Final = [
    "idPackageSignature",
    "idPackageObject",
    "idSignatureTime",
    "idOfficeObject",
    "idOfficeV1Details",
    "idSignedProperties",
]
_ALGORITHMS: Final[Mapping[str, frozenset[str]]] = {
    "CanonicalizationMethod": frozenset({xml.C14N}),
    "SignatureMethod": frozenset({xml.RSA_SHA256, xml.ECDSA_SHA256}),
    "DigestMethod": frozenset({xml.SHA256}),
    "Transform": frozenset({xml.C14N, xml.RELATIONSHIP_TRANSFORM}),
}
_PROPERTIES: Final = "d:Object/x:QualifyingProperties/x:SignedProperties/x:SignedSignatureProperties"
_CERTIFICATE: Final = f"{_PROPERTIES}/x:SigningCertificate/x:Cert"


def read_signature(data: bytes) -> SignatureFacts:
    """Take the facts of the signature part; nothing in it is verified yet but its shape and its algorithms."""
    root = parse_small(SIGNATURE, data)
    if root.tag != f"{{{xml.DSIG}}}Signature":
        raise refuse("signature-shape")
    check_ids(root)
    check_certificates(root)
    check_algorithms(root)
    facts = _facts(root)
    check_bytes(facts, data)
    return facts


def check_ids(root: etree._Element) -> None:
    """Each known Id stands there once, in its order, and no other."""
    if [element.get("Id") for element in root.iter() if "Id" in element.attrib] != _KNOWN_IDS:
        raise refuse("signature-id")


def check_certificates(root: etree._Element) -> None:
    """One certificate in the whole signature."""
    if len(list(root.iter(f"{{{xml.DSIG}}}X509Certificate"))) != 1:
        raise refuse("signature-certificates")


def check_algorithms(root: etree._Element) -> None:
    """Every algorithm named is one of those that packets use, at its own place."""
    for element in root.iter():
        algorithm = element.get("Algorithm")
        name = etree.QName(element).localname
        if algorithm is not None and algorithm not in _ALGORITHMS.get(name, frozenset()):
            raise refuse("signature-algorithm")


def check_bytes(facts: SignatureFacts, data: bytes) -> None:
    """What was read gives, written again, the very bytes that were there."""
    if xml.render(facts) != data:
        raise refuse("signature-bytes")


def _facts(root: etree._Element) -> SignatureFacts:
    manifest = _only(root, "d:Object[@Id='idPackageObject']/d:Manifest")
    return SignatureFacts(
        lines=tuple(_line(reference) for reference in manifest),
        package_time=_text(root, "d:Object/d:SignatureProperties/d:SignatureProperty/m:SignatureTime/m:Value"),
        signing_time=_text(root, f"{_PROPERTIES}/x:SigningTime"),
        certificate=CertificateFacts(
            data=_text(root, "d:KeyInfo/d:X509Data/d:X509Certificate"),
            digest=_text(root, f"{_CERTIFICATE}/x:CertDigest/d:DigestValue"),
            issuer=_text(root, f"{_CERTIFICATE}/x:IssuerSerial/d:X509IssuerName"),
            serial=_text(root, f"{_CERTIFICATE}/x:IssuerSerial/d:X509SerialNumber"),
        ),
        method=_only(root, "d:SignedInfo/d:SignatureMethod").get("Algorithm", ""),
        digests=(
            _signed(root, "#idPackageObject"),
            _signed(root, "#idOfficeObject"),
            _signed(root, "#idSignedProperties"),
        ),
        value=_text(root, "d:SignatureValue"),
    )


def _line(reference: etree._Element) -> ManifestLine:
    part, _, content_type = reference.get("URI", "").removeprefix("/").partition("?ContentType=")
    sources = reference.iterfind("d:Transforms/d:Transform/m:RelationshipReference", _SPACES)
    return ManifestLine(
        part=part,
        content_type=content_type,
        sources=tuple(source.get("SourceId", "") for source in sources),
        digest=_text(reference, "d:DigestValue"),
    )


def _signed(root: etree._Element, uri: str) -> str:
    return _text(root, f"d:SignedInfo/d:Reference[@URI='{uri}']/d:DigestValue")


def _only(parent: etree._Element, path: str) -> etree._Element:
    found = parent.findall(path, _SPACES)
    if len(found) != 1:
        raise refuse("signature-shape")
    return found[0]


def _text(parent: etree._Element, path: str) -> str:
    return _only(parent, path).text or ""
