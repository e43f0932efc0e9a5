"""“I have this too”: counting who is affected."""

from sqlalchemy import delete, func, select, union

from community.accounts.models import Member
from community.core.db import atomic, db, insert_once, lock, set_columns
from community.core.errors import require
from community.events import record
from community.forum.facts import MeTooChanged
from community.forum.gathering import gathered, openings_of
from community.forum.holding import see_where_it_went
from community.forum.models import MeToo, Post, Topic
from community.forum.rights import may_see


def may_say_me_too(by: Member | None, topic: Topic) -> bool | str:
    """Everyone but the asker, who is counted anyway."""
    if by is None:
        return "Please sign in first."
    if topic.author_id == by.id:
        return "You asked this, so you are counted already."
    if topic.kind != "question":
        return "This is no question any more, so nobody is counted."
    if topic.archived_at:
        return "This is archived, so nobody is counted any more."
    return may_see(by, topic.category)


def say_me_too(topic: Topic, on: bool, *, by: Member) -> int:
    """Say to have the same problem, or no longer; how many people have it. Saying it twice changes nothing.

    Raises NotAllowed, or Conflict when it was merged into another topic meanwhile.
    """
    require(may_say_me_too(by, topic))
    with atomic():
        lock(topic)  # two at once would each count without the other
        see_where_it_went(topic)
        said = MeToo.topic_id.in_(gathered([topic.id])) & (MeToo.member_id == by.id)
        if on:
            known = db.session.scalar(select(MeToo.topic_id).where(said).limit(1))
            changed = known is None and insert_once(MeToo, topic_id=topic.id, member_id=by.id)
        else:
            changed = db.session.execute(delete(MeToo).where(said)).rowcount > 0
        if changed:
            count_me_toos(topic.id)
            record(MeTooChanged(topic.id, on), by=by)
    return topic.me_too_count


def count_me_toos(topic_id: int) -> None:
    """Set from the rows how many people besides its asker have the problem: who said so, and who asked the same."""
    together = gathered([topic_id])
    asked = select(Post.author_id).where(Post.id.in_(openings_of(topic_id)), Post.author_id.is_not(None))
    people = union(select(MeToo.member_id).where(MeToo.topic_id.in_(together)), asked).subquery()
    asker = select(Topic.author_id).where(Topic.id == topic_id).scalar_subquery()
    others = select(func.count()).where(people.c[0].is_distinct_from(asker)).scalar_subquery()
    set_columns(Topic, topic_id, me_too_count=others)
