"""The ledger counts deeds, prices and shields are data, and a thing may earn a shield anew."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

OUTCOMES = ("answer_accepted", "article_published", "article_from_answer", "article_validated", "escalation_resolved",
            "proposal_delivered")  # fmt: skip
AS_IT_WAS = {"reflect_kwargs": {"resolve_fks": False}}


def upgrade() -> None:
    """Lines that stand keep their points; the deeds without points follow with `reputation rebuild`."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    day = "CAST(strftime('%s', at) AS INTEGER) / 86400" if sqlite else "CAST(floor(extract(epoch FROM at) / 86400) AS INTEGER)"
    with op.batch_alter_table("reputation_lines", **AS_IT_WAS) as batch:
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("value", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("day", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("other_id", sa.Integer(), nullable=True))
    op.execute(f"UPDATE reputation_lines SET day = {day}")
    op.execute(
        "UPDATE reputation_lines SET value = CASE WHEN rule IN ('taken_down', 'put_back') THEN 0"
        " WHEN rule IN ('answer_unhelpful', 'question_unhelpful') THEN CASE WHEN points > 0 THEN -1 ELSE 1 END"
        " WHEN points < 0 THEN -1 ELSE 1 END"
    )
    op.execute(
        "UPDATE reputation_lines SET other_id = (SELECT by_id FROM facts WHERE facts.id = reputation_lines.fact_id)"
        " WHERE rule IN ('answer_helpful', 'answer_unhelpful', 'question_helpful', 'question_unhelpful', 'article_helpful')"
    )
    with op.batch_alter_table("reputation_lines", **AS_IT_WAS) as batch:
        batch.alter_column("version", server_default=None)
        batch.alter_column("value", server_default=None)
        batch.alter_column("day", server_default=None)
        batch.drop_constraint("uq_reputation_lines_once", type_="unique")
        batch.create_unique_constraint(
            "uq_reputation_lines_once", ["fact_id", "member_id", "rule", "subject_kind", "subject_id", "day"]
        )
        batch.create_index("ix_reputation_lines_member_id_day", ["member_id", "day"])
        batch.create_index("ix_reputation_lines_rule_member_id", ["rule", "member_id"])
    with op.batch_alter_table("awards", **AS_IT_WAS) as batch:
        batch.add_column(sa.Column("thing", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("awards", **AS_IT_WAS) as batch:
        batch.alter_column("thing", server_default=None)
        batch.drop_constraint("uq_awards_member_id_badge", type_="unique")
        batch.create_unique_constraint("uq_awards_once", ["member_id", "badge", "thing"])
    op.create_table(
        "price_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("counts_from", UtcDateTime(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["members.id"], name=op.f("fk_price_versions_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_versions")),
        sa.UniqueConstraint("rule", "number", name=op.f("uq_price_versions_rule_number")),
    )
    # Not in a batch: that would make the table anew on SQLite, without the index on lower-case names.
    op.add_column("members", sa.Column("outcomes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("members", sa.Column("level_locked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("members", sa.Column("level_at_risk_until", UtcDateTime(), nullable=True))
    op.add_column("members", sa.Column("away_until", UtcDateTime(), nullable=True))
    op.execute(
        "UPDATE members SET outcomes = (SELECT coalesce(sum(value), 0) FROM reputation_lines"
        f" WHERE member_id = members.id AND rule IN ({', '.join(repr(rule) for rule in OUTCOMES)}))"
    )
    op.create_table(
        "levels",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("outcomes", sa.Integer(), nullable=False),
        sa.Column("clean_days", sa.Integer(), nullable=False),
        sa.Column("opens", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_levels")),
    )
    op.create_table(
        "badge_rules",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["members.id"], name=op.f("fk_badge_rules_changed_by_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_badge_rules")),
    )


def downgrade() -> None:
    """What only counted deeds goes; a shield that was earned several times is there once."""
    op.drop_table("levels")
    for column in ("away_until", "level_at_risk_until", "level_locked", "outcomes"):
        op.drop_column("members", column)
    op.drop_table("badge_rules")
    op.drop_table("price_versions")
    op.execute(
        "DELETE FROM awards WHERE id NOT IN (SELECT min(id) FROM (SELECT id, member_id, badge FROM awards) AS each_one"
        " GROUP BY member_id, badge)"
    )
    with op.batch_alter_table("awards", **AS_IT_WAS) as batch:
        batch.drop_constraint("uq_awards_once", type_="unique")
        batch.create_unique_constraint("uq_awards_member_id_badge", ["member_id", "badge"])
        batch.drop_column("thing")
    op.execute("DELETE FROM reputation_lines WHERE points = 0")
    op.execute(
        "DELETE FROM reputation_lines WHERE id NOT IN (SELECT min(id) FROM (SELECT * FROM reputation_lines) AS each_one"
        " GROUP BY fact_id, member_id, rule, subject_kind, subject_id)"
    )
    with op.batch_alter_table("reputation_lines", **AS_IT_WAS) as batch:
        batch.drop_index("ix_reputation_lines_rule_member_id")
        batch.drop_index("ix_reputation_lines_member_id_day")
        batch.drop_constraint("uq_reputation_lines_once", type_="unique")
        batch.create_unique_constraint(
            "uq_reputation_lines_once", ["fact_id", "member_id", "rule", "subject_kind", "subject_id"]
        )
        for column in ("other_id", "day", "value", "version"):
            batch.drop_column(column)
