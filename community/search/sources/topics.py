"""Questions and discussions, with their answers."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from community.accounts.models import Member
from community.core.db import db
from community.core.text import plain
from community.forum.models import Category, Post, Topic
from community.forum.queries import listed_topics
from community.search.documents import Document, Found, Key, Source

LONGEST = 100_000  # characters of one topic that are indexed
QUOTED = 6  # posts of one topic that a result may quote from


def documents(ids: list[int]) -> list[Document]:
    """Topics that have not been taken down, their texts together."""
    query = (
        select(Topic)
        .join(Topic.category)
        .where(Topic.id.in_(ids), Topic.is_listed)
        .options(joinedload(Topic.category).joinedload(Category.service), selectinload(Topic.tags))
        .execution_options(populate_existing=True)
    )
    posts = select(Post.topic_id, Post.html).where(Post.topic_id.in_(ids), Post.is_shown)
    texts = _texts(posts.order_by(Post.id))
    return [_document(topic, texts.get(topic.id, "")) for topic in db.session.scalars(query)]


def _document(topic: Topic, text: str) -> Document:
    service = topic.category.service
    return Document(
        key=Key("topic", topic.id),
        title=topic.title,
        body=text[:LONGEST],
        audience=topic.category.audience,
        at=topic.active_at,
        tags=tuple(tag.name for tag in topic.tags),
        service=service.slug if service else "",
    )


def ids(after: int, limit: int) -> list[int]:
    """The next ids of topics."""
    return list(db.session.scalars(select(Topic.id).where(Topic.id > after).order_by(Topic.id).limit(limit)))


def show(wanted: list[int], viewer: Member | None) -> dict[int, Found]:
    """The topics that this viewer may see, with their first posts to quote from: two statements."""
    topics = db.session.scalars(listed_topics(viewer).where(Topic.id.in_(wanted))).all()
    texts = _texts(_quotable([topic.id for topic in topics])) if topics else {}
    return {topic.id: _found(topic, texts.get(topic.id, "")) for topic in topics}


def _quotable(topic_ids: list[int]):
    """The opening, then the accepted, verified, official and best answers of each topic."""
    chosen = aliased(Topic)
    accepted = Post.id == func.coalesce(chosen.accepted_id, 0)
    rank = (Post.id != chosen.opening_id, ~accepted, Post.verified_at.is_(None), ~Post.official, -Post.score, Post.id)
    place = func.row_number().over(partition_by=Post.topic_id, order_by=rank).label("place")
    ranked = (
        select(Post.topic_id, Post.html, place)
        .join(chosen, chosen.id == Post.topic_id)
        .where(Post.topic_id.in_(topic_ids), Post.is_shown)
        .subquery()
    )
    return select(ranked.c.topic_id, ranked.c.html).where(ranked.c.place <= QUOTED).order_by(ranked.c.place)


def _texts(query) -> dict[int, str]:
    texts: dict[int, list[str]] = {}
    for topic_id, html in db.session.execute(query):
        texts.setdefault(topic_id, []).append(plain(html))
    return {topic_id: "\n".join(parts) for topic_id, parts in texts.items()}


_STATES = {
    "Solved": lambda topic: topic.state == "solved",
    "Verified answer": lambda topic: topic.kind == "question" and topic.verified,
    "Official answer": lambda topic: topic.state == "official",
}


def _found(topic: Topic, text: str) -> Found:
    solved = topic.state == "solved"
    answers = f"{topic.answer_count} {'answer' if topic.answer_count == 1 else 'answers'}"
    if topic.kind != "question":
        answers = f"{topic.answer_count} {'reply' if topic.answer_count == 1 else 'replies'}"
    words = [word for word, on in _STATES.items() if on(topic)]
    return Found(
        key=Key("topic", topic.id),
        title=topic.title,
        url=topic.path,
        glyph="discussion" if topic.state == "talk" else topic.state,
        facts=(*words, topic.category.name, answers, topic.active_at),
        text=text,
        tone="ok" if solved else "",
    )


SOURCE = Source("topic", "Questions", documents, ids, show)
