"""Which answer the asker chose: the question says it, a vote only the day."""

from community.forum.accepting import store_acceptance
from community.imports.stackexchange.batch import Batch


def bring(batch: Batch, step) -> None:
    """Accept the answer, unless the last dump said the same."""
    row = batch.row(step)
    if batch.state("acceptance", row["id"]) == str(row["accepted"]):
        _count(batch, row, "known")
        return
    post = batch.post(row["accepted"])
    if post is None:
        batch.leave_out(step, "the answer could not be brought in")
        return
    store_acceptance(post, by=batch.asker(post.topic))
    batch.keep_state("acceptance", row["id"], str(row["accepted"]))
    _count(batch, row, "new")


def _count(batch: Batch, row, how: str) -> None:
    batch.count("acceptance", how)
    if batch.stage.one("SELECT 1 FROM votes WHERE type = 1 AND post = ?", [row["accepted"]]):
        batch.count("vote", how)
