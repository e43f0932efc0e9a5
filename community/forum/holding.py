"""Holding a post where it stands, so that what is decided about it and its topic stays true."""

from community.core.db import lock
from community.core.errors import Conflict
from community.forum.models import Post, Topic


def hold(post: Post) -> Topic:
    """Lock a post's topic, then the post. Raises Conflict when the post was moved to another topic meanwhile."""
    topic = lock(post.topic)
    lock(post)
    if post.topic_id != topic.id:
        raise Conflict("This was moved to another topic a moment ago. Open it there, then decide.")
    return topic
