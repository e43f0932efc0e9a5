"""Lists know what is new to whom: how far each member has read, what was put aside; the orders of lists have indexes."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

UNANSWERED = sa.text("kind = 'question' AND answer_count = 0 AND closed_at IS NULL")
PINNED = sa.text("pinned_at IS NOT NULL")
KEPT = sa.text("kept")


def upgrade() -> None:
    """Nobody has read anything yet; what is new to whom follows from when it was asked."""
    op.create_table(
        "dismissals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("what IN ('new', 'unread', 'both')", name=op.f("ck_dismissals_what")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_dismissals_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dismissals"),
    )
    op.create_index("ix_dismissals_member_id", "dismissals", ["member_id"])
    op.create_table(
        "topic_reads",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("dismissal_id", sa.Integer(), nullable=True),
        sa.Column("before_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_topic_reads_member_id"),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_topic_reads_topic_id"),
        sa.ForeignKeyConstraint(["dismissal_id"], ["dismissals.id"], name="fk_topic_reads_dismissal_id"),
        sa.PrimaryKeyConstraint("member_id", "topic_id", name="pk_topic_reads"),
    )
    op.create_index("ix_topic_reads_topic_id", "topic_reads", ["topic_id"])
    op.create_index("ix_topic_reads_dismissal_id", "topic_reads", ["dismissal_id"])
    op.create_index("ix_topic_reads_kept", "topic_reads", ["member_id"], sqlite_where=KEPT, postgresql_where=KEPT)
    op.add_column("topics", sa.Column("thanks_count", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE topics SET thanks_count ="
        " coalesce((SELECT sum(posts.thanks_count) FROM posts WHERE posts.topic_id = topics.id), 0)"
    )
    op.create_index("ix_topics_created_at_id", "topics", ["created_at", "id"])
    op.create_index("ix_topics_category_id_created_at", "topics", ["category_id", "created_at"])
    op.create_index(
        "ix_topics_unanswered", "topics", ["active_key"], sqlite_where=UNANSWERED, postgresql_where=UNANSWERED
    )
    op.create_index("ix_topics_pinned", "topics", ["category_id"], sqlite_where=PINNED, postgresql_where=PINNED)
    op.create_index("ix_topics_worth", "topics", [sa.text("(score + me_too_count + thanks_count)"), "id"])


def downgrade() -> None:
    """What was read is forgotten."""
    for name in ("worth", "pinned", "unanswered", "category_id_created_at", "created_at_id"):
        op.drop_index(f"ix_topics_{name}", "topics")
    op.drop_column("topics", "thanks_count")
    op.drop_table("topic_reads")
    op.drop_table("dismissals")
