"""When the words of topics and posts were deleted for good."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    for table in ("topics", "posts"):
        op.add_column(table, sa.Column("purged_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Remove the columns; what was deleted for good then looks like what was taken down."""
    for table in ("posts", "topics"):
        op.drop_column(table, "purged_at")
