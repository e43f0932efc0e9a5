"""Saying whether an article helped: one voice per reader, about the revision that was read."""

from sqlalchemy import func, select

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock, set_columns
from community.core.errors import Invalid, require
from community.events import record
from community.knowledge.facts import ArticleVoted
from community.knowledge.models import Article, ArticleVote


def may_say_helpful(by: Member | None, article: Article) -> bool | str:
    """Readers say it, not the author."""
    if by is None:
        return "Please sign in first."
    if article.author_id == by.id:
        return "You wrote this; whether it helps is for its readers to say."
    if article.is_draft or article.confidence == "archived":
        return "Only articles in use are asked about."
    return article.audience in audiences_of(by) or "This article isn’t open to you."


def say_helpful(article: Article, value: int, *, by: Member) -> int:
    """Say that it helped (1), that it did not (-1), or take that back (0); how many people it helped.

    Saying the same twice changes nothing. Raises NotAllowed, or Invalid for another value.
    """
    require(may_say_helpful(by, article))
    if value not in (-1, 0, 1):
        raise Invalid("Say 1, 0 or -1.", "value")
    with atomic():
        lock(article)
        vote = db.session.get(ArticleVote, (article.id, by.id))
        old = (1 if vote.helpful else -1) if vote else 0
        if old == value:
            return article.helpful_count
        _write(article, vote, value, by)
        db.session.flush()
        count = select(func.count()).where(ArticleVote.article_id == article.id, ArticleVote.helpful).scalar_subquery()
        set_columns(Article, article.id, helpful_count=count)
        record(ArticleVoted(article.id, article.author_id, old, value), by=by)
    return article.helpful_count


def said_helpful(viewer: Member | None, article: Article) -> int:
    """What this viewer said: 1, -1, or 0 for nothing."""
    vote = db.session.get(ArticleVote, (article.id, viewer.id)) if viewer else None
    return (1 if vote.helpful else -1) if vote else 0


def _write(article: Article, vote: ArticleVote | None, value: int, by: Member) -> None:
    if value == 0:
        db.session.delete(vote)
    elif vote:
        vote.helpful, vote.revision, vote.at = value == 1, article.revision, clock.now()
    else:
        said = {"revision": article.revision, "helpful": value == 1, "at": clock.now()}
        db.session.add(ArticleVote(article_id=article.id, member_id=by.id, **said))
