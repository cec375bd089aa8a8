"""The signature value inside a signed paper: one CMS of one fixed shape, checked by building it again.

PAdES baseline B: SHA-256, one certificate, three signed attributes (content type, digest, signing certificate).
"""

from dataclasses import dataclass

from asn1crypto import algos, cms, tsp, x509  # type: ignore[import-untyped]  # pyhanko's own ASN.1, without types
from cryptography import x509 as certificates
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import Encoding

from hn_desk.keys import PrivateKey
from hn_desk.packets.certificates import accepted_key, check_signed_by, read_certificate
from hn_desk.packets.reasons import refuse

_CURVE_LENGTHS = range(8, 73)
_CERTIFICATE = 60


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its certificate."""

    key: PrivateKey
    certificate: certificates.Certificate


def sign_digest(digest: bytes, signer: Signer) -> bytes:
    """The CMS (DER) that signs a SHA-256."""
    attributes = _signed_attributes(digest, signer.certificate).dump()
    if isinstance(signer.key, rsa.RSAPrivateKey):
        signature = signer.key.sign(attributes, PKCS1v15(), SHA256())
    else:
        signature = signer.key.sign(attributes, ec.ECDSA(SHA256()))
    return _build(digest, signer.certificate, signature)


def check_signature(der: bytes, digest: bytes, root: certificates.Certificate) -> certificates.Certificate:
    """The certificate, issued by the root, whose key signed `digest`; not checked further. PacketError otherwise."""
    certificate = _certificate(der)
    check_signed_by(certificate, root)
    key = accepted_key(certificate)
    signature = _signature(der, digest, certificate)
    attributes = _signed_attributes(digest, certificate).dump()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, attributes, PKCS1v15(), SHA256())
        else:
            key.verify(signature, attributes, ec.ECDSA(SHA256()))
    except InvalidSignature as error:
        raise refuse("pdf-signature") from error
    return certificate


def _certificate(der: bytes) -> certificates.Certificate:
    """The one certificate at its fixed place; `_signature` compares all the rest."""
    length = int.from_bytes(der[_CERTIFICATE + 2 : _CERTIFICATE + 4], "big") + 4
    if int.from_bytes(der[_CERTIFICATE - 2 : _CERTIFICATE], "big") != length:
        raise refuse("pdf-certificate")
    return read_certificate(der[_CERTIFICATE : _CERTIFICATE + length])


def _signature(der: bytes, digest: bytes, certificate: certificates.Certificate) -> bytes:
    """The signature is the last value; around it nothing but the shape that `_build` gives is accepted."""
    key = accepted_key(certificate)
    curve_lengths = (length for length in _CURVE_LENGTHS if der[-length - 2 : -length] == bytes((4, length)))
    for length in [key.key_size // 8] if isinstance(key, rsa.RSAPublicKey) else curve_lengths:
        if _build(digest, certificate, der[-length:]) == der:
            return der[-length:]
    if digest not in der:
        raise refuse("pdf-digest")
    raise refuse("pdf-cms")


def _build(digest: bytes, certificate: certificates.Certificate, signature: bytes) -> bytes:
    """ContentInfo with SignedData, RFC 5652."""
    parsed = x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    method = "sha256_rsa" if isinstance(accepted_key(certificate), rsa.RSAPublicKey) else "sha256_ecdsa"
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    issued = cms.IssuerAndSerialNumber({"issuer": parsed.issuer, "serial_number": parsed.serial_number})
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier("issuer_and_serial_number", issued),
            "digest_algorithm": sha256,
            "signed_attrs": _signed_attributes(digest, certificate),
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": method}),
            "signature": signature,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms((sha256,)),
            "encap_content_info": cms.ContentInfo({"content_type": "data"}),
            "certificates": [parsed],
            "signer_infos": [info],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _signed_attributes(digest: bytes, certificate: certificates.Certificate) -> cms.CMSAttributes:
    """What is signed: PAdES wants the certificate's digest among it and no signing time."""
    der = certificate.public_bytes(Encoding.DER)
    parsed = x509.Certificate.load(der)
    hashed = Hash(SHA256())
    hashed.update(der)
    names = [x509.GeneralName({"directory_name": parsed.issuer})]
    issuer = {"issuer": names, "serial_number": parsed.serial_number}
    named = tsp.ESSCertIDv2({"cert_hash": hashed.finalize(), "issuer_serial": issuer})
    reference = tsp.SigningCertificateV2({"certs": [named]})
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ("data",)}),
            cms.CMSAttribute({"type": "message_digest", "values": (digest,)}),
            cms.CMSAttribute({"type": "signing_certificate_v2", "values": (reference,)}),
        ]
    )
