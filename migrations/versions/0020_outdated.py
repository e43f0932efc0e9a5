"""A post may be said to be out of date."""

import sqlalchemy as sa
from alembic import op

from community.core.db import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add since when, and why."""
    with op.batch_alter_table("posts", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.add_column(sa.Column("outdated_at", UtcDateTime(), nullable=True))
        batch.add_column(sa.Column("outdated_reason", sa.String(), nullable=True))


def downgrade() -> None:
    """As before."""
    with op.batch_alter_table("posts", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_column("outdated_reason")
        batch.drop_column("outdated_at")
