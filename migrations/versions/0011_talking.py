"""Talking: what people say to a post with one press, who was called by name, which questions have a verified answer."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and to topics whether the provider says that an answer is right."""
    op.add_column("topics", sa.Column("verified", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "post_reactions",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('helped', 'agreed', 'learned')", name=op.f("ck_post_reactions_kind")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_reactions_post_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_post_reactions_member_id")),
        sa.PrimaryKeyConstraint("post_id", "member_id", "kind", name=op.f("pk_post_reactions")),
    )
    op.create_index(op.f("ix_post_reactions_member_id"), "post_reactions", ["member_id"])
    op.create_table(
        "mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_mentions_post_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_mentions_comment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_mentions_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
    )
    op.create_index(op.f("ix_mentions_member_id"), "mentions", ["member_id"])
    only_posts = {name: sa.text("comment_id IS NULL") for name in ("sqlite_where", "postgresql_where")}
    op.create_index("uq_mentions_post_id_member_id", "mentions", ["post_id", "member_id"], unique=True, **only_posts)
    op.create_index("uq_mentions_comment_id_member_id", "mentions", ["comment_id", "member_id"], unique=True)


def downgrade() -> None:
    """Remove them; what posts say stays as it is."""
    op.drop_table("mentions")
    op.drop_table("post_reactions")
    with op.batch_alter_table("topics", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_column("verified")
