"""The signature's value: which keys are accepted, signing and checking with them. PACKET §3, §3.7."""

import base64
import binascii
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from hn_desk.errors import PacketError
from hn_desk.packets.certificates import is_accepted_key
from hn_desk.packets.reasons import refuse
from hn_desk.packets.signature_xml import ECDSA_SHA256, RSA_SHA256, SignatureFacts, signed_info

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey

_HALF: Final = 32
_P256_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def method_of(certificate: x509.Certificate) -> str:
    """The name of the signature method that goes with the certificate's key."""
    return RSA_SHA256 if isinstance(public_key(certificate), rsa.RSAPublicKey) else ECDSA_SHA256


def public_key(certificate: x509.Certificate) -> PublicKey:
    """The certificate's key, RSA or elliptic."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise refuse("key-kind") from error
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise refuse("key-kind")
    return key


def check_key(certificate: x509.Certificate) -> None:
    """RSA with 2 048 or 3 072 bits and the usual exponent, or P-256."""
    if not is_accepted_key(public_key(certificate)):
        raise refuse("key-size")


def sign_bytes(data: bytes, key: PrivateKey) -> bytes:
    """Sign `data`: PKCS#1 v1.5 for RSA; r‖s for P-256, with the lower of the two possible s."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(_HALF, "big") + min(s, _P256_ORDER - s).to_bytes(_HALF, "big")


def is_signed_by(certificate: x509.Certificate, data: bytes, value: bytes) -> bool:
    """Whether `value` is what `sign_bytes` makes of `data` with the certificate's key."""
    key = public_key(certificate)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            key.verify(_der(value), data, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, PacketError):
        return False
    return True


def check_value(certificate: x509.Certificate, facts: SignatureFacts) -> None:
    """The value is the certificate's signature of the facts; one value only is possible for one signing."""
    key = public_key(certificate)
    if facts.method != method_of(certificate):
        raise refuse("signature-algorithm")
    value = _decode(facts.value)
    if len(value) != (key.key_size // 8 if isinstance(key, rsa.RSAPublicKey) else 2 * _HALF):
        raise refuse("signature-length")
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, signed_info(facts), padding.PKCS1v15(), hashes.SHA256())
        else:
            key.verify(_der(value), signed_info(facts), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise refuse("signature-value") from error


def _decode(text: str) -> bytes:
    try:
        value = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise refuse("signature-length") from error
    if base64.b64encode(value).decode() != text:
        raise refuse("signature-length")
    return value


def _der(value: bytes) -> bytes:
    r, s = int.from_bytes(value[:_HALF], "big"), int.from_bytes(value[_HALF:], "big")
    if s > _P256_ORDER // 2:
        raise refuse("signature-value")
    return encode_dss_signature(r, s)
