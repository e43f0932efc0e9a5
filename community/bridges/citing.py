"""Articles that answers refer to: each use is a link, so that an article can say where it helped."""

import re

from sqlalchemy import func, select

from community.accounts.models import Member
from community.bridges.links import USED, Link, link
from community.core.db import db
from community.events import Event
from community.forum.models import Post, Topic
from community.forum.queries import listed_topics
from community.knowledge.models import Article

ADDRESS = re.compile(r"/articles/(\d{1,9})\b")
MOST = 20  # articles that one answer may count as using


def note_uses(event: Event) -> None:
    """Link the articles whose addresses an answer names; names that were edited out stay known as used."""
    post = db.session.get(Post, event.fact.post_id)
    if post is None or post.kind == "opening":
        return
    named = list(dict.fromkeys(int(ident) for ident in ADDRESS.findall(post.source)))[:MOST]
    for ident in db.session.scalars(select(Article.id).where(Article.id.in_(named)).order_by(Article.id)):
        link("article", ident, "post", post.id, USED)


def topics_using(article: Article, viewer: Member | None, limit: int = 6) -> list[Topic]:
    """Questions whose answers use an article and that the viewer may see, the latest first."""
    query = listed_topics(viewer).where(Topic.id.in_(_uses(article).with_only_columns(Post.topic_id)))
    return list(db.session.scalars(query.order_by(Topic.active_key.desc()).limit(limit)))


def count_uses(article: Article, viewer: Member | None) -> int:
    """In how many answers that the viewer may see an article is used."""
    seen = _uses(article).where(Post.topic_id.in_(listed_topics(viewer).with_only_columns(Topic.id)))
    return db.session.scalar(seen.with_only_columns(func.count()))


def _uses(article: Article):
    return (
        select(Post.id)
        .join(Link, Link.to_id == Post.id)
        .where(Link.to_kind == "post", Link.kind == USED, Link.from_kind == "article", Link.from_id == article.id)
        .where(Post.is_shown)
    )
