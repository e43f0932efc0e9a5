"""Asking: a service's own fields, the trail before a question, questions that were spared, waiting for the asker."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = ("waiting_reminded_at", "reopened_at")


def upgrade() -> None:
    """Add the tables and columns."""
    with op.batch_alter_table("topics", reflect_kwargs={"resolve_fks": False}) as topics:
        for name in COLUMNS:
            topics.add_column(sa.Column(name, UtcDateTime(), nullable=True))
    op.create_table(
        "service_fields",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('line', 'text', 'choice')", name=op.f("ck_service_fields_kind")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_service_fields_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_fields")),
        sa.UniqueConstraint("service_id", "label", name=op.f("uq_service_fields_service_id_label")),
    )
    op.create_table(
        "trail_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('searched', 'read')", name=op.f("ck_trail_steps_kind")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_trail_steps_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_steps")),
    )
    op.create_index("ix_trail_steps_member_id_at", "trail_steps", ["member_id", "at"])
    op.create_index("ix_trail_steps_at", "trail_steps", ["at"])
    op.create_table(
        "deflections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("subject_kind IN ('topic', 'article', 'incident')", name=op.f("ck_deflections_subject_kind")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_deflections_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deflections")),
        sa.UniqueConstraint(
            "member_id", "subject_kind", "subject_id", name=op.f("uq_deflections_member_id_subject_kind_subject_id")
        ),
    )
    op.create_index(op.f("ix_deflections_at"), "deflections", ["at"])


def downgrade() -> None:
    """Remove them; what was asked back and captured stays readable in the facts and on the topics."""
    for table in ("deflections", "trail_steps", "service_fields"):
        op.drop_table(table)
    with op.batch_alter_table("topics", reflect_kwargs={"resolve_fks": False}) as topics:
        for name in reversed(COLUMNS):
            topics.drop_column(name)
