"""Officers' own keys, and the log's entries signed with them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of keys and the signatures; entries from before stay unsigned under the first signed one."""
    op.create_table(
        "officer_keys",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.String(length=36), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("sign_public", sa.LargeBinary(), nullable=False),
        sa.Column("box_public", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_officer_keys_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_keys")),
    )
    op.create_index(op.f("ix_officer_keys_officer_id"), "officer_keys", ["officer_id"], unique=False)
    op.add_column("audit_entries", sa.Column("key_id", sa.Text(), nullable=False, server_default=""))
    op.add_column("audit_entries", sa.Column("signature", sa.LargeBinary(), nullable=True))
