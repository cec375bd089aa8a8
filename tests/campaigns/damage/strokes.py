"""What befalls a file on a dying disk or a bad stick: a bit flips, a page or sector is lost, the end is cut off."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

PAGE: Final = 4096
SECTOR: Final = 512


def flipped(data: bytes, chance: Random) -> bytes:
    """One bit the other way round."""
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def zeroed(data: bytes, chance: Random) -> bytes:
    """A page of nothing."""
    return _written(data, chance, PAGE, bytes(PAGE))


def scrawled(data: bytes, chance: Random) -> bytes:
    """A sector of something else."""
    return _written(data, chance, SECTOR, chance.randbytes(SECTOR))


def swapped(data: bytes, chance: Random) -> bytes:
    """Two pages in each other's place."""
    one, other = (PAGE * chance.randrange(len(data) // PAGE) for _which in range(2))
    changed = bytearray(data)
    changed[one : one + PAGE], changed[other : other + PAGE] = data[other : other + PAGE], data[one : one + PAGE]
    return bytes(changed)


def cut(data: bytes, chance: Random) -> bytes:
    """The end is gone: anywhere, or between two pages."""
    place = chance.randrange(len(data))
    return data[: place - place % PAGE if chance.random() < 0.5 else place]


def _written(data: bytes, chance: Random, size: int, what: bytes) -> bytes:
    place = size * chance.randrange(len(data) // size)
    return data[:place] + what + data[place + size :]


STROKES: Final[Mapping[str, Callable[[bytes, Random], bytes]]] = {
    "flipped": flipped,
    "zeroed": zeroed,
    "scrawled": scrawled,
    "swapped": swapped,
    "cut": cut,
}
OFTEN: Final = (6, 2, 1, 1, 2)


def struck(data: bytes, chance: Random) -> tuple[str, bytes]:
    """The name of what befell it, and the file that is left; it differs from what it was."""
    while True:
        name = chance.choices(tuple(STROKES), OFTEN)[0]
        left = STROKES[name](data, chance)
        if left != data:
            return name, left
