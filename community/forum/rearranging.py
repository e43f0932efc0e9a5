"""What merging, splitting and moving share: carrying posts from one topic to another, and the way back."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import case, exists, func, or_, select, update

from community.accounts.audiences import is_within
from community.accounts.models import Member
from community.core import clock
from community.core.db import db, lock
from community.core.errors import Conflict, Invalid
from community.core.text import tidy
from community.forum.accepting import withdraw_acceptance
from community.forum.answering import recount, touch
from community.forum.holding import lock_topics
from community.forum.metoo import count_me_toos
from community.forum.models import Comment, Post, Topic
from community.forum.rearrangements import Rearrangement
from community.forum.rights import may_moderate

REASON_LENGTH = 200


def may_rearrange(by: Member | None, *topics: Topic) -> bool | str:
    """Those who look after every place that is concerned; what is down, hidden or merged stays as it is."""
    for topic in topics:
        if (allowed := may_moderate(by, topic.category)) is not True:
            return allowed
        if not topic.is_shown:
            return f"“{topic.title}” isn’t there as it was: it was taken down, hidden or merged. Put it back first."
    return True


def may_change_posts(*topics: Topic) -> bool | str:
    """What is archived is kept as it is: nothing goes into it, or out of it. Undoing what was done before still may."""
    for topic in topics:
        if topic.archived_at:
            return f"“{topic.title}” is archived, so it stays as it is. Take it out of the archive first."
    return True


def check_audiences(source: Topic, target_audience: str, aware: bool) -> None:
    """Raises Invalid when what is carried gets other readers and nobody said to be aware of it."""
    if source.category.audience != target_audience and not aware:
        raise Invalid("Other people will be able to read these words. Please tick that this is right.", "aware")


def carry(post_ids: Iterable[int], source: Topic, target: Topic) -> None:
    """Let posts stand in another topic; they keep all else. Both topics must be locked.

    Raises Conflict unless all of them stand in `source`.
    """
    post_ids = list(post_ids)
    written_in = func.coalesce(Post.moved_from_id, Post.topic_id)
    moving = (
        update(Post)
        .where(Post.id.in_(post_ids), Post.topic_id == source.id)
        .values(topic_id=target.id, moved_from_id=case((written_in == target.id, None), else_=written_in))
    )
    if db.session.execute(moving.execution_options(synchronize_session=False)).rowcount != len(post_ids):
        raise Conflict("Some of these posts were moved meanwhile. Look again, then decide.")
    for post_id in post_ids:
        loaded = db.session.identity_map.get(db.session.identity_key(Post, post_id))
        if loaded is not None:
            db.session.expire(loaded, ["topic_id", "moved_from_id", "topic"])


def count_again(*topics: Topic) -> None:
    """Set what is counted of these topics from their rows."""
    for topic in topics:
        recount(topic.id)
        count_me_toos(topic.id)


def store_rearrangement(
    kind: str, source: Topic, target: Topic, post_ids: list[int], before: dict, reason: str, *, by: Member
) -> Rearrangement:
    """Write down what was done, with what its undoing needs."""
    row = Rearrangement(
        kind=kind,
        from_id=source.id,
        to_id=target.id,
        post_ids=post_ids,
        before=before,
        reason=tidy(reason)[:REASON_LENGTH],
        by_id=by.id,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def begin_undoing(row: Rearrangement, source: Topic, target: Topic) -> None:
    """Lock what an undo changes, and see that nothing built on it meanwhile.

    Raises Conflict when it was undone already, or when posts went on to elsewhere.
    """
    lock_topics(source, target)
    lock(row)
    if row.undone_at:
        raise Conflict("This was undone already.")
    query = select(func.count()).where(Post.id.in_(row.post_ids), Post.topic_id == target.id)
    gone = row.count - db.session.scalar(query)
    if gone:
        words = "One of the posts was" if gone == 1 else f"{gone} of the posts were"
        raise Conflict(f"{words} moved on since. Undo that first; then this can be undone.")
    _see_for_whom_it_was_written(row, source, target)


def _see_for_whom_it_was_written(row: Rearrangement, source: Topic, target: Topic) -> None:
    """What was remarked or edited meanwhile was written for the readers of the target alone."""
    if is_within(source.category.audience, target.category.audience):
        return
    edited = exists().where(Post.id.in_(row.post_ids), Post.edited_at >= row.at)
    remarked = exists().where(Comment.post_id.in_(row.post_ids), Comment.created_at >= row.at)
    if db.session.scalar(select(or_(edited, remarked))):
        raise Conflict(
            f"Something was edited or remarked here since, for the readers of “{target.category.name}” alone. "
            "Look through it; then the posts can be moved by hand."
        )


def let_go(row: Rearrangement, target: Topic, *, by: Member) -> None:
    """What was chosen in the target while it stood there is no answer of that question once it goes back."""
    if target.accepted_id in row.post_ids:
        withdraw_acceptance(target, by=by, forced=True)


def end_undoing(row: Rearrangement, *, by: Member) -> None:
    """Remember that it was undone."""
    row.undone_at, row.undone_by_id = clock.now(), by.id


def raise_activity(target: Topic, at: datetime, by_id: int | None) -> dict:
    """Let a topic be as lately active as what went into it; what it was before, for the record."""
    before = {"active_at": target.active_at.isoformat(), "last_by_id": target.last_by_id}
    touch(target.id, at, db.session.get(Member, by_id) if by_id else None)
    return before | {"raised_to": target.active_key}


def lower_activity(target: Topic, before: dict) -> None:
    """Put a topic's activity back, unless something happened in it since."""
    if before.get("raised_to") == target.active_key:
        at = clock.read(before["active_at"])
        target.active_at, target.active_key, target.last_by_id = at, clock.milliseconds(at), before["last_by_id"]
