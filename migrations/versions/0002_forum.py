"""The forum grows: groups and who may do what in a place, what a topic begins with, hiding, moving, waiting, claiming."""

import sqlalchemy as sa
from alembic import op
from community.core.db import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FOUR = "{0} IN ('public', 'members', 'superusers', 'staff')"
AND_GROUPS = FOUR + " OR {0} LIKE 'group:%'"
NEW = {  # table: columns, each with its type, its default where it must have a value, and the table it refers to
    "members": [
        ("group_ids", sa.JSON(), "[]", None),
        ("silenced_until", UtcDateTime(), None, None),
        ("suspended_until", UtcDateTime(), None, None),
        ("new_since", UtcDateTime(), None, None),
    ],
    "categories": [
        ("posters", sa.String(), "members", None),
        ("moderators", sa.String(), "superusers", None),
        ("parent_id", sa.Integer(), None, "categories"),
        ("named_votes", sa.Boolean(), sa.false(), None),
    ],
    "topics": [
        ("opening_id", sa.Integer(), None, "posts"),
        ("close_at", UtcDateTime(), None, None),
        ("slow_seconds", sa.Integer(), "0", None),
        ("pinned_at", UtcDateTime(), None, None),
        ("unlisted_at", UtcDateTime(), None, None),
        ("archived_at", UtcDateTime(), None, None),
        ("hidden_at", UtcDateTime(), None, None),
        ("merged_into_id", sa.Integer(), None, "topics"),
        ("last_post_id", sa.Integer(), None, None),
        ("waiting_since", UtcDateTime(), None, None),
        ("waiting_until", UtcDateTime(), None, None),
        ("waiting_by_id", sa.Integer(), None, "members"),
        ("waiting_note", sa.String(), None, None),
        ("claimed_by_id", sa.Integer(), None, "members"),
        ("claimed_until", UtcDateTime(), None, None),
        ("details", sa.JSON(), None, None),
        ("deleted_by_id", sa.Integer(), None, "members"),
        ("purge_at", UtcDateTime(), None, None),
    ],
    "posts": [
        ("reply_to_id", sa.Integer(), None, "posts"),
        ("moved_from_id", sa.Integer(), None, "topics"),
        ("wiki", sa.Boolean(), sa.false(), None),
        ("verified_at", UtcDateTime(), None, None),
        ("verified_by_id", sa.Integer(), None, "members"),
        ("thanks_count", sa.Integer(), "0", None),
        ("hidden_at", UtcDateTime(), None, None),
        ("hidden_reason", sa.String(), None, None),
        ("deleted_by_id", sa.Integer(), None, "members"),
        ("purge_at", UtcDateTime(), None, None),
    ],
    "comments": [
        ("hidden_at", UtcDateTime(), None, None),
        ("hidden_reason", sa.String(), None, None),
        ("deleted_at", UtcDateTime(), None, None),
        ("deleted_reason", sa.String(), None, None),
        ("deleted_by_id", sa.Integer(), None, "members"),
    ],
    "votes": [("reason", sa.String(), "", None)],
}  # fmt: skip
INDEXED = {"categories": ["parent_id"], "topics": ["merged_into_id"], "posts": ["reply_to_id", "moved_from_id"]}
CHECKED = {"categories": ("audience", "posters", "moderators"), "articles": ("audience",), "proposals": ("audience",)}


def upgrade() -> None:
    """Add the columns, then say what topics begin with and which post is their newest."""
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("mentionable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_groups"),
        sa.UniqueConstraint("slug", name="uq_groups_slug"),
    )
    op.create_table(
        "group_members",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_group_members_group_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_group_members_member_id"),
        sa.PrimaryKeyConstraint("group_id", "member_id", name="pk_group_members"),
    )
    op.create_index("ix_group_members_member_id", "group_members", ["member_id"])
    op.drop_index("uq_posts_opening", "posts")
    for table, columns in NEW.items():
        _add(table, columns)
    for table, names in CHECKED.items():
        with op.batch_alter_table(table, reflect_kwargs={"resolve_fks": False}) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_audience"), type_="check")
            for name in names:
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), AND_GROUPS.format(name))
    op.execute(
        "UPDATE topics SET opening_id = (SELECT id FROM posts WHERE topic_id = topics.id AND kind = 'opening'),"
        " last_post_id = (SELECT max(id) FROM posts WHERE topic_id = topics.id AND deleted_at IS NULL)"
    )


def _add(table: str, columns: list) -> None:
    # Plain columns are added in place: making a table anew would lose its indexes on expressions.
    for name, kind, default, refers in columns:
        if refers is None:
            op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))
    referring = [(name, kind, refers) for name, kind, _, refers in columns if refers is not None]
    if referring:
        with op.batch_alter_table(table, reflect_kwargs={"resolve_fks": False}) as batch:
            for name, kind, refers in referring:
                batch.add_column(sa.Column(name, kind))
                batch.create_foreign_key(f"fk_{table}_{name}", refers, [name], ["id"])
    for name in INDEXED.get(table, ()):
        op.create_index(f"ix_{table}_{name}", table, [name])


def downgrade() -> None:
    """Each post goes back to where it was written, and what only a group saw becomes the staff's."""
    op.execute("UPDATE posts SET topic_id = coalesce((SELECT id FROM topics WHERE opening_id = posts.id), topic_id)")
    op.execute(
        "UPDATE posts SET kind = CASE WHEN EXISTS (SELECT 1 FROM topics WHERE opening_id = posts.id)"
        " THEN 'opening' ELSE 'answer' END"
    )
    for table, names in CHECKED.items():
        op.execute(f"UPDATE {table} SET audience = 'staff' WHERE audience LIKE 'group:%'")
        with op.batch_alter_table(table, reflect_kwargs={"resolve_fks": False}) as batch:
            for name in names:
                batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_audience"), FOUR.format("audience"))
    for table, columns in reversed(NEW.items()):
        _drop(table, columns)
    op.create_index(
        "uq_posts_opening", "posts", ["topic_id"], unique=True,
        sqlite_where=sa.text("kind = 'opening'"), postgresql_where=sa.text("kind = 'opening'"),
    )  # fmt: skip
    op.drop_table("group_members")
    op.drop_table("groups")


def _drop(table: str, columns: list) -> None:
    for name in INDEXED.get(table, ()):
        op.drop_index(f"ix_{table}_{name}", table)
    for name, _, _, refers in columns:
        if refers is None:
            op.drop_column(table, name)
    referring = [name for name, _, _, refers in columns if refers is not None]
    if referring:
        with op.batch_alter_table(table, reflect_kwargs={"resolve_fks": False}) as batch:
            for name in referring:
                batch.drop_constraint(f"fk_{table}_{name}", type_="foreignkey")
                batch.drop_column(name)
