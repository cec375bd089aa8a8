"""What a city desk keeps: packets, records received, receipts; its officers, questions, sums, snapshots, handovers."""

from datetime import date
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hn_desk.models.columns import Record, Table
from hn_desk.models.sealed import SealedBytes, SealedJson, SealedText


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
    outcome: Mapped[dict[str, Any]] = mapped_column(SealedJson("city_packets.outcome"))
    inner: Mapped[bytes] = mapped_column(SealedBytes("city_packets.inner"), deferred=True)


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
    payload: Mapped[dict[str, Any]] = mapped_column(SealedJson("city_records.payload"))


class CityReceipt(Record):
    """One receipt issued to an office."""

    __tablename__ = "city_receipts"

    office: Mapped[str]
    made_at: Mapped[str]
    content_hash: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(SealedJson("city_receipts.content"))
    pdf: Mapped[bytes] = mapped_column(SealedBytes("city_receipts.pdf"), deferred=True)


class CityOfficer(Record):
    """One officer of the desk and the role held; `tag` finds the officer's entry in the desk's key file."""

    __tablename__ = "city_officers"

    name: Mapped[str] = mapped_column(SealedText("city_officers.name"))
    role: Mapped[str]
    tag: Mapped[str]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]


class CityQuestion(Record):
    """One question to an office about one of its records; `kind` says what found it, `other_office` what it met.

    Until an officer sends it, it has no `asked_on`. `record_hash` is that of the record's payload when it was asked,
    `move` and `move_office` what the office answered of somebody's moving: `out` or `in`, and the other office's code.
    """

    __tablename__ = "city_questions"

    office: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    record_id: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(SealedText("city_questions.text"))
    record_hash: Mapped[str] = mapped_column(default="")
    asked_on: Mapped[date | None]
    asked_by: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(SealedText("city_questions.answer"), default="")
    closed_on: Mapped[date | None]
    closed_by: Mapped[str] = mapped_column(default="")
    other_office: Mapped[str] = mapped_column(default="")
    move: Mapped[str] = mapped_column(default="")
    move_office: Mapped[str] = mapped_column(default="")


class CitySum(Table):
    """One measure of one office, kept equal to its records by every packet that is applied."""

    __tablename__ = "city_sums"
    __table_args__ = (UniqueConstraint("office", "measure"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    office: Mapped[str]
    measure: Mapped[str]
    value: Mapped[int]


class CitySnapshot(Record):
    """The board as it stood when a period was closed; never changed afterwards, which `sha256` proves."""

    __tablename__ = "city_snapshots"

    period: Mapped[str]
    taken_at: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(SealedJson("city_snapshots.content"))
    sha256: Mapped[str]


class CityHandover(Record):
    """One line of the desk's handover book: what came or went, on what, by whom, and when it was received."""

    __tablename__ = "city_handovers"

    office: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    reference: Mapped[str]
    medium: Mapped[str]
    person: Mapped[str] = mapped_column(SealedText("city_handovers.person"))
    at: Mapped[str]
    received_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(SealedText("city_handovers.note"), default="")
