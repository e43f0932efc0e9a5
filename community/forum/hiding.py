"""Hiding posts and comments until somebody has looked at them. Only their authors and moderators see them meanwhile.

What is hidden for security is seen by provider staff and its author alone; in a group's own place, which is not open to
staff, by those who look after it.
"""

from sqlalchemy import select, update

from community.accounts.audiences import group_of
from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import record
from community.forum.answering import recount, settle_activity
from community.forum.facts import CommentHidden, CommentUnhidden, PostHidden, PostUnhidden
from community.forum.holding import hold
from community.forum.models import Category, Comment, Post, Revision
from community.forum.rights import may_moderate
from community.forum.suggesting import EditSuggestion

REASON_LENGTH = 500


def may_hide(by: Member | None, category: Category) -> bool | str:
    """Those who look after the place; `None` stands for the rules that hide by themselves."""
    return by is None or may_moderate(by, category)


def may_unhide(by: Member | None, thing: Post | Comment) -> bool | str:
    """The same people; what is hidden for security only staff. `None` stands for the rules."""
    if by is None:
        return True
    if thing.staff_only and not by.is_staff:
        return "Provider staff are looking at this."
    return may_moderate(by, _post(thing).topic.category)


def hide_post(post: Post, reason: str, *, by: Member | None, security: bool = False) -> bool:
    """Hide a post, the opening one with its whole topic; True when this call did it. Raises Invalid without a reason.

    The author reads the reason. The post's topic and place must be loaded, as `find_post` does.
    """
    reason = _reason(reason)
    with atomic():
        topic = hold(post)
        require(may_hide(by, topic.category))
        if not _hide(post, reason, security, topic.category, by):
            return False
        if post.is_opening:
            topic.hidden_at, topic.staff_only = post.hidden_at, post.staff_only
        recount(topic.id)
        settle_activity(topic.id)
        record(PostHidden(topic.id, post.id, post.author_id, post.is_opening), by=by)
    return True


def unhide_post(post: Post, *, by: Member | None) -> bool:
    """Show a post again; True when this call did it."""
    require(may_unhide(by, post))
    with atomic():
        topic = hold(post)
        require(may_unhide(by, post))
        if post.hidden_at is None:
            return False
        if post.staff_only:
            _close_wordings(post)
        _show(post)
        if post.is_opening:
            topic.hidden_at, topic.staff_only = None, False
        recount(topic.id)
        settle_activity(topic.id)
        record(PostUnhidden(topic.id, post.id, post.author_id, post.is_opening), by=by)
    return True


def _close_wordings(post: Post) -> None:
    """What a security concern was about, and was changed since, stays with provider staff when the post is shown.

    Wordings that were suggested for it repeat it, and can't be taken over any more: they are emptied.
    """
    raised = (Revision.post_id == post.id) & (Revision.at <= post.hidden_at)
    changed = select(Revision.id).where(Revision.post_id == post.id, Revision.at > post.hidden_at)
    if db.session.scalar(changed.limit(1)) is not None:
        db.session.execute(update(Revision).where(raised).values(staff_only=True))
        repeated = (EditSuggestion.post_id == post.id) & (EditSuggestion.at <= post.hidden_at)
        db.session.execute(update(EditSuggestion).where(repeated).values(base="", source=""))


def hide_comment(comment: Comment, reason: str, *, by: Member | None, security: bool = False) -> bool:
    """Hide a comment; True when this call did it. Raises Invalid without a reason. Its post must be loaded."""
    reason, post = _reason(reason), comment.post
    with atomic():
        lock(comment)
        require(may_hide(by, post.topic.category))
        if not _hide(comment, reason, security, post.topic.category, by):
            return False
        record(CommentHidden(post.topic_id, post.id, comment.id, comment.author_id), by=by)
    return True


def unhide_comment(comment: Comment, *, by: Member | None) -> bool:
    """Show a comment again; True when this call did it."""
    require(may_unhide(by, comment))
    with atomic():
        lock(comment)
        require(may_unhide(by, comment))
        if comment.hidden_at is None:
            return False
        _show(comment)
        post = comment.post
        record(CommentUnhidden(post.topic_id, post.id, comment.id, comment.author_id), by=by)
    return True


def _hide(thing: Post | Comment, reason: str, security: bool, category: Category, by: Member | None) -> bool:
    """Whether anything changed: what is hidden may be hidden from more people, or by a person for a better reason."""
    staff_only = security and group_of(category.audience) is None
    confirmed = by is not None and thing.hidden_reason != reason
    if thing.deleted_at or (thing.hidden_at and not confirmed and (thing.staff_only or not staff_only)):
        return False
    thing.hidden_at, thing.hidden_reason = thing.hidden_at or clock.now(), reason
    thing.staff_only = thing.staff_only or staff_only
    return True


def _show(thing: Post | Comment) -> None:
    thing.hidden_at, thing.hidden_reason, thing.staff_only = None, None, False


def _post(thing: Post | Comment) -> Post:
    return thing if isinstance(thing, Post) else thing.post


def _reason(reason: str) -> str:
    reason = tidy(reason)[:REASON_LENGTH]
    if not reason:
        raise Invalid("Please say why; the author will read it.", "reason")
    return reason
