"""Officers' signatures on confirmations; those from before stay unsigned, held by the log alone."""

import sqlalchemy as sa
from alembic import op

from hn_desk.models.hidden import hidden_value

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SHORTEST = 8 * 1024


def upgrade() -> None:
    """Add the hidden column; a confirmation without signatures looks like the others."""
    op.add_column("confirmations", sa.Column("signatures", sa.LargeBinary(), nullable=True))
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id FROM confirmations")).scalars().all()
    for row in rows:
        nothing = hidden_value(connection.dialect, "confirmations.signatures", None, SHORTEST)
        connection.execute(
            sa.text("UPDATE confirmations SET signatures = :nothing WHERE id = :id"), {"nothing": nothing, "id": row}
        )
