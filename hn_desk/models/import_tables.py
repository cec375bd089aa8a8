"""Workbooks taken in: what became of each row, how columns were named; saved filters and the office's own targets."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hn_desk.models.columns import Record, Table


class ImportBatch(Record):
    """One workbook taken in as `subject`: which file, which sheet, how many rows had each outcome; undone or not."""

    __tablename__ = "import_batches"

    subject: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    sheet: Mapped[str] = mapped_column(default="")
    fingerprint: Mapped[str] = mapped_column(default="")
    counts: Mapped[dict[str, Any]]
    is_undone: Mapped[bool] = mapped_column(default=False)


class ImportRow(Table):
    """What one row of a workbook wrote: `records` maps a record's id to its subject, version after, and values before.

    Values before are None for a record that the row made; `row` is the sheet's row number from 1.
    """

    __tablename__ = "import_rows"

    batch_id: Mapped[str] = mapped_column(ForeignKey("import_batches.id", ondelete="CASCADE"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    records: Mapped[dict[str, Any]]


class ImportTemplate(Record):
    """Which column holds which field, under the fingerprint of the headings: next month one click."""

    __tablename__ = "import_templates"
    __table_args__ = (UniqueConstraint("subject", "fingerprint"),)

    subject: Mapped[str]
    fingerprint: Mapped[str]
    name: Mapped[str]
    mapping: Mapped[dict[str, Any]]


class SavedFilter(Record):
    """A question that an officer asks a list again and again: the filters of `page` under a name."""

    __tablename__ = "saved_filters"

    page: Mapped[str]
    name: Mapped[str]
    officer_id: Mapped[str]
    filters: Mapped[dict[str, Any]]


class Target(Record):
    """What the office was assigned: `number` of `kind` in a year (`quarter` 0) or one of its quarters."""

    __tablename__ = "targets"
    __table_args__ = (UniqueConstraint("year", "quarter", "kind"),)

    year: Mapped[int]
    quarter: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str]
    number: Mapped[int]
    source: Mapped[str] = mapped_column(default="")
