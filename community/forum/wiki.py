"""Wiki posts: everybody who may write in the place may improve them."""

from community.accounts.models import Member
from community.accounts.privileges import holds, refusal
from community.core.db import atomic, lock
from community.core.errors import require
from community.events import record
from community.forum.editing import may_edit
from community.forum.facts import WikiChanged
from community.forum.models import Post
from community.forum.rights import may_moderate


def may_make_wiki(by: Member | None, post: Post) -> bool | str:
    """Trusted authors open what they wrote; moderators any post. Official words stay the staff's."""
    if by is None:
        return "Please sign in first."
    if post.official and not by.is_staff:
        return "Official answers are edited by provider staff."
    if may_moderate(by, post.topic.category) is True:
        return True
    if post.author_id != by.id:
        return "Only the author and those who look after this place open it to everybody."
    return holds(by, "wiki") or refusal(by, "wiki")


def make_wiki(post: Post, on: bool = True, *, by: Member) -> None:
    """Let everybody improve a post, or no longer. Saying it twice changes nothing. Raises NotAllowed."""
    require(may_make_wiki(by, post))
    require(may_edit(by, post))
    with atomic():
        lock(post)
        _set(post, on, by)


def store_wiki(post: Post) -> None:
    """Open a post to everybody, as imports bring it."""
    with atomic():
        _set(post, True, None)


def _set(post: Post, on: bool, by: Member | None) -> None:
    if post.wiki != on:
        post.wiki = on
        record(WikiChanged(post.topic_id, post.id, post.author_id, on), by=by)
