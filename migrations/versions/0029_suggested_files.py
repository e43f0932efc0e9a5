"""Suggested wordings may use pictures and files, so that these are there when somebody decides."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('post', 'comment', 'article', 'proposal', 'word', 'member')"
NOW = "kind IN ('post', 'comment', 'suggestion', 'article', 'proposal', 'word', 'member')"


def upgrade() -> None:
    """One more kind of text."""
    _allow(NOW)


def downgrade() -> None:
    """Files of suggestions that wait are swept with the others that no text uses."""
    op.execute("DELETE FROM upload_uses WHERE kind = 'suggestion'")
    _allow(BEFORE)


def _allow(kinds: str) -> None:
    with op.batch_alter_table("upload_uses", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_constraint(op.f("ck_upload_uses_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_upload_uses_kind"), kinds)
