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


def lock_topics(*topics: Topic) -> None:
    """Lock topics in one order for everyone, so that nobody waits in a circle."""
    for topic in sorted({each.id: each for each in topics}.values(), key=lambda each: each.id):
        lock(topic)


def see_where_it_went(topic: Topic) -> None:
    """Raises Conflict when a topic, as it is held, was merged into another since it was looked up."""
    if topic.merged_into_id:
        raise Conflict("This was merged into another topic a moment ago. Open it there, then decide.")
