"""What was merged, split or moved, so that it can be undone; why a topic is unlisted, kept or disputed."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

REASONS = ("unlisted_reason", "archived_reason", "disputed_reason")
UNIQUE = "uq_posts_{}_cause_id"


def upgrade() -> None:
    """Add the table and the reasons; a ticket's answer is made once for a topic, wherever it is read later."""
    op.create_table(
        "rearrangements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("post_ids", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('merge', 'split', 'move')", name=op.f("ck_rearrangements_kind")),
        sa.ForeignKeyConstraint(["from_id"], ["topics.id"], name="fk_rearrangements_from_id"),
        sa.ForeignKeyConstraint(["to_id"], ["topics.id"], name="fk_rearrangements_to_id"),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name="fk_rearrangements_by_id"),
        sa.ForeignKeyConstraint(["undone_by_id"], ["members.id"], name="fk_rearrangements_undone_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rearrangements"),
    )
    for name in ("from_id", "to_id"):
        op.create_index(f"ix_rearrangements_{name}", "rearrangements", [name])
    op.create_index("ix_topics_opening_id", "topics", ["opening_id"])
    for name in REASONS:
        op.add_column("topics", sa.Column(name, sa.String(), nullable=True))
    op.add_column("posts", sa.Column("cause_in_id", sa.Integer(), nullable=True))
    op.execute("UPDATE posts SET cause_in_id = topic_id WHERE cause_id IS NOT NULL")
    _make_unique("cause_in_id", instead_of="topic_id")


def downgrade() -> None:
    """Posts stay where they were put; of two answers to one ticket in one topic, the later forgets its cause."""
    op.execute(
        "UPDATE posts SET cause_id = NULL WHERE EXISTS (SELECT 1 FROM posts AS other WHERE other.id < posts.id"
        " AND other.topic_id = posts.topic_id AND other.cause_id = posts.cause_id)"
    )
    _make_unique("topic_id", instead_of="cause_in_id")
    op.drop_column("posts", "cause_in_id")
    op.drop_index("ix_topics_opening_id", "topics")
    for name in REASONS:
        op.drop_column("topics", name)
    op.drop_table("rearrangements")


def _make_unique(name: str, *, instead_of: str) -> None:
    with op.batch_alter_table("posts", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_constraint(op.f(UNIQUE.format(instead_of)), type_="unique")
        batch.create_unique_constraint(op.f(UNIQUE.format(name)), [name, "cause_id"])
