"""What the law on personal data asks to be kept: what was erased, and what people asked for."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hn_desk.models.columns import Record, Table


class Erasure(Table):
    """One record erased by law: its kind and id alone, so that the desks that got it are told to erase it too."""

    __tablename__ = "erasures"
    __table_args__ = (UniqueConstraint("subject", "record_id"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    record_id: Mapped[str]
    at: Mapped[str]


class DataRequest(Record):
    """What a person asked about the own data: show, correct, export, erase; `person_id` outlives the person's row."""

    __tablename__ = "data_requests"

    person_id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    received_on: Mapped[date]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    officer_id: Mapped[str]
