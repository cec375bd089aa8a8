"""Signed papers of the city: a page with attached data, signed as a whole; believed only after a strict check.

A paper is first checked as plain bytes: one signature dictionary of the shape written here, covering every byte but its
own value. Only then is it parsed as a PDF, to take out the attachments.
"""

import hashlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from cryptography import x509
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import PdfSignedData

from hn_desk.packets.certificates import CLOCK_TOLERANCE, Role, Trust, check_chain
from hn_desk.packets.cms import Signer, check_signature, sign_digest
from hn_desk.packets.reasons import refuse

LARGEST: Final = 32 * 1024 * 1024
RESERVED: Final = 16 * 1024
_FIELD: Final = "Signature"
_UNREADABLE: Final = (
    PdfError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    zlib.error,
)
"""What pyhanko raises for a damaged file; a first trust pack is opened before anything of it is verified."""
_SIGNATURE: Final = re.compile(
    rb"<<\n/Contents (<[0-9A-F]+>)\n/ByteRange \[0 (\d{1,9}) (\d{1,9}) (\d{1,9})\] *\n/Type /Sig\n"
    rb"/Filter /Adobe\.PPKLite\n/SubFilter /ETSI\.CAdES\.detached\n/M \(D\\072(\d{14})Z\)\n>>\nendobj\n"
)


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """A paper whose signature fits its bytes and a certificate of the root; what that may be used for is unchecked."""

    data: bytes
    certificate: x509.Certificate
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class VerifiedPdf:
    """A paper that was signed by a certificate of the pinned root: who, when, and the attached data by name."""

    attachments: Mapping[str, bytes]
    certificate: x509.Certificate
    signed_at: datetime


class _Writer(IncrementalPdfFileWriter):
    """A writer that adds nothing of this PC or moment, so that the same paper has the same bytes."""

    @classmethod
    def _handle_id(cls, prev: Any) -> Any:
        prev.stream.seek(0)
        digest = hashlib.sha256(prev.stream.read()).digest()
        return ArrayObject([ByteStringObject(digest[:16]), ByteStringObject(digest[16:])])

    def _update_meta(self) -> None:
        """Leave the page's own description: pyhanko would write this PC's clock and time zone into it."""


def sign_pdf(page: bytes, attachments: Mapping[str, bytes], signer: Signer, at: datetime) -> bytes:
    """Attach data to a PDF that this program drew and sign it whole (PAdES baseline B, invisible field).

    `at` is aware and stands in the signature to the second. With an RSA key the same input gives the same bytes.
    """
    writer = _Writer(BytesIO(page))
    for name, data in sorted(attachments.items()):
        stream = EmbeddedFileObject.from_file_data(writer, data, compress=True)
        embed_file(writer, FileSpec(name, file_name=name, embedded_data=stream))
    steps = PdfCMSEmbedder().write_cms(_FIELD, writer)
    next(steps)
    place = PdfSignedData(
        pdf_name("/Sig"), SigSeedSubFilter.PADES, at.astimezone(UTC).replace(microsecond=0), bytes_reserved=RESERVED
    )
    steps.send(SigObjSetup(place))
    prepared, output = steps.send(SigIOSetup("sha256", output=BytesIO()))
    steps.send(sign_digest(prepared.document_digest, signer))
    return bytes(output.getvalue())


def verify_pdf(data: bytes, trust: Trust, *, now: datetime, usage: Role) -> VerifiedPdf:
    """Accept a paper signed by a certificate for `usage`; PacketError with a reason for each flaw. No network."""
    signed = check_signed(data, trust.root, now=now)
    check_chain(signed.certificate, trust, signed.signed_at, now=now, usage=usage)
    return VerifiedPdf(attachments_of(signed), signed.certificate, signed.signed_at)


def check_signed(data: bytes, root: x509.Certificate, *, now: datetime) -> SignedPdf:
    """Check that one signature covers every byte of the paper, with a key that the root certified for some use."""
    place = _signature_place(data)
    before, after = int(place[2]), int(place[3])
    if before != place.start(1) or after != place.end(1) or after + int(place[4]) != len(data):
        raise refuse("pdf-coverage")
    digest = hashlib.sha256(data[:before] + data[after:]).digest()
    certificate = check_signature(_value(place[1]), digest, root)
    return SignedPdf(data, certificate, _time(place[5], now))


def attachments_of(signed: SignedPdf) -> dict[str, bytes]:
    """The attached data by name, out of the very bytes that were checked."""
    return claimed_attachments(signed.data)


def claimed_attachments(data: bytes) -> dict[str, bytes]:
    """The attached data by name of a paper that may be anything: only to find the root that a first pack claims."""
    try:
        names = PdfFileReader(BytesIO(data)).root["/Names"]["/EmbeddedFiles"]["/Names"]
        places = range(0, len(names), 2)
        return {str(names[place]): bytes(names[place + 1]["/EF"]["/F"].data) for place in places}
    except _UNREADABLE as error:
        raise refuse("pdf-attachment") from error


def _signature_place(data: bytes) -> re.Match[bytes]:
    if not data.startswith(b"%PDF-") or len(data) > LARGEST:
        raise refuse("pdf-broken")
    count = data.count(b"/ByteRange")
    if count != 1:
        raise refuse("pdf-signatures" if count else "pdf-unsigned")
    place = _SIGNATURE.search(data)
    if place is None:
        raise refuse("pdf-container")
    return place


def _value(field: bytes) -> bytes:
    """The CMS in the signature's field: DER by its own length, then nothing but zeros."""
    value = bytes.fromhex(field[1:-1].decode()) if len(field) % 2 == 0 else b""
    length = 4 + int.from_bytes(value[2:4], "big")
    if not value.startswith(b"\x30\x82") or any(value[length:]):
        raise refuse("pdf-container")
    return value[:length]


def _time(digits: bytes, now: datetime) -> datetime:
    try:
        at = datetime.strptime(digits.decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise refuse("pdf-time") from error
    if at > now + CLOCK_TOLERANCE:
        raise refuse("pdf-future", at=f"{at:%d/%m/%Y %H:%M}")
    return at
