"""Links between questions."""

from community.forum.closing import link_topics
from community.imports.stackexchange.batch import Batch


def bring(batch: Batch, step) -> None:
    """Note that one question refers to another; those of answers count for their questions."""
    if batch.is_known(step):
        return
    row = batch.row(step)
    source, target = batch.topic(row["post"]), batch.topic(row["related"])
    if source is None or target is None:
        batch.leave_out(step, "one of the two questions could not be brought in")
        return
    link_topics(source, target, by=None)
    batch.remember(step, target.id)
