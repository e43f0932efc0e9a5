"""Opening an article to its readers, and validating it."""

from sqlalchemy import select

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import require
from community.events import record
from community.knowledge.drafting import may_write_articles
from community.knowledge.facts import ArticlePublished, ArticleValidated
from community.knowledge.models import Article, ArticleCredit


def may_publish(by: Member | None, article: Article) -> bool | str:
    """Those who write articles publish them; an archived one is put back first."""
    if article.confidence == "archived":
        return "This article is archived. Put it back first."
    return may_write_articles(by)


def publish_article(article: Article, *, by: Member) -> None:
    """Open a draft to its readers, not validated yet. Nothing happens when it is published already."""
    require(may_publish(by, article))
    with atomic():
        lock(article)
        require(may_publish(by, article))
        if article.published_at:
            return
        now = clock.now()
        article.published_at = article.updated_at = now
        article.updated_key = clock.milliseconds(now)
        article.confidence = "not_validated"
        answered, asked = _credited(article, "answer"), _credited(article, "question")
        record(ArticlePublished(article.id, article.author_id, answered, asked), by=by)


def may_validate(by: Member | None, article: Article) -> bool | str:
    """A second pair of eyes: any writer of articles but the one who wrote this."""
    if not article.in_use:
        return "Only a published article can be validated."
    if by is not None and by.id == article.author_id:
        return "You wrote this, so someone else checks it."
    return may_write_articles(by)


def validate_article(article: Article, *, by: Member) -> None:
    """Say that an article is true and works. Nothing happens when it is validated already."""
    require(may_validate(by, article))
    with atomic():
        lock(article)
        require(may_validate(by, article))
        if article.confidence == "validated":
            return
        article.confidence, article.validated_at, article.validated_by_id = "validated", clock.now(), by.id
        db.session.flush()
        db.session.expire(article, ["validated_by"])
        record(ArticleValidated(article.id, article.author_id), by=by)


def _credited(article: Article, why: str) -> tuple[int, ...]:
    query = select(ArticleCredit.member_id).where(ArticleCredit.article_id == article.id, ArticleCredit.why == why)
    found = db.session.scalars(query.order_by(ArticleCredit.id))
    return tuple(member_id for member_id in found if member_id != article.author_id)
