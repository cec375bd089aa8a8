"""Sealing: the signed workbook becomes an encrypted one that the desk's key opens, or a 20-character password."""

import secrets
from dataclasses import asdict
from typing import Final
from uuid import UUID, uuid4

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding

from hn_desk.packets import agile
from hn_desk.packets.container import CUTOFF, read_container, write_container
from hn_desk.packets.reasons import refuse

LARGEST_INNER: Final = 50 * 1024 * 1024
PASSWORD_LENGTH: Final = 20
ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs that are not taken for one another: no 0, 1, I, O."""


def packet_password(secret: bytes, packet_id: UUID) -> str:
    """The password of one packet: 20 signs of 5 bits, from the office's packet secret and the packet's id (HKDF)."""
    derivation = HKDF(SHA256(), PASSWORD_LENGTH, salt=packet_id.bytes, info=b"hn-desk/1 packet password")
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in derivation.derive(secret))


def grouped(password: str) -> str:
    """The password in groups of five, to be read and typed."""
    return "-".join(password[at : at + 5] for at in range(0, len(password), 5))


def typed(password: str) -> str:
    """A typed password without the hyphens and spaces of its groups, in capitals."""
    return "".join(sign for sign in password.upper() if sign not in "- \t\n")


def seal(inner: bytes, desk: x509.Certificate, password: str, packet_id: UUID | None = None) -> bytes:
    """Encrypt a signed workbook for a desk, whose chain the caller has checked, and for `password`.

    The packet's random id is the salt of its password, so that the file alone says which password opens it.

    The file is read back before it is returned: opened by the password, and by the desk's way as far as that goes
    without the desk's private key. PacketError when the workbook or the certificate is too large.
    """
    if len(inner) > LARGEST_INNER:
        raise refuse("seal-size", size=len(inner), most=LARGEST_INNER)
    key, salt = secrets.token_bytes(agile.KEY_LENGTH), secrets.token_bytes(agile.SALT_LENGTH)
    package = agile.encrypt_package(inner, key, salt)
    way = agile.key_behind_password(key, password, (packet_id or uuid4()).bytes)
    info = agile.write_description(_description(package, (key, salt), desk, way))
    if len(info) >= CUTOFF:
        raise refuse("seal-certificate")
    sealed = write_container(info, package)
    _check_sealed(sealed, inner, desk, password)
    return sealed


def open_with_key(data: bytes, key: rsa.RSAPrivateKey, desk: x509.Certificate) -> bytes:
    """The signed workbook in a packet sealed for this desk; still unverified. PacketError says why it doesn't open."""
    description, package = _read(data)
    if description.certificate != desk.public_bytes(Encoding.DER):
        raise refuse("seal-desk")
    try:
        package_key = key.decrypt(description.certificate_key, PKCS1v15())
    except ValueError as error:
        raise refuse("seal-key") from error
    if not _is_bound(package_key, description):
        raise refuse("seal-key")
    return agile.decrypt_package(package, package_key, description)


def open_with_password(data: bytes, password: str) -> bytes:
    """The signed workbook in a packet, by the password from its sheet; still unverified."""
    description, package = _read(data)
    key = agile.key_from_password(description, typed(password))
    return agile.decrypt_package(package, key, description)


def packet_id_of(data: bytes) -> UUID:
    """The id from which the packet's password is derived; nothing of it is verified."""
    return UUID(bytes=_read(data)[0].password_salt)


def sealed_for(data: bytes) -> bytes:
    """The certificate (DER) of the desk that a packet is sealed for, to choose the key; nothing of it is verified."""
    return _read(data)[0].certificate


def is_sealed_for(data: bytes, desk: x509.Certificate) -> bool:
    """Whether a packet is sealed for this certificate of a desk; nothing of it is verified."""
    return sealed_for(data) == desk.public_bytes(Encoding.DER)


def _description(
    package: bytes, key_and_salt: tuple[bytes, bytes], desk: x509.Certificate, way: agile.PasswordWay
) -> agile.Description:
    key, salt = key_and_salt
    public, certificate = desk.public_key(), desk.public_bytes(Encoding.DER)
    if not isinstance(public, rsa.RSAPublicKey):
        raise refuse("seal-certificate")
    hmac_key, hmac_value = agile.integrity(package, key, salt)
    return agile.Description(
        key_salt=salt,
        hmac_key=hmac_key,
        hmac_value=hmac_value,
        certificate_key=public.encrypt(key, PKCS1v15()),
        certificate=certificate,
        certificate_verifier=agile.certificate_verifier(key, certificate),
        **asdict(way),
    )


def _check_sealed(sealed: bytes, inner: bytes, desk: x509.Certificate, password: str) -> None:
    description, package = _read(sealed)
    key = agile.key_from_password(description, password)
    is_for_desk = is_sealed_for(sealed, desk) and _is_bound(key, description)
    if not is_for_desk or agile.decrypt_package(package, key, description) != inner:
        raise refuse("seal-integrity")


def _is_bound(key: bytes, description: agile.Description) -> bool:
    """Whether the key is the one that was bound to the certificate; a wrong private key yields random bytes."""
    bound = agile.certificate_verifier(key, description.certificate)
    return len(key) == agile.KEY_LENGTH and secrets.compare_digest(bound, description.certificate_verifier)


def _read(data: bytes) -> tuple[agile.Description, bytes]:
    info, package = read_container(data)
    return agile.read_description(info), package
