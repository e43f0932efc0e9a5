"""What was decided about members: warnings, silences, suspensions."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "sanctions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('warn', 'silence', 'suspend')", name=op.f("ck_sanctions_kind")),
        sa.CheckConstraint("(kind = 'warn') = (until IS NULL)", name=op.f("ck_sanctions_until")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_sanctions_member_id")),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_sanctions_by_id")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["members.id"], name=op.f("fk_sanctions_lifted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanctions")),
    )
    op.create_index(op.f("ix_sanctions_member_id"), "sanctions", ["member_id"])


def downgrade() -> None:
    """Remove the table; running silences and suspensions stay on the members until they end."""
    op.drop_table("sanctions")
