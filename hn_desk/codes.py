"""The only door to segno: what a QR holds, as dark and light modules for paper."""

from functools import cache, lru_cache
from itertools import zip_longest
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


@lru_cache(maxsize=4)
def qr_modules(content: str | bytes) -> Modules:
    """The symbol of `content` at level M without its quiet zone: one bytes a row, 1 is dark.

    The mask pattern is fixed: every reader takes any of the eight, and choosing one costs more than all the rest.
    The same symbol as `segno.make_qr` gives: only what every symbol of a version shares is made once.
    """
    try:
        segments = encoder.prepare_data(content, None, None)
        version = encoder.find_version(segments, _LEVEL, eci=False, micro=False)
    except segno.DataOverflowError as error:
        raise InputError(_("The check code is too long for a QR."), do=_("Report this to the support desk.")) from error
    modules, width = bytearray(_empty(version)), encoder.calc_matrix_size(version)
    for place, bit in zip(_places(version), _bits(segments, version), strict=True):
        modules[place] ^= bit
    return tuple(bytes(modules[start : start + width]) for start in range(0, width * width, width))


def _bits(segments: Any, version: int) -> bytes:
    """The bits of a symbol with those that mend errors, in the order in which they are placed."""
    buffer = encoder.Buffer()
    for segment in segments:
        encoder.write_segment(buffer, segment, None, encoder.version_range(version), False)
    capacity = consts.SYMBOL_CAPACITY[version][_LEVEL]
    encoder.write_terminator(buffer, capacity, None, len(buffer))
    encoder.write_padding_bits(buffer, version, len(buffer))
    encoder.write_pad_codewords(buffer, version, capacity, len(buffer))
    message = _message(bytes(buffer.toints()), version)
    written = format(int.from_bytes(message), f"0{8 * len(message)}b").encode().translate(_DIGITS)
    return written.ljust(len(_places(version)), b"\0")


def _message(data: bytes, version: int) -> bytes:
    """The data's blocks and what mends each, interleaved (ISO/IEC 18004, 7.6)."""
    blocks: list[bytes] = []
    mending: list[bytes] = []
    for info in consts.ECC[version][_LEVEL]:
        for _block in range(info.num_blocks):
            block, data = data[: info.num_data], data[info.num_data :]
            blocks.append(block)
            mending.append(_remainder(block, info.num_total - info.num_data))
    mixed = (byte for group in (blocks, mending) for column in zip_longest(*group) for byte in column)
    return bytes(byte for byte in mixed if byte is not None)


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


@cache
def _empty(version: int) -> bytes:
    """A symbol of this version with its fixed patterns and its mask, all bits light: any symbol without its bits."""
    modules = bytearray(b"".join(segno.make_qr("", version=version, error="m", mask=_MASK, boost_error=False).matrix))
    for place, bit in zip(_places(version), _bits(encoder.prepare_data("", None, None), version), strict=True):
        modules[place] ^= bit
    return bytes(modules)


_MASK: Final = 2
_DIGITS: Final = bytes.maketrans(b"01", b"\0\1")
_LEVEL: Final = consts.ERROR_LEVEL_M
_FREE: Final = 2
"""What segno writes where a bit will stand."""
_FIRST: Final = 16
"""The first number laid out, above whatever else stands in an empty symbol."""
