"""Drafts on the server, uploaded files and which texts use them, canned answers."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_drafts_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("member_id", "key", name=op.f("uq_drafts_member_id_key")),
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("draft_key", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('image', 'document')", name=op.f("ck_uploads_kind")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_uploads_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("key", name=op.f("uq_uploads_key")),
    )
    op.create_index("ix_uploads_member_id_at", "uploads", ["member_id", "at"])
    op.create_table(
        "upload_uses",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('post', 'comment', 'article', 'proposal', 'word', 'member')", name=op.f("ck_upload_uses_kind")
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_upload_uses_upload_id")),
        sa.PrimaryKeyConstraint("upload_id", "kind", "subject_id", name=op.f("pk_upload_uses")),
    )
    op.create_index("ix_upload_uses_kind_subject_id", "upload_uses", ["kind", "subject_id"])
    op.create_table(
        "canned_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer()),
        sa.Column("use_count", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Integer()),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("dropped_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["changed_by_id"], ["members.id"], name=op.f("fk_canned_answers_changed_by_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_canned_answers_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_answers")),
    )
    op.create_index("ix_canned_answers_service_id", "canned_answers", ["service_id"])
    op.create_table(
        "canned_uses",
        sa.Column("canned_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["canned_id"], ["canned_answers.id"], name=op.f("fk_canned_uses_canned_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_canned_uses_member_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_canned_uses_topic_id")),
        sa.PrimaryKeyConstraint("canned_id", "topic_id", "member_id", name=op.f("pk_canned_uses")),
    )
    op.create_index("ix_canned_uses_topic_id", "canned_uses", ["topic_id"])


def downgrade() -> None:
    """Take the tables away; the files stay in the data directory."""
    op.drop_table("canned_uses")
    op.drop_table("canned_answers")
    op.drop_table("upload_uses")
    op.drop_table("uploads")
    op.drop_table("drafts")
