"""Which libraries the program files of a tree ask for, and whether a bare Windows 10 finds each of them there."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import PurePosixPath
from typing import Final

from installer.pinned import BuildError

ENDINGS: Final = (".exe", ".dll", ".pyd")
OPTIONAL_64: Final = 0x20B
IMPORTS: Final = 1
DESCRIPTOR: Final = 20
SECTION: Final = 40


@dataclass(frozen=True, slots=True)
class Places:
    """Where libraries are found: Windows' own names, what the loader holds already, and folder → folder also searched.

    A name that ends with `*` stands for all that begin so.
    """

    windows: tuple[str, ...]
    loaded: frozenset[str]
    also: Mapping[str, str]

    def finds(self, wanted: str, program: str, tree: frozenset[str]) -> bool:
        """Whether the program file at the path `program` finds the library `wanted` (lower case) in `tree`."""
        if wanted in self.loaded or any(_fits(wanted, name) for name in self.windows):
            return True
        folder = str(PurePosixPath(program).parent).lower()
        more = [place for begin, place in self.also.items() if folder.startswith(begin.lower())]
        folders = [folder, ".", *(place.lower() for place in more)]
        return any(str(PurePosixPath(place) / wanted) in tree for place in folders)


def check(files: Mapping[str, bytes], places: Places) -> None:
    """BuildError naming each program file that asks for a library it would not find."""
    tree = frozenset(path.lower() for path in files)
    missing = [
        f"{path}: {name} is neither Windows' own nor where it is looked for"
        for path, data in files.items()
        if path.endswith(ENDINGS)
        for name in asked(path, data)
        if not places.finds(name, path, tree)
    ]
    if missing:
        raise BuildError("\n".join(missing))


def asked(path: str, data: bytes) -> list[str]:
    """The libraries that a program file asks for when it is loaded, in lower case. BuildError for no program file."""
    try:
        return [name.lower() for name in _names(data)]
    except (struct.error, ValueError, IndexError) as error:
        raise BuildError(f"{path}: no program file for Windows ({error})") from error


def _names(data: bytes) -> Iterator[str]:
    head: int = struct.unpack_from("<I", data, 0x3C)[0]
    if data[:2] != b"MZ" or data[head : head + 4] != b"PE\0\0":
        raise ValueError("no PE header")
    sections, optional_size = struct.unpack_from("<2xH12xH", data, head + 4)
    optional = head + 24
    if struct.unpack_from("<H", data, optional)[0] != OPTIONAL_64:
        raise ValueError("not for 64 bits")
    place: int = struct.unpack_from("<I", data, optional + 112 + 8 * IMPORTS)[0]
    table = [struct.unpack_from("<8x4I", data, optional + optional_size + SECTION * n) for n in range(sections)]
    if not place:
        return
    begin = _offset(place, table)
    rows = (struct.unpack_from("<12xI4x", data, at) for at in range(begin, len(data), DESCRIPTOR))
    for (name,) in takewhile(lambda row: row[0], rows):
        at = _offset(name, table)
        yield data[at : data.index(b"\0", at)].decode("ascii")


def _offset(address: int, table: list[tuple[int, ...]]) -> int:
    """Where in the file the virtual `address` lies."""
    for size, begin, raw_size, raw in table:
        if begin <= address < begin + max(size, raw_size):
            return raw + address - begin
    raise ValueError(f"no section holds {address:#x}")


def _fits(wanted: str, name: str) -> bool:
    return wanted.startswith(name[:-1]) if name.endswith("*") else wanted == name
