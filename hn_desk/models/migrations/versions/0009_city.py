"""Packets for the real world: the handover book, answers to the city, reference data; the city's officers and sums."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFERENCE = sa.String(length=36)
SERVER = "postgresql"
"""Its files are not encrypted, so what is written there by people is ciphertext."""


def upgrade() -> None:
    """Add the columns and make the tables; no photo was ever sent, so the column that said so goes."""
    op.drop_column("evidence", "is_sent")
    op.add_column("packet_copies", sa.Column("handed_to", sa.Text(), nullable=False, server_default=""))
    op.add_column("packet_copies", sa.Column("received_on", sa.Date(), nullable=True))
    op.add_column("packet_copies", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("signing_keys", sa.Column("token", sa.Text(), nullable=False, server_default=""))
    no_questions = sa.Column("open_questions", sa.JSON(none_as_null=True), nullable=False, server_default="[]")
    op.add_column("receipts", no_questions)
    op.add_column("receipts", sa.Column("asked", sa.LargeBinary(), nullable=True))
    _make_office_tables()
    _make_city_tables()


def _make_office_tables() -> None:
    _make(
        "city_answers",
        *_texts("question_id", "desk", "subject", "record_id"),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        *_texts("open_text", "move", "office"),
        *_days("answered_on"),
        *_texts("answered_by"),
    )
    _index("city_answers", "question_id")
    _make(
        "reference_files",
        *_texts("name", "text", "sha256"),
        *_numbers("pack_number"),
        *_days("since", may_lack=True),
        sa.UniqueConstraint("name", name=op.f("uq_reference_files_name")),
    )


def _make_city_tables() -> None:
    _make(
        "city_officers",
        *_sealed("name"),
        *_texts("role", "tag"),
        *_days("started_on"),
        *_days("ended_on", may_lack=True),
    )
    _make(
        "city_questions",
        *_texts("office", "subject", "record_id", "kind", "record_hash"),
        *_sealed("text"),
        *_days("asked_on", may_lack=True),
        *_texts("asked_by"),
        *_days("answered_on", may_lack=True),
        *_sealed("answer"),
        *_days("closed_on", may_lack=True),
        *_texts("closed_by", "other_office", "move", "move_office"),
    )
    _index("city_questions", "office")
    op.create_table(
        "city_sums",
        *_numbers("number"),
        *_texts("office", "measure"),
        *_numbers("value"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_city_sums")),
        sa.UniqueConstraint("office", "measure", name=op.f("uq_city_sums_office_measure")),
    )
    _make("city_snapshots", *_texts("period", "taken_at"), *_plain("content"), *_texts("sha256"))
    _make(
        "city_handovers",
        *_texts("office", "kind", "reference", "medium"),
        *_sealed("person"),
        *_texts("at"),
        *_days("received_on", may_lack=True),
        *_sealed("note"),
    )
    _index("city_handovers", "office")


def _texts(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.Text(), nullable=False) for name in names)


def _days(*names: str, may_lack: bool = False) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.Date(), nullable=may_lack) for name in names)


def _numbers(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, WHOLE, nullable=False) for name in names)


def _plain(*names: str) -> tuple[sa.Column[Any], ...]:
    kind = sa.JSON(none_as_null=True).with_variant(sa.LargeBinary(), SERVER)
    return tuple(sa.Column(name, kind, nullable=False) for name in names)


def _sealed(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.Text().with_variant(sa.LargeBinary(), SERVER), nullable=False) for name in names)


def _make(table: str, *columns: Any) -> None:
    """A table of records, with what every record has."""
    record = sa.Column("id", REFERENCE, nullable=False)
    written = (*_numbers("version", "change"), *_texts("written_by", "written_at", "instance"))
    op.create_table(table, *columns, record, *written, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
