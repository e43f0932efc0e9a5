"""Beginning an article."""

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Invalid, require
from community.core.text import slug, tidy, tidy_body
from community.events import record
from community.knowledge.contents import render_article
from community.knowledge.facts import ArticleDrafted
from community.knowledge.models import KINDS, Article, ArticleCredit, ArticleRevision
from community.services.models import Service

TITLE_LENGTH = (8, 150)
SUMMARY_LENGTH = 300
BODY_LENGTH = (20, 60_000)
OWN_ADDRESSES = {"edit", "history", "reversion", "publication", "validation", "archival", "restoration", "helpful"}


def may_write_articles(by: Member | None) -> bool | str:
    """Super-users and provider staff write, publish and keep articles."""
    return (by is not None and by.may_moderate) or "Articles are written by super-users and provider staff."


def draft_article(
    *,
    kind: str = "how_to",
    title: str,
    summary: str = "",
    source: str,
    service: Service | None = None,
    audience: str = "public",
    by: Member,
) -> Article:
    """Begin an article that only writers see until it is published. Raises Invalid with the field, or NotAllowed."""
    require(may_write_articles(by))
    title, summary, source = tidy(title), tidy(summary), tidy_body(source)
    check_words(title, summary, source)
    check_place(kind, audience, by)
    return store_draft(
        kind=kind, title=title, summary=summary, source=source, service=service, audience=audience, by=by
    )


def store_draft(
    *,
    kind: str,
    title: str,
    summary: str = "",
    source: str,
    service: Service | None = None,
    audience: str = "public",
    credited: dict[str, list[int]] | None = None,
    by: Member | None,
) -> Article:
    """Write a draft down as it is given and record ArticleDrafted; bridges use it.

    `credited` names the ids of those to be thanked by what for ("answer", "question").
    """
    now = clock.now()
    with atomic():
        article = Article(
            kind=kind,
            title=title,
            slug=article_slug(title),
            summary=summary,
            source=source,
            html=render_article(source),
            audience=audience,
            service_id=service.id if service else None,
            owner_id=by.id if by else None,
            author_id=by.id if by else None,
            created_at=now,
            updated_at=now,
            updated_key=clock.milliseconds(now),
        )
        db.session.add(article)
        db.session.flush()
        add_revision(article, by=by)
        for why, member_ids in (credited or {}).items():
            db.session.add_all(ArticleCredit(article_id=article.id, member_id=ident, why=why) for ident in member_ids)
        record(ArticleDrafted(article.id, article.author_id), by=by)
    return article


def add_revision(article: Article, *, by: Member | None, reason: str = "", wording_only: bool = False) -> None:
    """Keep what an article says now under its present number; inside the caller's transaction."""
    db.session.add(
        ArticleRevision(
            article_id=article.id,
            number=article.revision,
            title=article.title,
            summary=article.summary,
            source=article.source,
            reason=reason,
            wording_only=wording_only,
            editor_id=by.id if by else None,
            at=article.updated_at,
        )
    )


def check_words(title: str, summary: str, source: str) -> None:
    """Raises Invalid with the field unless the texts have sensible lengths."""
    low, high = TITLE_LENGTH
    if len(title) < low:
        raise Invalid("Say it in a few more words, so that people find it.", "title")
    if len(title) > high:
        raise Invalid(f"Please shorten the title to {high} characters; it has {len(title)}.", "title")
    if len(summary) > SUMMARY_LENGTH:
        raise Invalid(f"Two sentences do: {SUMMARY_LENGTH} characters at most; these are {len(summary)}.", "summary")
    low, high = BODY_LENGTH
    if len(source) < low:
        raise Invalid("Please write what to do, step by step.", "body")
    if len(source) > high:
        raise Invalid(f"This is {len(source):,} characters long; {high:,} fit. Two articles may read better.", "body")


def check_place(kind: str, audience: str, by: Member) -> None:
    """Raises Invalid for a kind that is not known or an audience that the writer is not part of."""
    if kind not in KINDS:
        raise Invalid(f"The kind must be one of: {', '.join(KINDS)}.", "kind")
    if audience not in audiences_of(by):
        raise Invalid("Choose readers that you belong to yourself.", "audience")


def article_slug(title: str) -> str:
    """The readable tail of an article's address, never one that is an address of its own."""
    words = slug(title)
    return f"{words}-article" if words in OWN_ADDRESSES else words
