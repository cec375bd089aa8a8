"""The only door to segno: what a QR holds, as dark and light modules for paper."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise, zip_longest
from operator import itemgetter
from typing import Any, Final

import segno
from segno import consts as consts_untyped
from segno import encoder as encoder_untyped

from hn_desk.errors import InputError
from hn_desk.i18n import _

consts: Final[Any] = consts_untyped
encoder: Final[Any] = encoder_untyped
"""Only segno's front is typed."""
QUIET_ZONE: Final = 4
Modules = tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Segment:
    """What segno takes for a segment: its bits, one a byte, of `char_count` characters."""

    bits: bytes
    char_count: int
    mode: int
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What symbols of a version share: `pick` takes each module from the bits, turned by `mask`, or from `_FIXED`."""

    width: int
    bits: int
    mask: int
    pick: Callable[[bytes], tuple[int, ...]]


@lru_cache(maxsize=4)
def qr_modules(content: str | bytes) -> Modules:
    """The symbol of `content` at level M without its quiet zone: one bytes a row, 1 is dark.

    The mask pattern is fixed: every reader takes any of the eight, and choosing one costs more than all the rest.
    The same symbol as `segno.make_qr` gives: only what every symbol of a version shares is made once.
    """
    try:
        segments = _segments(content)
        version = encoder.find_version(segments, _LEVEL, eci=False, micro=False)
    except segno.DataOverflowError as error:
        raise InputError(_("The check code is too long for a QR."), do=_("Report this to the support desk.")) from error
    plan = _plan(version)
    words = int.from_bytes(_words(segments, version)) ^ plan.mask
    modules = bytes(plan.pick(_bits(words, plan.bits) + _FIXED))
    return tuple(modules[start : start + plan.width] for start in range(0, len(modules), plan.width))


def _segments(content: str | bytes) -> Any:
    """The content as segno divides it; of the letters that a mã kiểm tra is written in, without segno's bit by bit."""
    if not isinstance(content, str) or content.isdigit() or not content or not _LETTERS.issuperset(content):
        return encoder.prepare_data(content, None, None)
    pairs = map("".join, zip(content[::2], content[1::2], strict=False))
    last = _pair_bits(content[-1]) if len(content) % 2 else b""
    segments = encoder.Segments()
    segments.add_segment(_Segment(b"".join(map(_pair_bits, pairs)) + last, len(content), consts.MODE_ALPHANUMERIC))
    return segments


@cache
def _pair_bits(letters: str) -> bytes:
    """Two letters as 11 bits, one as 6 (ISO/IEC 18004, 7.4.4)."""
    number = 0
    for letter in letters:
        number = number * 45 + _ALPHABET.index(letter)
    return _bits(number, 11 if len(letters) > 1 else 6)


def _words(segments: Any, version: int) -> bytes:
    """The data's blocks, then what mends each."""
    buffer = encoder.Buffer()
    for segment in segments:
        encoder.write_segment(buffer, segment, None, encoder.version_range(version), False)
    capacity = consts.SYMBOL_CAPACITY[version][_LEVEL]
    encoder.write_terminator(buffer, capacity, None, len(buffer))
    encoder.write_padding_bits(buffer, version, len(buffer))
    encoder.write_pad_codewords(buffer, version, capacity, len(buffer))
    data = int(buffer.getbits()[:capacity].translate(_FIGURES), 2).to_bytes(capacity // 8)
    parts = accumulate((length for length, _mending in _blocks(version)), initial=0)
    mending = [
        _remainder(data[start : start + length], count)
        for start, (length, count) in zip(parts, _blocks(version), strict=False)
    ]
    return b"".join((data, *mending))


def _bits(number: int, count: int) -> bytes:
    """The `count` bits of a number, one a byte."""
    return format(number, f"0{count}b").encode().translate(_DIGITS)


@cache
def _blocks(version: int) -> tuple[tuple[int, int], ...]:
    """How many bytes each block has, and how many mend it."""
    infos = consts.ECC[version][_LEVEL]
    return tuple((info.num_data, info.num_total - info.num_data) for info in infos for _block in range(info.num_blocks))


def _remainder(block: bytes, count: int) -> bytes:
    """The `count` bytes that mend a block: what is left of it by the generator polynomial (Reed and Solomon)."""
    table, top, low = _steps(count), 8 * (count - 1), (1 << 8 * (count - 1)) - 1
    left = 0
    for byte in block:
        left = ((left & low) << 8) ^ table[left >> top ^ byte]
    return left.to_bytes(count)


@cache
def _steps(count: int) -> tuple[int, ...]:
    """The generator polynomial of `count` bytes times each byte."""
    powers = consts.GEN_POLY[count]
    exps, logs = consts.GALIOS_EXP, consts.GALIOS_LOG
    return 0, *(int.from_bytes(bytes(exps[logs[byte] + power] for power in powers)) for byte in range(1, 256))


@cache
def _plan(version: int) -> _Plan:
    """Taken from a symbol of nothing: what its bits do not explain is mask, the other modules are fixed."""
    symbol = b"".join(segno.make_qr("", version=version, error="m", mask=_MASK, boost_error=False).matrix)
    words = _words(encoder.prepare_data("", None, None), version)
    mask = bytearray(_bits(int.from_bytes(words), 8 * len(words)))
    picked = [module - len(_FIXED) for module in symbol]
    for place, bit in zip(_places(version), _order(version), strict=False):
        mask[bit] ^= symbol[place]
        picked[place] = bit
    width = encoder.calc_matrix_size(version)
    return _Plan(width, len(mask), int(mask.translate(_FIGURES), 2), itemgetter(*picked))


def _order(version: int) -> list[int]:
    """The numbers of the bits of `_words` as they are placed: byte by byte through the blocks, then what mends them."""
    lengths, mending = zip(*_blocks(version), strict=True)
    order = _mixed(lengths, 0) + _mixed(mending, sum(lengths))
    return [8 * number + bit for number in order for bit in range(8)]


def _mixed(lengths: Iterable[int], start: int) -> list[int]:
    """The numbers of the bytes of blocks that follow each other from `start`, interleaved (ISO/IEC 18004, 7.6)."""
    edges = list(accumulate(lengths, initial=start))
    blocks = [range(*edge) for edge in pairwise(edges)]
    return [number for column in zip_longest(*blocks) for number in column if number is not None]


def _places(version: int) -> tuple[int, ...]:
    """Where each bit goes, row by row from the left top: numbers are laid into an empty symbol instead of bits."""
    width = encoder.calc_matrix_size(version)
    matrix = encoder.make_matrix(width, width)
    encoder.add_finder_patterns(matrix, width, width)
    encoder.add_alignment_patterns(matrix, width, width)
    rows = [list(row) for row in matrix]
    free = sum(row.count(_FREE) for row in rows)
    encoder.add_codewords(rows, range(_FIRST, _FIRST + free), version)
    numbers = [number for row in rows for number in row]
    return tuple(sorted((n for n, number in enumerate(numbers) if number >= _FIRST), key=numbers.__getitem__))


_MASK: Final = 2
_DIGITS: Final = bytes.maketrans(b"01", b"\0\1")
_FIGURES: Final = bytes.maketrans(b"\0\1", b"01")
_ALPHABET: Final = consts.ALPHANUMERIC_CHARS.decode()
_LETTERS: Final = frozenset(_ALPHABET)
_FIXED: Final = b"\0\1"
"""Light and dark, after the bits, for modules that bear none."""
_LEVEL: Final = consts.ERROR_LEVEL_M
_FREE: Final = 2
"""What segno writes where a bit will stand."""
_FIRST: Final = 16
"""The first number laid out, above whatever else stands in an empty symbol."""
