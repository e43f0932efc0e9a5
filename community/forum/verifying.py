"""The provider says that an answer is right. That is apart from what the asker accepts and from official answers."""

from community.accounts.models import Member
from community.accounts.queries import doer_of
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Invalid, require
from community.events import Event, record
from community.forum.answering import recount
from community.forum.facts import AnswerVerified, VerificationWithdrawn
from community.forum.holding import hold
from community.forum.models import Post
from community.forum.rights import may_see


def may_verify(by: Member | None, post: Post) -> bool | str:
    """Provider staff verify what others answered; two pairs of eyes."""
    if by is None:
        return "Please sign in first."
    if not by.is_staff:
        return "Provider staff verify answers. You can vote for it, or say that it helped."
    if post.author_id == by.id:
        return "You wrote this; a colleague can verify it."
    return may_see(by, post.topic.category)


def verify_answer(post: Post, *, by: Member) -> None:
    """Say for the provider that an answer is right; again changes nothing. Raises Invalid for what is no answer."""
    require(may_verify(by, post))
    with atomic():
        topic = hold(post)
        if topic.kind != "question" or post.is_opening or not (post.is_shown and topic.is_shown):
            raise Invalid("Only an answer to a question can be verified.")
        require(not topic.archived_at or "This is archived.")
        if post.verified_at is None:
            post.verified_at, post.verified_by_id = clock.now(), by.id
            recount(topic.id)
            record(AnswerVerified(topic.id, post.id, post.author_id), by=by)


def unverify_answer(post: Post, *, by: Member) -> None:
    """Take that back; nothing happens when it is not verified."""
    require((by is not None and by.is_staff) or "Provider staff verify answers.")
    with atomic():
        hold(post)
        if post.verified_at:
            _withdraw(post, by=by)


def unverify_edited(event: Event) -> None:
    """PostEdited: what was verified says something else now, unless the provider itself changed it."""
    post = db.session.get(Post, event.fact.post_id)
    editor = doer_of(event)
    if post is not None and post.verified_at and not (editor and editor.is_staff):
        _withdraw(post, by=editor, edited=True)


def _withdraw(post: Post, *, by: Member | None, edited: bool = False) -> None:
    verifier_id, post.verified_at, post.verified_by_id = post.verified_by_id, None, None
    recount(post.topic_id)
    record(VerificationWithdrawn(post.topic_id, post.id, post.author_id, verifier_id, edited), by=by)
