"""Suggested edits that were taken over and are not brought in (of tag pages): what they earned stays."""

from community.gamification.granting import bring_points
from community.imports.stackexchange.batch import Batch


def bring(batch: Batch, step) -> None:
    """Note that a wording of the editor was taken over."""
    if batch.is_known(step):
        return
    by, _ = batch.author(batch.row(step)["editor"], None)
    if by is None:
        batch.leave_out(step, "whoever suggested them is not in the dump")
        return
    bring_points(by.id, "edit_kept", 1, "member", by.id)
    batch.remember(step, by.id)
