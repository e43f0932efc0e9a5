"""Suggested wordings of posts."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who suggests what; one of a person waits per post."""
    op.create_table(
        "edit_suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_edit_suggestions_post_id"),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name="fk_edit_suggestions_author_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["members.id"], name="fk_edit_suggestions_decided_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_edit_suggestions"),
    )
    op.create_index("ix_edit_suggestions_post_id", "edit_suggestions", ["post_id"])
    op.create_index("ix_edit_suggestions_author_id", "edit_suggestions", ["author_id"])
    op.create_index(
        "uq_edit_suggestions_waiting", "edit_suggestions", ["post_id", "author_id"], unique=True,
        sqlite_where=sa.text("decided_at IS NULL"), postgresql_where=sa.text("decided_at IS NULL"),
    )  # fmt: skip


def downgrade() -> None:
    """Suggestions are gone; those taken over stay as edits."""
    op.drop_table("edit_suggestions")
