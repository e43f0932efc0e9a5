"""“I have this too”: counting who is affected."""

from sqlalchemy import delete, func, select

from community.accounts.models import Member
from community.core.db import atomic, db, insert_once, lock, set_columns
from community.core.errors import require
from community.events import record
from community.forum.facts import MeTooChanged
from community.forum.models import MeToo, Topic
from community.forum.rights import may_see


def may_say_me_too(by: Member | None, topic: Topic) -> bool | str:
    """Everyone but the asker, who is counted anyway."""
    if by is None:
        return "Please sign in first."
    if topic.author_id == by.id:
        return "You asked this, so you are counted already."
    return may_see(by, topic.category)


def say_me_too(topic: Topic, on: bool, *, by: Member) -> int:
    """Say to have the same problem, or no longer; how many people have it. Saying it twice changes nothing."""
    require(may_say_me_too(by, topic))
    with atomic():
        lock(topic)  # two at once would each count without the other
        if on:
            changed = insert_once(MeToo, topic_id=topic.id, member_id=by.id)
        else:
            gone = delete(MeToo).where(MeToo.topic_id == topic.id, MeToo.member_id == by.id)
            changed = db.session.execute(gone).rowcount == 1
        if changed:
            count = select(func.count()).where(MeToo.topic_id == topic.id).scalar_subquery()
            set_columns(Topic, topic.id, me_too_count=count)
            record(MeTooChanged(topic.id, on), by=by)
    return topic.me_too_count
