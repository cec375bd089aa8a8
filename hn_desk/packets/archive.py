"""The ZIP container of a packet: one fixed profile, written and read by own code. PACKET §3.1."""

import hashlib
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from hn_desk.packets.reasons import refuse

MEGABYTE: Final = 1 << 20
FILE_LIMIT: Final = 50 * MEGABYTE
PART_LIMIT: Final = 64 * MEGABYTE
TOTAL_LIMIT: Final = 200 * MEGABYTE
ENTRY_LIMIT: Final = 500
RATIO_LIMIT: Final = 200
CONTENT_TYPES: Final = "[Content_Types].xml"

_VERSION: Final = 20
_DEFLATE: Final = 8
_STORED: Final = 0
_TIME: Final = 0
_DAY: Final = 0x21
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_NAME: Final = re.compile(r"\[Content_Types\]\.xml|(?:[A-Za-z0-9_]+/){0,4}[A-Za-z0-9_]*(?:\.[A-Za-z0-9]+){1,2}")


@dataclass(frozen=True, slots=True)
class Packed:
    """A part already compressed while it was written, so that a large sheet never stands in memory unpacked."""

    data: bytes = field(repr=False)
    size: int
    crc: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the central directory."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int

    def local_header(self) -> bytes:
        """Build the only header that may stand before the data of this entry."""
        fields = (b"PK\x03\x04", _VERSION, 0, self.method, _TIME, _DAY, self.crc, self.packed, self.size)
        return _LOCAL.pack(*fields, len(self.name), 0) + self.name.encode("ascii")

    def central_header(self) -> bytes:
        """Build the only line that may stand for this entry in the central directory."""
        fields = (b"PK\x01\x02", _VERSION, _VERSION, 0, self.method, _TIME, _DAY, self.crc, self.packed, self.size)
        return _CENTRAL.pack(*fields, len(self.name), 0, 0, 0, 0, 0, self.offset) + self.name.encode("ascii")


class Packer:
    """Compresses one part piece by piece, counting and hashing what goes in."""

    def __init__(self) -> None:
        self._deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        self._hash = hashlib.sha256()
        self._pieces: list[bytes] = []
        self._size = 0
        self._crc = 0

    def write(self, piece: bytes) -> None:
        """Add `piece` to the part."""
        self._size += len(piece)
        self._crc = zlib.crc32(piece, self._crc)
        self._hash.update(piece)
        self._pieces.append(self._deflate.compress(piece))

    def finish(self) -> Packed:
        """Close the part; nothing may be written after."""
        data = b"".join([*self._pieces, self._deflate.flush()])
        return Packed(data, self._size, self._crc, self._hash.digest())


def pack(part: bytes | Packed) -> Packed:
    """Compress `part` unless it is so already."""
    if isinstance(part, Packed):
        return part
    packer = Packer()
    packer.write(part)
    return packer.finish()


def write_archive(parts: Mapping[str, bytes | Packed]) -> bytes:
    """Pack `parts` in their order; the same parts give the same bytes, whatever the day.

    What the reader would refuse as too large is refused here: PacketError says to split it.
    """
    body: list[bytes] = []
    entries: list[_Entry] = []
    offset = 0
    for name, part in parts.items():
        packed = pack(part)
        entry = _Entry(name, _DEFLATE, packed.crc, len(packed.data), packed.size, offset)
        body += [entry.local_header(), packed.data]
        entries.append(entry)
        offset += len(body[-2]) + len(packed.data)
    _check_sizes(entries)
    central = b"".join(entry.central_header() for entry in entries)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(central), offset, 0)
    return _limited(b"".join([*body, central, end]))


def read_archive(data: bytes) -> dict[str, bytes]:
    """Unpack `data` if it is just what `write_archive` writes; PacketError with a `zip-…` reason otherwise."""
    if not data.startswith(b"PK\x03\x04"):
        raise refuse("not-a-packet")
    start, count = _read_end(_limited(data))
    entries = list(_read_directory(data, start, count))
    _check_names(entries)
    _check_sizes(entries)
    _check_places(data, entries, start)
    return {entry.name: _unpack(data, entry) for entry in entries}


def _limited(data: bytes) -> bytes:
    if len(data) > FILE_LIMIT:
        raise refuse("zip-size", limit=FILE_LIMIT // MEGABYTE)
    return data


def _read_end(data: bytes) -> tuple[int, int]:
    """Where the central directory starts and how many lines it has."""
    position = len(data) - _END.size
    if position < 0 or data[position : position + 4] != b"PK\x05\x06":
        raise refuse("zip-comment" if _has_comment(data) else "zip-end")
    _, disk, first, here, count, size, start, comment = _END.unpack_from(data, position)
    if comment:
        raise refuse("zip-comment")
    if disk or first:
        raise refuse("zip-disks")
    if here != count or not count:
        raise refuse("zip-count")
    if count > ENTRY_LIMIT:
        raise refuse("zip-entries", limit=ENTRY_LIMIT)
    if start + size != position:
        raise refuse("zip-directory")
    return start, count


def _has_comment(data: bytes) -> bool:
    position = data.rfind(b"PK\x05\x06")
    if position < 0 or len(data) - position < _END.size:
        return False
    return bool(position + _END.size + int(_END.unpack_from(data, position)[7]) == len(data))


def _read_directory(data: bytes, start: int, count: int) -> Iterator[_Entry]:
    position, stop = start, len(data) - _END.size
    for _line in range(count):
        if stop - position < _CENTRAL.size:
            raise refuse("zip-count")
        entry, position = _read_line(data, position)
        yield entry
    if position != stop:
        raise refuse("zip-count")


def _read_line(data: bytes, position: int) -> tuple[_Entry, int]:
    """One line of the directory and where the next one starts; every field but the entry's own is a constant."""
    header = _CENTRAL.unpack_from(data, position)
    if header[0] != b"PK\x01\x02":
        raise refuse("zip-directory")
    named = position + _CENTRAL.size
    raw = data[named : named + header[10]]
    name = raw.decode("ascii", "replace")
    if not _NAME.fullmatch(name) or len(raw) != header[10]:
        raise refuse("zip-name")
    entry = _Entry(name, header[4], header[7], header[8], header[9], header[16])
    _check_flags(name, header[3])
    if header[11] or header[12]:
        raise refuse("zip-extra", part=name)
    if header[4] not in (_DEFLATE, _STORED):
        raise refuse("zip-method", part=name)
    if entry.central_header() != data[position : named + len(raw)]:
        raise refuse("zip-header", part=name)
    return entry, named + len(raw)


def _check_flags(name: str, flags: int) -> None:
    if flags & 1:
        raise refuse("zip-encrypted", part=name)
    if flags & 8:
        raise refuse("zip-descriptor", part=name)


def _check_names(entries: list[_Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.name.lower() in seen:
            raise refuse("zip-duplicate", part=entry.name)
        seen.add(entry.name.lower())


def _check_sizes(entries: list[_Entry]) -> None:
    for entry in entries:
        if entry.size > PART_LIMIT:
            raise refuse("zip-part-size", part=entry.name, limit=PART_LIMIT // MEGABYTE)
        if entry.size > RATIO_LIMIT * max(entry.packed, 1):
            raise refuse("zip-ratio", part=entry.name)
    if sum(entry.size for entry in entries) > TOTAL_LIMIT:
        raise refuse("zip-total-size", limit=TOTAL_LIMIT // MEGABYTE)


def _check_places(data: bytes, entries: list[_Entry], start: int) -> None:
    """Entries lie in the directory's order from byte 0 to the directory, each behind its only possible header."""
    expected = 0
    for entry in entries:
        if entry.offset != expected:
            raise refuse("zip-gap")
        header = entry.local_header()
        if data[expected : expected + len(header)] != header:
            raise refuse("zip-local", part=entry.name)
        expected += len(header) + entry.packed
    if expected != start:
        raise refuse("zip-gap")


def _unpack(data: bytes, entry: _Entry) -> bytes:
    begin = entry.offset + _LOCAL.size + len(entry.name)
    packed = data[begin : begin + entry.packed]
    part = _inflate(packed, entry) if entry.method == _DEFLATE else packed
    if len(part) != entry.size:
        raise refuse("zip-inflate", part=entry.name)
    if zlib.crc32(part) != entry.crc:
        raise refuse("zip-crc", part=entry.name)
    return part


def _inflate(packed: bytes, entry: _Entry) -> bytes:
    """Unpack at most one byte more than promised."""
    inflate = zlib.decompressobj(-15)
    try:
        part = inflate.decompress(packed, entry.size + 1)
    except zlib.error as error:
        raise refuse("zip-inflate", part=entry.name) from error
    if not inflate.eof or inflate.unused_data or inflate.unconsumed_tail:
        raise refuse("zip-inflate", part=entry.name)
    return part
