"""The office itself: who it is, its officers, residential groups, log and counters."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hn_desk.keys import new_secret
from hn_desk.models.columns import Record, Table, ordered
from hn_desk.models.hidden import hidden
from hn_desk.models.sealed import SealedJson


class OfficeRow(Record):
    """This commune's office; one row."""

    __tablename__ = "offices"

    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    environment: Mapped[str]
    instance_id: Mapped[str]
    epoch: Mapped[int] = mapped_column(default=1)
    parent_epoch: Mapped[int] = mapped_column(default=0)
    place_name: Mapped[str] = mapped_column(default="Hà Nội")
    upper_line: Mapped[str] = mapped_column(default="")
    sign_for: Mapped[str] = mapped_column(default="TM.")
    sign_authority: Mapped[str] = mapped_column(default="")
    approver_title: Mapped[str] = mapped_column(default="")
    approver_name: Mapped[str] = mapped_column(default="")
    packet_secret: Mapped[bytes] = hidden("offices.packet_secret", default=new_secret, deferred=True)


class OfficerRow(Record):
    """A member of the office's staff who signs in."""

    __tablename__ = "officers"

    name: Mapped[str]
    sort_key: Mapped[str]
    login: Mapped[str] = mapped_column(unique=True)
    position: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    roles: Mapped[list["OfficerRole"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class OfficerRole(Table):
    """One role held by one officer."""

    __tablename__ = "officer_roles"

    officer_id: Mapped[str] = mapped_column(ForeignKey("officers.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class ResidentialGroup(Record):
    """Tổ dân phố, thôn or cụm dân cư, from its first day to its last (None: always, still).

    One that is not active and has no last day was set aside by hand and counts for no day.
    """

    __tablename__ = "residential_groups"

    name: Mapped[str]
    sort_key: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]


class GroupSuccession(Table):
    """One residential group followed another on a day, when it was split or merged: the new one's first day."""

    __tablename__ = "group_successions"

    old_id: Mapped[str] = mapped_column(ForeignKey("residential_groups.id"), primary_key=True)
    new_id: Mapped[str] = mapped_column(ForeignKey("residential_groups.id"), primary_key=True, index=True)
    day: Mapped[date]


class DayException(Record):
    """A day that is worked or free against the calendar, with the paper that says so."""

    __tablename__ = "day_exceptions"

    day: Mapped[date] = mapped_column(unique=True)
    is_worked: Mapped[bool]
    source: Mapped[str]


class ChangeNumber(Table):
    """The number of the last writing transaction; one row with id 1."""

    __tablename__ = "change_numbers"

    id: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class AuditEntry(Table):
    """One act in the log, chained to the one before by its hash; the content stands apart from the chain."""

    __tablename__ = "audit_entries"
    __table_args__ = (ordered("audit_entries", "record_id", "sequence"),)

    sequence: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    officer_id: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    record_id: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("audit_entries.content"))
    content_hash: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]
    key_id: Mapped[str] = mapped_column(default="")
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)


class OfficerKey(Table):
    """The public halves of an officer's keys; `id` is the key's name in the log, `entry` its place in the key file.

    A key that ended signs nothing new; what it signed before stays good. `certificate` is the office key's signature.
    """

    __tablename__ = "officer_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officers.id"), index=True)
    entry: Mapped[str]
    sign_public: Mapped[bytes] = mapped_column(LargeBinary)
    box_public: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[str]
    ended_at: Mapped[str] = mapped_column(default="")
    certificate: Mapped[bytes | None] = mapped_column(LargeBinary)


class SearchWord(Table):
    """A folded word of a record, so that lists are searched by prefix without marks."""

    __tablename__ = "search_words"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  SQLAlchemy reads it from the class

    subject: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(primary_key=True, index=True)


class RegisterNumber(Table):
    """A number that văn thư gave to a paper; unique within year and series. Which paper it was, is hidden."""

    __tablename__ = "register_numbers"
    __table_args__ = (UniqueConstraint("year", "series", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    series: Mapped[str]
    number: Mapped[int]
    confirmation_id: Mapped[str | None] = hidden("register_numbers.confirmation_id")
    note: Mapped[str] = hidden("register_numbers.note", 256, default="")
