"""Holding a post where it stands, so that what is decided about it and its topic stays true."""

from community.core.db import lock
from community.core.errors import Conflict
from community.forum.models import Post, Topic


def hold(post: Post, *, shared: bool = False) -> Topic:
    """Lock a post's topic, then the post. Raises Conflict when the post was moved to another topic meanwhile.

    `shared` lets others hold the same topic in this way, for what many do to its posts at once.
    """
    topic = lock(post.topic, shared=shared)
    lock(post)
    if post.topic_id != topic.id:
        raise Conflict("This was moved to another topic a moment ago. Open it there, then decide.")
    return topic
