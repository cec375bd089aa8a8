"""Keys behind passphrases: Argon2id derivation, wrapped secrets, and encrypted files of private signing keys."""

import secrets
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from time import perf_counter
from typing import Any, Final, Self

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    load_pem_private_key,
)

from hn_desk import settings
from hn_desk.errors import DeskError, SignInError, StorageError
from hn_desk.i18n import _

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

SECRET_LENGTH: Final = 32
SALT_LENGTH: Final = 16
NONCE_LENGTH: Final = 12
KDF_ROUNDS: Final = 600_000
"""PBKDF2 rounds of a private key's file; only tests and training offices use fewer."""
SHORTEST_PASSPHRASE: Final = 8
_FINGERPRINTS: Final = 64
"""How many fingerprints' words are kept: they are public, and a page that shows them is painted again and again."""
WORDS_FILE: Final = "reference/fingerprint_words.txt"
LEAST_SECONDS: Final = 0.7
MOST_SECONDS: Final = 1.0
MOST_CALIBRATED_KIB: Final = 256 * 1024
"""An office's PC with little memory must still bear it beside the other programs."""
_AIMED_SECONDS: Final = 0.85
_SHORTEST_SECONDS: Final = 0.001
_MOST_MEMORY_KIB: Final = 1024 * 1024
_MOST_TIME: Final = 32
_MOST_LANES: Final = 16
_LARGEST_SECRET: Final = 64 * 1024
_PEM_WIDTH: Final = 64


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a passphrase costs: memory in KiB, passes over it, lanes."""

    memory_kib: int = 64 * 1024
    time: int = 3
    lanes: int = 1

    def to_dict(self) -> dict[str, int]:
        """The plain JSON form."""
        return {"memory_kib": self.memory_kib, "time": self.time, "lanes": self.lanes}

    @classmethod
    def from_dict(cls, plain: Any) -> Self:
        """Read the JSON form strictly, as far as this PC can bear it; StorageError when it isn't one."""
        check_names(plain, {"memory_kib", "time", "lanes"})
        lanes = _whole(plain["lanes"], 1, _MOST_LANES)
        return cls(
            _whole(plain["memory_kib"], 8 * lanes, _MOST_MEMORY_KIB), _whole(plain["time"], 1, _MOST_TIME), lanes
        )


STANDARD: Final = Cost()


@dataclass(frozen=True, slots=True)
class Locked:
    """A secret under another key: AES-256-GCM nonce and ciphertext with its tag."""

    nonce: bytes
    ciphertext: bytes

    def to_dict(self) -> dict[str, Any]:
        """The plain JSON form."""
        return {"nonce": text_of(self.nonce), "ciphertext": text_of(self.ciphertext)}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Read the JSON form strictly; StorageError when it isn't one."""
        check_names(plain, {"nonce", "ciphertext"})
        return cls(
            bytes_of(plain["nonce"], NONCE_LENGTH, NONCE_LENGTH), bytes_of(plain["ciphertext"], 16, _LARGEST_SECRET)
        )


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A secret behind a passphrase: how the key is derived, and what it locks."""

    salt: bytes
    cost: Cost
    nonce: bytes
    ciphertext: bytes

    def to_dict(self) -> dict[str, Any]:
        """The plain JSON form."""
        return {
            "salt": text_of(self.salt),
            **self.cost.to_dict(),
            "nonce": text_of(self.nonce),
            "ciphertext": text_of(self.ciphertext),
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Read the JSON form strictly, with a cost this PC can bear; StorageError when it isn't one."""
        check_names(plain, {"salt", "memory_kib", "time", "lanes", "nonce", "ciphertext"})
        cost = Cost.from_dict({name: plain[name] for name in ("memory_kib", "time", "lanes")})
        nonce = bytes_of(plain["nonce"], NONCE_LENGTH, NONCE_LENGTH)
        salt = bytes_of(plain["salt"], SALT_LENGTH, 64)
        return cls(salt, cost, nonce, bytes_of(plain["ciphertext"], 16, _LARGEST_SECRET))


def new_secret() -> bytes:
    """256 random bits."""
    return secrets.token_bytes(SECRET_LENGTH)


def derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The 32-byte Argon2id key of a passphrase in NFC; DeskError when this PC can't bear the cost."""
    typed = _typed(passphrase)
    try:
        return hash_secret_raw(typed, salt, cost.time, cost.memory_kib, cost.lanes, SECRET_LENGTH, Type.ID)
    except HashingError as error:
        raise DeskError(
            _("This PC has too little memory to check the passphrase."),
            do=_("Close other programs, then try again."),
            reason="key-derivation",
        ) from error


def calibrate(measured: Callable[[Cost], float] | None = None) -> Cost:
    """The cost at which one try of a passphrase takes 0.7–1.0 s on this PC, never less than `STANDARD`.

    Memory is raised first, then passes; `measured` gives the seconds that one try takes.
    """
    measure, cost = measured or _seconds, STANDARD
    seconds = measure(cost)
    while 2 * seconds <= MOST_SECONDS and cost.memory_kib < MOST_CALIBRATED_KIB:
        larger = replace(cost, memory_kib=2 * cost.memory_kib)
        taken = measure(larger)
        if taken > MOST_SECONDS:
            break
        cost, seconds = larger, taken
    while seconds < LEAST_SECONDS and cost.time < _MOST_TIME:
        wanted = int(cost.time * _AIMED_SECONDS / max(seconds, _SHORTEST_SECONDS))
        cost = replace(cost, time=min(_MOST_TIME, max(cost.time + 1, wanted)))
        seconds = measure(cost)
    while seconds > MOST_SECONDS and cost.time > STANDARD.time:
        cost = replace(cost, time=cost.time - 1)
        seconds = measure(cost)
    return cost


def _seconds(cost: Cost) -> float:
    """What one try takes when nothing else happens to run, the quicker of two; no end when memory doesn't suffice."""
    taken = []
    for _number in range(2):
        began = perf_counter()
        try:
            derive("", bytes(SALT_LENGTH), cost)
        except DeskError:
            return float("inf")
        taken.append(perf_counter() - began)
    return min(taken)


def sub_key(key: bytes, purpose: bytes) -> bytes:
    """A 32-byte key for one `purpose` out of a key of full strength (HKDF-SHA256); it tells nothing about `key`."""
    return HKDF(SHA256(), SECRET_LENGTH, None, purpose).derive(key)


def wrap(secret: bytes, passphrase: str, cost: Cost, *, context: bytes) -> Wrapped:
    """Put `secret` behind a passphrase; only the same `context` (what it is for) opens it again."""
    salt = secrets.token_bytes(SALT_LENGTH)
    locked = lock(secret, derive(passphrase, salt, cost), context=context)
    return Wrapped(salt, cost, locked.nonce, locked.ciphertext)


def unwrap(wrapped: Wrapped, passphrase: str, *, context: bytes) -> bytes:
    """The secret behind a passphrase. SignInError when the passphrase, the context or the bytes are wrong."""
    key = derive(passphrase, wrapped.salt, wrapped.cost)
    try:
        return AESGCM(key).decrypt(wrapped.nonce, wrapped.ciphertext, context)
    except InvalidTag as error:
        raise wrong_passphrase() from error


def lock(secret: bytes, key: bytes, *, context: bytes) -> Locked:
    """Encrypt `secret` with a 32-byte key, bound to `context`."""
    nonce = secrets.token_bytes(NONCE_LENGTH)
    return Locked(nonce, AESGCM(key).encrypt(nonce, secret, context))


def unlock(locked: Locked, key: bytes, *, context: bytes) -> bytes:
    """Decrypt what `lock` made. StorageError when the key, the context or the bytes are wrong."""
    try:
        return AESGCM(key).decrypt(locked.nonce, locked.ciphertext, context)
    except InvalidTag as error:
        raise damaged() from error


def seal_private_key(key: PrivateKey, passphrase: str, *, rounds: int = KDF_ROUNDS) -> bytes:
    """The encrypted PKCS#8 (DER) of a private key: PBES2, PBKDF2-HMAC-SHA256, AES-256-CBC; openssl reads it.

    Not PKCS#12: its integrity value is derived with 2 048 rounds only, whatever the key's own rounds are.
    """
    salt, iv = secrets.token_bytes(SALT_LENGTH), secrets.token_bytes(16)
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    pad = PKCS7(128).padder()
    typed = _typed(passphrase)
    encrypt = Cipher(algorithms.AES(PBKDF2HMAC(SHA256(), 32, salt, rounds).derive(typed)), modes.CBC(iv)).encryptor()
    ciphertext = encrypt.update(pad.update(plain) + pad.finalize()) + encrypt.finalize()
    return _encrypted_key_info(salt, rounds, iv, ciphertext)


def pem_of(sealed: bytes) -> bytes:
    """What `seal_private_key` made, as text (PEM) that can stand beside other text."""
    lines = [text_of(sealed)[at : at + 64] for at in range(0, len(text_of(sealed)), 64)]
    return "\n".join(
        ["-----BEGIN ENCRYPTED PRIVATE KEY-----", *lines, "-----END ENCRYPTED PRIVATE KEY-----", ""]
    ).encode()


def open_private_key(data: bytes, passphrase: str) -> PrivateKey:
    """The private key in an encrypted PKCS#8 (DER or PEM). SignInError for a wrong passphrase or a damaged file."""
    typed = _typed(passphrase)
    load = load_pem_private_key if data.startswith(b"-----BEGIN") else load_der_private_key
    try:
        key = load(data, typed)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SignInError(
            _("The passphrase is wrong, or the key file is damaged."),
            do=_("Type the passphrase again; if it still fails, use the copy of the key file."),
            reason="key-file",
        ) from error
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SignInError(
            _("The key file holds a kind of key that this program doesn't use."),
            do=_("Choose the key file that this program made."),
            reason="key-kind",
        )
    return key


def checked_passphrase(passphrase: str, again: str) -> str:
    """The passphrase in NFC when it was typed twice alike and is long enough; DeskError otherwise."""
    first, second = (unicodedata.normalize("NFC", typed) for typed in (passphrase, again))
    if first != second:
        do = _("Type it again in both fields.")
        raise DeskError(_("The two passphrases differ."), do=do, reason="passphrase-differs")
    if len(first) < SHORTEST_PASSPHRASE:
        what = _("The passphrase is shorter than {n} characters.").format(n=SHORTEST_PASSPHRASE)
        raise DeskError(what, do=_("Use a sentence of several words."), reason="passphrase-short")
    return first


@lru_cache(maxsize=_FINGERPRINTS)
def fingerprint_words(digest: bytes) -> tuple[str, str, str, str]:
    """Four Vietnamese words that stand for a SHA-256, to be compared by phone.

    Each word is one byte of the digest's slow Argon2id hash: a look-alike costs some 2³² derivations of 64 MiB.
    """
    slow = hash_secret_raw(digest, b"hn-desk/1 fingerprint", 3, 64 * 1024, 1, 4, Type.ID)
    first, second, third, fourth = (_words()[byte] for byte in slow)
    return first, second, third, fourth


def is_said(said: str, words: tuple[str, ...]) -> bool:
    """Whether typed text says these fingerprint words in order, whatever its capitals and what stands between."""
    typed = unicodedata.normalize("NFC", said).casefold().replace("·", " ").replace(",", " ").split()
    return typed == [word.casefold() for word in words]


@cache
def _words() -> tuple[str, ...]:
    return tuple(settings.resource(WORDS_FILE).read_text(encoding="utf-8").split())


def wrong_passphrase() -> SignInError:
    """What an officer reads when the passphrase opens nothing."""
    return SignInError(
        _("The passphrase is wrong."),
        do=_("Check the keyboard's language and the Caps Lock key, then type it again."),
        reason="passphrase",
    )


def damaged() -> StorageError:
    """What an officer reads when the key file isn't what this program wrote."""
    return StorageError(
        _("The key file of this office is damaged."),
        do=_("Put back the key file from the last backup."),
        reason="key-file-damaged",
    )


def _typed(passphrase: str) -> bytes:
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def check_names(plain: object, names: Collection[str]) -> None:
    """Raise StorageError unless `plain` is a table of exactly these names."""
    if not isinstance(plain, Mapping) or set(plain) != set(names):
        raise damaged()


def _whole(value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise damaged()
    return value


def text_of(data: bytes) -> str:
    """Base64."""
    return b64encode(data).decode("ascii")


def bytes_of(value: object, least: int, most: int) -> bytes:
    """The bytes of a base64 text, between `least` and `most` long; StorageError otherwise."""
    try:
        data = b64decode(value, validate=True) if isinstance(value, str) else b""
    except ValueError as error:
        raise damaged() from error
    if not least <= len(data) <= most:
        raise damaged()
    return data


def _der(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content


def _encrypted_key_info(salt: bytes, rounds: int, iv: bytes, ciphertext: bytes) -> bytes:
    """EncryptedPrivateKeyInfo of RFC 5958 with PBES2 of RFC 8018."""
    prf = _der(0x30, bytes.fromhex("06082a864886f70d0209"), b"\x05\x00")
    number = rounds.to_bytes(rounds.bit_length() // 8 + 1, "big")
    parameters = _der(0x30, _der(0x04, salt), _der(0x02, number), prf)
    derivation = _der(0x30, bytes.fromhex("06092a864886f70d01050c"), parameters)
    encryption = _der(0x30, bytes.fromhex("060960864801650304012a"), _der(0x04, iv))
    scheme = _der(0x30, bytes.fromhex("06092a864886f70d01050d"), _der(0x30, derivation, encryption))
    return _der(0x30, scheme, _der(0x04, ciphertext))
