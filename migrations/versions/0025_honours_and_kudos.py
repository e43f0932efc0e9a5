"""Honours that staff give, thanks between members, favourite shields, and which shields somebody was shown."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STANDING = sa.text("taken_back_at IS NULL")
ON_MEMBERS = ("favourites", "shield_title", "shield_told", "shield_shown")


def upgrade() -> None:
    """Nobody has chosen anything yet, and nobody is shown what they earned before."""
    # Not in a batch: that would make the table anew on SQLite, without the index on lower-case names.
    op.add_column("members", sa.Column("favourites", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("members", sa.Column("shield_title", sa.String(), nullable=False, server_default=""))
    op.add_column("members", sa.Column("shield_told", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("members", sa.Column("shield_shown", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "honours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("honour", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("taken_back_at", UtcDateTime(), nullable=True),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_honours_member_id")),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_honours_by_id")),
        sa.ForeignKeyConstraint(["taken_back_by_id"], ["members.id"], name=op.f("fk_honours_taken_back_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honours")),
    )
    op.create_index(
        "uq_honours_standing", "honours", ["member_id", "honour"], unique=True, sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "kudos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["giver_id"], ["members.id"], name=op.f("fk_kudos_giver_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_kudos_member_id")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["members.id"], name=op.f("fk_kudos_removed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kudos")),
        sa.UniqueConstraint("giver_id", "member_id", "week", name="uq_kudos_once_a_week"),
    )
    op.create_index("ix_kudos_member_id_id", "kudos", ["member_id", "id"])


def downgrade() -> None:
    """What was given and chosen goes."""
    op.drop_table("kudos")
    op.drop_table("honours")
    for column in ON_MEMBERS:
        op.drop_column("members", column)
