"""Base45 (RFC 9285): bytes in the letters that a QR packs tightest, and back, strictly."""

from typing import Final

LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES: Final = {letter: value for value, letter in enumerate(LETTERS)}
_BASE: Final = len(LETTERS)


def encode(data: bytes) -> str:
    """The text of `data`: three letters for two bytes, two for a last single one."""
    return "".join(_letters(data[place : place + 2]) for place in range(0, len(data), 2))


def decode(text: str) -> bytes:
    """The bytes in a text that `encode` could have made. ValueError for any other."""
    if not set(text) <= set(LETTERS) or len(text) % 3 == 1:
        raise ValueError("a letter that isn't one of base45, or one that stands alone")
    return b"".join(_pair(text[place : place + 3]) for place in range(0, len(text), 3))


def _letters(pair: bytes) -> str:
    number = int.from_bytes(pair, "big")
    return "".join(LETTERS[number // _BASE**place % _BASE] for place in range(len(pair) + 1))


def _pair(letters: str) -> bytes:
    number: int = sum(_VALUES[letter] * _BASE**place for place, letter in enumerate(letters))
    try:
        return number.to_bytes(len(letters) - 1, "big")
    except OverflowError as error:
        raise ValueError("letters that stand for no bytes") from error
