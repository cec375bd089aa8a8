"""Agile encryption of workbooks with AES-256 and SHA-512: the description, the two ways to the key, the package.

[MS-OFFCRYPTO] 2.3.4.10–2.3.4.15. The description is read by the very template that writes it, so nothing else passes.
"""

import hashlib
import hmac
import re
import secrets
import struct
from base64 import b64decode, b64encode
from dataclasses import dataclass, fields
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from hn_desk.packets.reasons import refuse

KEY_LENGTH: Final = 32
SALT_LENGTH: Final = 16
SEGMENT: Final = 4096
SPINS: Final = 100_000
HEADER: Final = struct.pack("<HHI", 4, 4, 0x40)
_HASH_LENGTH: Final = 64
_FOR_VERIFIER: Final = bytes.fromhex("fea7d2763b4b9e79")
_FOR_VERIFIER_HASH: Final = bytes.fromhex("d7aa0f6d3061344e")
_FOR_KEY: Final = bytes.fromhex("146e0be7abacd0d6")
_FOR_HMAC_KEY: Final = bytes.fromhex("5fb2ad010cb9e1f6")
_FOR_HMAC_VALUE: Final = bytes.fromhex("a0677f02b22c8433")
_CIPHER: Final = (
    'blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" '
    'hashAlgorithm="SHA512"'
)
_TEMPLATE: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    '<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" '
    'xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password" '
    'xmlns:c="http://schemas.microsoft.com/office/2006/keyEncryptor/certificate">'
    f'<keyData saltSize="16" {_CIPHER} saltValue="{{key_salt}}"/>'
    '<dataIntegrity encryptedHmacKey="{hmac_key}" encryptedHmacValue="{hmac_value}"/>'
    '<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/certificate">'
    '<c:encryptedKey encryptedKeyValue="{certificate_key}" X509Certificate="{certificate}" '
    'certVerifier="{certificate_verifier}"/></keyEncryptor>'
    '<keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
    f'<p:encryptedKey spinCount="{SPINS}" saltSize="16" {_CIPHER} saltValue="{{password_salt}}" '
    'encryptedVerifierHashInput="{verifier}" encryptedVerifierHashValue="{verifier_hash}" '
    'encryptedKeyValue="{password_key}"/></keyEncryptor></keyEncryptors></encryption>'
)


@dataclass(frozen=True, slots=True)
class Description:
    """The values of the stream EncryptionInfo; the names are the template's places."""

    key_salt: bytes
    hmac_key: bytes
    hmac_value: bytes
    certificate_key: bytes
    certificate: bytes
    certificate_verifier: bytes
    password_salt: bytes
    verifier: bytes
    verifier_hash: bytes
    password_key: bytes


@dataclass(frozen=True, slots=True)
class PasswordWay:
    """The key behind the password, with the means to see that a password is right."""

    password_salt: bytes
    verifier: bytes
    verifier_hash: bytes
    password_key: bytes


_LENGTHS: Final = {
    "key_salt": SALT_LENGTH,
    "hmac_key": _HASH_LENGTH,
    "hmac_value": _HASH_LENGTH,
    "certificate_verifier": _HASH_LENGTH,
    "password_salt": SALT_LENGTH,
    "verifier": SALT_LENGTH,
    "verifier_hash": _HASH_LENGTH,
    "password_key": KEY_LENGTH,
}
_PATTERN: Final = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[A-Za-z0-9+/=]+)", re.escape(_TEMPLATE)))


def write_description(description: Description) -> bytes:
    """The stream EncryptionInfo."""
    places = {place.name: b64encode(getattr(description, place.name)).decode() for place in fields(description)}
    return HEADER + _TEMPLATE.format(**places).encode()


def read_description(data: bytes) -> Description:
    """Read what `write_description` made, byte for byte; PacketError otherwise."""
    match = _PATTERN.fullmatch(data.removeprefix(HEADER).decode("ascii", "replace"))
    if match is None:
        raise refuse("seal-info")
    try:
        values = {place: b64decode(text, validate=True) for place, text in match.groupdict().items()}
    except ValueError as error:
        raise refuse("seal-info") from error
    description = Description(**values)
    if any(len(values[place]) != length for place, length in _LENGTHS.items()):
        raise refuse("seal-info")
    if write_description(description) != data:
        raise refuse("seal-info")
    return description


def encrypt_package(inner: bytes, key: bytes, salt: bytes) -> bytes:
    """The stream EncryptedPackage: the length in 8 bytes, then segments; short workbooks are filled up with zeros."""
    plain = inner.ljust(_plain_length(len(inner)), b"\0")
    segments = range(0, len(plain), SEGMENT)
    encrypted = (_encrypt(key, _segment_iv(salt, at // SEGMENT), plain[at : at + SEGMENT]) for at in segments)
    return struct.pack("<Q", len(inner)) + b"".join(encrypted)


def decrypt_package(package: bytes, key: bytes, description: Description) -> bytes:
    """The workbook in an EncryptedPackage, after its integrity was verified. PacketError when it was changed."""
    salt = description.key_salt
    hmac_key = _decrypt(key, _block_iv(salt, _FOR_HMAC_KEY), description.hmac_key)
    expected = _decrypt(key, _block_iv(salt, _FOR_HMAC_VALUE), description.hmac_value)
    if not hmac.compare_digest(hmac.digest(hmac_key, package, "sha512"), expected):
        raise refuse("seal-integrity")
    (size,) = struct.unpack_from("<Q", package)
    encrypted = package[8:]
    if len(encrypted) != _plain_length(size):
        raise refuse("seal-integrity")
    segments = range(0, len(encrypted), SEGMENT)
    plain = (_decrypt(key, _segment_iv(salt, at // SEGMENT), encrypted[at : at + SEGMENT]) for at in segments)
    return b"".join(plain)[:size]


def integrity(package: bytes, key: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """The encrypted HMAC key and HMAC value of a package."""
    hmac_key = secrets.token_bytes(_HASH_LENGTH)
    value = hmac.digest(hmac_key, package, "sha512")
    encrypted_key = _encrypt(key, _block_iv(salt, _FOR_HMAC_KEY), hmac_key)
    return encrypted_key, _encrypt(key, _block_iv(salt, _FOR_HMAC_VALUE), value)


def certificate_verifier(key: bytes, certificate: bytes) -> bytes:
    """What binds the certificate in the description to the key."""
    return hmac.digest(key, certificate, "sha512")


def key_behind_password(key: bytes, password: str, salt: bytes) -> PasswordWay:
    """Put the package's key behind a password; `salt` (16 bytes) stands in clear in the description."""
    verifier = secrets.token_bytes(SALT_LENGTH)
    spun = _spun(password, salt)
    return PasswordWay(
        password_salt=salt,
        verifier=_encrypt(_block_key(spun, _FOR_VERIFIER), salt, verifier),
        verifier_hash=_encrypt(_block_key(spun, _FOR_VERIFIER_HASH), salt, hashlib.sha512(verifier).digest()),
        password_key=_encrypt(_block_key(spun, _FOR_KEY), salt, key),
    )


def key_from_password(description: Description, password: str) -> bytes:
    """The package's key; PacketError when the password is wrong."""
    salt = description.password_salt
    spun = _spun(password, salt)
    verifier = _decrypt(_block_key(spun, _FOR_VERIFIER), salt, description.verifier)
    expected = _decrypt(_block_key(spun, _FOR_VERIFIER_HASH), salt, description.verifier_hash)
    if not hmac.compare_digest(hashlib.sha512(verifier).digest(), expected):
        raise refuse("seal-password")
    return _decrypt(_block_key(spun, _FOR_KEY), salt, description.password_key)


def _plain_length(size: int) -> int:
    return max(-(-size // 16) * 16, SEGMENT)


def _spun(password: str, salt: bytes) -> bytes:
    sha512, pack = hashlib.sha512, struct.Struct("<I").pack
    spun = sha512(salt + password.encode("utf-16-le")).digest()
    for turn in range(SPINS):
        spun = sha512(pack(turn) + spun).digest()
    return spun


def _block_key(spun: bytes, block: bytes) -> bytes:
    return hashlib.sha512(spun + block).digest()[:KEY_LENGTH]


def _block_iv(salt: bytes, block: bytes) -> bytes:
    return hashlib.sha512(salt + block).digest()[:16]


def _segment_iv(salt: bytes, number: int) -> bytes:
    return _block_iv(salt, struct.pack("<I", number))


def _encrypt(key: bytes, iv: bytes, data: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def _decrypt(key: bytes, iv: bytes, data: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(data) + decryptor.finalize()
