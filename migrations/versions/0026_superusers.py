"""The super-user programme, and the direct line to the desk."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

AS_IT_WAS = {"reflect_kwargs": {"resolve_fks": False}}


def upgrade() -> None:
    """Nominations, agreements, teams, training, briefings; tickets remember who came over the direct line."""
    op.create_table(
        "nominations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name="fk_nominations_by_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_nominations_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_nominations"),
        sa.UniqueConstraint("member_id", "by_id", name="uq_nominations_member_id_by_id"),
    )
    op.create_index("ix_nominations_by_id", "nominations", ["by_id"])
    op.create_table(
        "settings_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name="fk_settings_aside_by_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_settings_aside_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_settings_aside"),
    )
    op.create_index("ix_settings_aside_member_id", "settings_aside", ["member_id"])
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("renews_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("backup_id", sa.Integer(), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("sponsor_name", sa.String(), nullable=False),
        sa.Column("sponsor_email", sa.String(), nullable=False),
        sa.Column("sponsor_round", sa.Integer(), nullable=False),
        sa.Column("sponsor_asked_at", UtcDateTime(), nullable=True),
        sa.Column("sponsor_refused_at", UtcDateTime(), nullable=True),
        sa.Column("sponsor_words", sa.String(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("begins_at", UtcDateTime(), nullable=True),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("parting", sa.String(), nullable=False),
        sa.Column("thanks", sa.String(), nullable=False),
        sa.Column("thanked_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('offered', 'active', 'renewed', 'ended', 'left', 'declined', 'withdrawn')",
            name=op.f("ck_agreements_state"),
        ),
        sa.CheckConstraint(
            "state <> 'active' OR (begins_at IS NOT NULL AND ends_at IS NOT NULL)", name=op.f("ck_agreements_term")
        ),
        sa.ForeignKeyConstraint(["backup_id"], ["members.id"], name="fk_agreements_backup_id"),
        sa.ForeignKeyConstraint(["closed_by_id"], ["members.id"], name="fk_agreements_closed_by_id"),
        sa.ForeignKeyConstraint(["invited_by_id"], ["members.id"], name="fk_agreements_invited_by_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_agreements_member_id"),
        sa.ForeignKeyConstraint(["renews_id"], ["agreements.id"], name="fk_agreements_renews_id"),
        sa.ForeignKeyConstraint(["thanked_by_id"], ["members.id"], name="fk_agreements_thanked_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreements"),
        sa.UniqueConstraint("renews_id", name="uq_agreements_renews_id"),
    )
    op.create_index("ix_agreements_member_id_state", "agreements", ["member_id", "state"])
    op.create_index(
        "uq_agreements_active", "agreements", ["member_id"], unique=True,
        sqlite_where=sa.text("state = 'active'"), postgresql_where=sa.text("state = 'active'"),
    )  # fmt: skip
    op.create_index(
        "uq_agreements_offered", "agreements", ["member_id"], unique=True,
        sqlite_where=sa.text("state = 'offered'"), postgresql_where=sa.text("state = 'offered'"),
    )  # fmt: skip
    op.create_table(
        "agreement_services",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name="fk_agreement_services_agreement_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_agreement_services_service_id"),
        sa.PrimaryKeyConstraint("agreement_id", "service_id", name="pk_agreement_services"),
    )
    op.create_index("ix_agreement_services_service_id", "agreement_services", ["service_id"])
    op.create_table(
        "service_teams",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_service_teams_group_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_service_teams_service_id"),
        sa.PrimaryKeyConstraint("service_id", name="pk_service_teams"),
        sa.UniqueConstraint("group_id", name="uq_service_teams_group_id"),
    )
    op.create_table(
        "training_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("samples", sa.JSON(), nullable=False),
        sa.Column("ticks", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("step IN ('candidate', 'contributor', 'publisher')", name=op.f("ck_training_reviews_step")),
        sa.ForeignKeyConstraint(["coach_id"], ["members.id"], name="fk_training_reviews_coach_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_training_reviews_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_training_reviews"),
    )
    op.create_index("ix_training_reviews_member_id", "training_reviews", ["member_id"])
    op.create_index(
        "uq_training_reviews_signed", "training_reviews", ["member_id", "step"], unique=True,
        sqlite_where=sa.text('signed = 1'), postgresql_where=sa.text('signed'),
    )  # fmt: skip
    op.create_table(
        "briefings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("about_html", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("notes_html", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name="fk_briefings_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_briefings"),
    )
    op.create_index("ix_briefings_starts_at", "briefings", ["starts_at"])
    op.create_table(
        "briefing_replies",
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("reply IN ('yes', 'maybe', 'no')", name=op.f("ck_briefing_replies_reply")),
        sa.ForeignKeyConstraint(["briefing_id"], ["briefings.id"], name="fk_briefing_replies_briefing_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_briefing_replies_member_id"),
        sa.PrimaryKeyConstraint("briefing_id", "member_id", name="pk_briefing_replies"),
    )
    op.create_index("ix_briefing_replies_member_id", "briefing_replies", ["member_id"])
    with op.batch_alter_table("tickets", **AS_IT_WAS) as batch:
        batch.add_column(sa.Column("direct", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("tickets", **AS_IT_WAS) as batch:
        batch.alter_column("direct", server_default=None)


def downgrade() -> None:
    """Roles and groups stay as they are; what was agreed is gone."""
    with op.batch_alter_table("tickets", **AS_IT_WAS) as batch:
        batch.drop_column("direct")
    for table in (
        "briefing_replies",
        "briefings",
        "training_reviews",
        "service_teams",
        "agreement_services",
        "agreements",
        "settings_aside",
        "nominations",
    ):
        op.drop_table(table)
