"""Revising an article, with every earlier wording kept."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, insert_once, lock
from community.core.errors import Conflict, require
from community.core.text import tidy, tidy_body
from community.events import record
from community.knowledge.contents import render_article
from community.knowledge.drafting import (
    add_revision,
    article_slug,
    check_place,
    check_words,
    may_write_articles,
)
from community.knowledge.facts import ArticleRevised
from community.knowledge.models import Article, ArticleCredit
from community.services.models import Service


def may_revise(by: Member | None, article: Article) -> bool | str:
    """Those who write articles mend each other's; an archived one rests."""
    if article.confidence == "archived":
        return "This article is archived. Put it back first, then change it."
    return may_write_articles(by)


def revise_article(
    article: Article,
    *,
    title: str,
    summary: str = "",
    source: str,
    kind: str | None = None,
    audience: str | None = None,
    service: Service | None = None,
    reason: str = "",
    wording_only: bool = False,
    read_revision: int | None = None,
    by: Member,
) -> None:
    """Change what an article says, where it belongs (`service`, None for none) and who reads it.

    A validated article has to be validated again unless `wording_only`. Nothing happens when nothing differs.
    Raises Conflict when someone changed it since revision `read_revision` was read, Invalid with the field, NotAllowed.
    """
    require(may_revise(by, article))
    title, summary, source = tidy(title), tidy(summary), tidy_body(source)
    kind, audience = kind or article.kind, audience or article.audience
    check_words(title, summary, source)
    check_place(kind, audience, by)
    place = (kind, audience, service.id if service else None)
    with atomic():
        lock(article)
        require(may_revise(by, article))
        if read_revision is not None and article.revision != read_revision:
            raise Conflict("Someone else changed this article while you were writing. Both versions are below.")
        words_before = (article.title, article.summary, article.source)
        if words_before == (title, summary, source) and place == (article.kind, article.audience, article.service_id):
            return
        article.kind, article.audience, article.service_id = place
        _rewrite(article, title, summary, source)
        if article.confidence == "validated" and not wording_only:
            article.confidence, article.validated_at, article.validated_by_id = "not_validated", None, None
        add_revision(article, by=by, reason=tidy(reason)[:200], wording_only=wording_only)
        if by.id != article.author_id:
            insert_once(ArticleCredit, article_id=article.id, member_id=by.id, why="revision")
        record(ArticleRevised(article.id, article.revision, wording_only, article.author_id), by=by)


def _rewrite(article: Article, title: str, summary: str, source: str) -> None:
    now = clock.now()
    article.title, article.slug, article.summary = title, article_slug(title), summary
    article.source, article.html = source, render_article(source)
    article.updated_at, article.updated_key = now, clock.milliseconds(now)
    article.revision += 1  # the row is locked, so nobody else counts at the same time
