"""Outreach in full and what the office owes: lifetimes of residential groups, series, evidence, duties, reports."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFERENCE = sa.String(length=36)


def upgrade() -> None:
    """Add the columns and make the tables; nothing that is kept says anything of them yet."""
    for name in ("started_on", "ended_on"):
        op.add_column("residential_groups", sa.Column(name, sa.Date(), nullable=True))
    op.add_column("outreach_events", sa.Column("series_id", sa.Text(), nullable=False, server_default=""))
    op.create_index(op.f("ix_outreach_events_series_id"), "outreach_events", ["series_id"], unique=False)
    _make_outreach_tables()
    _make_calendar_table()
    _make_duty_tables()
    _make_report_tables()
    _make_household_table()


def _texts(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.Text(), nullable=False) for name in names)


def _days(*names: str, may_lack: bool = False) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.Date(), nullable=may_lack) for name in names)


def _numbers(*names: str, may_lack: bool = False) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, WHOLE, nullable=may_lack) for name in names)


def _plain(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.JSON(none_as_null=True), nullable=False) for name in names)


def _bytes(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.LargeBinary(), nullable=False) for name in names)


def _make(table: str, *columns: Any) -> None:
    """A table of records, with what every record has."""
    op.create_table(
        table,
        *columns,
        sa.Column("id", REFERENCE, nullable=False),
        *_numbers("version", "change"),
        *_texts("written_by", "written_at", "instance"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _make_outreach_tables() -> None:
    _make("event_series", *_texts("title", "topic"), *_days("starts_on", "ends_on"), *_plain("rule", "draft"))
    _make(
        "evidence",
        sa.Column("event_id", REFERENCE, nullable=False),
        *_texts("note", "sha256"),
        *_numbers("size"),
        sa.Column("is_sent", sa.Boolean(), nullable=False),
        *_bytes("thumbnail", "content"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["outreach_events.id"], name=op.f("fk_evidence_event_id"), ondelete="CASCADE"
        ),
    )
    _index("evidence", "event_id")
    op.create_table(
        "group_successions",
        *(sa.Column(name, REFERENCE, nullable=False) for name in ("old_id", "new_id")),
        *_days("day"),
        *(
            sa.ForeignKeyConstraint([name], ["residential_groups.id"], name=op.f(f"fk_group_successions_{name}"))
            for name in ("old_id", "new_id")
        ),
        sa.PrimaryKeyConstraint("old_id", "new_id", name=op.f("pk_group_successions")),
    )
    _index("group_successions", "new_id")


def _make_calendar_table() -> None:
    _make(
        "day_exceptions",
        *_days("day"),
        sa.Column("is_worked", sa.Boolean(), nullable=False),
        *_texts("source"),
        sa.UniqueConstraint("day", name=op.f("uq_day_exceptions_day")),
    )


def _make_duty_tables() -> None:
    _make(
        "office_plans",
        *_texts("duty", "author", "title", "number", "receiver", "note"),
        *_numbers("year"),
        *_days("issued_on", "sent_on", may_lack=True),
    )
    _make("duty_acts", *_texts("duty", "title", "number", "receiver", "note"), *_days("day"))
    _make(
        "instructions",
        *_texts("kind", "duty", "report", "number", "issuer", "title", "receiver", "note"),
        *_days("issued_on"),
        *_days("due_on", "closed_on", may_lack=True),
        *_numbers("due_month", "due_day", may_lack=True),
    )
    _make(
        "budget_lines",
        *_texts("topic", "title", "source", "note"),
        *_numbers("year"),
        *_numbers("planned", "spent", may_lack=True),
    )
    _make(
        "difficulties",
        *_texts("topic", "text", "proposal", "receiver", "answer"),
        *_days("day"),
        *_days("settled_on", may_lack=True),
    )
    _make(
        "examples",
        *_texts("kind", "topic"),
        *_plain("groups"),
        *_days("started_on"),
        *_days("ended_on", may_lack=True),
        *_numbers("helped", may_lack=True),
        *_bytes("about"),
    )
    for table, column in (
        ("office_plans", "duty"),
        ("duty_acts", "duty"),
        ("instructions", "duty"),
        ("budget_lines", "year"),
        ("difficulties", "day"),
        ("examples", "topic"),
    ):
        _index(table, column)


def _make_report_tables() -> None:
    _make(
        "office_reports",
        *_texts("code", "period", "state", "sha256", "frozen_at", "frozen_by", "number"),
        *_texts("sent_to", "sent_way", "request_id"),
        *_plain("texts", "content"),
        *_days("starts_on", "ends_on"),
        *_days("counted_on", "issued_on", "sent_on", may_lack=True),
    )
    _index("office_reports", "code")
    op.create_table(
        "protected_texts",
        *_texts("record_id"),
        *_bytes("content"),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_protected_texts")),
    )


def _make_household_table() -> None:
    table = "distinct_households"
    op.create_table(
        table,
        *(sa.Column(name, REFERENCE, nullable=False) for name in ("left_id", "right_id")),
        *_texts("officer_id", "at"),
        *(
            sa.ForeignKeyConstraint(
                [name], ["household_businesses.id"], name=op.f(f"fk_{table}_{name}"), ondelete="CASCADE"
            )
            for name in ("left_id", "right_id")
        ),
        sa.PrimaryKeyConstraint("left_id", "right_id", name=op.f(f"pk_{table}")),
    )
    _index(table, "right_id")
