"""Moving answers to another topic, or splitting them off into one of their own; and taking either back."""

from sqlalchemy import func, select

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Conflict, Invalid, require
from community.core.text import slug, tidy
from community.events import record
from community.forum.accepting import accept_again, withdraw_acceptance
from community.forum.asking import check_title
from community.forum.facts import PostsMoved, PostsMovedBack
from community.forum.gathering import openings_of
from community.forum.holding import lock_topics
from community.forum.models import Category, Post, Tag, Topic, TopicTag
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
from community.forum.tagging import MOST, set_tags

MOST_POSTS = 200  # of one move


def may_move(by: Member | None, source: Topic, target: Topic | None = None) -> bool | str:
    """Those who look after both places; announcements have nothing to move."""
    topics = [source] if target is None else [source, target]
    if (allowed := may_rearrange(by, *topics)) is not True:
        return allowed
    if target is not None and target.kind == "announcement":
        return "Announcements take no replies."
    return may_change_posts(*topics)


def move_posts(
    post_ids: list[int], source: Topic, target: Topic, reason: str = "", *, by: Member, aware: bool = False
) -> Rearrangement:
    """Let answers stand in another topic. An acceptance among them is withdrawn, since it was of another question.

    Raises Invalid for posts that can't be moved, NotAllowed, or Conflict when they moved meanwhile.
    """
    require(may_move(by, source, target))
    if source.id == target.id:
        raise Invalid("They stand in this topic already. Choose another one.", "into")
    check_audiences(source, target.category.audience, aware)
    with atomic():
        lock_topics(source, target)
        require(may_move(by, source, target))
        posts = _movable(post_ids, source)
        before = raise_activity(target, posts[-1].created_at, posts[-1].author_id)
        return _move("move", posts, source, target, before, reason, by=by)


def split_posts(
    post_ids: list[int],
    source: Topic,
    title: str,
    reason: str = "",
    *,
    kind: str = "discussion",
    category: Category | None = None,
    by: Member,
    aware: bool = False,
) -> Rearrangement:
    """Make a topic of its own out of answers: it begins with the first, and belongs to whoever wrote that.

    Raises Invalid with the field, NotAllowed, or Conflict.
    """
    require(may_move(by, source))
    place, title = category or source.category, tidy(title)
    require(may_moderate(by, place))
    check_title(title)
    if kind not in ("question", "discussion"):
        raise Invalid("What is split off becomes a question or a discussion.", "kind")
    check_audiences(source, place.audience, aware)
    with atomic():
        lock_topics(source)
        require(may_move(by, source))
        posts = _movable(post_ids, source)
        target = _topic_of(posts, title, kind, place, source)
        return _move("split", posts, source, target, {}, reason, by=by)


def move_back(row: Rearrangement, source: Topic, target: Topic, *, by: Member) -> None:
    """Take a move or a split back: the posts stand where they stood, and what they were accepted as they are again.

    A topic that had been split off leads to where its posts are. Raises Conflict when something was built on it.
    """
    require(may_rearrange(by, source, target))
    with atomic():
        begin_undoing(row, source, target)
        require(may_rearrange(by, source, target))
        split = row.kind == "split"
        if split:
            _see_nothing_new(row, target)
            target.opening_id, target.merged_into_id = None, source.id
            db.session.flush()
        else:
            let_go(row, target, by=by)
        carry(row.post_ids, target, source)
        if not split:
            lower_activity(target, row.before)
        count_again(source, target)
        accept_again(row.before.get("accepted_id"), source)
        if source.accepted_id and source.accepted_id == row.before.get("accepted_id"):
            reopened = row.before.get("reopened_at")  # it was only open again because its answer had gone
            source.reopened_at = clock.read(reopened) if reopened else None
        end_undoing(row, by=by)
        record(PostsMovedBack(source.id, target.id, row.id, tuple(row.post_ids), split), by=by)


def _move(kind, posts, source, target, before, reason, *, by) -> Rearrangement:
    post_ids = [post.id for post in posts]
    if source.accepted_id in post_ids:
        reopened = source.reopened_at.isoformat() if source.reopened_at else None
        before = before | {"accepted_id": source.accepted_id, "reopened_at": reopened}
        withdraw_acceptance(source, by=by, forced=True)
    db.session.flush()
    carry(post_ids, source, target)
    count_again(source, target)
    row = store_rearrangement(kind, source, target, post_ids, before, reason, by=by)
    record(PostsMoved(source.id, target.id, row.id, tuple(post_ids), kind == "split"), by=by)
    return row


def _movable(post_ids: list[int], source: Topic) -> list[Post]:
    """The chosen answers of a topic, oldest first. Raises Invalid."""
    if not post_ids:
        raise Invalid("Choose at least one reply first.", "posts")
    if len(set(post_ids)) > MOST_POSTS:
        raise Invalid(f"At most {MOST_POSTS} at once. Move some, then the others.", "posts")
    there = Post.topic_id == source.id, Post.id.not_in(openings_of(source.id)), Post.is_shown
    query = select(Post).where(Post.id.in_(post_ids), *there).order_by(Post.created_at, Post.id)
    posts = list(db.session.scalars(query))
    if len(posts) != len(set(post_ids)):
        raise Invalid("Some of these can’t be moved, or were moved meanwhile. Please choose again.", "posts")
    return posts


def _topic_of(posts: list[Post], title: str, kind: str, place: Category, source: Topic) -> Topic:
    first, last = posts[0], posts[-1]
    target = Topic(
        kind=kind,
        category_id=place.id,
        author_id=first.author_id,
        author_note=first.author_note,
        opening_id=first.id,
        title=title,
        slug=slug(title),
        created_at=first.created_at,
        active_at=last.created_at,
        active_key=clock.milliseconds(last.created_at),
        last_by_id=last.author_id,
    )
    db.session.add(target)
    db.session.flush()
    names = select(Tag.name).join(TopicTag, TopicTag.tag_id == Tag.id).where(TopicTag.topic_id == source.id)
    set_tags(target, list(db.session.scalars(names.order_by(Tag.name).limit(MOST))))
    return target


def _see_nothing_new(row: Rearrangement, target: Topic) -> None:
    more = select(func.count()).where(Post.topic_id == target.id, Post.id.not_in(row.post_ids))
    if count := db.session.scalar(more):
        what = "One reply was" if count == 1 else f"{count} replies were"
        raise Conflict(f"{what} written in “{target.title}” since. Move those first, or merge the two topics.")
