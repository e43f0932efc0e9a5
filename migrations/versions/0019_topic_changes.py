"""How topics stood before and after each change of their state is kept, so that it can be undone."""

import sqlalchemy as sa
from alembic import op

from community.core.db import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of its own; earlier changes are not in it."""
    op.create_table(
        "topic_changes",
        sa.Column("fact_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name=op.f("fk_topic_changes_fact_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_topic_changes_topic_id")),
        sa.PrimaryKeyConstraint("fact_id", name=op.f("pk_topic_changes")),
    )
    op.create_index(op.f("ix_topic_changes_topic_id"), "topic_changes", ["topic_id"])


def downgrade() -> None:
    """Changes made so far can no longer be undone."""
    op.drop_table("topic_changes")
