"""Edits, each with its editor, time and comment."""

from community.core.text import tidy, tidy_body
from community.forum.editing import store_edit
from community.imports.stackexchange import changes
from community.imports.stackexchange.batch import Batch
from community.imports.stackexchange.posts import usable_then
from community.imports.stackexchange.tags import usable


def bring(batch: Batch, step) -> None:
    """Change what the edit changed. A question's last one leaves title and tags as the site has them in the end."""
    if batch.is_known(step):
        return
    row = batch.row(step)
    post = batch.post(row["post"])
    if post is None:
        batch.leave_out(step, "their post could not be brought in")
        return
    if changes.includes(batch, row["post"], row["at"]):
        batch.count("edit", "known")
        return
    title, tags = row["title"], usable_then(batch, row["tags"]) or None
    if row["last"] and post.is_opening:
        final = batch.stage.rows("posts", [row["post"]])[row["post"]]
        title, tags = final["title"], usable(final["tags"])
    by, note = batch.author(row["editor"], row["note"])
    revision = store_edit(
        post,
        tidy_body(row["body"]) if row["body"] is not None else post.source,
        by=by,
        title=tidy(title or "") or None,
        tags=tags,
        reason=tidy(row["reason"] or "")[:200],
        editor_note=note,
        form="markdown" if row["body"] is not None else post.form,
        suggested=bool(row["suggested"]),
        parts=() if row["rolled_back"] else tuple(part for part in ("body", "tags", "title") if row[part] is not None),
    )
    batch.remember(step, revision.id)
