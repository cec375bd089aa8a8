"""The search of a stolen disk finds a planted person in every wrapping, wherever it begins, and nobody else."""

import base64
import bz2
import gzip
import io
import json
import lzma
import quopri
import random
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.journeys.planted import Planted, numbers, planted
from tests.stolen import Search, folded

SEED = 20261120


def a_search() -> Search:
    return Search(numbers())


def zipped(data: bytes, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a/word.xml", b"<w>" + data + b"</w>")
    return out.getvalue()


def bare(data: bytes) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


def pdf(data: bytes) -> bytes:
    inner = base64.a85encode(zlib.compress(b"BT (" + data + b") Tj ET"), wrapcol=76) + b"~>"
    return b"%PDF-1.4\n4 0 obj << /Filter [ /ASCII85Decode /FlateDecode ] >>\nstream\n" + inner + b"\nendstream"


def xml(one: str, shape: str) -> bytes:
    return "".join(shape.format(ord(letter)) for letter in one).encode()


def octal(data: bytes) -> bytes:
    return b"".join(b"\\%03o" % byte for byte in data)


WRAPPED: dict[str, Callable[[str], bytes]] = {
    "UTF-8": lambda one: one.encode(),
    "UTF-16LE": lambda one: one.encode("utf-16-le"),
    "UTF-16BE": lambda one: one.encode("utf-16-be"),
    "NFD": lambda one: unicodedata.normalize("NFD", one).encode(),
    "folded": lambda one: folded(one),
    "capitals": lambda one: one.upper().encode(),
    "JSON": lambda one: json.dumps(one).encode(),
    "JSON, capitals": lambda one: "".join(f"\\u{ord(letter):04X}" for letter in one).encode(),
    "percent": lambda one: quote(one).encode(),
    "percent, every byte": lambda one: "".join(f"%{byte:02x}" for byte in one.encode()).encode(),
    "XML, decimal": lambda one: xml(one, "&#{0};"),
    "XML, hex": lambda one: xml(one, "&#x{0:x};"),
    "quoted-printable": lambda one: quopri.encodestring(one.encode()),
    "octal": lambda one: octal(one.encode()),
    "hex": lambda one: one.encode().hex().encode(),
    "hex of UTF-16": lambda one: b"<FEFF" + one.encode("utf-16-be").hex().upper().encode() + b">",
    **{f"base64 {n}": lambda one, n=n: base64.b64encode(b"x" * n + one.encode()) for n in range(3)},  # type: ignore[misc]
    "base64 of UTF-16": lambda one: base64.b64encode(one.encode("utf-16-le")),
    "base64 for URLs": lambda one: base64.urlsafe_b64encode(one.encode()),
    "base64 in lines": lambda one: base64.encodebytes(b"y" * 50 + one.encode()),
    "zlib": lambda one: zlib.compress(one.encode()),
    "deflate": lambda one: bare(one.encode()),
    "gzip": lambda one: gzip.compress(one.encode()),
    "bz2": lambda one: bz2.compress(one.encode()),
    "xz": lambda one: lzma.compress(one.encode()),
    "ZIP": lambda one: zipped(one.encode()),
    "ZIP in a ZIP": lambda one: zipped(zipped(one.encode())),
    "stored ZIP": lambda one: zipped(one.encode("utf-16-le"), method=zipfile.ZIP_STORED),
    "PDF": lambda one: pdf(one.encode()),
    "UTF-16 in base64 in gzip": lambda one: gzip.compress(base64.b64encode(one.encode("utf-16-le"))),
}
PARTS: dict[str, Callable[[Planted], str]] = {
    "name": lambda one: one.name,
    "word": lambda one: one.name.split()[1],
    "ID number": lambda one: one.id_number,
    "phone": lambda one: one.phone,
    "address": lambda one: one.address,
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("way", WRAPPED)
def test_a_clear_file_left_behind_is_found(way: str, part: str) -> None:
    chance = random.Random(f"{way} {part}")
    one = chance.choice(planted())
    before, after = chance.randbytes(chance.randrange(9_000)), chance.randbytes(200)
    left = before + WRAPPED[way](PARTS[part](one)) + after
    found = a_search().found([("office.db", chance.randbytes(20_000)), ("home/~temp.part", left)])
    assert {find.file for find in found} == {"home/~temp.part"}


@pytest.mark.parametrize("part", PARTS)
def test_a_file_named_after_somebody_is_found(part: str) -> None:
    assert a_search().found([(f"tmp/{PARTS[part](planted()[7])}.pdf", b"")])


def test_another_word_is_looked_for_when_asked() -> None:
    left = [("tmp/x", b"\0" * 5_000 + "Đỗ Thị Mai".encode("utf-16-le"))]
    assert a_search().found(left) == []
    assert Search(numbers(), (folded("Đỗ Thị Mai"),)).found(left)


def test_random_bytes_are_nobody() -> None:
    assert a_search().found([("x", random.Random(SEED).randbytes(1_000_000))]) == []


def test_a_person_in_a_block_that_came_late_is_found_though_the_rest_was_seen() -> None:
    search, noise = a_search(), random.Random(SEED).randbytes(40_000)
    assert search.found([("x", noise)]) == []
    changed = noise[:20_000] + planted()[3].name.encode() + noise[20_100:]
    assert search.found([("x", changed)])
