"""Files that reach a desk and are no packets for it: sealed ones damaged, other programs' workbooks, bombs, rubbish."""

import gzip
import io
import random
import secrets
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import openpyxl
from cryptography import x509

from hn_desk.packets import agile, seal
from hn_desk.packets.archive import write_archive
from hn_desk.packets.container import SECTOR, read_container, write_container
from hn_desk.packets.sheet_profile import FIRST_DATA_ROW, ROW_LIMIT
from tests.packets import keyring, odd_sheets, tampering
from tests.packets.forged_signatures import signature
from tests.packets.real_packet import (
    COVER,
    GROUPS,
    Entry,
    cover,
    entries,
    office_sends,
    parts,
    real,
    resigned,
    signed,
    with_part,
    zipped,
)

Cases = dict[str, tuple[str, Callable[[], bytes]]]
FOREIGN = Path(__file__).with_name("foreign")
DDE = "=cmd|' /C calc'!A0"


def every_file(desk: x509.Certificate) -> Cases:
    """All kinds, each with the reason for which `collect` must refuse it; `desk` is the certificate of the desk."""
    inside = {
        **tampering.container(),
        **tampering.plumbing(),
        **signature(),
        **odd_sheets.workbook(),
        **odd_sheets.sheets(),
        **odd_sheets.cells(),
        **odd_sheets.contents(),
    }
    inside["a text file"] = ("seal-container", inside["a text file"][1])
    return {**inside, **sealed(desk), **foreign(), **bombs(), **rubbish(), **covers()}


def sealed(desk: x509.Certificate) -> Cases:
    """Damage to the encrypted layer, and packets that are sealed well around something else."""
    return {
        "sealed, cut off": ("seal-container", lambda: packet(desk)[:-SECTOR]),
        "sealed, a byte behind": ("seal-container", lambda: packet(desk) + b"\0"),
        "sealed, a sector behind": ("seal-container", lambda: packet(desk) + bytes(SECTOR)),
        "sealed, its directory damaged": ("seal-container", lambda: flipped(packet(desk), 2 * SECTOR + 5)),
        "sealed, its table damaged": ("seal-container", lambda: flipped(packet(desk), SECTOR + 9)),
        "sealed, a loop of sectors": (
            "seal-container",
            lambda: packet(desk)[:SECTOR] + struct.pack("<I", 0) * 128 + packet(desk)[2 * SECTOR :],
        ),
        "sealed, a million tables": (
            "seal-container",
            lambda: packet(desk)[:44] + struct.pack("<I", 1_000_000) + packet(desk)[48:],
        ),
        "sealed for another desk": ("seal-desk", lambda: seal.seal(real(), keyring.desk("SNV"), keyring.PASSWORD)),
        "sealed, another desk's certificate put in": (
            "seal-key",
            lambda: described(
                seal.seal(real(), keyring.desk("SNV"), keyring.PASSWORD), certificate=description(desk).certificate
            ),
        ),
        "sealed, the wrapped key damaged": (
            "seal-key",
            lambda: described(packet(desk), certificate_key=secrets.token_bytes(256)),
        ),
        "sealed, the key's proof damaged": (
            "seal-key",
            lambda: described(packet(desk), certificate_verifier=secrets.token_bytes(64)),
        ),
        "sealed, ten million rounds": (
            "seal-info",
            lambda: informed(packet(desk), b'spinCount="100000"', b'spinCount="10000000"'),
        ),
        "sealed, a document type": ("seal-info", lambda: informed(packet(desk), b"?>\r\n", b"?>\r\n<!DOCTYPE x>")),
        "sealed, an entity bomb": (
            "seal-info",
            lambda: informed(packet(desk), b"?>\r\n", b'?>\r\n<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>'),
        ),
        "sealed, another cipher": ("seal-info", lambda: informed(packet(desk), b'"AES"', b'"RC4"')),
        "sealed, a flipped bit": ("seal-integrity", lambda: package_flipped(packet(desk), 100)),
        "sealed, shortened": ("seal-integrity", lambda: repackaged(packet(desk), lambda data: data[:-16])),
        "sealed, a length that lies": (
            "seal-integrity",
            lambda: repackaged(packet(desk), lambda data: b"\xff" * 8 + data[8:]),
        ),
        "sealed rubbish": ("not-a-packet", lambda: seal.seal(b"rubbish" * 900, desk, keyring.PASSWORD)),
        "sealed twice": ("not-a-packet", lambda: seal.seal(packet(desk), desk, keyring.PASSWORD)),
        "sealed, a changed packet inside": (
            "zip-end",
            lambda: seal.seal(real()[:-30], desk, keyring.PASSWORD),
        ),
        "sealed, an ordinary workbook inside": (
            "zip-header",
            lambda: seal.seal(tampering.saved_by_openpyxl(), desk, keyring.PASSWORD),
        ),
    }


def foreign() -> Cases:
    """Files of other programs, as people send them."""
    return {
        "a workbook of openpyxl": ("zip-header", lambda: workbook(["Xin chào", 1])),
        "a workbook with formulas": ("zip-header", lambda: workbook(["=1+1", '=HYPERLINK("http://a")'])),
        "a workbook with DDE": ("zip-header", lambda: workbook([DDE, "+1", "-1", "@SUM(A1)"])),
        "a workbook of LibreOffice": ("zip-descriptor", lambda: (FOREIGN / "libreoffice.xlsx").read_bytes()),
        "an old workbook of LibreOffice": ("seal-container", lambda: (FOREIGN / "libreoffice.xls").read_bytes()),
        "an OpenDocument sheet": ("zip-name", lambda: (FOREIGN / "libreoffice.ods").read_bytes()),
        "a Word file": ("zip-header", word_file),
        "an archive with a packet in it": ("zip-header", lambda: archived({"GOI.xlsx": real()})),
        "an archive in an archive": ("zip-header", lambda: archived({"a.zip": archived({"b.zip": real()})})),
        "an archive with a name that climbs": ("zip-name", lambda: archived({"../../evil.xlsx": real()})),
        "an archive with a name of 200 letters": ("zip-name", lambda: archived({"ỷ" * 200 + ".xml": b"x"})),
        "a receipt of the city": ("seal-container", keyring.page),
        "a packed packet": ("seal-container", lambda: gzip.compress(real(), mtime=0)),
        "a list with commas": ("text-other", lambda: f"Họ tên,CCCD\n{DDE},001\n".encode()),
        "a web page named as a workbook": (
            "text-other",
            lambda: b"<html><table><tr><td>1</td></tr></table></html>",
        ),
    }


def bombs() -> Cases:
    """Files made to stop a computer."""
    return {
        "a million empty rows": ("sheet-cell", lambda: resigned(with_part(GROUPS, many(empty_row, 1_000_000)))),
        "200 000 rows that the cover doesn't count": (
            "rows-count",
            lambda: resigned(with_part(GROUPS, many(good_row, ROW_LIMIT))),
        ),
        "a million entities": ("xml-doctype", entity_bomb),
        "100 000 levels": (
            "sheet-shape",
            lambda: office_sends(GROUPS, "<sheetData>", "".join(f"<a{n}>" for n in range(100_000)) + "<sheetData>"),
        ),
        "200 000 attributes": (
            "sheet-attribute",
            lambda: office_sends(GROUPS, '<row r="4"', '<row r="4"' + "".join(f' a{n}="1"' for n in range(200_000))),
        ),
        "a part of 60 MB of spaces": ("zip-ratio", lambda: zipped([*entries(), Entry(b"xl/a.xml", b" " * (60 << 20))])),
        "an overlapping bomb": ("zip-gap", overlapping),
        "a part that is said to be 4 GB": ("zip-part-size", lambda: zipped(entries(size=0xFFFFFFFF))),
        "a text of 60 MB": ("text-size", lambda: b"A" * (60 << 20)),
        "a container of 64 MB of noughts": ("seal-container", lambda: packet_start() + bytes((64 << 20) - SECTOR)),
    }


def rubbish() -> Cases:
    """What else lies on a stick."""
    return {
        "an empty file": ("seal-container", lambda: b""),
        "one byte": ("seal-container", lambda: b"\0"),
        "noise": ("seal-container", lambda: random.Random(7).randbytes(50_000)),
        "noise that begins as a packet": ("zip-end", lambda: b"PK\x03\x04" + random.Random(7).randbytes(50_000)),
        "noise that begins as a sealed packet": (
            "seal-container",
            lambda: packet_start()[:8] + random.Random(7).randbytes(8192 - 8),
        ),
        "a program": ("seal-container", lambda: b"MZ" + bytes(5000)),
        "a shortcut": ("seal-container", lambda: b"L\0\0\0\x01\x14\x02\0" + bytes(1000)),
    }


def covers() -> Cases:
    """Well-made packets of a known office that are not for this desk, and names that hide something."""
    return {
        "a packet for another desk": ("desk-other", lambda: signed(cover(desk="VPUB"), {})),
        "a packet of real work": ("environment-other", lambda: signed(cover(environment="real"), {})),
        "a DDE formula": (
            "sheet-formula",
            lambda: office_sends(GROUPS, odd_sheets.VERSION, f'<c r="B4" s="2"><f>{DDE[1:]}</f><v>1</v></c>'),
        ),
        "a DDE link": (
            "types-untyped",
            lambda: write_archive(with_part("xl/externalLinks/externalLink1.xml", parts()[COVER])),
        ),
        "a decomposed name": (
            "cover-fact",
            lambda: office_sends(COVER, "Phường Hoàn Kiếm", unicodedata.normalize("NFD", "Phường Hoàn Kiếm")),
        ),
        "a name of 600 letters": ("cover-fact", lambda: office_sends(COVER, "Phường Hoàn Kiếm", "ỷ" * 600)),
        "a name over two lines": ("cover-fact", lambda: office_sends(COVER, "Phường Hoàn Kiếm", "Phường\nHoàn Kiếm")),
        "a number of nought": ("cover-fact", lambda: odd_sheets.sent(number=0)),
    }


@cache
def packet(desk: x509.Certificate) -> bytes:
    """The real packet, sealed for the desk."""
    return seal.seal(real(), desk, keyring.PASSWORD)


def description(desk: x509.Certificate) -> agile.Description:
    """What the sealed packet says of its keys."""
    return agile.read_description(read_container(packet(desk))[0])


def described(data: bytes, **changes: bytes) -> bytes:
    info, package = read_container(data)
    changed = replace(agile.read_description(info), **changes)
    return write_container(agile.write_description(changed), package)


def informed(data: bytes, old: bytes, new: bytes) -> bytes:
    info, package = read_container(data)
    assert old in info
    return write_container(info.replace(old, new, 1), package)


def repackaged(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    info, package = read_container(data)
    return write_container(info, change(package))


def package_flipped(data: bytes, place: int) -> bytes:
    return repackaged(data, lambda package: flipped(package, place))


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def packet_start() -> bytes:
    """The first sector of any sealed packet."""
    return write_container(b"info", bytes(5000))[:SECTOR]


def workbook(row: list[object]) -> bytes:
    book = openpyxl.Workbook()
    book.create_sheet().append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def word_file() -> bytes:
    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def archived(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()


def many(row: Callable[[int], str], count: int) -> bytes:
    """The sheet of groups with so many data rows."""
    text = parts()[GROUPS].decode()
    begin, end = text.index(f'<row r="{FIRST_DATA_ROW}">'), text.index("</sheetData>")
    rows = "".join(row(number) for number in range(FIRST_DATA_ROW, FIRST_DATA_ROW + count))
    return (text[:begin] + rows + text[end:]).encode()


def empty_row(number: int) -> str:
    return f'<row r="{number}"></row>'


def good_row(number: int) -> str:
    name = f'<c r="A{number}" s="1" t="inlineStr"><is><t>{number:08}-0000-0000-0000-000000000000</t></is></c>'
    facts = f'<c r="B{number}" s="2"><v>1</v></c><c r="C{number}" s="1" t="inlineStr"><is><t>put</t></is></c>'
    rest = "".join(f'<c r="{letter}{number}"/>' for letter in "DEFGH")
    return f'<row r="{number}">{name}{facts}{rest}</row>'


def entity_bomb() -> bytes:
    nested = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return office_sends(GROUPS, "<worksheet", f'<!DOCTYPE w [<!ENTITY a0 "a">{nested}]><worksheet')


def overlapping() -> bytes:
    """Two lines of the directory for the same bytes."""
    data = real()
    start = struct.unpack_from("<I", data, len(data) - 6)[0]
    end = len(data) - 22
    line = data[start:end]
    first = line[line.rindex(b"PK\1\2") :]
    name = first[46:]
    count = struct.unpack_from("<H", data, end + 8)[0] + 1
    other = name.replace(b".", b"2.", 1)
    again = first[:28] + struct.pack("<H", len(other)) + first[30:46] + other
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(line) + len(again), start, 0)
    return data[:start] + line + again + tail
