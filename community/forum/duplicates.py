"""Questions that were asked before: where the answers are, and what else leads there."""

from sqlalchemy import select

from community.accounts.models import Member
from community.core.db import db
from community.forum.gathering import gathered, read_at
from community.forum.models import Topic
from community.forum.queries import listed_topics, visible_topics

MOST = 5


def target_of(topic: Topic, viewer: Member | None) -> Topic | None:
    """The question with the answers, where it is read now, if the viewer may see it."""
    if topic.duplicate_of_id is None:
        return None
    return db.session.scalar(visible_topics(viewer).where(Topic.id.in_(read_at([topic.duplicate_of_id]))))


def leads_on(topic: Topic, target: Topic | None, viewer: Member | None) -> bool:
    """Whether a guest is taken to the answers at once: nothing was answered here, so there is nothing to miss."""
    return viewer is None and target is not None and not topic.answer_count


def asked_as(topic: Topic, viewer: Member | None) -> list[Topic]:
    """The questions that were closed because this one has the answers, the latest first."""
    here = select(Topic.id).where(Topic.id.in_(gathered([topic.id])))
    query = listed_topics(viewer).where(Topic.duplicate_of_id.in_(here))
    return list(db.session.scalars(query.order_by(Topic.id.desc()).limit(MOST)))
