"""Closed questions, duplicates among them."""

from community.forum.closing import store_closing
from community.imports.stackexchange.batch import Batch


def bring(batch: Batch, step) -> None:
    """Close the question, unless the last dump said the same."""
    closing = batch.closing(step["ref"])
    told = f"{closing['at']} {closing['duplicate_of'] or ''}"
    if batch.state("closing", step["ref"]) == told:
        _count(batch, closing, "known")
        return
    topic = batch.topic(step["ref"])
    if topic is None:
        batch.leave_out(step, "their question could not be brought in")
        return
    repeated = batch.topic(closing["duplicate_of"])
    reason = "it was asked before" if repeated else closing["reason"] or "no reason was given"
    store_closing(topic, reason, by=None, duplicate_of=repeated)
    batch.keep_state("closing", step["ref"], told)
    _count(batch, closing, "new")


def _count(batch: Batch, closing, how: str) -> None:
    """A duplicate is told by its links as well."""
    batch.count("closing", how)
    told_by = (
        "SELECT count(*) FROM links l JOIN posts p ON p.id = l.related"
        " WHERE l.type = 3 AND p.sort IS NOT NULL AND l.post = ?"
    )
    if closing["duplicate_of"]:
        batch.count("link", how, batch.stage.one(told_by, [closing["post"]]))
