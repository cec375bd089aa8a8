"""Search the copy of a disk for planted people, in every spelling and wrapping that a program or a format could use.

Nothing of the program is used here. What is looked for is made so that a search is cheap: every planted word holds
`MARK`, every planted number is one of a set. Everything found is unwrapped and searched again: escapes of JSON, XML,
URLs, PDF and mail, base64, base85, hex, ZIP members, zlib, gzip, bz2 and raw deflate streams at any offset.
"""

import base64
import binascii
import bz2
import lzma
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from html import unescape

MARK = "zquayxh"
"""Stands in every planted word, once marks are taken away."""
WINDOW = 4096
OVERLAP = 1024
"""How much of the next window each one sees, so that nothing is cut in two."""
MOST_INFLATED = 4 * 1024 * 1024
DEEPEST = 4
SMALL = 128 * 1024
"""In files up to this size raw deflate is tried at every byte, in larger ones where a ZIP says that it begins."""

_DIGITS = re.compile(rb"[0-9]{10,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{14,}={0,2}")
_HEX = re.compile(rb"[0-9a-fA-F]{20,}")
_BASE85 = re.compile(rb"[!-uz\s]{20,}~>")
_PERCENT = re.compile(rb"[%=\\]x?([0-9a-fA-F]{2})")
_OCTAL = re.compile(rb"\\([0-7]{3})")
_UNICODE = re.compile(r"\\+(?:u\{([0-9a-fA-F]{2,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_BREAKS = re.compile(rb"=?\r?\n[ \t]*")


@dataclass(frozen=True)
class Find:
    """A planted word or number: in which file, through which wrappings from outside in."""

    file: str
    way: tuple[str, ...]


@dataclass
class Search:
    """A search over many copies of the same files; what was looked at once is not looked at again."""

    numbers: frozenset[bytes]
    words: tuple[bytes, ...] = (MARK.encode(),)
    """Folded, in small letters."""
    seen: set[bytes] = field(default_factory=set)

    def found(self, files: Iterable[tuple[str, bytes]]) -> list[Find]:
        """What stands in these files or in their names."""
        return [Find(name, way) for name, data in files for way in self._in_file(name, data)]

    def _in_file(self, name: str, data: bytes) -> Iterator[tuple[str, ...]]:
        if self._is_new(name.encode(), b"name") and self._tells(folded(name)):
            yield ("name of the file",)
        if self._is_new(data, b"file"):
            yield from self._in_bytes(data, ())

    def _in_bytes(self, data: bytes, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The ways to what is found in `data`; pieces seen before at this depth are passed over."""
        for start in range(0, max(len(data), 1), WINDOW):
            window = data[start : start + WINDOW + OVERLAP]
            if not self._is_new(window, b"depth %d" % len(way)):
                continue
            for kind, view in _texts(window):
                if self._tells(view):
                    yield (*way, kind)
            if len(way) < DEEPEST:
                for kind, inner in _unwrapped(window):
                    yield from self._in_bytes(inner, (*way, kind))
                for kind, inner in _inflated(data, start, start + WINDOW, is_bare=not way and len(data) <= SMALL):
                    yield from self._in_bytes(inner, (*way, kind))

    def _tells(self, view: bytes) -> bool:
        if any(word in view for word in self.words):
            return True
        return any(number in run for run in _DIGITS.findall(view) for number in self._near(run))

    def _near(self, run: bytes) -> Iterable[bytes]:
        return self.numbers if len(run) > 12 else self.numbers & {run[a:b] for a in range(3) for b in range(10, 13)}

    def _is_new(self, data: bytes, looked_at_as: bytes) -> bool:
        key = blake2b(data, digest_size=16, person=looked_at_as).digest()
        is_new = key not in self.seen
        self.seen.add(key)
        return is_new


def folded(text: str) -> bytes:
    """Letters without marks and case, digits and signs; everything else dropped."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    return plain.encode("ascii", "ignore")


def _texts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """`data` read as text in every way, folded; also with its escapes of letters undone."""
    readings = [("UTF-8", data.decode("utf-8", "ignore"))]
    for code in ("utf-16-le", "utf-16-be"):
        readings += [(code.upper(), data[start:].decode(code, "ignore")) for start in (0, 1)]
    for kind, text in readings:
        yield kind, folded(text)
        if "\\u" in text or "\\U" in text or "u{" in text:
            yield f"{kind}, \\u escapes", folded(_UNICODE.sub(_letter, text))
        if "&#" in text:
            yield f"{kind}, XML references", folded(unescape(text))


def _letter(match: re.Match[str]) -> str:
    number = int(match[1] or match[2] or match[3], 16)
    return chr(number) if number < 0x110000 else ""


def _unwrapped(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What is written in `data` by other letters."""
    if _PERCENT.search(data):
        yield "percent, quoted-printable or \\x", _PERCENT.sub(_byte, _BREAKS.sub(b"", data))
    if _OCTAL.search(data):
        yield "octal", _OCTAL.sub(lambda match: bytes([int(match[1], 8) & 255]), data)
    for lines in {data, _BREAKS.sub(b"", data)}:
        for run in _HEX.findall(lines):
            yield from (("hex", _unhexed(run[start:])) for start in (0, 1))
        for run in _BASE64.findall(lines):
            yield from (("base64", _unbased(run[start:])) for start in range(4))
    for run in _BASE85.findall(data) if b"~>" in data else ():
        yield from (("base85", _unbased85(run.rsplit(start, 1)[-1])) for start in (b"stream", b"<~"))


def _byte(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)])


def _unhexed(run: bytes) -> bytes:
    return binascii.unhexlify(run[: len(run) // 2 * 2])


def _unbased(run: bytes) -> bytes:
    letters = run.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    return base64.b64decode(letters + b"A" * (-len(letters) % 4))


def _unbased85(run: bytes) -> bytes:
    try:
        return base64.a85decode(run.removesuffix(b"~>"))
    except ValueError:
        return b""


def _inflated(data: bytes, start: int, end: int, *, is_bare: bool) -> Iterator[tuple[str, bytes]]:
    """Streams that begin in this part of `data`, unpacked as far as they go."""
    for kind, sign, unpack in _KINDS:
        place = data.find(sign, start, end + len(sign))
        while place >= 0:
            yield from _filled(kind, unpack(data[place:]))
            place = data.find(sign, place + 1, end + len(sign))
    if is_bare:
        for place in range(start, min(end, len(data))):
            if data[place] & 6 in (2, 4):
                yield from _filled("deflate", _inflate(data[place:], -zlib.MAX_WBITS))


def _filled(kind: str, inner: bytes) -> Iterator[tuple[str, bytes]]:
    if len(inner) > len(MARK):
        yield kind, inner


def _inflate(data: bytes, bits: int) -> bytes:
    """What a stream gives until it ends or breaks; a broken one gives what came before."""
    stream, out, place = zlib.decompressobj(bits), b"", 0
    try:
        while place < len(data) and len(out) < MOST_INFLATED and not stream.eof:
            out += stream.decompress(data[place : place + 256], MOST_INFLATED)
            place += 256
    except zlib.error:
        pass
    return out


def _member(data: bytes) -> bytes:
    """The content of a ZIP's member, from its local header on."""
    body = 30 + int.from_bytes(data[26:28], "little") + int.from_bytes(data[28:30], "little")
    return _inflate(data[body:], -zlib.MAX_WBITS)


def _unpacked(stream: bz2.BZ2Decompressor | lzma.LZMADecompressor, data: bytes) -> bytes:
    try:
        return stream.decompress(data, MOST_INFLATED)
    except (OSError, EOFError, lzma.LZMAError):
        return b""


def _zlib(data: bytes) -> bytes:
    return _inflate(data, zlib.MAX_WBITS)


_KINDS: tuple[tuple[str, bytes, Callable[[bytes], bytes]], ...] = (
    *(("zlib", bytes([0x78, level]), _zlib) for level in (0x01, 0x5E, 0x9C, 0xDA)),
    ("gzip", b"\x1f\x8b\x08", lambda data: _inflate(data, zlib.MAX_WBITS | 16)),
    ("ZIP", b"PK\x03\x04", _member),
    ("bz2", b"BZh", lambda data: _unpacked(bz2.BZ2Decompressor(), data)),
    ("xz", b"\xfd7zXZ\x00", lambda data: _unpacked(lzma.LZMADecompressor(), data)),
)
