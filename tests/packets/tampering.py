"""Hostile copies of a real packet, each with the one reason for which it must be refused."""

import base64
import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import openpyxl
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from hn_desk.packets import opc
from hn_desk.packets import package_parts as package
from hn_desk.packets import signature_xml as xml
from hn_desk.packets.archive import CONTENT_TYPES, read_archive, write_archive
from hn_desk.packets.package_parts import (
    ORIGIN,
    ORIGIN_RELATIONSHIPS,
    ROOT_RELATIONSHIPS,
    SIGNATURE,
    STYLES_PART,
    WORKBOOK,
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
    Entry,
    cover,
    edited,
    entries,
    office_sends,
    packed,
    parts,
    real,
    resigned,
    rows,
    signed,
    typed,
    with_part,
    without,
    zipped,
)

MEGABYTE = 1 << 20
TEXT = 's="1" t="inlineStr"><is><t>put</t></is></c>'
EXTRA_SHEET = "xl/worksheets/sheet5.xml"
SHEET_KIND = f'Type="{package.SHEET_KIND}"'


def container() -> dict[str, tuple[str, Callable[[], bytes]]]:
    """Changes to the ZIP file around the parts."""
    return {
        "a text file": ("not-a-packet", lambda: b"Xin chao" + real()),
        "a byte behind the end": ("zip-end", lambda: real() + b"\0"),
        "cut off": ("zip-end", lambda: real()[:-30]),
        "almost nothing": ("zip-end", lambda: real()[:10]),
        "a comment": ("zip-comment", lambda: zipped(entries(), comment=b"xin chao")),
        "a comment of no length": ("zip-comment", lambda: real()[:-2] + b"\1\0"),
        "two disks": ("zip-disks", lambda: zipped(entries(), disk=1)),
        "no entries": ("zip-count", lambda: real()[:-14] + b"\0\0\0\0" + real()[-10:]),
        "an entry uncounted": ("zip-count", lambda: zipped(entries(), count=len(parts()) - 1)),
        "an entry counted twice": ("zip-count", lambda: zipped(entries(), count=len(parts()) + 1)),
        "501 entries": ("zip-entries", lambda: zipped([Entry(f"xl/a{n}.xml".encode(), b"") for n in range(501)])),
        "a directory moved": ("zip-directory", lambda: real()[:-6] + bytes([real()[-6] ^ 1]) + real()[-5:]),
        "a directory overwritten": ("zip-directory", lambda: real().replace(b"PK\1\2", b"PK\1\3", 1)),
        "hidden bytes before the directory": ("zip-gap", lambda: zipped(entries(), gap=b"hidden")),
        "a hidden entry": ("zip-gap", lambda: zipped([*entries(), Entry(b"xl/evil.xml", b"x", is_hidden=True)])),
        "a hidden entry first": ("zip-gap", lambda: zipped([Entry(b"xl/evil.xml", b"x", is_hidden=True), *entries()])),
        "another clock": ("zip-header", lambda: zipped(entries(time=0x5000))),
        "saved by openpyxl": ("zip-header", saved_by_openpyxl),
        "headers that differ": ("zip-local", lambda: zipped(entries(local_crc=1))),
        "an extra field": ("zip-extra", lambda: zipped(entries(extra=b"\x01\x00\x00\x00"))),
        "sizes behind the data": ("zip-descriptor", lambda: zipped(entries(flags=8))),
        "an encrypted entry": ("zip-encrypted", lambda: zipped(entries(flags=1))),
        "bzip2": ("zip-method", lambda: zipped(entries(method=12))),
        "a name that climbs": ("zip-name", lambda: zipped([*entries(), Entry(b"../evil.xml", b"x")])),
        "an absolute name": ("zip-name", lambda: zipped([*entries(), Entry(b"/xl/evil.xml", b"x")])),
        "the same part in capitals": ("zip-duplicate", lambda: zipped([*entries(), Entry(b"xl/Workbook.xml", b"x")])),
        "the same part again": ("zip-duplicate", lambda: zipped([*entries(), Entry(WORKBOOK.encode(), b"x")])),
        "a part too large": ("zip-part-size", lambda: zipped(entries(size=65 * MEGABYTE))),
        "parts too large together": ("zip-total-size", parts_too_large),
        "a bomb": ("zip-ratio", lambda: zipped([*entries(), Entry(b"xl/bomb.xml", bytes(MEGABYTE))])),
        "a damaged part": ("zip-inflate", lambda: zipped(entries(packed=b"\xff" * 900))),
        "a part longer than it says": ("zip-inflate", lambda: zipped(entries(size=100))),
        "a part shorter than it says": ("zip-inflate", lambda: zipped(entries(size=9000))),
        "a wrong check sum": ("zip-crc", lambda: zipped(entries(crc=1))),
        "51 MB": ("zip-size", lambda: real() + bytes(51 * MEGABYTE)),
    }


def plumbing() -> dict[str, tuple[str, Callable[[], bytes]]]:
    """Changes to the XML, the content types and the relationships."""
    return {
        "UTF-16": (
            "xml-encoding",
            lambda: write_archive(with_part(WORKBOOK, parts()[WORKBOOK].decode().encode("utf-16"))),
        ),
        "broken UTF-8": ("xml-encoding", lambda: write_archive(with_part(COVER, parts()[COVER] + b"\xff"))),
        "a document type": ("xml-doctype", lambda: packed(WORKBOOK, "<workbook", "<!DOCTYPE workbook><workbook")),
        "an entity": ("xml-entity", lambda: packed(GROUPS, "<worksheet", '<!ENTITY a "b"><worksheet')),
        "a comment in the signature": (
            "xml-comment",
            lambda: packed(SIGNATURE, "<SignedInfo>", "<SignedInfo><!-- -->"),
        ),
        "a stylesheet": ("xml-instruction", lambda: packed(GROUPS, "<worksheet", "<?xml-stylesheet?><worksheet")),
        "CDATA": ("xml-broken", lambda: packed(GROUPS, "put", "<![CDATA[put]]>")),
        "broken types": ("xml-broken", lambda: packed(CONTENT_TYPES, "</Types>", "")),
        "a broken sheet": ("xml-broken", lambda: office_sends(GROUPS, "</worksheet>", "")),
        "a huge signature": ("xml-size", lambda: packed(SIGNATURE, "</Signature>", noise() + "</Signature>")),
        "no types": ("types-missing", lambda: write_archive(without(CONTENT_TYPES))),
        "a type twice": ("types-duplicate", lambda: twice(CONTENT_TYPES, "<Override", "/>")),
        "a type of nothing": (
            "types-phantom",
            lambda: write_archive(parts_but_types()),
        ),
        "a part without type": ("types-untyped", lambda: write_archive(with_part(EXTRA_SHEET, parts()[COVER]))),
        "a changed type": ("types-unknown", lambda: packed(CONTENT_TYPES, "worksheet+xml", "chartsheet+xml")),
        "macros": ("types-unknown", lambda: packed(CONTENT_TYPES, "sheet.main+xml", "macroEnabled.main+xml")),
        "a default added": (
            "types-shape",
            lambda: packed(CONTENT_TYPES, "<Default", '<Default Extension="x" ContentType="x/x"/><Default'),
        ),
        "another relationship form": ("rels-shape", lambda: packed(ROOT_RELATIONSHIPS, "/>", " />")),
        "a link to the outside": (
            "rels-external",
            lambda: packed(ARROWS, SHEET_KIND, f'{SHEET_KIND} TargetMode="External"'),
        ),
        "a template": ("rels-type", lambda: packed(ARROWS, package.SHEET_KIND, package.SHEET_KIND + "Template")),
        "an arrow number twice": ("rels-duplicate", lambda: packed(ARROWS, "rId02", "rId01")),
        "an arrow twice": ("rels-repeated", lambda: packed(ARROWS, "sheet2.xml", "sheet1.xml")),
        "an arrow into nothing": ("rels-target", lambda: packed(ARROWS, "sheet2.xml", "sheet9.xml")),
        "no origin": ("rels-orphan", lambda: write_archive(without(ORIGIN))),
        "a second workbook": (
            "workbook-parts",
            lambda: write_archive(
                with_part("xl/workbook2.xml", parts()[WORKBOOK]) | {CONTENT_TYPES: override("xl/workbook2.xml")}
            ),
        ),
        "31 parts": ("workbook-parts", many_parts),
        "a sheet added": ("rels-unreachable", lambda: write_archive(typed(with_part(EXTRA_SHEET, parts()[COVER])))),
        "no workbook": ("rels-document", lambda: packed(ROOT_RELATIONSHIPS, package.WORKBOOK, STYLES_PART)),
        "no arrow to the origin": ("rels-origin", lambda: packed(ROOT_RELATIONSHIPS, origin_arrow(), "")),
        "another origin": (
            "rels-origin",
            lambda: packed(ROOT_RELATIONSHIPS, f'Target="{ORIGIN}"', f'Target="{SIGNATURE}"'),
        ),
        "an origin with something in it": ("rels-origin", lambda: write_archive(with_part(ORIGIN, b"x"))),
        "no signature arrow": ("rels-signature", lambda: packed(ORIGIN_RELATIONSHIPS, "sig1.xml", "origin.sigs")),
        "not signed": (
            "signature-missing",
            lambda: write_archive({n: d for n, d in parts().items() if "_xmlsig" not in n}),
        ),
    }


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


def saved_by_openpyxl() -> bytes:
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(real())).save(stream)
    return stream.getvalue()


def parts_too_large() -> bytes:
    large = [Entry(f"xl/a{n}.xml".encode(), b"", size=60 * MEGABYTE, packed=bytes(400_000)) for n in range(4)]
    return zipped([*entries(), *large])


def many_parts() -> bytes:
    more = {f"xl/worksheets/sheet{number}.xml": parts()[COVER] for number in range(5, 30)}
    return write_archive(typed({**parts(), **more}))


def parts_but_types() -> dict[str, bytes]:
    types = typed(with_part(EXTRA_SHEET, b""))[CONTENT_TYPES]
    return {**parts(), CONTENT_TYPES: types}


def override(part: str) -> bytes:
    types = parts()[CONTENT_TYPES].decode()
    return types.replace(
        "</Types>", f'<Override PartName="/{part}" ContentType="{package.content_type(WORKBOOK)}"/></Types>'
    ).encode()


def twice(part: str, start: str, end: str) -> bytes:
    """The first piece from `start` to `end`, doubled."""
    text = parts()[part].decode()
    begin = text.index(start)
    piece = text[begin : text.index(end, begin) + len(end)]
    return packed(part, piece, piece + piece)


def noise() -> str:
    """More than a megabyte that doesn't shrink."""
    return "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(17_000))


def origin_arrow() -> str:
    text = parts()[ROOT_RELATIONSHIPS].decode()
    return text[text.index('<Relationship Id="rId02"') : text.index("</Relationships>")]


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
    name = keyring.office().certificate.subject
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, AT - timedelta(days=1), AT + timedelta(days=9))
    made = builder.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else SHA256())
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
