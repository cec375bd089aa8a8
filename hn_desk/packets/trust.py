"""The trust pack: the city's certificates, the list of revoked ones, reference data; signed by the root's delegate."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import AwareDatetime, Field, SerializerFunctionWrapHandler, model_serializer

from hn_desk.packets.certificates import (
    Role,
    Trust,
    check_chain,
    check_crl,
    check_issued,
    check_root,
    crl_number,
    newest_crl,
    subject_code,
)
from hn_desk.packets.cms import Signer
from hn_desk.packets.documents import (
    READER,
    WITHDRAWING,
    Count,
    DeskCode,
    Document,
    LongText,
    Number,
    OfficeCode,
    PaperId,
    Text,
    canonical,
    read_canonical,
)
from hn_desk.packets.pdf import attachments_of, check_signed, sign_pdf
from hn_desk.packets.reasons import refuse

ATTACHMENT: Final = "trust.json"
Pem = Annotated[str, Field(pattern="^-----BEGIN [A-Z0-9 ]+-----\n[A-Za-z0-9+/=\n]+-----END [A-Z0-9 ]+-----\n$")]


class TrustPack(Document):
    """The content of `trust.json`; certificates and the list of revoked ones are PEM."""

    format: Literal["hn-desk-trust/1"] = "hn-desk-trust/1"
    reader: Number = READER
    environment: Literal["real", "training"]
    number: Count
    """0 stands for a folder of certificates from before the first pack; no paper has it."""
    made_at: AwareDatetime
    next_update: AwareDatetime
    root: Pem
    crl: Pem
    desks: Mapping[DeskCode, Pem] = {}
    offices: Mapping[OfficeCode, tuple[Pem, ...]] = {}
    checks: Mapping[OfficeCode, tuple[Pem, ...]] = {}
    reference: Mapping[Text, LongText] = {}
    withdrawn: Mapping[OfficeCode, Mapping[PaperId, date]] = {}
    """Papers that no longer count, and since when; left out of the file while there is none."""

    @model_serializer(mode="wrap")
    def _without_an_empty_list(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        facts: dict[str, Any] = plain(self)
        return facts if self.withdrawn else {name: value for name, value in facts.items() if name != "withdrawn"}


@dataclass(frozen=True, slots=True)
class VerifiedTrustPack:
    """A trust pack that holds, and what this program trusts from now on."""

    pack: TrustPack
    trust: Trust
    signed_at: datetime


def make_pack(
    trust: Trust,
    environment: Literal["real", "training"],
    at: datetime,
    reference: Mapping[str, str] = MappingProxyType({}),
) -> TrustPack:
    """Describe `trust`, whose `number` and `next_update` the caller has set for this pack.

    `reference` is what `packets.reference` wrapped: files of regulations with their index.
    """
    crl = newest_crl(trust, now=at)
    return TrustPack(
        reader=WITHDRAWING if trust.withdrawn else READER,
        environment=environment,
        number=trust.number,
        made_at=at,
        next_update=trust.next_update or crl.next_update_utc or at,
        root=_pem(trust.root),
        crl=_pem(crl),
        desks={code: _pem(certificate) for code, certificate in trust.desks.items()},
        offices={code: tuple(map(_pem, certificates)) for code, certificates in trust.offices.items()},
        checks={code: tuple(map(_pem, certificates)) for code, certificates in trust.checks.items()},
        reference=dict(reference),
        withdrawn=trust.withdrawn,
    )


def sign_pack(pack: TrustPack, page: bytes, signer: Signer) -> bytes:
    """The signed paper: `page` is the PDF that the city drew; signed at the pack's own time."""
    return sign_pdf(page, {ATTACHMENT: canonical(pack)}, signer, pack.made_at)


def read_pack(data: bytes, known: Trust, *, now: datetime) -> VerifiedTrustPack:
    """Accept a pack that follows what is `known`; a new office knows only the pinned root, no list and number 0.

    The delegate must not be revoked by the newest list, known or brought along. Older numbers are refused.
    """
    check_root(known.root)
    signed = check_signed(data, known.root, now=now)
    check_issued(signed.certificate, known.root, signed.signed_at, "delegate")
    attachments = attachments_of(signed)
    if set(attachments) != {ATTACHMENT}:
        raise refuse("pdf-attachment")
    pack = read_canonical(TrustPack, attachments[ATTACHMENT], "trust", newest=WITHDRAWING)
    if pack.root != _pem(known.root):
        raise refuse("trust-root")
    if pack.number <= known.number:
        raise refuse("trust-rollback", number=pack.number, known=known.number)
    trust = _trust(pack, known)
    lists = replace(trust, crls=(*known.crls, *trust.crls))
    check_chain(signed.certificate, lists, signed.signed_at, now=now, usage="delegate")
    return VerifiedTrustPack(pack, trust, signed.signed_at)


def _trust(pack: TrustPack, known: Trust) -> Trust:
    crl = _crl(pack.crl)
    check_crl(crl, known.root)
    if any(crl_number(crl) < crl_number(older) for older in known.crls):
        raise refuse("trust-crl")
    offices, checks = (
        {code: tuple(_certificate(pem, known.root, role, code) for pem in pems) for code, pems in kept.items()}
        for role, kept in _of_offices(pack)
    )
    desks = {code: _certificate(pem, known.root, "desk", code) for code, pem in pack.desks.items()}
    return Trust(known.root, (crl,), desks, offices, pack.number, pack.next_update, checks, pack.withdrawn)


def _of_offices(pack: TrustPack) -> tuple[tuple[Role, Mapping[str, tuple[str, ...]]], ...]:
    return ("office", pack.offices), ("check", pack.checks)


def _certificate(pem: str, root: x509.Certificate, role: Role, code: str) -> x509.Certificate:
    """A certificate in its place; it may have expired, since old packets stay verifiable."""
    try:
        certificate = x509.load_pem_x509_certificate(pem.encode())
        starts = certificate.not_valid_before_utc
    except (ValueError, x509.InvalidVersion) as error:
        raise refuse("trust-certificate", owner=code) from error
    check_issued(certificate, root, starts, role)
    if subject_code(certificate) != code:
        raise refuse("trust-certificate", owner=code)
    return certificate


def _crl(pem: str) -> x509.CertificateRevocationList:
    try:
        return x509.load_pem_x509_crl(pem.encode())
    except ValueError as error:
        raise refuse("crl-broken") from error


def _pem(thing: x509.Certificate | x509.CertificateRevocationList) -> str:
    return thing.public_bytes(Encoding.PEM).decode("ascii")
