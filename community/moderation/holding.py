"""Holding back what is suspicious: hidden in the transaction that posted it, and put into the review queue."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from community.core.db import db
from community.events import Event
from community.forum.braking import SUSPICIONS
from community.forum.hiding import hide_comment, hide_post
from community.forum.models import Comment, Post, Topic
from community.forum.words import watched_in
from community.moderation.items import open_item


def hold_back(event: Event) -> None:
    """PostSuspected: only its author and those who look after the place see it, until somebody has looked."""
    post = _post(event.fact.post_id)
    comment = db.session.get(Comment, event.fact.comment_id) if event.fact.comment_id else None
    about = comment or post
    why = SUSPICIONS[event.fact.why]
    told = f"{why} Somebody looks at it soon; there is nothing that you need to do."
    if comment is None:
        hide_post(post, told, by=None)
    else:
        hide_comment(comment, told, by=None)
    open_item("spam", about, note=f"{why} {_words_in(about, post.topic)}".strip() if event.fact.why == "words" else why)


def _post(ident: int) -> Post:
    whole = contains_eager(Post.topic).contains_eager(Topic.category)
    query = select(Post).join(Post.topic).join(Topic.category).options(whole).where(Post.id == ident)
    return db.session.scalars(query).one()


def _words_in(about: Post | Comment, topic: Topic) -> str:
    opening = isinstance(about, Post) and about.id == topic.opening_id
    found = watched_in(f"{topic.title if opening else ''}\n{about.source}", topic.category)
    return ", ".join(f"“{hit.text}”" for hit in found)
