"""An officer's own keys: Ed25519 to sign acts and papers, X25519 so that a colleague can hand over a secret."""

import secrets
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.keys import Locked, damaged, lock, sub_key, unlock

KEY_LENGTH = 32
SIGNATURE_LENGTH = 64
_HANDED_OVER = b"hn-desk/2 handed over "


@dataclass(frozen=True)
class Signer:
    """An officer's signing key; `secret` is its 32-byte Ed25519 seed."""

    secret: bytes

    @cached_property
    def public(self) -> bytes:
        """The public half, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    @cached_property
    def key_id(self) -> str:
        """The name of the key in the log and beside signatures."""
        return key_id(self.public)

    def sign(self, purpose: bytes, message: bytes) -> bytes:
        """Sign `message` (64 bytes, RFC 8032); a signature for one purpose is none for another."""
        return self._key.sign(_purposed(purpose, message))

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A secret that only the holder of one box key can open."""

    ephemeral: bytes
    locked: Locked


@dataclass(frozen=True, slots=True)
class Box:
    """An officer's key for what is handed over; `secret` is its 32-byte X25519 key."""

    secret: bytes

    @property
    def public(self) -> bytes:
        """The public half, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def open(self, handed: HandedOver, *, context: bytes) -> bytes:
        """What a colleague handed over. StorageError when it was not meant for this key and context, or is damaged."""
        try:
            shared = self._key.exchange(X25519PublicKey.from_public_bytes(handed.ephemeral))
        except ValueError as error:
            raise damaged() from error
        return unlock(handed.locked, _shared_key(shared, handed.ephemeral, self.public), context=context)

    @property
    def _key(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self.secret)


def new_signer() -> Signer:
    """A new signing key."""
    return Signer(secrets.token_bytes(KEY_LENGTH))


def new_box() -> Box:
    """A new box key."""
    return Box(X25519PrivateKey.generate().private_bytes_raw())


def key_id(public: bytes) -> str:
    """The first 16 bytes (hex) of the SHA-256 of a public key."""
    return sha256(public).digest()[:16].hex()


def is_signed(public: bytes, purpose: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` was made over `message` for `purpose` with the key whose public half is `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _purposed(purpose, message))
    except (InvalidSignature, ValueError):
        return False
    return True


def hand_over(secret: bytes, public: bytes, *, context: bytes) -> HandedOver:
    """Encrypt `secret` for the box key whose public half is `public`."""
    once = X25519PrivateKey.generate()
    try:
        shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError as error:
        raise StorageError(
            _("The key of this officer is damaged."),
            do=_("Have the officer's passphrase set anew by the administrator."),
            reason="officer-key",
        ) from error
    ephemeral = once.public_key().public_bytes_raw()
    return HandedOver(ephemeral, lock(secret, _shared_key(shared, ephemeral, public), context=context))


def _shared_key(shared: bytes, ephemeral: bytes, public: bytes) -> bytes:
    return sub_key(shared, _HANDED_OVER + ephemeral + public)


def _purposed(purpose: bytes, message: bytes) -> bytes:
    return len(purpose).to_bytes(2, "big") + purpose + message
