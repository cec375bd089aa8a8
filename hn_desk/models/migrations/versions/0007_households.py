"""Household businesses in full: what the newest contact says, merges, history, dossiers, what came after.

And workbooks taken in, saved filters, the office's own targets.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns, take over what the newest contacts say, and make the tables."""
    _add_columns()
    _take_over_contacts()
    _make_household_tables()
    _make_import_tables()


def _add_columns() -> None:
    table = "household_businesses"
    op.add_column(table, sa.Column("contacted_by", sa.Text(), nullable=False, server_default=""))
    op.add_column(table, sa.Column("obstacles", sa.Text(), nullable=False, server_default=""))
    op.add_column(table, sa.Column("next_on", sa.Date(), nullable=True))
    op.add_column(table, sa.Column("merged_into", sa.Text(), nullable=True))
    op.create_index(op.f("ix_household_businesses_next_on"), table, ["next_on"], unique=False)
    op.add_column("contacts", sa.Column("next_on", sa.Date(), nullable=True))
    op.add_column("contacts", sa.Column("next_step", sa.Text(), nullable=False, server_default=""))
    op.add_column("conversions", sa.Column("dossier", sa.JSON(none_as_null=True), nullable=False, server_default="{}"))


def _take_over_contacts() -> None:
    """The newest contact of each household, by day, change number and id, as the program picks it."""
    newest = (
        "SELECT contacts.household_id, contacts.officer_id, contacts.obstacles FROM contacts "
        "ORDER BY contacts.day, contacts.change, contacts.id DESC"
    )
    connection = op.get_bind()
    contacts = sa.text(newest).columns(
        sa.column("household_id", sa.Text()), sa.column("officer_id", sa.Text()), sa.column("obstacles", sa.JSON())
    )
    last = {household: (officer, told) for household, officer, told in connection.execute(contacts)}
    statement = sa.text("UPDATE household_businesses SET contacted_by = :by, obstacles = :obstacles WHERE id = :id")
    for household, (officer, told) in last.items():
        marked = f"|{'|'.join(sorted(told))}|" if told else ""
        connection.execute(statement, {"by": officer, "obstacles": marked, "id": household})


def _record() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("change", WHOLE, nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", sa.Text(), nullable=False),
        sa.Column("instance", sa.Text(), nullable=False),
    )


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=False)


def _make_household_tables() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("conversion_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("support", sa.Text(), nullable=False),
        sa.Column("months", WHOLE, nullable=True),
        sa.Column("is_alive", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        *_record(),
        sa.ForeignKeyConstraint(
            ["conversion_id"], ["conversions.id"], name=op.f("fk_follow_ups_conversion_id_conversions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index(op.f("ix_follow_ups_conversion_id"), "follow_ups", ["conversion_id"], unique=False)
    op.create_table(
        "household_history",
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        _json("changes"),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household_businesses.id"],
            name=op.f("fk_household_history_household_id_household_businesses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "position", name=op.f("pk_household_history")),
    )
    op.create_table(
        "household_merges",
        sa.Column("kept_id", sa.String(length=36), nullable=False),
        sa.Column("gone_id", sa.String(length=36), nullable=False),
        _json("content"),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        *_record(),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["household_businesses.id"],
                name=op.f(f"fk_household_merges_{column}_household_businesses"),
            )
            for column in ("kept_id", "gone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_merges")),
    )
    for column in ("kept_id", "gone_id"):
        op.create_index(op.f(f"ix_household_merges_{column}"), "household_merges", [column], unique=False)


def _make_import_tables() -> None:
    op.create_table(
        "import_batches",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("subject", "file_name", "sha256", "sheet")),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        _json("counts"),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        *_record(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
    )
    op.create_index(op.f("ix_import_batches_sha256"), "import_batches", ["sha256"], unique=False)
    op.create_table(
        "import_rows",
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("row", WHOLE, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        _json("records"),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batches.id"],
            name=op.f("fk_import_rows_batch_id_import_batches"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("batch_id", "row", name=op.f("pk_import_rows")),
    )
    op.create_table(
        "import_templates",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("subject", "fingerprint", "name")),
        _json("mapping"),
        *_record(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_templates")),
        sa.UniqueConstraint("subject", "fingerprint", name=op.f("uq_import_templates_subject_fingerprint")),
    )
    op.create_table(
        "saved_filters",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("page", "name", "officer_id")),
        _json("filters"),
        *_record(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
    )
    op.create_table(
        "targets",
        sa.Column("year", WHOLE, nullable=False),
        sa.Column("quarter", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        *_record(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
        sa.UniqueConstraint("year", "quarter", "kind", name=op.f("uq_targets_year_quarter_kind")),
    )
