"""Who voted is shown only of votes that were given where it is."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was given so far keeps its name where names are shown now."""
    op.add_column("votes", sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE votes SET named = true WHERE post_id IN ("
        "SELECT posts.id FROM posts JOIN topics ON topics.id = posts.topic_id"
        " JOIN categories ON categories.id = topics.category_id WHERE categories.named_votes)"
    )


def downgrade() -> None:
    """Where names are shown, all are."""
    op.drop_column("votes", "named")
