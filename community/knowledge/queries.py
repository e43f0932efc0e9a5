"""Reading articles, always through the viewer: what one may not see can't be got."""

from sqlalchemy import Select, and_, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core.db import db
from community.core.errors import Gone, NotFound
from community.core.paging import Page, page_of
from community.knowledge.models import Article, ArticleCredit, ArticleRevision

AS_ROW = (joinedload(Article.service), joinedload(Article.author))
STATES = {"validated": "Validated", "not_validated": "Not validated yet", "drafts": "Drafts", "archived": "Archived"}


def visible_articles(viewer: Member | None) -> Select[tuple[Article]]:
    """Every article in use that this viewer may read, as a query to narrow further; service and author come along."""
    return select(Article).options(*AS_ROW).where(Article.in_use, Article.audience.in_(audiences_of(viewer)))


def readable_articles(viewer: Member | None) -> Select[tuple[Article]]:
    """The same and, for those who write articles, drafts and archived ones too."""
    readable = and_(Article.in_use, Article.audience.in_(audiences_of(viewer)))
    if viewer and viewer.may_moderate:
        readable = Article.audience.in_(audiences_of(viewer))
    if viewer:
        readable = or_(readable, and_(Article.author_id == viewer.id, Article.confidence != "archived"))
    return select(Article).options(*AS_ROW).where(readable)


def find_article(ident: int, viewer: Member | None) -> Article:
    """The article with everyone named on it. Raises NotFound, or Gone with the reason when it was archived."""
    people = (joinedload(Article.owner), joinedload(Article.validated_by))
    credits_ = selectinload(Article.credits).joinedload(ArticleCredit.member)
    query = readable_articles(viewer).options(*people, credits_).where(Article.id == ident)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        _say_why(ident, viewer)
    return found


def _say_why(ident: int, viewer: Member | None) -> None:
    gone = select(Article.archived_reason).where(
        Article.id == ident,
        Article.confidence == "archived",
        Article.published_at.is_not(None),
        Article.audience.in_(audiences_of(viewer)),
    )
    reason = db.session.scalar(gone)
    if reason:
        raise Gone(f"This article was archived: {reason}")
    raise NotFound("There is no such article, or it isn’t open to you.")


def list_articles(
    viewer: Member | None,
    *,
    service_id: int | None = None,
    kind: str | None = None,
    state: str | None = None,
    after: str | None = None,
) -> Page[Article]:
    """One page of articles, lately changed first. `state` is one of STATES; drafts and archived are for writers."""
    if state in ("drafts", "archived"):
        confidence = "work_in_progress" if state == "drafts" else "archived"
        query = readable_articles(viewer).where(Article.confidence == confidence)
    else:
        query = visible_articles(viewer)
        if state:
            query = query.where(Article.confidence == state)
    if service_id is not None:
        query = query.where(Article.service_id == service_id)
    if kind:
        query = query.where(Article.kind == kind)
    return page_of(query, by=(Article.updated_key, Article.id), after=after)


def articles_by_id(ids, viewer: Member | None) -> list[Article]:
    """Those of these articles that the viewer may read, in the order given, in one statement."""
    ids = list(ids)
    if not ids:
        return []
    found = {a.id: a for a in db.session.scalars(visible_articles(viewer).where(Article.id.in_(ids)))}
    return [found[ident] for ident in ids if ident in found]


def count_by_service(viewer: Member | None) -> dict[int | None, int]:
    """How many articles in use this viewer finds under each service (None: under no service)."""
    query = (
        select(Article.service_id, func.count())
        .where(Article.in_use, Article.audience.in_(audiences_of(viewer)))
        .group_by(Article.service_id)
    )
    return dict(db.session.execute(query).all())


def neighbours_of(article: Article, viewer: Member | None, limit: int = 5) -> list[Article]:
    """Other articles of the same service, the most helpful first."""
    query = visible_articles(viewer).where(Article.id != article.id, Article.service_id == article.service_id)
    return list(db.session.scalars(query.order_by(Article.helpful_count.desc(), Article.id.desc()).limit(limit)))


def revisions_of(article: Article, limit: int = 200) -> list[ArticleRevision]:
    """What an article said over time, newest first, the latest `limit` of them."""
    query = select(ArticleRevision).where(ArticleRevision.article_id == article.id)
    query = query.options(joinedload(ArticleRevision.editor)).order_by(ArticleRevision.number.desc())
    return list(db.session.scalars(query.limit(limit)))


def revision_of(article: Article, number: int) -> ArticleRevision | None:
    """What an article said in one revision."""
    query = select(ArticleRevision).where(ArticleRevision.article_id == article.id, ArticleRevision.number == number)
    return db.session.scalar(query)


def articles_like(words: str, viewer: Member | None, limit: int = 6) -> list[Article]:
    """Articles in use that are called so (KB-0012, or words of the title), the most helpful first."""
    words = words.lower().strip()
    number = words.removeprefix("kb").removeprefix("-")
    called = func.lower(Article.title).contains(words, autoescape=True)
    if words.startswith("kb") and not number:
        called = true()
    elif number.isascii() and number.isdecimal() and len(number) < 10:
        called = Article.id == int(number)
    query = visible_articles(viewer).where(called)
    return list(db.session.scalars(query.order_by(Article.helpful_count.desc(), Article.id.desc()).limit(limit)))
