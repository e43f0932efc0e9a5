"""A batch has a row for each of its posts, and goes on in chunks."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

LISTS = ("chosen", "items", "skipped", "silences", "before", "sanctions")
STATES = "state IN ('previewed', 'running', 'stopped', 'done', 'undoing', 'undone')"
ITEM_STATES = "state IN ('planned', 'left', 'done', 'missed', 'undone', 'kept')"


def upgrade() -> None:
    """Previews are dropped, they are quickly made anew; what was done keeps what taking it back needs."""
    items = op.create_table(
        "batch_items",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("mark", sa.String(), nullable=True),
        sa.Column("silence_days", sa.Integer(), nullable=True),
        sa.Column("sanction_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(ITEM_STATES, name=op.f("ck_batch_items_state")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_items_batch_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_batch_items_post_id")),
        sa.ForeignKeyConstraint(["sanction_id"], ["sanctions.id"], name=op.f("fk_batch_items_sanction_id")),
        sa.PrimaryKeyConstraint("batch_id", "post_id", name=op.f("pk_batch_items")),
    )
    op.create_index("ix_batch_items_batch_id_state_post_id", "batch_items", ["batch_id", "state", "post_id"])
    op.execute("DELETE FROM batches WHERE applied_at IS NULL")
    rows = _old_items(op.get_bind())
    with op.batch_alter_table("batches", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("state", sa.String(), nullable=False, server_default="done"))
        table.add_column(sa.Column("step", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("fact_id", sa.Integer(), nullable=True))
        for name in LISTS:
            table.drop_column(name)
        table.create_check_constraint(op.f("ck_batches_state"), STATES)
    op.execute("UPDATE batches SET state = 'undone' WHERE undone_at IS NOT NULL")
    with op.batch_alter_table("batches", reflect_kwargs={"resolve_fks": False}) as table:
        table.alter_column("state", server_default=None)
        table.alter_column("step", server_default=None)
    if rows:
        op.bulk_insert(items, rows)
    with op.batch_alter_table("acts", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_acts_batch_id"), "batches", ["batch_id"], ["id"])
        table.create_index(op.f("ix_acts_batch_id"), ["batch_id"])


def _old_items(bind) -> list[dict]:
    """The rows of what was done; sanctions hang on the first of them, wherever they are of, since all go together."""
    old = sa.table("batches", sa.column("id"), sa.column("undone_at"), *(sa.column(n, sa.JSON()) for n in LISTS))
    posts = sa.table("posts", sa.column("id"), sa.column("revision"))
    revisions = dict(bind.execute(sa.select(posts.c.id, posts.c.revision)).all()) if _any(bind, old) else {}
    rows = []
    for batch in bind.execute(sa.select(old)).mappings():
        blank = {"batch_id": batch["id"], "why": None, "before": None, "mark": None, "silence_days": None}
        blank |= {"sanction_id": None}
        sanctions = list(zip(batch["silences"], batch["sanctions"], strict=False))
        for number, (ident, before, mark) in enumerate(batch["before"]):
            silenced = sanctions[number] if number < len(sanctions) else ((None, None), None)
            rows.append(blank | {"post_id": ident, "revision": revisions[ident], "before": before, "mark": mark,
                                 "state": "undone" if batch["undone_at"] else "done",
                                 "silence_days": silenced[0][1], "sanction_id": silenced[1]})  # fmt: skip
        rows += [blank | {"post_id": ident, "revision": revisions[ident], "state": "left", "why": why}
                 for ident, why in batch["skipped"] if ident in revisions]  # fmt: skip
    return rows


def _any(bind, table) -> bool:
    return bind.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is not None


def downgrade() -> None:
    """Batches are forgotten; what was done stays done."""
    with op.batch_alter_table("acts", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("fk_acts_batch_id"), type_="foreignkey")
        table.drop_index(op.f("ix_acts_batch_id"))
        table.drop_column("batch_id")
    op.drop_table("batch_items")
    op.execute("DELETE FROM batches")
    with op.batch_alter_table("batches", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("ck_batches_state"), type_="check")
        for name in ("state", "step", "fact_id"):
            table.drop_column(name)
        for name in LISTS:
            table.add_column(sa.Column(name, sa.JSON(), nullable=False))
