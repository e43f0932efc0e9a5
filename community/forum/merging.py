"""Merging a whole topic into another, and taking that back."""

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.core.db import atomic, db, insert_once
from community.core.errors import Conflict, Invalid, require
from community.events import record
from community.forum.facts import TopicsMerged, TopicsUnmerged
from community.forum.holding import lock_topics
from community.forum.models import Comment, Post, Topic, TopicTag
from community.forum.rearrangements import Rearrangement
from community.forum.rearranging import (
    begin_undoing,
    carry,
    check_audiences,
    count_again,
    end_undoing,
    let_go,
    lower_activity,
    may_change_posts,
    may_rearrange,
    raise_activity,
    store_rearrangement,
)
from community.forum.rights import may_moderate
from community.forum.tagging import MOST


def may_merge(by: Member | None, source: Topic, target: Topic | None = None) -> bool | str:
    """Those who look after both places; announcements stand for themselves."""
    topics = [source] if target is None else [source, target]
    if (allowed := may_rearrange(by, *topics)) is not True:
        return allowed
    if any(topic.kind == "announcement" for topic in topics):
        return "Announcements stand for themselves, so they aren’t merged."
    return may_change_posts(*topics)


def merge_topics(source: Topic, target: Topic, reason: str = "", *, by: Member, aware: bool = False) -> Rearrangement:
    """Let a topic go into another, with all that is in it; its address leads there from then on.

    Its own rows (who has the problem too, who follows it, tags, what was linked, what was accepted) stay with it and
    are read together with the target's, so that undoing finds them as they were. `aware`: `by` knows that the words
    get other readers. Raises Invalid, NotAllowed, or Conflict.
    """
    require(may_merge(by, source, target))
    if source.id == target.id:
        raise Invalid("A topic can’t be merged into itself. Choose another one.", "into")
    check_audiences(source, target.category.audience, aware)
    with atomic():
        lock_topics(source, target)
        require(may_merge(by, source, target))
        post_ids = _goes_along(source, target)
        before = {"led_here": _lead_on(source, target), "tags": _share_tags(source, target)}
        source.merged_into_id = target.id
        db.session.flush()
        carry(post_ids, source, target)
        before |= raise_activity(target, source.active_at, source.last_by_id)
        count_again(source, target)
        row = store_rearrangement("merge", source, target, post_ids, before, reason, by=by)
        record(TopicsMerged(source.id, target.id, row.id, tuple(post_ids)), by=by)
    return row


def unmerge_topics(row: Rearrangement, source: Topic, target: Topic, *, by: Member) -> None:
    """Take a merge back: everything stands as it stood before. What was written since stays in the target.

    Raises Conflict when something was built on it since, NotAllowed while the target is taken down.
    """
    require(may_unmerge(by, source, target))
    with atomic():
        begin_undoing(row, source, target)
        require(may_unmerge(by, source, target))
        if source.merged_into_id != target.id:
            raise Conflict(f"“{target.title}” was itself merged since. Undo that first; then this can be undone.")
        _see_opening(source)
        let_go(row, target, by=by)
        source.merged_into_id = None
        db.session.flush()
        carry(row.post_ids, target, source)
        _take_back(row.before, source, target)
        lower_activity(target, row.before)
        count_again(source, target)
        end_undoing(row, by=by)
        record(TopicsUnmerged(source.id, target.id, row.id, tuple(row.post_ids)), by=by)


def may_unmerge(by: Member | None, source: Topic, target: Topic) -> bool | str:
    """Those who look after both places, while the topic that it went into is there."""
    allowed = may_rearrange(by, target)
    return may_moderate(by, source.category) if allowed is True else allowed


def _goes_along(source: Topic, target: Topic) -> list[int]:
    """The posts of the source; what the desk said in both stands in the target already, and stays behind.

    Unless something hangs on it: the choice of the asker, a remark, a reply.
    """
    twin, reply, mine = aliased(Post), aliased(Post), Post.topic_id == source.id
    said_there = exists().where(twin.topic_id == target.id, twin.cause_id == Post.cause_id, twin.is_shown)
    needed = or_(
        Post.id == (source.accepted_id or 0),
        exists().where(Comment.post_id == Post.id),
        exists().where(reply.reply_to_id == Post.id),
    )
    return list(db.session.scalars(select(Post.id).where(mine, or_(~said_there, needed)).order_by(Post.id)))


def _lead_on(source: Topic, target: Topic) -> list[int]:
    """What had been merged into the source leads to the target at once; which topics that were."""
    ids = list(db.session.scalars(select(Topic.id).where(Topic.merged_into_id == source.id).order_by(Topic.id)))
    _lead(ids, target.id)
    return ids


def _lead(ids: list[int], to_id: int) -> None:
    if ids:
        db.session.execute(update(Topic).where(Topic.id.in_(ids)).values(merged_into_id=to_id))


def _share_tags(source: Topic, target: Topic) -> list[int]:
    """File the target under the source's tags too, as far as there is room; which ones are new to it."""
    mine = select(TopicTag.tag_id).where(TopicTag.topic_id == target.id)
    room = MOST - db.session.scalar(select(func.count()).select_from(mine.subquery()))
    query = select(TopicTag.tag_id).where(TopicTag.topic_id == source.id, TopicTag.tag_id.not_in(mine))
    new = list(db.session.scalars(query.order_by(TopicTag.tag_id)))[: max(room, 0)]
    for tag_id in new:
        insert_once(TopicTag, topic_id=target.id, tag_id=tag_id)
    db.session.expire(target, ["tags"])
    return new


def _take_back(before: dict, source: Topic, target: Topic) -> None:
    """What the merge gave to the target, and what it led there by way of the source."""
    _lead(before["led_here"], source.id)
    gone = delete(TopicTag).where(TopicTag.topic_id == target.id, TopicTag.tag_id.in_(before["tags"]))
    db.session.execute(gone)
    db.session.expire(target, ["tags"])


def _see_opening(source: Topic) -> None:
    shown = db.session.scalar(select(Post.id).where(Post.id == source.opening_id, Post.is_shown))
    if shown is None:
        raise Conflict("The post it begins with was taken down or hidden since. Put that back first.")
