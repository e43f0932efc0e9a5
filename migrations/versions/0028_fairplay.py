"""Votes can stop counting; findings of fair play; shields that wait to come back."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

AS_IT_WAS = {"reflect_kwargs": {"resolve_fks": False}}


def upgrade() -> None:
    """All votes that there are count."""
    op.create_table(
        "invalidations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_invalidations_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invalidations")),
    )
    with op.batch_alter_table("votes", **AS_IT_WAS) as batch:
        batch.add_column(sa.Column("invalidated_at", UtcDateTime(), nullable=True))
        batch.add_column(sa.Column("invalidation_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_votes_invalidation_id"), "invalidations", ["invalidation_id"], ["id"])
        batch.create_index(op.f("ix_votes_invalidation_id"), ["invalidation_id"])
    where = sa.text("invalidated_at IS NOT NULL")
    op.create_index(
        "ix_votes_invalidated", "votes", ["post_id", "voter_id"], sqlite_where=where, postgresql_where=where
    )
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("accounts", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("invalidation_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('reciprocal', 'ring', 'burst', 'twins', 'farming')", name=op.f("ck_findings_kind")),
        sa.CheckConstraint(
            "state IN ('open', 'left', 'invalidated', 'reinstated')", name=op.f("ck_findings_state")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["members.id"], name=op.f("fk_findings_decided_by_id")),
        sa.ForeignKeyConstraint(["invalidation_id"], ["invalidations.id"], name=op.f("fk_findings_invalidation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("invalidation_id", name=op.f("uq_findings_invalidation_id")),
    )
    op.create_index(op.f("ix_findings_state"), "findings", ["state"])
    where = sa.text("state = 'open'")
    op.create_index(
        "uq_findings_open", "findings", ["kind", "accounts"], unique=True, sqlite_where=where, postgresql_where=where
    )
    op.create_table(
        "finding_votes",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_finding_votes_finding_id")),
        sa.PrimaryKeyConstraint("finding_id", "vote_id", name=op.f("pk_finding_votes")),
    )
    op.create_index(op.f("ix_finding_votes_vote_id"), "finding_votes", ["vote_id"])
    op.create_table(
        "withdrawn_awards",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("invalidation_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("badge", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invalidation_id"], ["invalidations.id"], name=op.f("fk_withdrawn_awards_invalidation_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_withdrawn_awards_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawn_awards")),
    )
    op.create_index(op.f("ix_withdrawn_awards_invalidation_id"), "withdrawn_awards", ["invalidation_id"])
    op.create_index(op.f("ix_withdrawn_awards_member_id"), "withdrawn_awards", ["member_id"])


def downgrade() -> None:
    """What was decided about votes is forgotten: all of them count."""
    op.execute("DELETE FROM notifications WHERE kind IN ('votes_invalidated', 'votes_reinstated')")
    for table in ("withdrawn_awards", "finding_votes", "findings"):
        op.drop_table(table)
    out = "SELECT post_id FROM votes WHERE invalidated_at IS NOT NULL"
    score = "(SELECT coalesce(sum(value), 0) FROM votes WHERE post_id = {})"
    op.execute(f"UPDATE posts SET score = {score.format('posts.id')} WHERE id IN ({out})")
    op.execute(f"UPDATE topics SET score = {score.format('topics.opening_id')} WHERE opening_id IN ({out})")
    op.drop_index("ix_votes_invalidated", "votes")
    with op.batch_alter_table("votes", **AS_IT_WAS) as batch:
        batch.drop_index(op.f("ix_votes_invalidation_id"))
        batch.drop_constraint(op.f("fk_votes_invalidation_id"), type_="foreignkey")
        batch.drop_column("invalidation_id")
        batch.drop_column("invalidated_at")
    op.drop_table("invalidations")
