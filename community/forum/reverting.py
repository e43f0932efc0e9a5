"""Going back to an earlier wording of a post; the later ones stay in the history."""

from community.accounts.models import Member
from community.core.db import atomic
from community.core.errors import Conflict, NotFound
from community.forum.editing import edit_post
from community.forum.history import tags_at
from community.forum.models import Post
from community.forum.queries import revisions_of


def revert_post(post: Post, number: int, *, by: Member, reason: str = "") -> None:
    """Let a post say again what it said in revision `number`, title and tags included, as an edit of its own.

    Whoever may edit may revert. Raises NotFound for no such revision, Conflict when it says so already.
    """
    with atomic():
        revisions = revisions_of(post, by)
        wanted = next((revision for revision in revisions if revision.number == number), None)
        if wanted is None:
            raise NotFound("There is no such wording of this post.")
        before = post.revision
        edit_post(
            post,
            wanted.source,
            by=by,
            title=wanted.title if post.is_opening else None,
            tags=tags_at(revisions, wanted) if post.is_opening else None,
            reason=reason or f"Back to the wording of {wanted.at:%d %B %Y, %H:%M} UTC",
        )
        if post.revision == before:
            raise Conflict("It says so already.")
