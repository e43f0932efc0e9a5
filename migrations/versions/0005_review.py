"""Looking after the place: what waits to be looked at, flags, the log of moderation, appeals."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HIDDEN = ("topics", "posts", "comments")


def upgrade() -> None:
    """Add the tables, and of hidden things whether they are hidden for security."""
    for table in HIDDEN:
        op.add_column(table, sa.Column("staff_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "review_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("staff_only", sa.Boolean(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("word", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('flag', 'first_post', 'spam', 'edit', 'security', 'appeal')", name=op.f("ck_review_items_kind")
        ),
        sa.CheckConstraint("(decided_at IS NULL) = (verdict IS NULL)", name=op.f("ck_review_items_decided")),
        *_refers("review_items", post_id="posts", member_id="members", claimed_by_id="members", decided_by_id="members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_items")),
    )
    undecided = sa.text("decided_at IS NULL")
    op.create_index(
        "uq_review_items_open", "review_items", ["subject_kind", "subject_id", "kind"], unique=True,
        sqlite_where=undecided, postgresql_where=undecided,
    )  # fmt: skip
    op.create_index("ix_review_items_decided_at_due_at", "review_items", ["decided_at", "due_at"])
    _index("review_items", "post_id", "member_id", "decided_by_id")
    op.create_table(
        "flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint("subject_kind IN ('post', 'comment')", name=op.f("ck_flags_subject_kind")),
        sa.CheckConstraint("outcome IN ('upheld', 'declined')", name=op.f("ck_flags_outcome")),
        *_refers("flags", post_id="posts", member_id="members", item_id="review_items"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
        sa.UniqueConstraint(
            "member_id", "subject_kind", "subject_id", name=op.f("uq_flags_member_id_subject_kind_subject_id")
        ),
    )
    op.create_index("ix_flags_subject_kind_subject_id", "flags", ["subject_kind", "subject_id"])
    _index("flags", "item_id")
    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        *_refers(
            "acts", fact_id="facts", by_id="members", member_id="members", topic_id="topics", post_id="posts",
            comment_id="comments", item_id="review_items", undoes_id="acts", undone_by_id="members",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
        sa.UniqueConstraint("fact_id", name=op.f("uq_acts_fact_id")),
    )  # fmt: skip
    _index("acts", "kind", "by_id", "member_id", "topic_id", "post_id", "item_id")
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("outcome IN ('upheld', 'declined')", name=op.f("ck_appeals_outcome")),
        *_refers("appeals", act_id="acts", member_id="members", item_id="review_items"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("act_id", name=op.f("uq_appeals_act_id")),
    )
    _index("appeals", "member_id")


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, other in columns.items()
    ]


def _index(table: str, *columns: str) -> None:
    for name in columns:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def downgrade() -> None:
    """Remove the tables; what is hidden stays so."""
    for table in ("appeals", "acts", "flags", "review_items"):
        op.drop_table(table)
    for table in HIDDEN:
        op.drop_column(table, "staff_only")
