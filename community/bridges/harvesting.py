"""Making an article of an answer: in the asker's words, with thanks to both, linked from either side."""

from sqlalchemy import select

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.bridges.links import CREATED, Link, link, linked_from
from community.core.db import atomic, db, lock
from community.core.errors import require
from community.forum.gathering import gathered, read_at
from community.forum.models import Post, Topic
from community.forum.queries import opening_of, visible_topics
from community.knowledge.drafting import BODY_LENGTH, may_write_articles, store_draft
from community.knowledge.models import Article
from community.knowledge.queries import articles_by_id


def may_harvest(by: Member | None, post: Post) -> bool | str:
    """Those who write articles make one of an answer to a question that they may read."""
    if post.id == post.topic.opening_id or post.topic.kind != "question":
        return "Only an answer to a question can become an article."
    if post.deleted_at or post.topic.deleted_at:
        return "This was taken down."
    if post.topic.category.audience not in audiences_of(by):
        return "This place isn’t open to you."
    return may_write_articles(by)


def harvest_answer(post: Post, *, by: Member) -> Article:
    """A draft made of an answer and its question; the article that there is already, when it was done before.

    Both who asked and who answered are credited. Raises NotAllowed.
    """
    require(may_harvest(by, post))
    with atomic():
        lock(post)  # two people who press at once get one article
        return article_made_of(post) or _draft(post, by)


def article_made_of(post: Post) -> Article | None:
    """The article that was made of this answer, unless it is archived."""
    query = (
        select(Article)
        .join(Link, Link.from_id == Article.id)
        .where(Link.from_kind == "article", Link.kind == CREATED, Link.to_kind == "post", Link.to_id == post.id)
        .where(Article.confidence != "archived")
    )
    return db.session.scalars(query.order_by(Article.id)).first()


def articles_of(topic: Topic, viewer: Member | None) -> list[Article]:
    """Articles that have to do with a topic and that the viewer may read: made of it, then those its answers use."""
    posts = select(Post.id).where(Post.topic_id == topic.id, Post.is_shown)
    of_topic = (Link.to_kind == "topic") & Link.to_id.in_(gathered([topic.id]))
    of_posts = (Link.to_kind == "post") & Link.to_id.in_(posts)
    query = select(Link.from_id).where(Link.from_kind == "article", of_topic | of_posts)
    ids = db.session.scalars(query.order_by(Link.kind, Link.id))  # "created_from" comes before "used_in"
    return articles_by_id(dict.fromkeys(ids), viewer)


def origin_of(article: Article, viewer: Member | None) -> tuple[Topic, int | None] | None:
    """The question that an article was made of, if the viewer may see it, and the id of the answer."""
    ends = {found.to_kind: found.to_id for found in linked_from("article", article.id, CREATED)}
    if "topic" not in ends:
        return None
    topic = db.session.scalar(visible_topics(viewer).where(Topic.id.in_(read_at([ends["topic"]]))))
    return (topic, ends.get("post")) if topic else None


def _draft(post: Post, by: Member) -> Article:
    topic = db.session.get(Topic, post.topic_id)
    opening = opening_of(topic)
    article = store_draft(
        kind="answer",
        title=topic.title,
        source=_text(opening, post),
        service=topic.category.service,
        audience=topic.category.audience,
        credited={"answer": _someone(post.author_id), "question": _someone(opening.author_id)},
        by=by,
    )
    link("article", article.id, "post", post.id, CREATED)
    link("article", article.id, "topic", topic.id, CREATED)
    return article


def _text(opening: Post, answer: Post) -> str:
    """The issue in the asker's own words and what resolved it; cut only when both together are beyond all bounds."""
    room = BODY_LENGTH[1] // 2 - 100
    return f"## What was asked\n\n{opening.source[:room]}\n\n## What helps\n\n{answer.source[:room]}"


def _someone(ident: int | None) -> list[int]:
    return [] if ident is None else [ident]
