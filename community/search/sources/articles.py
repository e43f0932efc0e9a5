"""Knowledge articles in use; drafts and archived ones are found by nobody."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.core.db import db
from community.core.text import plain
from community.knowledge.models import Article
from community.knowledge.queries import visible_articles
from community.search.documents import Document, Found, Key, Source


def documents(ids: list[int]) -> list[Document]:
    """Published articles that are not archived."""
    query = select(Article).where(Article.id.in_(ids), Article.in_use).options(joinedload(Article.service))
    return [_document(article) for article in db.session.scalars(query.execution_options(populate_existing=True))]


def _document(article: Article) -> Document:
    return Document(
        key=Key("article", article.id),
        title=article.title,
        body=f"{article.summary}\n{plain(article.html)}",
        audience=article.audience,
        at=article.updated_at,
        tags=(article.ref.lower(),),
        service=article.service.slug if article.service else "",
    )


def ids(after: int, limit: int) -> list[int]:
    """The next ids of articles."""
    return list(db.session.scalars(select(Article.id).where(Article.id > after).order_by(Article.id).limit(limit)))


def show(wanted: list[int], viewer: Member | None) -> dict[int, Found]:
    """The articles that this viewer may read."""
    return {a.id: _found(a) for a in db.session.scalars(visible_articles(viewer).where(Article.id.in_(wanted)))}


def _found(article: Article) -> Found:
    place = (article.service.name,) if article.service else ()
    return Found(
        key=Key("article", article.id),
        title=article.title,
        url=article.path,
        glyph="article",
        facts=(article.confidence_word, article.ref, *place, article.updated_at),
        text=f"{article.summary}\n{plain(article.html)}",
        tone="ok" if article.confidence == "validated" else "",
    )


SOURCE = Source("article", "Knowledge", documents, ids, show)
