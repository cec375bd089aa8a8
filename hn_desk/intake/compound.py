"""A file in a file, as old Office documents are: the one stream of it that holds a workbook."""

import struct
from collections.abc import Iterator
from typing import Final

from hn_desk.intake.refusals import broken, unknown_kind

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY: Final = 128
_STREAM: Final = 2
_ROOT: Final = 5
_IN_HEADER: Final = 109
_LAST: Final = 0xFFFFFFFA
"""Numbers from here on are no sectors but marks, such as the end of a chain."""
_FREE: Final = 0xFFFFFFFF
_END: Final = 0xFFFFFFFE
_FAT: Final = 0xFFFFFFFD
_SECTOR: Final = 4096
_LEAST: Final = 4096
"""Bytes from which on a stream has sectors of its own."""
_SHIFTS: Final = (9, 12)
_NAMES: Final = ("workbook", "book")


def workbook_stream(data: bytes) -> bytes:
    """The records of the workbook; InputError for a damaged file or one that holds none."""
    try:
        return _Compound(data).workbook()
    except (struct.error, IndexError, ValueError) as error:
        raise broken() from error


def packed_anew(stream: bytes) -> bytes:
    """A file that holds the records of a workbook and nothing else, of which every number is right."""
    stream = stream.ljust(_LEAST, b"\0")
    count = -(-len(stream) // _SECTOR)
    fat_count = -(-(count + 1) // (_SECTOR // 4 - 1))
    fat = [*[_FAT] * fat_count, _END, *range(fat_count + 2, fat_count + 1 + count), _END]
    in_header = [*range(fat_count), *[_FREE] * (_IN_HEADER - fat_count)]
    header = struct.pack(
        f"<8s16xHHHHH6x9I{_IN_HEADER}I",
        *(MAGIC, 0x3E, 4, 0xFFFE, 12, 6, 1, fat_count, fat_count, 0, _LEAST, _END, 0, _END, 0, *in_header),
    )
    sectors = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_count * _SECTOR, b"\xff")
    directory = _entry("Root Entry", _ROOT, fat_count, 0, child=1)
    directory += _entry("Workbook", _STREAM, fat_count + 1, len(stream))
    parts = (header.ljust(_SECTOR, b"\0"), sectors, directory.ljust(_SECTOR, b"\0"), stream)
    return b"".join(parts).ljust((1 + fat_count + 1 + count) * _SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, length: int, *, child: int = _FREE) -> bytes:
    letters = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", letters, len(letters) + 2, kind, 1, _FREE, _FREE, child, start, length)


class _Compound:
    def __init__(self, data: bytes) -> None:
        self._data = data
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in _SHIFTS:
            raise ValueError(shift)
        self._size = 1 << shift
        self._fat = self._numbers(self._fat_sectors())

    def workbook(self) -> bytes:
        directory, cutoff, mini_fat = (
            *struct.unpack_from("<I", self._data, 48),
            *struct.unpack_from("<II", self._data, 56),
        )
        entries = list(self._entries(self._joined(directory)))
        root = next((entry for entry in entries if entry[1] == _ROOT), ("", _ROOT, _LAST, 0))
        found = next((one for name in _NAMES for one in entries if one[0] == name and one[1] == _STREAM), None)
        if found is None:
            raise unknown_kind()
        _name, _kind, start, length = found
        if length >= cutoff:
            return self._joined(start)[:length]
        return self._mini(start, length, self._joined(root[2]), self._numbers(self._chain(mini_fat)))

    def _fat_sectors(self) -> Iterator[int]:
        yield from (one for one in struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76) if one < _LAST)
        (sector,) = struct.unpack_from("<I", self._data, 68)
        for _turn in range(len(self._data) // self._size):
            if sector >= _LAST:
                return
            *more, sector = struct.unpack(f"<{self._size // 4}I", self._sector(sector))
            yield from (one for one in more if one < _LAST)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        part = self._data[start : start + self._size]
        if not part:
            raise IndexError(number)
        return part.ljust(self._size, b"\0")

    def _numbers(self, sectors: Iterator[int]) -> list[int]:
        joined = b"".join(map(self._sector, sectors))
        return list(struct.unpack(f"<{len(joined) // 4}I", joined))

    def _chain(self, start: int) -> Iterator[int]:
        """The sectors from `start` on; a chain that bites its tail is damaged."""
        for _turn in range(len(self._data) // self._size + 1):
            if start >= _LAST:
                return
            yield start
            start = self._fat[start]
        raise ValueError(start)

    def _joined(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start)))

    def _mini(self, start: int, length: int, stream: bytes, table: list[int]) -> bytes:
        parts: list[bytes] = []
        while start < _LAST and len(parts) <= len(table):
            parts.append(stream[start * 64 : start * 64 + 64])
            start = table[start]
        return b"".join(parts)[:length]

    def _entries(self, directory: bytes) -> Iterator[tuple[str, int, int, int]]:
        """Name, kind, first sector and length of everything in the file."""
        for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            (letters,) = struct.unpack_from("<H", directory, place + 64)
            name = directory[place : place + max(min(letters, 64) - 2, 0)].decode("utf-16-le", errors="replace")
            yield name.lower(), directory[place + 66], *struct.unpack_from("<II", directory, place + 116)
