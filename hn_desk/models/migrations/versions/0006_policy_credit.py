"""Policy credit in full: workers, papers, representative and intake of an application; the bank's part; scans; surveys.

And the form files that an administrator installed in place of the program's own.
"""

import sqlalchemy as sa
from alembic import op

from hn_desk.models.hidden import hidden_value

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ADDED: tuple[tuple[str, dict[str, str] | list[str] | None, int], ...] = (
    ("papers", {}, 1024),
    ("representative", None, 512),
    ("intake", None, 256),
    ("workers", [], 4 * 1024),
)


def upgrade() -> None:
    """Add the columns, alike for every application there is, and the tables."""
    for name, _nothing, _shortest in ADDED:
        op.add_column("loan_applications", sa.Column(name, sa.LargeBinary(), nullable=True))
    connection = op.get_bind()
    sets = ", ".join(f"{name} = :{name}" for name, _nothing, _shortest in ADDED)
    for row in connection.execute(sa.text("SELECT id FROM loan_applications")).scalars().all():
        values = {
            name: hidden_value(connection.dialect, f"loan_applications.{name}", nothing, shortest)
            for name, nothing, shortest in ADDED
        }
        connection.execute(sa.text(f"UPDATE loan_applications SET {sets} WHERE id = :id"), {**values, "id": row})
    op.create_table(
        "bank_events",
        sa.Column("application_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["loan_applications.id"],
            name=op.f("fk_bank_events_application_id_loan_applications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", "position", name=op.f("pk_bank_events")),
    )
    op.create_table(
        "scans",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
    )
    op.create_table(
        "need_surveys",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_surveys")),
    )
    op.create_table(
        "installed_forms",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installed_forms")),
    )
    op.create_index(op.f("ix_installed_forms_code"), "installed_forms", ["code"], unique=False)
