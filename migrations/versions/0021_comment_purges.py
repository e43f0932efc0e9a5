"""Comments can be deleted for good by themselves."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two times; comments that went with their posts say so."""
    with op.batch_alter_table("comments", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.add_column(sa.Column("purge_at", UtcDateTime(), nullable=True))
        batch.add_column(sa.Column("purged_at", UtcDateTime(), nullable=True))
    op.execute(
        "UPDATE comments SET purged_at = (SELECT posts.purged_at FROM posts WHERE posts.id = comments.post_id)"
        " WHERE source = ''"
    )


def downgrade() -> None:
    """As before."""
    with op.batch_alter_table("comments", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_column("purged_at")
        batch.drop_column("purge_at")
