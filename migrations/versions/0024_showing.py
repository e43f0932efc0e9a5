"""Members choose who sees their recognition; who knows what is kept; questions are passed on."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

COUNTED = """
INSERT INTO expertise (member_id, category_id, tag_id, weight)
SELECT line.member_id, topics.category_id, {tag}, sum({worth} * line.value)
FROM reputation_lines AS line
JOIN posts ON posts.id = line.subject_id AND posts.deleted_at IS NULL AND posts.hidden_at IS NULL
JOIN topics ON topics.id = posts.topic_id AND topics.deleted_at IS NULL AND topics.hidden_at IS NULL
    AND topics.merged_into_id IS NULL {join}
WHERE line.subject_kind = 'post' AND line.rule IN ('answer_accepted', 'answer_verified', 'answer_helpful')
GROUP BY line.member_id, topics.category_id{by} HAVING sum({worth} * line.value) > 0
"""
WORTH = "CASE WHEN line.rule = 'answer_helpful' THEN 1 ELSE 3 END"


def upgrade() -> None:
    """Everybody shows everything, as it was; what is known is counted from the ledger."""
    # Not in a batch: that would make the table anew on SQLite, without the index on lower-case names.
    op.execute(
        "ALTER TABLE members ADD COLUMN recognition VARCHAR DEFAULT 'everything' NOT NULL"
        " CONSTRAINT ck_members_recognition CHECK (recognition IN ('everything', 'private', 'off'))"
    )
    for name in ("among_helpers", "may_be_asked"):
        op.add_column("members", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "expertise",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tag_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_expertise_member_id")),
        sa.PrimaryKeyConstraint("member_id", "category_id", "tag_id", name=op.f("pk_expertise")),
    )
    op.create_index(op.f("ix_expertise_tag_id_category_id"), "expertise", ["tag_id", "category_id"])
    op.execute(COUNTED.format(worth=WORTH, tag="0", join="", by=""))
    tags = "JOIN topic_tags ON topic_tags.topic_id = topics.id"
    op.execute(COUNTED.format(worth=WORTH, tag="topic_tags.tag_id", join=tags, by=", topic_tags.tag_id"))
    op.create_table(
        "passed_on",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_passed_on_topic_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_passed_on_member_id")),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_passed_on_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed_on")),
        sa.UniqueConstraint("topic_id", "member_id", name=op.f("uq_passed_on_topic_id_member_id")),
    )
    op.create_index(op.f("ix_passed_on_member_id"), "passed_on", ["member_id"])


def downgrade() -> None:
    """Everybody is shown again."""
    op.drop_table("passed_on")
    op.drop_table("expertise")
    for name in ("may_be_asked", "among_helpers", "recognition"):
        op.drop_column("members", name)
