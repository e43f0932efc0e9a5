"""Acts of one decision belong together; earlier wordings with a security concern are closed."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns."""
    with op.batch_alter_table("acts", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.add_column(sa.Column("along_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_acts_along_id"), "acts", ["along_id"], ["id"])
        batch.create_index(op.f("ix_acts_along_id"), ["along_id"])
    with op.batch_alter_table("revisions", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.add_column(sa.Column("staff_only", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """As before."""
    with op.batch_alter_table("revisions", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_column("staff_only")
    with op.batch_alter_table("acts", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_constraint(op.f("fk_acts_along_id"), type_="foreignkey")
        batch.drop_index(op.f("ix_acts_along_id"))
        batch.drop_column("along_id")
