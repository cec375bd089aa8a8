"""Hiding a value under a key: AES-256-GCM, padded to a step of lengths, bound to its place."""

import secrets
from collections.abc import Iterable
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hn_desk.errors import StorageError
from hn_desk.i18n import _

HidingKeys = tuple[AESGCM, ...]
NONCE_LENGTH: Final = 12
SHORTEST: Final = 64
"""Padded length of a short value; longer ones take the next power of two, and from 64 KiB the next 64 KiB."""
LONG_STEP: Final = 64 * 1024


def hiding_keys(keys: Iterable[bytes]) -> HidingKeys:
    """Keys of 32 bytes made ready: the first hides, any of them reveals."""
    return tuple(map(AESGCM, keys))


def hide(keys: HidingKeys, place: str, plain: bytes, shortest: int = SHORTEST) -> bytes:
    """Nonce and ciphertext of `plain`, padded to `shortest` at least."""
    length = len(plain) + 1
    if length <= LONG_STEP:
        wanted = max(shortest, 1 << (length - 1).bit_length())
    else:
        wanted = -(-length // LONG_STEP) * LONG_STEP
    nonce = secrets.token_bytes(NONCE_LENGTH)
    padded = plain + b"\x80" + bytes(wanted - length)
    return nonce + keys[0].encrypt(nonce, padded, place.encode())


def reveal(keys: HidingKeys, place: str, hidden: bytes) -> bytes:
    """What `hide` was given; StorageError when it was changed, moved, or hidden under another key."""
    for key in keys:
        try:
            padded = key.decrypt(hidden[:NONCE_LENGTH], hidden[NONCE_LENGTH:], place.encode())
        except (InvalidTag, ValueError):
            continue
        return padded[: padded.rindex(b"\x80")]
    raise StorageError(
        _("A protected field of a record is damaged or was changed; nothing was changed now."),
        do=_("Do not go on working on this PC; restore the newest backup."),
        reason="damaged",
    )
