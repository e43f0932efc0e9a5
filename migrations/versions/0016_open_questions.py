"""Open questions of each place are counted from an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OPEN = sa.text(
    "kind = 'question' AND accepted_id IS NULL AND closed_at IS NULL"
    " AND deleted_at IS NULL AND hidden_at IS NULL AND merged_into_id IS NULL AND unlisted_at IS NULL"
)


def upgrade() -> None:
    """Nothing is changed but where one looks."""
    op.create_index("ix_topics_open", "topics", ["category_id"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    """As before."""
    op.drop_index("ix_topics_open", "topics")
