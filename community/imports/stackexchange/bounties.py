"""Bounties: what somebody set on a question, and what its answer won."""

from community.gamification.granting import bring_points
from community.imports.stackexchange.batch import Batch

OFFERED = 8


def bring(batch: Batch, step) -> None:
    """Note the points, unless nobody here is concerned."""
    if batch.is_known(step):
        return
    row = batch.row(step)
    post = batch.post(row["post"])
    if post is None:
        batch.leave_out(step, "their post could not be brought in")
        return
    offered = row["type"] == OFFERED
    member_id = getattr(batch.author(row["author"], None)[0], "id", None) if offered else post.author_id
    if member_id is None:
        batch.leave_out(step, "whoever it concerns is not in the dump")
        return
    bring_points(member_id, "bounty_offered" if offered else "bounty_won", row["amount"], "post", post.id)
    batch.remember(step, post.id)
