"""The first posts of newcomers are read by somebody who looks after the place."""

from sqlalchemy import func, select

from community.accounts.models import Member
from community.accounts.queries import doer_of
from community.core.db import db
from community.events import Event
from community.forum.models import Post
from community.moderation.items import open_about, open_item
from community.moderation.models import ReviewItem
from community.moderation.things import find_thing

FIRST = 2  # so many posts of a newcomer are looked at


def look_at_first_posts(event: Event) -> None:
    """TopicPosted, AnswerPosted, live: a newcomer's first posts wait to be read, unless one was found good before."""
    author = doer_of(event)
    if author is None or author.level > 1 or author.may_moderate:
        return
    earlier = select(func.count()).where(Post.author_id == author.id, Post.id < event.fact.post_id)
    if db.session.scalar(earlier) >= FIRST or _found_good(author):
        return
    post = find_thing("post", event.fact.post_id)
    if post.is_shown and open_about("spam", ("post", post.id)) is None:
        open_item("first_post", post)


def _found_good(author: Member) -> bool:
    query = select(ReviewItem.id).where(ReviewItem.member_id == author.id, ReviewItem.kind == "first_post")
    return db.session.scalar(query.where(ReviewItem.verdict == "nothing").limit(1)) is not None
