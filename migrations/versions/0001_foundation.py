"""Foundation."""

from alembic import op

from community.core.db import db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first tables."""
    db.metadata.create_all(op.get_bind())


def downgrade() -> None:
    """An empty database."""
    db.metadata.drop_all(op.get_bind())
