"""Words that are refused, or looked at before others see them."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "watched_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("action IN ('refuse', 'review')", name=op.f("ck_watched_words_action")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_watched_words_category_id")),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_watched_words_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_words")),
    )
    op.create_index(op.f("ix_watched_words_category_id"), "watched_words", ["category_id"])


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("watched_words")
