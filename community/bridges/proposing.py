"""Making a proposal out of a question: what is asked again and again should get better."""

from dataclasses import dataclass

from sqlalchemy import select

from community.accounts.models import Member
from community.bridges.links import CREATED, Link, link
from community.core.db import atomic, db
from community.core.errors import require
from community.core.text import plain
from community.forum.gathering import gathered, read_at
from community.forum.models import Post, Topic
from community.forum.queries import visible_topics
from community.improvement.models import Proposal
from community.improvement.proposing import TITLE_LENGTH, may_propose, propose
from community.improvement.queries import visible_proposals
from community.services.models import Service

QUOTED = 1_500  # characters of the question that the form begins with


@dataclass(frozen=True)
class Draft:
    """What the form begins with, taken from a question."""

    title: str
    hard: str
    service: Service | None


def may_propose_from(by: Member | None, topic: Topic) -> bool | str:
    """Every member may make a proposal of a question they can read."""
    if topic.deleted_at:
        return "This was taken down, so nothing can be made of it."
    return may_propose(by, topic.category.audience)


def draft_from(topic: Topic, opening: Post) -> Draft:
    """A first wording in the asker's own words, for the proposer to change."""
    words = opening.source if opening.form == "markdown" else plain(opening.html)
    if len(words) > QUOTED:
        words = words[:QUOTED].rsplit(" ", 1)[0] + " …"
    return Draft(topic.title.rstrip("?! ")[: TITLE_LENGTH[1]], words, topic.category.service)


def propose_from_question(
    topic: Topic, *, title: str, hard: str, better: str, value: str, service: Service | None = None, by: Member
) -> Proposal:
    """Propose, and remember the question it came from; whoever may read the question may read the proposal.

    Raises NotAllowed, or Invalid with the field.
    """
    require(may_propose_from(by, topic))
    with atomic():
        proposal = propose(title=title, hard=hard, better=better, value=value, service=service,
                           audience=topic.category.audience, by=by)  # fmt: skip
        link("proposal", proposal.id, "topic", topic.id, CREATED)
    return proposal


def proposals_of(topic: Topic, viewer: Member | None) -> list[Proposal]:
    """The proposals that were made of a question, as far as this viewer may see them."""
    made = select(Link.from_id).where(
        Link.kind == CREATED,
        Link.from_kind == "proposal",
        Link.to_kind == "topic",
        Link.to_id.in_(gathered([topic.id])),
    )
    return list(db.session.scalars(visible_proposals(viewer).where(Proposal.id.in_(made)).order_by(Proposal.id)))


def questions_of(proposal: Proposal, viewer: Member | None) -> list[Topic]:
    """The questions a proposal was made of, as far as this viewer may see them."""
    origins = select(Link.to_id).where(
        Link.kind == CREATED,
        Link.from_kind == "proposal",
        Link.from_id == proposal.id,
        Link.to_kind == "topic",
    )
    return list(
        db.session.scalars(visible_topics(viewer).where(Topic.id.in_(read_at(origins))).order_by(Topic.id)).unique()
    )
