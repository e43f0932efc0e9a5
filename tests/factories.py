"""Things to test with: plain functions that act as people do."""

from itertools import count

from community.accounts.models import Member
from community.core.db import db
from community.forum.answering import post_answer
from community.forum.arranging import add_category
from community.forum.asking import post_topic
from community.forum.models import Category, Post, Topic
from community.forum.queries import find_post, find_topic
from community.knowledge.drafting import draft_article
from community.knowledge.models import Article
from community.knowledge.publishing import publish_article
from community.knowledge.queries import find_article
from community.services.keeping import add_service
from community.services.models import Service

CASES = count(1)  # the same words said twice within two minutes are one post


def a_service(name: str = "Remote access") -> Service:
    """A service of the provider."""
    return add_service(name, by=None)


def a_category(name: str = "Remote access", **more) -> Category:
    """A place for topics."""
    return add_category(name, by=None, **more)


def a_question(
    *,
    by: Member,
    title: str = "VPN drops after ten minutes",
    body: str | None = None,
    tags: list[str] = (),
    category: Category | None = None,
    kind: str = "question",
) -> Topic:
    """A question, in a public place unless told."""
    place = category or db.session.query(Category).filter_by(slug="remote-access").first() or a_category()
    usual = "It works at home, but on the **campus** Wi-Fi the session ends after ten minutes."
    source = body or f"{usual} Case {next(CASES)}."
    topic = post_topic(kind=kind, category=place, title=title, source=source, tags=list(tags), by=by)
    return find_topic(topic.id, by)


def an_answer(topic: Topic, *, by: Member, body: str | None = None) -> Post:
    """An answer to a question."""
    source = body or f"Switch to gateway 3 until the certificate is renewed. Case {next(CASES)}."
    post = post_answer(find_topic(topic.id, by), source, by=by)
    return find_post(post.id, by)


def a_ticket(*, by: Member, kind: str = "incident", title: str = "Badge printer leaves every second one blank", **more):
    """A ticket that the desk opened itself."""
    from community.desk.opening import open_ticket

    return open_ticket(kind=kind, title=title, by=by, **more)


def an_article(
    *,
    by: Member,
    title: str = "Choosing and switching VPN gateways",
    body: str = "## Which gateway am I on?\n\nOpen the client.\n\n## Switch\n\n1. Open Settings.\n2. Choose gateway 3.",
    published: bool = True,
    **more,
) -> Article:
    """A published article, or a draft."""
    article = draft_article(title=title, source=body, by=by, **more)
    if published:
        publish_article(article, by=by)
    return find_article(article.id, by)


def a_proposal(*, by: Member, title: str = "One sign-in for the gate and the car app", **more):
    """A proposal, just made."""
    from community.improvement.proposing import propose
    from community.improvement.queries import find_proposal

    texts = {
        "hard": "The gate asks for a badge although the car was booked in the app.",
        "better": "The gate knows the booking and opens.",
        "value": "Thirty drivers a week need not reverse out of the lane.",
    }
    return find_proposal(propose(**{"title": title, **texts, **more}, by=by).id, by)
