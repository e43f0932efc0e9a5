"""What a rule may ask of a thing for which a shield is earned: in words for the form, and as SQL."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.core.moments import seconds
from community.forum.models import Post, Topic

DAY = 86_400


@dataclass(frozen=True)
class Condition:
    """What may be asked of a thing: in words for the form, and as SQL given the deed's row and the asked value.

    It asks for a number, or is asked for or not; where `either`, "no" can be asked for as well.
    """

    words: str
    holds: Callable
    number: bool = False
    either: bool = False


def _own(each):
    return Topic.author_id.is_not_distinct_from(each.c.member_id)


def _asker_is_new():
    earlier = aliased(Topic)
    return ~exists().where(earlier.author_id == Topic.author_id, earlier.id < Topic.id)


def _came_first():
    earlier = aliased(Post)
    written_in = func.coalesce(earlier.moved_from_id, earlier.topic_id)
    sooner = or_(earlier.created_at < Post.created_at,
                 and_(earlier.created_at == Post.created_at, earlier.id < Post.id))  # fmt: skip
    return ~exists().where(written_in == Topic.id, earlier.kind == "answer", sooner)


def _alone():
    other = aliased(Post)
    written_in = func.coalesce(other.moved_from_id, other.topic_id)
    return ~exists().where(written_in == Topic.id, other.kind == "answer", other.id != Post.id)


def _beats_accepted(times: float):
    """Not the accepted answer, and more than so many times its voices, which are more than ten."""
    best = aliased(Post)
    return exists().where(best.id == Topic.accepted_id, best.id != Post.id, best.score > 10,
                          Post.score > times * best.score)  # fmt: skip


def _is_rival(each):
    mine = aliased(Post)
    return exists().where(mine.topic_id == Post.topic_id, mine.kind == "answer", mine.id != Post.id,
                          mine.author_id == each.c.member_id, mine.deleted_at.is_(None))  # fmt: skip


def _here_for(each):
    joined = select(Member.joined_at).where(Member.id == each.c.member_id).scalar_subquery()
    return seconds(Post.created_at) - seconds(joined)


AGE = seconds(Post.created_at) - seconds(Topic.created_at)
CONDITIONS = {
    "own": Condition("about one’s own question (or not)",
                     lambda each, on: _own(each) if on else ~_own(each), either=True),
    "first": Condition("the first answer", lambda each, on: _came_first()),
    "only": Condition("the only answer", lambda each, on: _alone()),
    "later_than_days": Condition("later than so many days after the question",
                                 lambda each, days: days * DAY < AGE, number=True),
    "within_minutes": Condition("within so many minutes after the question",
                                lambda each, minutes: minutes * 60 >= AGE, number=True),
    "new_asker": Condition("for somebody’s first question", lambda each, on: _asker_is_new()),
    "years_here": Condition("so many years after coming here",
                            lambda each, years: _here_for(each) >= years * 365.25 * DAY, number=True),
    "beats_accepted": Condition("so many times the voices of the accepted answer",
                                lambda each, times: _beats_accepted(times), number=True),
    "rival": Condition("where one has answered as well", lambda each, on: _is_rival(each)),
    "open": Condition("in a topic that is not closed", lambda each, on: Topic.closed_at.is_(None)),
    "of_others": Condition("what somebody else wrote",
                           lambda each, on: Post.author_id.is_distinct_from(each.c.member_id)),
    "score_below": Condition("with fewer voices than so many", lambda each, score: Post.score < score, number=True),
    "score_above": Condition("with more voices than so many", lambda each, score: Post.score > score, number=True),
    "length": Condition("so many letters long at least", lambda each, least: func.length(Post.source) >= least,
                        number=True),
}  # fmt: skip
