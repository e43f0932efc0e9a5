"""Absences, quiet hours, and unanswered questions brought to helpers."""

import sqlalchemy as sa
from alembic import op

from community.core.db import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Four new tables."""
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("planned_at", UtcDateTime(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_absences_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_member_id_until", "absences", ["member_id", "until"])
    op.create_table(
        "availabilities",
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("away_shown", sa.String(), nullable=False),
        sa.Column("takes_questions", sa.Boolean(), nullable=False),
        sa.Column("weekly_cap", sa.Integer(), nullable=False),
        sa.Column("stands_in", sa.Boolean(), nullable=False),
        sa.Column("back_up_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("away_shown IN ('members', 'superusers', 'nobody')", name=op.f("ck_availabilities_away_shown")),
        sa.CheckConstraint("weekly_cap BETWEEN 1 AND 30", name=op.f("ck_availabilities_weekly_cap")),
        sa.ForeignKeyConstraint(["back_up_id"], ["members.id"], name=op.f("fk_availabilities_back_up_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_availabilities_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_availabilities")),
    )
    op.create_index("ix_availabilities_back_up_id", "availabilities", ["back_up_id"])
    op.create_table(
        "helper_areas",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ident", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('service', 'tag')", name=op.f("ck_helper_areas_kind")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_helper_areas_member_id")),
        sa.PrimaryKeyConstraint("member_id", "kind", "ident", name=op.f("pk_helper_areas")),
    )
    op.create_table(
        "routings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column("stands_for_id", sa.Integer(), nullable=True),
        sa.Column("cause_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("lapses_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["cause_id"], ["facts.id"], name=op.f("fk_routings_cause_id")),
        sa.ForeignKeyConstraint(["helper_id"], ["members.id"], name=op.f("fk_routings_helper_id")),
        sa.ForeignKeyConstraint(["stands_for_id"], ["members.id"], name=op.f("fk_routings_stands_for_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_routings_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routings")),
        sa.UniqueConstraint("cause_id", name=op.f("uq_routings_cause_id")),
        sa.UniqueConstraint("topic_id", "helper_id", name=op.f("uq_routings_topic_id_helper_id")),
    )
    op.create_index("ix_routings_helper_id_at", "routings", ["helper_id", "at"])
    op.create_index(
        "uq_routings_open", "routings", ["topic_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    """What was said about being reached goes, and so do the turns."""
    op.drop_table("routings")
    op.drop_table("helper_areas")
    op.drop_table("availabilities")
    op.drop_table("absences")
    op.execute("UPDATE members SET away_until = NULL")
