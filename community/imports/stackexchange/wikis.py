"""Posts that became everybody's: from then on their votes are nobody's points."""

from community.forum.wiki import store_wiki
from community.imports.stackexchange.batch import Batch


def bring(batch: Batch, step) -> None:
    """Open the post to everybody."""
    if batch.is_known(step):
        return
    post = batch.post(step["ref"])
    if post is None:
        batch.leave_out(step, "their post could not be brought in")
        return
    store_wiki(post)
    batch.remember(step, post.id)
