"""Announcements can be put away, by each member for themselves."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who has put what away."""
    op.create_table(
        "announcement_dismissals",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_announcement_dismissals_topic_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_announcement_dismissals_member_id"),
        sa.PrimaryKeyConstraint("topic_id", "member_id", name="pk_announcement_dismissals"),
    )
    op.create_index("ix_announcement_dismissals_member_id", "announcement_dismissals", ["member_id"])


def downgrade() -> None:
    """All announcements stand where they stood."""
    op.drop_table("announcement_dismissals")
