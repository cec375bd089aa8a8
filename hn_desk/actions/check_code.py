"""The mã kiểm tra of a paper: a commitment to what was presented that tells nothing of it."""

import base64
import hashlib
import re
import struct
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hn_desk.models.audit import canonical

PREFIX: Final = "HN1:"
TRAINING: Final = 1
_FIXED: Final = struct.Struct(">BIIH")
_CONTENT: Final = re.compile(r"HN1:[A-Z2-7]+")
_COMMITMENT_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Committed:
    """What a check code says in the clear: the office, our file code, edition and day; and the commitment.

    No name, number of a person, kind of paper, programme or reason is in it.
    """

    office_code: str
    file_code: str
    edition: int
    day: date
    is_training: bool
    commitment: bytes


def check_code(committed: Committed) -> str:
    """The text of the QR: `HN1:` and base32 of the packed facts, in the letters that a QR packs tightest."""
    flags = TRAINING if committed.is_training else 0
    fixed = _FIXED.pack(flags, int(committed.office_code), committed.day.toordinal(), committed.edition)
    name = committed.file_code.encode("ascii")
    packed = fixed + bytes([len(name)]) + name + committed.commitment
    return PREFIX + base64.b32encode(packed).decode("ascii").rstrip("=")


def read_check_code(content: str) -> Committed | None:
    """What a QR's text says; None for a text that is no check code of ours."""
    if not _CONTENT.fullmatch(content):
        return None
    letters = content.removeprefix(PREFIX)
    try:
        packed = base64.b32decode(letters + "=" * (-len(letters) % 8))
        flags, office, ordinal, edition = _FIXED.unpack_from(packed)
        name_end = _FIXED.size + 1 + packed[_FIXED.size]
        file_code, commitment = packed[_FIXED.size + 1 : name_end].decode("ascii"), packed[name_end:]
        day = date.fromordinal(ordinal)
    except (ValueError, OverflowError, struct.error, IndexError):
        return None
    if len(commitment) != _COMMITMENT_BYTES:
        return None
    return Committed(f"{office:05}", file_code, edition, day, bool(flags & TRAINING), commitment)


def commitment_of(nonce: str, frozen: dict[str, Any]) -> bytes:
    """SHA-256 of the nonce (hex) followed by the canonical bytes of the frozen facts."""
    return hashlib.sha256(bytes.fromhex(nonce) + canonical(frozen)).digest()
