"""A packet as text (base64) for mail that lets no workbook through, and what mail makes of such a text read back."""

import binascii
import re
from base64 import b64decode, b64encode
from typing import Final

from hn_desk.packets.reasons import refuse

LARGEST_TEXT: Final = 32 * 1024 * 1024
LARGEST_MAILED: Final = 20 * 1024 * 1024
MEGABYTE: Final = 1024 * 1024
SMALLEST: Final = 4096
"""No packet is smaller, so a word of letters alone is not taken for one."""
BEGIN: Final = "-----BEGIN HN DESK PACKET-----"
END: Final = "-----END HN DESK PACKET-----"
_WIDTH: Final = 76
_LOOKED_AT: Final = 1000
_SOFT_BREAK: Final = re.compile(r"=[ \t]*\r?\n(?=[A-Za-z0-9+/])")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]+")


def write_mailed(packet: bytes) -> bytes:
    """The packet as lines of ASCII letters between two lines of its own. PacketError when it is too large for mail."""
    if len(packet) > LARGEST_MAILED:
        raise refuse("text-large", limit=LARGEST_MAILED // MEGABYTE)
    letters = b64encode(packet).decode("ascii")
    lines = [letters[at : at + _WIDTH] for at in range(0, len(letters), _WIDTH)]
    return "\r\n".join([BEGIN, *lines, END, ""]).encode("ascii")


def is_text(data: bytes) -> bool:
    """Whether a file is text, as far as its beginning tells."""
    start = data[:_LOOKED_AT]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        text = start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if len(start) - error.start > 3 or error.start == 0:
            return False
        text = start[: error.start].decode("utf-8-sig")
    return bool(text.strip()) and not _CONTROL.search(text)


def read_mailed(data: bytes) -> bytes:
    """The bytes that a text stands for, unverified: line ends, a BOM, UTF-16 and quoted-printable are undone.

    Words before and behind the two lines of `write_mailed` are left out. PacketError with a `text-…` reason.
    """
    if len(data) > LARGEST_TEXT:
        raise refuse("text-size", limit=LARGEST_TEXT // MEGABYTE)
    body, is_armoured = _body(_decoded(data))
    letters = re.sub(r"\s+", "", _SOFT_BREAK.sub("", body).replace("=3D", "=")).rstrip("=")
    if not _BASE64.fullmatch(letters) or len(letters) < SMALLEST:
        raise refuse("text-damaged" if is_armoured else "text-other")
    return _plain(letters)


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refuse("text-other") from error


def _body(text: str) -> tuple[str, bool]:
    """The text between the two lines and that they are there; all of it without them."""
    begins, ends = text.count(BEGIN), text.count(END)
    if not begins and not ends:
        return text, False
    if begins > 1 or ends > 1:
        raise refuse("text-several")
    begin, end = text.find(BEGIN), text.find(END)
    if begin < 0 or end < begin:
        raise refuse("text-cut")
    return text[begin + len(BEGIN) : end], True


def _plain(letters: str) -> bytes:
    """Decode letters without their padding; spare bits must be nought, as one packet has one text."""
    padded = letters + "=" * (-len(letters) % 4)
    try:
        packet = b64decode(padded, validate=True)
    except binascii.Error as error:
        raise refuse("text-damaged") from error
    if b64encode(packet).decode("ascii") != padded:
        raise refuse("text-damaged")
    return packet
