"""The first tables: members, facts, forum, knowledge, improvement, desk, recognition, notices, imports."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everything, in the order of who refers to whom."""
    # Topics and posts refer to each other. SQLite takes that as it comes and can't add it later; PostgreSQL must.
    sqlite = op.get_bind().dialect.name == "sqlite"
    accepted = [sa.ForeignKeyConstraint(["accepted_id"], ["posts.id"], name="fk_topics_accepted_id")] if sqlite else []
    op.create_table(
        "facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
    )
    with op.batch_alter_table("facts", schema=None) as batch_op:
        batch_op.create_index("ix_facts_kind_id", ["kind", "id"], unique=False)

    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_kind", sa.String(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_kind", sa.String(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint(
            "from_kind",
            "from_id",
            "to_kind",
            "to_id",
            "kind",
            name=op.f("uq_links_from_kind_from_id_to_kind_to_id_kind"),
        ),
    )
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.create_index("ix_links_to_kind_to_id", ["to_kind", "to_id"], unique=False)

    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("about_html", sa.String(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("reputation", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("level_progress", sa.Double(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("mails", sa.Boolean(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.CheckConstraint("role IN ('member', 'superuser', 'staff', 'admin')", name=op.f("ck_members_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_members_fs_uniquifier")),
    )
    op.create_index("uq_members_name_lower", "members", [sa.text("lower(name)")], unique=True)
    op.create_index("uq_members_email_lower", "members", [sa.text("lower(email)")], unique=True)
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_members_reputation"), ["reputation"], unique=False)

    op.create_table(
        "reputation_takedowns",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ident", sa.Integer(), nullable=False),
        sa.Column("down", sa.Boolean(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "ident", name=op.f("pk_reputation_takedowns")),
    )
    op.create_table(
        "services",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('running', 'slower', 'major', 'planned')", name=op.f("ck_services_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("name", name=op.f("uq_services_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_services_slug")),
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("name", name=op.f("uq_tags_name")),
    )
    op.create_table(
        "ticket_numbers",
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_ticket_numbers")),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_key", sa.BigInteger(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("validated_at", UtcDateTime(), nullable=True),
        sa.Column("validated_by_id", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("archived_reason", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("helpful_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(confidence = 'work_in_progress') = (published_at IS NULL) OR confidence = 'archived'",
            name=op.f("ck_articles_published"),
        ),
        sa.CheckConstraint(
            "audience IN ('public', 'members', 'superusers', 'staff')", name=op.f("ck_articles_audience")
        ),
        sa.CheckConstraint(
            "confidence IN ('work_in_progress', 'not_validated', 'validated', 'archived')",
            name=op.f("ck_articles_confidence"),
        ),
        sa.CheckConstraint(
            "kind IN ('how_to', 'known_error', 'answer', 'reference', 'policy')", name=op.f("ck_articles_kind")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_articles_author_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name=op.f("fk_articles_owner_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_articles_service_id")),
        sa.ForeignKeyConstraint(["validated_by_id"], ["members.id"], name=op.f("fk_articles_validated_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_articles_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_service_id"), ["service_id"], unique=False)
        batch_op.create_index("ix_articles_updated_key", ["updated_key", "id"], unique=False)

    op.create_table(
        "awards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("badge", sa.String(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name=op.f("fk_awards_fact_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_awards_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
        sa.UniqueConstraint("member_id", "badge", name=op.f("uq_awards_member_id_badge")),
    )
    with op.batch_alter_table("awards", schema=None) as batch_op:
        batch_op.create_index("ix_awards_badge_fact_id", ["badge", "fact_id"], unique=False)

    op.create_table(
        "categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "audience IN ('public', 'members', 'superusers', 'staff')", name=op.f("ck_categories_audience")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_categories_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("slug", name=op.f("uq_categories_slug")),
    )
    with op.batch_alter_table("categories", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_categories_service_id"), ["service_id"], unique=False)

    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("why IN ('yours', 'follow')", name=op.f("ck_notifications_why")),
        sa.ForeignKeyConstraint(["actor_id"], ["members.id"], name=op.f("fk_notifications_actor_id")),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name=op.f("fk_notifications_fact_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_notifications_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("member_id", "fact_id", name=op.f("uq_notifications_member_id_fact_id")),
    )
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.create_index("ix_notifications_member_id_read_at_id", ["member_id", "read_at", "id"], unique=False)
        batch_op.create_index("ix_notifications_subject_kind_subject_id", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "owed_reactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("reaction", sa.String(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("failed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name=op.f("fk_owed_reactions_fact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed_reactions")),
        sa.UniqueConstraint("fact_id", "reaction", name=op.f("uq_owed_reactions_fact_id_reaction")),
    )
    with op.batch_alter_table("owed_reactions", schema=None) as batch_op:
        batch_op.create_index("ix_owed_reactions_failed_at_due_at", ["failed_at", "due_at"], unique=False)

    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("hard", sa.String(), nullable=False),
        sa.Column("hard_html", sa.String(), nullable=False),
        sa.Column("better", sa.String(), nullable=False),
        sa.Column("better_html", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("value_html", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("stage_at", UtcDateTime(), nullable=False),
        sa.Column("stage_reason", sa.String(), nullable=False),
        sa.Column("next_word_due", UtcDateTime(), nullable=True),
        sa.Column("support_count", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "audience IN ('public', 'members', 'superusers', 'staff')", name=op.f("ck_proposals_audience")
        ),
        sa.CheckConstraint("stage <> 'declined' OR stage_reason <> ''", name=op.f("ck_proposals_declined_reason")),
        sa.CheckConstraint(
            "stage IN ('delivered', 'declined') OR next_word_due IS NOT NULL", name=op.f("ck_proposals_next_word_due")
        ),
        sa.CheckConstraint(
            "stage IN ('proposed', 'under_review', 'planned', 'in_progress', 'on_trial', 'delivered', 'declined')",
            name=op.f("ck_proposals_stage"),
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name=op.f("fk_proposals_owner_id")),
        sa.ForeignKeyConstraint(["proposer_id"], ["members.id"], name=op.f("fk_proposals_proposer_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_proposals_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_proposer_id"), ["proposer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_service_id"), ["service_id"], unique=False)
        batch_op.create_index("ix_proposals_stage_support_count_id", ["stage", "support_count", "id"], unique=False)

    op.create_table(
        "queues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_queues_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queues")),
        sa.UniqueConstraint("slug", name=op.f("uq_queues_slug")),
    )
    with op.batch_alter_table("queues", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_queues_service_id"), ["service_id"], unique=False)

    op.create_table(
        "reputation_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name=op.f("fk_reputation_lines_fact_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_reputation_lines_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reputation_lines")),
        sa.UniqueConstraint(
            "fact_id", "member_id", "rule", "subject_kind", "subject_id", name="uq_reputation_lines_once"
        ),
    )
    with op.batch_alter_table("reputation_lines", schema=None) as batch_op:
        batch_op.create_index("ix_reputation_lines_member_id_fact_id", ["member_id", "fact_id"], unique=False)
        batch_op.create_index("ix_reputation_lines_rule_at", ["rule", "at"], unique=False)
        batch_op.create_index("ix_reputation_lines_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_tokens_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("hash", name=op.f("uq_tokens_hash")),
    )
    with op.batch_alter_table("tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tokens_member_id"), ["member_id"], unique=False)

    op.create_table(
        "watches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("level IN ('watching', 'tracking', 'normal', 'muted')", name=op.f("ck_watches_level")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_watches_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watches")),
        sa.UniqueConstraint(
            "member_id", "subject_kind", "subject_id", name=op.f("uq_watches_member_id_subject_kind_subject_id")
        ),
    )
    with op.batch_alter_table("watches", schema=None) as batch_op:
        batch_op.create_index(
            "ix_watches_subject_kind_subject_id_level", ["subject_kind", "subject_id", "level"], unique=False
        )

    op.create_table(
        "article_credits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.CheckConstraint("why IN ('answer', 'question', 'revision')", name=op.f("ck_article_credits_why")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_article_credits_article_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_article_credits_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_credits")),
        sa.UniqueConstraint("article_id", "member_id", "why", name=op.f("uq_article_credits_article_id_member_id_why")),
    )
    with op.batch_alter_table("article_credits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_credits_member_id"), ["member_id"], unique=False)

    op.create_table(
        "article_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("wording_only", sa.Boolean(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_article_revisions_article_id")),
        sa.ForeignKeyConstraint(["editor_id"], ["members.id"], name=op.f("fk_article_revisions_editor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_revisions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_article_revisions_article_id_number")),
    )
    op.create_table(
        "article_votes",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_article_votes_article_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_article_votes_member_id")),
        sa.PrimaryKeyConstraint("article_id", "member_id", name=op.f("pk_article_votes")),
    )
    with op.batch_alter_table("article_votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_votes_member_id"), ["member_id"], unique=False)

    op.create_table(
        "imported_sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_imported_sites_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_sites")),
        sa.UniqueConstraint("source", "fingerprint", name=op.f("uq_imported_sites_source_fingerprint")),
        sa.UniqueConstraint("source", "name", name=op.f("uq_imported_sites_source_name")),
    )
    op.create_table(
        "proposal_supports",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_proposal_supports_member_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_supports_proposal_id")),
        sa.PrimaryKeyConstraint("proposal_id", "member_id", name=op.f("pk_proposal_supports")),
    )
    with op.batch_alter_table("proposal_supports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_supports_member_id"), ["member_id"], unique=False)

    op.create_table(
        "proposal_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("old_stage", sa.String(), nullable=True),
        sa.Column("new_stage", sa.String(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_proposal_words_author_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_words_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_words")),
    )
    with op.batch_alter_table("proposal_words", schema=None) as batch_op:
        batch_op.create_index("ix_proposal_words_proposal_id_id", ["proposal_id", "id"], unique=False)

    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("queue_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("description_html", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("waiting_for", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("major", sa.Boolean(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("requester_id", sa.Integer(), nullable=True),
        sa.Column("affected", sa.Integer(), nullable=False),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("next_update_due", UtcDateTime(), nullable=True),
        sa.Column("promised_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('new', 'in_progress', 'waiting', 'resolved', 'closed')", name=op.f("ck_tickets_state")
        ),
        sa.CheckConstraint("priority BETWEEN 1 AND 4", name=op.f("ck_tickets_priority")),
        sa.ForeignKeyConstraint(["assignee_id"], ["members.id"], name=op.f("fk_tickets_assignee_id")),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"], name=op.f("fk_tickets_queue_id")),
        sa.ForeignKeyConstraint(["requester_id"], ["members.id"], name=op.f("fk_tickets_requester_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_tickets_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("ref", name=op.f("uq_tickets_ref")),
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index("ix_tickets_assignee_id_state", ["assignee_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_tickets_requester_id"), ["requester_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tickets_service_id"), ["service_id"], unique=False)
        batch_op.create_index("ix_tickets_state_queue_id", ["state", "queue_id"], unique=False)

    op.create_table(
        "topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_note", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("active_at", UtcDateTime(), nullable=False),
        sa.Column("active_key", sa.BigInteger(), nullable=False),
        sa.Column("last_by_id", sa.Integer(), nullable=True),
        sa.Column("answer_count", sa.Integer(), nullable=False),
        sa.Column("me_too_count", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("accepted_id", sa.Integer(), nullable=True),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_reason", sa.String(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_reason", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('question', 'discussion', 'announcement')", name=op.f("ck_topics_kind")),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_topics_author_id")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_topics_category_id")),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["topics.id"], name=op.f("fk_topics_duplicate_of_id")),
        sa.ForeignKeyConstraint(["last_by_id"], ["members.id"], name=op.f("fk_topics_last_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        *accepted,
    )
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topics_active_key"), ["active_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_topics_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_topics_category_id_active_key", ["category_id", "active_key"], unique=False)

    op.create_table(
        "foreign_ids",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("foreign_id", sa.String(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("local_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["imported_sites.id"], name=op.f("fk_foreign_ids_site_id")),
        sa.PrimaryKeyConstraint("kind", "foreign_id", "site_id", name=op.f("pk_foreign_ids")),
    )
    op.create_table(
        "imported_states",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("foreign_id", sa.String(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["imported_sites.id"], name=op.f("fk_imported_states_site_id")),
        sa.PrimaryKeyConstraint("kind", "foreign_id", "site_id", name=op.f("pk_imported_states")),
    )
    op.create_table(
        "me_toos",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_me_toos_member_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_me_toos_topic_id")),
        sa.PrimaryKeyConstraint("topic_id", "member_id", name=op.f("pk_me_toos")),
    )
    with op.batch_alter_table("me_toos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_me_toos_member_id"), ["member_id"], unique=False)

    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_note", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("cause_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_reason", sa.String(), nullable=True),
        sa.CheckConstraint("form IN ('markdown', 'html')", name=op.f("ck_posts_form")),
        sa.CheckConstraint("kind IN ('opening', 'answer')", name=op.f("ck_posts_kind")),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_posts_author_id")),
        sa.ForeignKeyConstraint(["edited_by_id"], ["members.id"], name=op.f("fk_posts_edited_by_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_posts_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("topic_id", "cause_id", name=op.f("uq_posts_topic_id_cause_id")),
    )
    if not sqlite:
        op.create_foreign_key("fk_topics_accepted_id", "topics", "posts", ["accepted_id"], ["id"])
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posts_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_posts_topic_id_id", ["topic_id", "id"], unique=False)
        batch_op.create_index(
            "uq_posts_opening",
            ["topic_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'opening'"),
            postgresql_where=sa.text("kind = 'opening'"),
        )

    op.create_table(
        "ticket_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("cause_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('public', 'internal', 'community', 'event')", name=op.f("ck_ticket_entries_kind")),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_ticket_entries_author_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_entries_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_entries")),
        sa.UniqueConstraint("ticket_id", "cause_id", name=op.f("uq_ticket_entries_ticket_id_cause_id")),
    )
    with op.batch_alter_table("ticket_entries", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_entries_ticket_id_id", ["ticket_id", "id"], unique=False)

    op.create_table(
        "topic_links",
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["topics.id"], name=op.f("fk_topic_links_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["topics.id"], name=op.f("fk_topic_links_to_id")),
        sa.PrimaryKeyConstraint("from_id", "to_id", name=op.f("pk_topic_links")),
    )
    with op.batch_alter_table("topic_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_links_to_id"), ["to_id"], unique=False)

    op.create_table(
        "topic_tags",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_topic_tags_tag_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_topic_tags_topic_id")),
        sa.PrimaryKeyConstraint("topic_id", "tag_id", name=op.f("pk_topic_tags")),
    )
    with op.batch_alter_table("topic_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_tags_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_note", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_comments_author_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_comments_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comments_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comments_post_id"), ["post_id"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("tags", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.Column("editor_note", sa.String(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["editor_id"], ["members.id"], name=op.f("fk_revisions_editor_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_revisions_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("post_id", "number", name=op.f("uq_revisions_post_id_number")),
    )
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("value IN (-1, 1)", name=op.f("ck_votes_value")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_votes_post_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["members.id"], name=op.f("fk_votes_voter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint("post_id", "voter_id", name=op.f("uq_votes_post_id_voter_id")),
    )
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_votes_voter_id"), ["voter_id"], unique=False)


def downgrade() -> None:
    """An empty database."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_topics_accepted_id", "topics", type_="foreignkey")
    op.drop_index("uq_members_email_lower", "members")
    op.drop_index("uq_members_name_lower", "members")
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_votes_voter_id"))

    op.drop_table("votes")
    op.drop_table("revisions")
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comments_post_id"))
        batch_op.drop_index(batch_op.f("ix_comments_author_id"))

    op.drop_table("comments")
    with op.batch_alter_table("topic_tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_tags_tag_id"))

    op.drop_table("topic_tags")
    with op.batch_alter_table("topic_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_links_to_id"))

    op.drop_table("topic_links")
    with op.batch_alter_table("ticket_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_entries_ticket_id_id")

    op.drop_table("ticket_entries")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_posts_opening", sqlite_where=sa.text("kind = 'opening'"), postgresql_where=sa.text("kind = 'opening'")
        )
        batch_op.drop_index("ix_posts_topic_id_id")
        batch_op.drop_index(batch_op.f("ix_posts_author_id"))

    op.drop_table("posts")
    with op.batch_alter_table("me_toos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_me_toos_member_id"))

    op.drop_table("me_toos")
    op.drop_table("imported_states")
    op.drop_table("foreign_ids")
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.drop_index("ix_topics_category_id_active_key")
        batch_op.drop_index(batch_op.f("ix_topics_author_id"))
        batch_op.drop_index(batch_op.f("ix_topics_active_key"))

    op.drop_table("topics")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index("ix_tickets_state_queue_id")
        batch_op.drop_index(batch_op.f("ix_tickets_service_id"))
        batch_op.drop_index(batch_op.f("ix_tickets_requester_id"))
        batch_op.drop_index("ix_tickets_assignee_id_state")

    op.drop_table("tickets")
    with op.batch_alter_table("proposal_words", schema=None) as batch_op:
        batch_op.drop_index("ix_proposal_words_proposal_id_id")

    op.drop_table("proposal_words")
    with op.batch_alter_table("proposal_supports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_supports_member_id"))

    op.drop_table("proposal_supports")
    op.drop_table("imported_sites")
    with op.batch_alter_table("article_votes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_votes_member_id"))

    op.drop_table("article_votes")
    op.drop_table("article_revisions")
    with op.batch_alter_table("article_credits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_credits_member_id"))

    op.drop_table("article_credits")
    with op.batch_alter_table("watches", schema=None) as batch_op:
        batch_op.drop_index("ix_watches_subject_kind_subject_id_level")

    op.drop_table("watches")
    with op.batch_alter_table("tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tokens_member_id"))

    op.drop_table("tokens")
    with op.batch_alter_table("reputation_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_reputation_lines_subject")
        batch_op.drop_index("ix_reputation_lines_rule_at")
        batch_op.drop_index("ix_reputation_lines_member_id_fact_id")

    op.drop_table("reputation_lines")
    with op.batch_alter_table("queues", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_queues_service_id"))

    op.drop_table("queues")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index("ix_proposals_stage_support_count_id")
        batch_op.drop_index(batch_op.f("ix_proposals_service_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_proposer_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_owner_id"))

    op.drop_table("proposals")
    with op.batch_alter_table("owed_reactions", schema=None) as batch_op:
        batch_op.drop_index("ix_owed_reactions_failed_at_due_at")

    op.drop_table("owed_reactions")
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.drop_index("ix_notifications_subject_kind_subject_id")
        batch_op.drop_index("ix_notifications_member_id_read_at_id")

    op.drop_table("notifications")
    with op.batch_alter_table("categories", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_categories_service_id"))

    op.drop_table("categories")
    with op.batch_alter_table("awards", schema=None) as batch_op:
        batch_op.drop_index("ix_awards_badge_fact_id")

    op.drop_table("awards")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index("ix_articles_updated_key")
        batch_op.drop_index(batch_op.f("ix_articles_service_id"))
        batch_op.drop_index(batch_op.f("ix_articles_owner_id"))
        batch_op.drop_index(batch_op.f("ix_articles_author_id"))

    op.drop_table("articles")
    op.drop_table("ticket_numbers")
    op.drop_table("tags")
    op.drop_table("services")
    op.drop_table("reputation_takedowns")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_members_reputation"))

    op.drop_table("members")
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index("ix_links_to_kind_to_id")

    op.drop_table("links")
    with op.batch_alter_table("facts", schema=None) as batch_op:
        batch_op.drop_index("ix_facts_kind_id")

    op.drop_table("facts")
