"""What travelled: packets made here, the rows in them, receipts and trust packs read."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hn_desk.models.columns import Record, Table
from hn_desk.models.hidden import hidden, hidden_late


class PacketRow(Record):
    """One packet sealed here. `inner` is the signed workbook before encryption, `sha256` its hash."""

    __tablename__ = "packets"
    __table_args__ = (UniqueConstraint("desk", "epoch", "number"),)

    desk: Mapped[str]
    epoch: Mapped[int]
    number: Mapped[int]
    kind: Mapped[str]
    previous_hash: Mapped[str]
    sha256: Mapped[str]
    inner: Mapped[bytes] = hidden("packets.inner", deferred=True)
    file_name: Mapped[str]
    made_at: Mapped[str]
    made_by: Mapped[str]
    up_to_change: Mapped[int]
    rows: Mapped[int]
    state: Mapped[str] = mapped_column(default="sealed")
    receipt_id: Mapped[str | None] = mapped_column(ForeignKey("receipts.id"))
    is_emptied: Mapped[bool] = mapped_column(default=False)


class PacketRecord(Table):
    """One record at one version inside one packet.

    Of a protected subject `record_id` and `digest` are pseudonyms, and `protected` holds both as they are.
    """

    __tablename__ = "packet_records"

    packet_id: Mapped[str] = mapped_column(ForeignKey("packets.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(primary_key=True, index=True)
    record_version: Mapped[int]
    digest: Mapped[str]
    protected: Mapped[dict[str, Any] | None] = hidden("packet_records.protected", 256)


class CopyRow(Record):
    """One copy of a packet handed out: the handover book."""

    __tablename__ = "packet_copies"

    packet_id: Mapped[str] = mapped_column(ForeignKey("packets.id"), index=True)
    at: Mapped[str]
    medium: Mapped[str]
    officer_id: Mapped[str]
    handed_to: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")


class ReceiptRow(Record):
    """One receipt read here, whole as it came; `open_answers` is what it says of records that anybody may know of.

    An open answer is the number of the packet whose row was refused (None for a question) and the record's id.
    `open_questions` and `asked` are what it asks, with the place of each record here: the latter under the second key.
    """

    __tablename__ = "receipts"

    desk: Mapped[str]
    made_at: Mapped[str]
    read_at: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
    pdf: Mapped[bytes] = hidden("receipts.pdf", deferred=True)
    content: Mapped[dict[str, Any]] = hidden("receipts.content", 1024, deferred=True)
    open_answers: Mapped[list[Any]] = mapped_column(JSON(none_as_null=True), default=list)
    open_questions: Mapped[list[Any]] = mapped_column(JSON(none_as_null=True), default=list)
    asked: Mapped[list[Any] | None] = hidden_late("receipts.asked", 1024, deferred=True)


class TrustRow(Record):
    """One trust and reference pack installed here."""

    __tablename__ = "trust_packs"

    number: Mapped[int] = mapped_column(unique=True)
    read_at: Mapped[str]
    next_update: Mapped[str]
    content: Mapped[dict[str, Any]]


class SigningKey(Record):
    """The office's signing key and its check-code key, encrypted (PKCS#8), their request and certificates (PEM).

    A signing key inside a token has no encrypted form here: `token` is its PKCS#11 URI.

    The signing key's passphrase is the officers'; the check-code key's is random and stands here, since it signs every
    print without asking.
    """

    __tablename__ = "signing_keys"

    request: Mapped[bytes] = mapped_column(LargeBinary)
    encrypted_key: Mapped[bytes] = mapped_column(LargeBinary)
    certificate: Mapped[str] = mapped_column(default="")
    check_key: Mapped[bytes] = mapped_column(LargeBinary)
    check_passphrase: Mapped[str]
    check_certificate: Mapped[str] = mapped_column(default="")
    made_at: Mapped[str]
    is_current: Mapped[bool] = mapped_column(default=True)
    token: Mapped[str] = mapped_column(default="")


class CityAnswer(Record):
    """What the office answers to one question of a desk; it travels in the next packet for that desk.

    Its words stand in `text`, or in `open_text` when anybody may know of the record. `move` (`out`, `in`) and `office`
    say that somebody moved, and the code of the other office.
    """

    __tablename__ = "city_answers"

    question_id: Mapped[str] = mapped_column(index=True)
    desk: Mapped[str]
    subject: Mapped[str]
    record_id: Mapped[str]
    text: Mapped[str | None] = hidden_late("city_answers.text", 1024)
    open_text: Mapped[str] = mapped_column(default="")
    move: Mapped[str] = mapped_column(default="")
    office: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date]
    answered_by: Mapped[str]


class ReferenceFile(Record):
    """One file of the regulations as a reference pack brought it; `name` is its path under the program's resources."""

    __tablename__ = "reference_files"

    name: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]
    sha256: Mapped[str]
    pack_number: Mapped[int]
    since: Mapped[date | None]
