"""The receipt: what a desk has of an office's streams, signed, cumulative; any later one replaces earlier ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, Self
from uuid import UUID

from cryptography import x509
from pydantic import AwareDatetime, SerializerFunctionWrapHandler, model_serializer, model_validator

from hn_desk.packets.certificates import Trust, subject_code
from hn_desk.packets.cms import Signer
from hn_desk.packets.documents import (
    READER,
    Count,
    DeskCode,
    Document,
    Hash,
    Instance,
    Number,
    OfficeCode,
    Text,
    canonical,
    read_canonical,
)
from hn_desk.packets.pdf import sign_pdf, verify_pdf
from hn_desk.packets.reasons import refuse

ATTACHMENT: Final = "receipt.json"
UNVERIFIED_READER: Final = 2
"""The version of receipts that name files which did not verify."""


class RefusedRow(Document):
    """One row that the desk did not take, with what the office should do about it."""

    number: Number
    sheet: Text
    id: Text
    field: Text
    reason: Text
    do: Text


class RefusedPacket(Document):
    """A packet that the desk refused whole, so that the office can answer with a new epoch and a full packet."""

    number: Number
    sha256: Hash
    reason: Text
    do: Text


class UnverifiedPacket(Document):
    """A file that the office's own key signed and that still did not verify: of no stream, named by its hash alone."""

    sha256: Hash
    reason: Text
    do: Text
    received_on: date


class Counts(Document):
    """What the desk's import of a stream came to, in records."""

    new: Count = 0
    changed: Count = 0
    unchanged: Count = 0
    refused: Count = 0
    questions: Count = 0


class Question(Document):
    """What the city asks about one record; answered in a later packet."""

    id: UUID
    subject: Text
    record: Text
    text: Text
    asked_on: date


class WithdrawnPaper(Document):
    """A paper of the office that no longer counts."""

    id: UUID
    day: date
    reason: Text


class Stream(Document):
    """What the desk has of one instance's epoch: 1 to `contiguous` applied, `beyond` verified and waiting."""

    instance: Instance
    epoch: Number
    contiguous: Count
    beyond: tuple[Number, ...] = ()
    hashes: Mapping[Number, Hash] = {}
    counts: Counts = Counts()
    refused_rows: tuple[RefusedRow, ...] = ()
    refused_packets: tuple[RefusedPacket, ...] = ()
    audit_head: Hash | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.contiguous > len(self.hashes) or set(self.hashes) != {*range(1, self.contiguous + 1), *self.beyond}:
            raise ValueError("every number has its hash")
        if list(self.beyond) != sorted(set(self.beyond)) or any(n <= self.contiguous + 1 for n in self.beyond):
            raise ValueError("numbers beyond are sorted and leave a gap")
        return self


class Receipt(Document):
    """The content of `receipt.json`."""

    format: Literal["hn-desk-receipt/1"] = "hn-desk-receipt/1"
    reader: Number = READER
    environment: Literal["real", "training"]
    id: UUID
    desk: DeskCode
    office: OfficeCode
    made_at: AwareDatetime
    streams: tuple[Stream, ...] = ()
    questions: tuple[Question, ...] = ()
    withdrawn: tuple[WithdrawnPaper, ...] = ()
    unverified: tuple[UnverifiedPacket, ...] = ()
    """Left out of the file while there is none: only programs from version 0.6 on read it."""

    @model_serializer(mode="wrap")
    def _without_an_empty_list(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        facts: dict[str, Any] = plain(self)
        return facts if self.unverified else {name: value for name, value in facts.items() if name != "unverified"}

    @model_validator(mode="after")
    def _is_sorted(self) -> Self:
        places = [(stream.instance, stream.epoch) for stream in self.streams]
        if places != sorted(set(places)):
            raise ValueError("streams are sorted, each once")
        return self


@dataclass(frozen=True, slots=True)
class VerifiedReceipt:
    """A receipt whose signature holds, with the desk's certificate and the time it claims."""

    receipt: Receipt
    certificate: x509.Certificate
    signed_at: datetime


def sign_receipt(receipt: Receipt, page: bytes, signer: Signer) -> bytes:
    """The signed paper: `page` is the PDF that the city drew; signed at the receipt's own time."""
    if subject_code(signer.certificate) != receipt.desk:
        raise refuse("receipt-desk")
    return sign_pdf(page, {ATTACHMENT: canonical(receipt)}, signer, receipt.made_at)


def read_receipt(data: bytes, trust: Trust, *, now: datetime) -> VerifiedReceipt:
    """Accept a receipt signed by the desk it speaks for; PacketError with its reason otherwise."""
    paper = verify_pdf(data, trust, now=now, usage="receipt")
    if set(paper.attachments) != {ATTACHMENT}:
        raise refuse("pdf-attachment")
    receipt = read_canonical(Receipt, paper.attachments[ATTACHMENT], "receipt", newest=UNVERIFIED_READER)
    if subject_code(paper.certificate) != receipt.desk:
        raise refuse("receipt-desk")
    return VerifiedReceipt(receipt, paper.certificate, paper.signed_at)
