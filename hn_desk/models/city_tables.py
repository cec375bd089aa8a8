"""What a city desk keeps: streams, packets, records received, questions of fact refused singly."""

from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hn_desk.models.columns import Record, Table


class CityPacket(Record):
    """One packet that reached the desk: applied, waiting, refused or quarantined; `inner` is kept as evidence.

    `outcome` holds the counts by subject and the rows that were refused singly.
    """

    __tablename__ = "city_packets"
    __table_args__ = (Index("ix_city_packets_stream", "office", "instance_id", "epoch", "number"),)

    packet_id: Mapped[str]
    office: Mapped[str]
    office_name: Mapped[str]
    instance_id: Mapped[str]
    epoch: Mapped[int]
    parent_epoch: Mapped[int]
    number: Mapped[int]
    kind: Mapped[str]
    previous_hash: Mapped[str]
    sha256: Mapped[str]
    decision: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    received_at: Mapped[str]
    made_at: Mapped[str] = mapped_column(default="")
    audit_head: Mapped[str] = mapped_column(default="")
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[dict[str, Any]]
    inner: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class CityRecord(Table):
    """One record of one office as the desk holds it; `payload` is the sheet's row by field name."""

    __tablename__ = "city_records"
    __table_args__ = (UniqueConstraint("office", "subject", "record_id"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    office: Mapped[str]
    subject: Mapped[str]
    record_id: Mapped[str]
    record_version: Mapped[int]
    instance_id: Mapped[str]
    epoch: Mapped[int]
    packet_number: Mapped[int]
    payload: Mapped[dict[str, Any]]


class CityReceipt(Record):
    """One receipt issued to an office."""

    __tablename__ = "city_receipts"

    office: Mapped[str]
    made_at: Mapped[str]
    content_hash: Mapped[str]
    content: Mapped[dict[str, Any]]
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
