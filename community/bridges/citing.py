"""Articles that answers refer to: each use is a link, so that an article can say where it helped.

A use counts for who wrote the article once the answer is accepted, and as long as it is.
"""

import re

from sqlalchemy import func, select

from community.accounts.models import Member
from community.accounts.queries import doer_of
from community.bridges.links import USED, Link, link
from community.core.db import atomic, db, lock
from community.events import Event, fact, record
from community.forum.models import Post, Topic
from community.forum.queries import listed_topics
from community.knowledge.models import Article

ADDRESS = re.compile(r"/articles/(\d{1,9})\b")
MOST = 20  # articles that one answer may count as using


@fact
class ArticleReused:
    """An article by `author_id` helped to solve a question: the accepted answer, by `answerer_id`, refers to it."""

    article_id: int
    topic_id: int
    post_id: int
    author_id: int | None
    answerer_id: int | None
    asker_id: int | None


@fact
class ArticleReuseEnded:
    """The answer that refers to the article is no longer the accepted one."""

    article_id: int
    topic_id: int
    post_id: int


def note_uses(event: Event) -> None:
    """Link the articles whose addresses an answer names; names that were edited out stay known as used."""
    post = db.session.get(Post, event.fact.post_id)
    if post is None or post.kind == "opening":
        return
    named = list(dict.fromkeys(int(ident) for ident in ADDRESS.findall(post.source)))[:MOST]
    articles = db.session.scalars(select(Article).where(Article.id.in_(named)).order_by(Article.id)).all()
    if not articles:
        return
    with atomic():
        # Whoever accepts this answer meanwhile finds the links, or the acceptance is found here.
        lock(db.session.get(Topic, post.topic_id))
        solved = db.session.scalars(select(Topic).where(Topic.accepted_id == post.id).order_by(Topic.id)).all()
        for article in articles:
            if link("article", article.id, "post", post.id, USED):
                for topic in solved:
                    _note_reuse(article, topic, post, event)


def reuse_articles(event: Event) -> None:
    """AnswerAccepted: the articles that it refers to helped."""
    for article in _used_in(event.fact.post_id):
        topic, post = db.session.get(Topic, event.fact.topic_id), db.session.get(Post, event.fact.post_id)
        _note_reuse(article, topic, post, event)


def end_reuse(event: Event) -> None:
    """AcceptanceWithdrawn: that no longer holds."""
    for article in _used_in(event.fact.post_id):
        record(ArticleReuseEnded(article.id, event.fact.topic_id, event.fact.post_id), by=doer_of(event))


def _used_in(post_id: int) -> list[Article]:
    used = select(Link.from_id).where(
        Link.from_kind == "article", Link.to_kind == "post", Link.to_id == post_id, Link.kind == USED
    )
    return list(db.session.scalars(select(Article).where(Article.id.in_(used)).order_by(Article.id)))


def _note_reuse(article: Article, topic: Topic, post: Post, event: Event) -> None:
    reused = ArticleReused(article.id, topic.id, post.id, article.author_id, post.author_id, topic.author_id)
    record(reused, by=doer_of(event))


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
