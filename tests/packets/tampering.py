"""Hostile copies of a real packet, each with the one reason for which it must be refused."""

import hashlib
import io
from collections.abc import Callable

import openpyxl

from hn_desk.packets import package_parts as package
from hn_desk.packets.archive import CONTENT_TYPES, write_archive
from hn_desk.packets.package_parts import (
    ORIGIN,
    ORIGIN_RELATIONSHIPS,
    ROOT_RELATIONSHIPS,
    SIGNATURE,
    STYLES_PART,
    WORKBOOK,
)
from hn_desk.packets.package_parts import WORKBOOK_RELATIONSHIPS as ARROWS
from tests.packets.real_packet import (
    COVER,
    GROUPS,
    Entry,
    entries,
    office_sends,
    packed,
    parts,
    real,
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
