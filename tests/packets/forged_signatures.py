"""Forged signatures, by strangers and by an office that signs what it should not; each with its reason."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from hn_desk.packets import opc
from hn_desk.packets import package_parts as package
from hn_desk.packets import signature_xml as xml
from hn_desk.packets.archive import CONTENT_TYPES, read_archive, write_archive
from hn_desk.packets.package_parts import (
    ROOT_RELATIONSHIPS,
    SIGNATURE,
    STYLES_PART,
)
from hn_desk.packets.package_parts import WORKBOOK_RELATIONSHIPS as ARROWS
from hn_desk.packets.signature_reading import read_signature
from hn_desk.packets.signature_xml import SignatureFacts
from tests.packets import keyring
from tests.packets.real_packet import (
    AT,
    COVER,
    EVENTS,
    GROUPS,
    Edit,
    cover,
    edited,
    packed,
    parts,
    resigned,
    rows,
    signed,
    typed,
    with_part,
)
from tests.packets.tampering import EXTRA_SHEET, SHEET_KIND, origin_arrow, twice


def signature() -> dict[str, tuple[str, Callable[[], bytes]]]:
    """Changes to the signature, by others and by an office that signs what it should not."""
    return {
        "another root element": ("signature-shape", lambda: write_archive(with_part(SIGNATURE, parts()[STYLES_PART]))),
        "an empty signature": (
            "signature-shape",
            lambda: packed(SIGNATURE, "<SignatureValue>", "<SignatureValue/><SignatureValue>"),
        ),
        "a wrapped signature": ("signature-id", lambda: twice(SIGNATURE, '<Object Id="idPackageObject">', "</Object>")),
        "a foreign name": ("signature-id", lambda: packed(SIGNATURE, "<KeyInfo>", '<KeyInfo Id="a">')),
        "two certificates": (
            "signature-certificates",
            lambda: twice(SIGNATURE, "<X509Certificate>", "</X509Certificate>"),
        ),
        "SHA-1": (
            "signature-algorithm",
            lambda: packed(SIGNATURE, xml.SHA256, "http://www.w3.org/2000/09/xmldsig#sha1"),
        ),
        "an XSLT transform": (
            "signature-algorithm",
            lambda: packed(
                SIGNATURE,
                f'Transform Algorithm="{xml.C14N}"',
                'Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"',
            ),
        ),
        "an ECDSA name over an RSA key": ("signature-algorithm", lambda: resigned(parts(), method(xml.ECDSA_SHA256))),
        "an element more": (
            "signature-bytes",
            lambda: packed(SIGNATURE, "<KeyInfo>", "<KeyInfo><KeyName></KeyName>"),
        ),
        "white space": ("signature-bytes", lambda: packed(SIGNATURE, "<KeyInfo>", "\n<KeyInfo>")),
        "a sheet not covered": ("manifest-uncovered", lambda: resigned(parts(), lines(lambda one: one[1:]))),
        "a sheet smuggled in": ("manifest-uncovered", sheet_smuggled_in),
        "a covered part that is not there": (
            "manifest-extra",
            lambda: resigned(parts(), lines(lambda one: (*one, replace(one[1], part="xl/a.xml")))),
        ),
        "a part covered twice": ("manifest-duplicate", lambda: resigned(parts(), lines(lambda one: (*one, one[1])))),
        "another type in the manifest": (
            "manifest-type",
            lambda: resigned(parts(), lines(lambda one: (*one[:-1], replace(one[-1], content_type="text/xml")))),
        ),
        "an arrow not covered": (
            "manifest-sources",
            lambda: resigned(
                parts(), lines(lambda one: tuple(replace(line, sources=line.sources[1:]) for line in one))
            ),
        ),
        "a cell changed": ("digest-part", lambda: packed(GROUPS, "Tổ dân phố số 1", "Tổ dân phố số 2")),
        "an amount changed": ("digest-part", lambda: packed(EVENTS, "<v>5000000<", "<v>9000000<")),
        "two sheets exchanged": ("digest-relationships", sheets_exchanged),
        "a digest replaced": ("digest-package", lambda: resigned(parts(), after=digests(0))),
        "the office's digest replaced": ("digest-office", lambda: resigned(parts(), after=digests(1))),
        "the properties' digest replaced": ("digest-properties", lambda: resigned(parts(), after=digests(2))),
        "the time changed": (
            "digest-properties",
            lambda: packed(SIGNATURE, "<xd:SigningTime>2026", "<xd:SigningTime>2025"),
        ),
        "a value of another packet": (
            "signature-value",
            lambda: resigned(parts(), after=lambda facts: replace(facts, value=other_value())),
        ),
        "a short value": (
            "signature-length",
            lambda: resigned(parts(), after=lambda facts: replace(facts, value="AAAA")),
        ),
        "a value that is no number": (
            "signature-length",
            lambda: resigned(parts(), after=lambda facts: replace(facts, value="A?")),
        ),
        "a value with spare bits": (
            "signature-length",
            lambda: resigned(parts(), after=lambda facts: replace(facts, value="AB==")),
        ),
        "no certificate": ("certificate-broken", lambda: resigned(parts(), certificate(b"no certificate"))),
        "no Base64": (
            "certificate-broken",
            lambda: resigned(parts(), lambda facts: replace(facts, certificate=replace(facts.certificate, data="?"))),
        ),
        "Ed25519": ("key-kind", lambda: resigned(parts(), certificate(selfmade(ed25519.Ed25519PrivateKey.generate())))),
        "a curve that nobody knows": ("key-kind", lambda: resigned(parts(), certificate(unknown_curve()))),
        "RSA with 1 024 bits": (
            "key-size",
            lambda: resigned(parts(), certificate(selfmade(rsa.generate_private_key(65537, 1024)))),
        ),
        "P-384": (
            "key-size",
            lambda: resigned(parts(), certificate(selfmade(ec.generate_private_key(ec.SECP384R1())))),
        ),
        "a swapped certificate": (
            "xades-digest",
            lambda: resigned(
                parts(), lambda facts: replace(facts, certificate=replace(facts.certificate, data=stranger()))
            ),
        ),
        "another serial number": (
            "xades-serial",
            lambda: resigned(parts(), lambda facts: replace(facts, certificate=replace(facts.certificate, serial="1"))),
        ),
        "two times": (
            "time-differs",
            lambda: resigned(parts(), lambda facts: replace(facts, package_time="2026-01-01T00:00:00Z")),
        ),
        "no time": ("time-shape", lambda: resigned(parts(), times("hôm qua"))),
        "a sloppy time": ("time-shape", lambda: resigned(parts(), times("2026-1-1T0:0:0Z"))),
        "tomorrow's time": ("time-future", lambda: signed_at(timedelta(days=3))),
        "a stranger's signature": ("chain-root", by_a_stranger),
        "before the certificate": ("chain-time", lambda: signed_at(-timedelta(days=300))),
    }


def sheet_smuggled_in() -> bytes:
    arrows = edited(
        ARROWS,
        "<Relationship ",
        f'<Relationship Id="rId99" {SHEET_KIND} Target="worksheets/sheet5.xml"/><Relationship ',
    )
    return write_archive(typed({**arrows, EXTRA_SHEET: parts()[COVER]}))


def sheets_exchanged() -> bytes:
    text = parts()[ARROWS].decode()
    text = (
        text.replace("sheet2.xml", "sheetX.xml").replace("sheet3.xml", "sheet2.xml").replace("sheetX.xml", "sheet3.xml")
    )
    return write_archive(with_part(ARROWS, text.encode()))


def lines(change: Callable[..., tuple[xml.ManifestLine, ...]]) -> Edit:
    return lambda facts: replace(facts, lines=change(facts.lines))


def method(name: str) -> Edit:
    return lambda facts: replace(facts, method=name)


def times(text: str) -> Edit:
    return lambda facts: replace(facts, package_time=text, signing_time=text)


def digests(place: int) -> Edit:
    def change(facts: SignatureFacts) -> SignatureFacts:
        wrong = list(facts.digests)
        wrong[place] = xml.digest_of(b"something else")
        return replace(facts, digests=(wrong[0], wrong[1], wrong[2]))

    return change


def certificate(data: bytes) -> Edit:
    """Carry these bytes as the certificate, named rightly where they are one."""
    try:
        facts = opc.certificate_facts(x509.load_der_x509_certificate(data))
    except ValueError:
        whole = base64.b64encode(data).decode()
        facts = xml.CertificateFacts(whole, xml.digest_of(data), "CN=a", "1")
    return lambda before: replace(before, certificate=facts)


def selfmade(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    """A certificate by its own key, long enough to begin as those of our roots do."""
    name = keyring.office().certificate.subject
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, AT - timedelta(days=1), AT + timedelta(days=9))
    padded = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("long." * 12)]), critical=False)
    made = padded.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else SHA256())
    return made.public_bytes(Encoding.DER)


def unknown_curve() -> bytes:
    known = bytes.fromhex("06082a8648ce3d030107")
    made = selfmade(ec.generate_private_key(ec.SECP256R1()))
    assert known in made
    return made.replace(known, known[:-1] + b"\x7f")


def stranger() -> str:
    return opc.certificate_facts(
        keyring.certified(keyring.key("stranger"), keyring.OFFICE, "office", keyring.other_root())
    ).data


def by_a_stranger() -> bytes:
    made = keyring.certified(keyring.key("stranger"), keyring.OFFICE, "office", keyring.other_root())
    unsigned = {part: data for part, data in parts().items() if part not in package.PLUMBING}
    unsigned[ROOT_RELATIONSHIPS] = unsigned[ROOT_RELATIONSHIPS].replace(origin_arrow().encode(), b"")
    return opc.sign({**unsigned, CONTENT_TYPES: b""}, keyring.key("stranger"), made, AT)


def signed_at(later: timedelta) -> bytes:
    return resigned(parts(), times((AT + later).strftime(xml.TIME_FORMAT)))


def other_value() -> str:
    other = read_archive(signed(cover(number=2, previous_hash="a" * 64), rows()))
    return read_signature(other[SIGNATURE]).value
