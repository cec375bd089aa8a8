"""Keys and whom they trust as plain bytes, for another process of this program; never written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from hn_desk.packets.certificates import Trust
from hn_desk.packets.cms import Signer

Certificates = Mapping[str, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class PortableKeys:
    """Private keys (PKCS#8, not encrypted) with their certificates, in their order, and a trust (DER)."""

    keys: tuple[tuple[bytes, bytes], ...] = field(repr=False)
    root: bytes
    crls: tuple[bytes, ...]
    desks: Certificates
    offices: Certificates
    checks: Certificates
    number: int
    next_update: datetime | None
    withdrawn: Mapping[str, Mapping[str, date]]

    def open(self) -> tuple[tuple[Signer, ...], Trust]:
        """The keys and the trust again."""
        load = x509.load_der_x509_certificate
        keys = tuple(Signer(_key(key), load(certificate)) for key, certificate in self.keys)
        desks = {code: one for code, (one,) in _loaded(self.desks).items()}
        crls = tuple(map(x509.load_der_x509_crl, self.crls))
        places = (self.number, self.next_update, _loaded(self.checks), self.withdrawn)
        return keys, Trust(load(self.root), crls, desks, _loaded(self.offices), *places)


def portable_keys(keys: tuple[Signer, ...], trust: Trust) -> PortableKeys:
    """Keys and trust as bytes."""
    return PortableKeys(
        keys=tuple((_key_bytes(one), _der(one.certificate)) for one in keys),
        root=_der(trust.root),
        crls=tuple(one.public_bytes(Encoding.DER) for one in trust.crls),
        desks={code: (_der(one),) for code, one in trust.desks.items()},
        offices=_stored(trust.offices),
        checks=_stored(trust.checks),
        number=trust.number,
        next_update=trust.next_update,
        withdrawn={office: dict(papers) for office, papers in trust.withdrawn.items()},
    )


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _stored(kept: Mapping[str, tuple[x509.Certificate, ...]]) -> Certificates:
    return {code: tuple(map(_der, some)) for code, some in kept.items()}


def _loaded(kept: Certificates) -> dict[str, tuple[x509.Certificate, ...]]:
    return {code: tuple(map(x509.load_der_x509_certificate, some)) for code, some in kept.items()}


def _key_bytes(signer: Signer) -> bytes:
    return signer.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _key(data: bytes) -> Any:
    return load_der_private_key(data, None)
