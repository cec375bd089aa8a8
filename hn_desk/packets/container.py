"""The compound file around an encrypted workbook: one fixed layout, and a reader that accepts only that layout.

Sectors of 512 bytes: table of sectors, its overflow, directory (3), small table (1), small streams, the package.
The reader takes the two streams out and writes the file again: every other byte must come out the same. [MS-CFB]
"""

import struct
from dataclasses import dataclass
from typing import Final

from hn_desk.packets.reasons import refuse

SECTOR: Final = 512
SMALL: Final = 64
CUTOFF: Final = 4096
"""Streams shorter than this lie among the small ones: the description must, the package must not."""
LARGEST: Final = 64 * 1024 * 1024
_PER_TABLE: Final = SECTOR // 4
_IN_HEADER: Final = 109
_DIRECTORY_SECTORS: Final = 3
_OVERFLOW, _TABLE, _END, _FREE = 0xFFFFFFFC, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_INFO_ENTRY, _PACKAGE_ENTRY = 9, 10
_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the directory; `links` are its left and right neighbour and its first child."""

    name: str
    kind: int
    links: tuple[int, int, int] = (_FREE, _FREE, _FREE)
    start: int = 0
    size: int = 0
    is_red: bool = False


@dataclass(frozen=True, slots=True)
class _Layout:
    """How many sectors each part takes."""

    tables: int
    overflows: int
    smalls: int
    package: int

    @property
    def directory(self) -> int:
        """The first sector of the directory."""
        return self.tables + self.overflows


def write_container(info: bytes, package: bytes) -> bytes:
    """Lay out the compound file; ValueError when the description is too long or the package too short for it."""
    if not len(info) < CUTOFF <= len(package):
        raise ValueError("description or package of a wrong size")
    small = [*_fixed_streams(), info]
    layout = _layout(sum(_blocks(len(stream), SMALL) for stream in small), len(package))
    content = b"".join(_padded(stream, SMALL) for stream in small)
    parts = (
        _header(layout),
        _tables(layout),
        _directory(layout, small, package),
        _small_table(small),
        _padded(content, SECTOR),
        _padded(package, SECTOR),
    )
    return b"".join(parts)


def read_container(data: bytes) -> tuple[bytes, bytes]:
    """The description and the package of a file that `write_container` made, byte for byte; PacketError otherwise."""
    if not 8 * SECTOR <= len(data) <= LARGEST or len(data) % SECTOR or not data.startswith(_MAGIC):
        raise refuse("seal-container")
    (tables,) = struct.unpack_from("<I", data, 44)
    directory = SECTOR * (1 + tables + _overflows(tables))
    if directory + SECTOR * _DIRECTORY_SECTORS > len(data):
        raise refuse("seal-container")
    info_size, package_size = (
        struct.unpack_from("<Q", data, directory + 128 * entry + 120)[0] for entry in (_INFO_ENTRY, _PACKAGE_ENTRY)
    )
    if not info_size < CUTOFF <= package_size <= len(data):
        raise refuse("seal-container")
    small = directory + SECTOR * (_DIRECTORY_SECTORS + 1)
    before = SMALL * sum(_blocks(len(stream), SMALL) for stream in _fixed_streams())
    info = data[small + before : small + before + info_size]
    start = small + _blocks(before + SMALL * _blocks(info_size, SMALL), SECTOR) * SECTOR
    package = data[start : start + package_size]
    if len(package) < CUTOFF or write_container(info, package) != data:
        raise refuse("seal-container")
    return info, package


def _fixed_streams() -> list[bytes]:
    """The data spaces that tell a reader which transform was used. [MS-OFFCRYPTO] 2.3.4.1–2.3.4.4."""
    versions = struct.pack("<6H", 1, 0, 1, 0, 1, 0)
    space, transform = "StrongEncryptionDataSpace", "StrongEncryptionTransform"
    entry = struct.pack("<II", 1, 0) + _lettered("EncryptedPackage") + _lettered(space)
    identity = _lettered("{FF9A3F03-56EF-4613-BDD5-5A41C1D07246}")
    return [
        _lettered("Microsoft.Container.DataSpaces") + versions,
        struct.pack("<III", 8, 1, len(entry) + 4) + entry,
        struct.pack("<II", 8, 1) + _lettered(transform),
        struct.pack("<II", len(identity) + 8, 1)
        + identity
        + _lettered("Microsoft.Container.EncryptionTransform")
        + versions
        + struct.pack("<IIII", 0, 0, 0, 4),
    ]


def _lettered(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded)) + _padded(encoded, 4)


def _blocks(size: int, block: int) -> int:
    return -(-size // block)


def _padded(data: bytes, block: int) -> bytes:
    return data.ljust(_blocks(len(data), block) * block, b"\0")


def _overflows(tables: int) -> int:
    return max(0, _blocks(tables - _IN_HEADER, _PER_TABLE - 1))


def _layout(small_blocks: int, package_size: int) -> _Layout:
    smalls, package = _blocks(small_blocks * SMALL, SECTOR), _blocks(package_size, SECTOR)
    content = _DIRECTORY_SECTORS + 1 + smalls + package
    tables = 1
    while tables * _PER_TABLE < tables + _overflows(tables) + content:
        tables += 1
    return _Layout(tables, _overflows(tables), smalls, package)


def _header(layout: _Layout) -> bytes:
    first_overflow = layout.tables if layout.overflows else _END
    fields = struct.pack(
        "<8s16x5H6x9I",
        _MAGIC,
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, layout.tables, layout.directory, 0, CUTOFF, layout.directory + _DIRECTORY_SECTORS, 1),
        *(first_overflow, layout.overflows),
    )
    numbers = list(range(min(layout.tables, _IN_HEADER)))
    return fields + _numbers(numbers, _IN_HEADER)


def _numbers(numbers: list[int], length: int) -> bytes:
    return struct.pack(f"<{length}I", *numbers, *[_FREE] * (length - len(numbers)))


def _chain(first: int, length: int) -> list[int]:
    return [*range(first + 1, first + length), _END]


def _tables(layout: _Layout) -> bytes:
    small_table = layout.directory + _DIRECTORY_SECTORS
    numbers = [_TABLE] * layout.tables + [_OVERFLOW] * layout.overflows
    numbers += [*_chain(layout.directory, _DIRECTORY_SECTORS), _END]
    numbers += _chain(small_table + 1, layout.smalls) + _chain(small_table + 1 + layout.smalls, layout.package)
    return _numbers(numbers, layout.tables * _PER_TABLE) + _overflow(layout)


def _overflow(layout: _Layout) -> bytes:
    sectors = b""
    for number in range(layout.overflows):
        first = _IN_HEADER + number * (_PER_TABLE - 1)
        listed = list(range(first, min(first + _PER_TABLE - 1, layout.tables)))
        following = layout.tables + number + 1 if number + 1 < layout.overflows else _END
        sectors += _numbers(listed, _PER_TABLE - 1) + struct.pack("<I", following)
    return sectors


def _small_table(small: list[bytes]) -> bytes:
    numbers: list[int] = []
    for stream in small:
        numbers += _chain(len(numbers), _blocks(len(stream), SMALL))
    return _numbers(numbers, _PER_TABLE)


def _directory(layout: _Layout, small: list[bytes], package: bytes) -> bytes:
    starts = [0]
    for stream in small:
        starts.append(starts[-1] + _blocks(len(stream), SMALL))
    version, spaces, space, primary, info = zip(starts, map(len, small), strict=False)
    first_small = layout.directory + _DIRECTORY_SECTORS + 1
    entries = [
        _Entry("Root Entry", _ROOT, (_FREE, _FREE, _INFO_ENTRY), first_small, starts[-1] * SMALL),
        _Entry("\x06DataSpaces", _STORAGE, (_FREE, _FREE, 3)),
        _Entry("Version", _STREAM, (_FREE, _FREE, _FREE), *version),
        _Entry("DataSpaceMap", _STREAM, (2, 4, _FREE), *spaces),
        _Entry("DataSpaceInfo", _STORAGE, (_FREE, 6, 5)),
        _Entry("StrongEncryptionDataSpace", _STREAM, (_FREE, _FREE, _FREE), *space),
        _Entry("TransformInfo", _STORAGE, (_FREE, _FREE, 7), is_red=True),
        _Entry("StrongEncryptionTransform", _STORAGE, (_FREE, _FREE, 8)),
        _Entry("\x06Primary", _STREAM, (_FREE, _FREE, _FREE), *primary),
        _Entry("EncryptionInfo", _STREAM, (1, _PACKAGE_ENTRY, _FREE), *info),
        _Entry("EncryptedPackage", _STREAM, (_FREE, _FREE, _FREE), first_small + layout.smalls, len(package)),
    ]
    unused = struct.pack("<66x2x3I48x", _FREE, _FREE, _FREE)
    return b"".join(map(_entry, entries)) + unused


def _entry(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    colour = 0 if entry.is_red else 1
    return struct.pack(
        "<64sHBB3I16x4x16xIQ", name, len(name) + 2, entry.kind, colour, *entry.links, entry.start, entry.size
    )
