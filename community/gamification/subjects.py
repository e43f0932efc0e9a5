"""The things that points and shields are about, named as far as the viewer may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import Row, select

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core.db import db
from community.forum.models import Category, Post, Tag, Topic
from community.improvement.models import Proposal
from community.improvement.queries import visible_proposals
from community.knowledge.models import Article
from community.knowledge.queries import visible_articles

Subject = tuple[str, int]


@dataclass(frozen=True)
class Named:
    """What a thing is called; without an address it may not be opened, and `words` say no more than that."""

    words: str
    path: str | None = None


PRIVATE = {
    "topic": Named("a private topic"),
    "post": Named("a private topic"),
    "article": Named("an article that isn’t open to you"),
    "proposal": Named("a proposal that isn’t open to you"),
}
GONE = Named("something that was taken down")
PLAIN = {
    "day": Named("the votes of one day"),
    "person": Named("the votes of one person"),
    "member": Named("being here"),
    "comment": Named("a comment"),
    "deflection": Named("a question that needed no asking"),
    "kudos": Named("a sentence of thanks"),
    "item": Named("a matter of the review queue"),
    "flag": Named("a flag"),
    "tag": Named("a tag"),
}


def named(subjects: Iterable[Subject], viewer: Member | None) -> dict[Subject, Named]:
    """A name for each of these things, in one statement per kind."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, ident in subjects:
        wanted[kind].add(ident)
    found: dict[Subject, Named] = {
        (kind, ident): PRIVATE.get(kind) or PLAIN[kind] for kind, ids in wanted.items() for ident in ids
    }
    for kind in wanted.keys() & _NAMES.keys():
        found.update({(kind, ident): name for ident, name in _NAMES[kind](wanted[kind], viewer)})
    return found


def _posts(ids: set[int], viewer: Member | None):
    query = (
        select(Post.id, Topic.title, (Post.is_shown & Topic.is_shown).label("shown"))
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .where(Post.id.in_(ids), Category.audience.in_(audiences_of(viewer)))
    )
    for row in db.session.execute(query):
        yield row.id, _gone_or(row, Named(row.title, f"/posts/{row.id}"))


def _topics(ids: set[int], viewer: Member | None):
    query = (
        select(
            Topic.id, Topic.title, Topic.slug, (Topic.deleted_at.is_(None) & Topic.hidden_at.is_(None)).label("shown")
        )
        .join(Category, Category.id == Topic.category_id)
        .where(Topic.id.in_(ids), Category.audience.in_(audiences_of(viewer)))
    )
    for row in db.session.execute(query):
        yield row.id, _gone_or(row, Named(row.title, f"/q/{row.id}/{row.slug}"))


def _gone_or(row: Row, name: Named) -> Named:
    return name if row.shown else GONE


def _articles(ids: set[int], viewer: Member | None):
    for article in db.session.scalars(visible_articles(viewer).where(Article.id.in_(ids))):
        yield article.id, Named(article.title, article.path)


def _proposals(ids: set[int], viewer: Member | None):
    for proposal in db.session.scalars(visible_proposals(viewer).where(Proposal.id.in_(ids))):
        yield proposal.id, Named(proposal.title, proposal.path)


def _tags(ids: set[int], viewer: Member | None):
    for ident, name in db.session.execute(select(Tag.id, Tag.name).where(Tag.id.in_(ids))):
        yield ident, Named(name, f"/questions?tag={quote(name)}")


_NAMES = {"post": _posts, "topic": _topics, "article": _articles, "proposal": _proposals, "tag": _tags}
