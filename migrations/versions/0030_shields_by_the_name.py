"""Where a shield that went with votes stood beside its member's name, so that it comes back there."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns."""
    op.add_column("withdrawn_awards", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column("withdrawn_awards", sa.Column("was_title", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """They stand beside nobody's name then."""
    op.drop_column("withdrawn_awards", "was_title")
    op.drop_column("withdrawn_awards", "place")
