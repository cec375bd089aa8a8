"""Base45 (RFC 9285): bytes in the letters that a QR packs tightest, and back, strictly."""

from typing import Final

LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES: Final = {letter: value for value, letter in enumerate(LETTERS)}
_BASE: Final = len(LETTERS)


def encode(data: bytes) -> str:
    """The text of `data`: three letters for two bytes, two for a last single one."""
    pairs = [high * 256 + low for high, low in zip(data[::2], data[1::2], strict=False)]
    last = _letters(data[-1], 2) if len(data) % 2 else ""
    return "".join([_TWO[pair % len(_TWO)] + LETTERS[pair // len(_TWO)] for pair in pairs]) + last


def decode(text: str) -> bytes:
    """The bytes in a text that `encode` could have made. ValueError for any other."""
    if not set(text) <= set(LETTERS) or len(text) % 3 == 1:
        raise ValueError("a letter that isn't one of base45, or one that stands alone")
    return b"".join(_pair(text[place : place + 3]) for place in range(0, len(text), 3))


def _letters(number: int, count: int) -> str:
    return "".join(LETTERS[number // _BASE**place % _BASE] for place in range(count))


def _pair(letters: str) -> bytes:
    number: int = sum(_VALUES[letter] * _BASE**place for place, letter in enumerate(letters))
    try:
        return number.to_bytes(len(letters) - 1, "big")
    except OverflowError as error:
        raise ValueError("letters that stand for no bytes") from error


_TWO: Final = tuple(_letters(number, 2) for number in range(_BASE**2))
