"""Who helped lately: counted by people helped, never ranked, and only where the viewer may read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, literal, select, union_all

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.forum.gathering import begins_a_topic
from community.forum.models import Category, Post, Topic, Vote
from community.gamification.models import ReputationLine

PERIODS = {"week": ("This week", timedelta(days=7)), "month": ("This month", timedelta(days=30))}


@dataclass(frozen=True)
class Helper:
    """Somebody who helped: how many people, and how many answers were accepted among that."""

    member: Member
    helped: int
    accepted: int


def helpers(viewer: Member | None, period: str = "week", *, limit: int = 30) -> list[Helper]:
    """Who helped most people in the last week or month, in one statement; among equals the longest here first."""
    since = clock.now() - PERIODS[period][1]
    both = help_given(viewer, since).subquery()
    helped, accepted = func.sum(both.c.helped), func.sum(both.c.accepted)
    query = (
        select(Member, helped, accepted)
        .join(both, both.c.author_id == Member.id)
        .where(Member.active)
        .group_by(Member.id)
        .order_by(helped.desc(), accepted.desc(), Member.id)
        .limit(limit)
    )
    return [Helper(member, int(people), int(chosen)) for member, people, chosen in db.session.execute(query)]


def help_given(viewer: Member | None, since: datetime | None = None, member: Member | None = None):
    """Per author: voices for answers that stand, and acceptances that stand, as a query of two rows at most each."""
    voices = _answers(viewer, member).with_only_columns(
        Post.author_id.label("author_id"), func.count().label("helped"), literal(0).label("accepted")
    )
    voices = voices.join(Vote, Vote.post_id == Post.id).where(Vote.value == 1, Vote.counts)
    chosen = func.count(Post.id.distinct())
    accepted = _answers(viewer, member).with_only_columns(
        Post.author_id.label("author_id"), chosen.label("helped"), chosen.label("accepted")
    )
    accepted = accepted.where(Topic.accepted_id == Post.id, Topic.author_id.is_distinct_from(Post.author_id))
    if since is not None:
        voices = voices.where(Vote.at >= since)
        line = (ReputationLine.subject_kind == "post") & (ReputationLine.subject_id == Post.id)
        accepted = accepted.join(ReputationLine, line).where(
            ReputationLine.rule == "answer_accepted", ReputationLine.points > 0, ReputationLine.at >= since
        )
    return union_all(voices.group_by(Post.author_id), accepted.group_by(Post.author_id))


def _answers(viewer: Member | None, member: Member | None):
    query = (
        select(Post.id)
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .where(~begins_a_topic(), Post.is_shown, Topic.is_shown)
        .where(Post.author_id.is_not(None), Category.audience.in_(audiences_of(viewer)))
    )
    return query if member is None else query.where(Post.author_id == member.id)
