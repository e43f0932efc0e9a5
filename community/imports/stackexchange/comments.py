"""Comments, with the votes they got as a number."""

from community.core.text import tidy_body
from community.forum.commenting import store_comment
from community.imports.stackexchange.batch import Batch


def bring(batch: Batch, step) -> None:
    """Remark on the post."""
    if batch.is_known(step):
        return
    row = batch.row(step)
    post = batch.post(row["post"])
    if post is None:
        batch.leave_out(step, "their post could not be brought in")
        return
    by, note = batch.author(row["author"], row["note"])
    comment = store_comment(post, tidy_body(row["text"]), by=by, author_note=note, score=row["score"])
    batch.remember(step, comment.id)
