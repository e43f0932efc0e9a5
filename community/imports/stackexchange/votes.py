"""Votes: dumps tell the day, never the voter."""

from community.forum.voting import store_vote
from community.imports.stackexchange.batch import Batch

VALUES = {2: 1, 3: -1}


def bring(batch: Batch, step) -> None:
    """Give a voice without a name."""
    if batch.is_known(step):
        return
    row = batch.row(step)
    post = batch.post(row["post"])
    if post is None:
        batch.leave_out(step, "their post could not be brought in")
        return
    batch.remember(step, store_vote(post, VALUES[row["type"]]).id)
