"""Taking an article out of use, and putting it back."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, lock
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import record
from community.knowledge.drafting import may_write_articles
from community.knowledge.facts import ArticleArchived, ArticleRestored
from community.knowledge.models import Article


def may_archive(by: Member | None, article: Article) -> bool | str:
    """Those who write articles retire and restore them."""
    return may_write_articles(by)


def archive_article(article: Article, reason: str, *, by: Member) -> None:
    """Take an article out of use; readers who come by its address are told the reason. Raises Invalid without one."""
    require(may_archive(by, article))
    reason = tidy(reason)[:200]
    if not reason:
        raise Invalid("Please say why; readers who come by its address will see it.", "reason")
    with atomic():
        lock(article)
        if article.confidence == "archived":
            return
        article.confidence, article.archived_at, article.archived_reason = "archived", clock.now(), reason
        article.validated_at = article.validated_by_id = None
        record(ArticleArchived(article.id), by=by)


def restore_article(article: Article, *, by: Member) -> None:
    """Put an archived article back: not validated, or a draft when it had never been published."""
    require(may_archive(by, article))
    with atomic():
        lock(article)
        if article.confidence != "archived":
            return
        article.confidence = "not_validated" if article.published_at else "work_in_progress"
        article.archived_at = article.archived_reason = None
        record(ArticleRestored(article.id), by=by)
