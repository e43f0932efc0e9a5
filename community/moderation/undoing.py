"""Taking back what was decided: which action of the forum reverses which fact."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.accounts.sanctioning import lift_sanction, may_lift
from community.accounts.sanctions import Sanction
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Conflict, Invalid, require
from community.core.text import tidy
from community.events import Event, record
from community.events.facts import FactRow
from community.forum.changes import find_change
from community.forum.chronicle import find_rearrangement
from community.forum.commenting import restore_comment
from community.forum.deleting import restore_post, restore_topic
from community.forum.hiding import hide_comment, hide_post, unhide_comment, unhide_post
from community.forum.invalidating import may_invalidate, reinstate_votes
from community.forum.merging import unmerge_topics
from community.forum.models import Post, Topic
from community.forum.moving import move_back
from community.forum.outdating import confirm_post
from community.forum.queries import find_topic
from community.forum.reverting import revert_post
from community.forum.rights import may_moderate
from community.forum.undoing import undo_change
from community.moderation.batches import Batch
from community.moderation.bulk import may_undo_batch, undo_batch
from community.moderation.facts import ActReversed
from community.moderation.log import decided_with
from community.moderation.models import Act, Flag, ReviewItem
from community.moderation.noting import one_decision, reversing
from community.moderation.things import find_thing

APPEAL = "The person concerned can still appeal."
MENDED = "It was shown again when its author had changed it, so there is nothing to take back."
WITHIN = timedelta(days=30)  # later only an appeal takes something back


def _put_back_topic(event: Event, reason: str, by: Member) -> None:
    topic = find_topic(event.fact.topic_id, by)
    unhide_post(find_thing("post", topic.opening_id), by=by)
    restore_topic(topic, by=by)


def _put_back_post(event: Event, reason: str, by: Member) -> None:
    post = find_thing("post", event.fact.post_id)
    unhide_post(post, by=by)
    restore_post(post, by=by)


def _put_back_comment(event: Event, reason: str, by: Member) -> None:
    comment = find_thing("comment", event.fact.comment_id)
    restore_comment(comment, by=by)
    unhide_comment(comment, by=by)


def _hide_post_again(event: Event, reason: str, by: Member) -> None:
    secret = _was_secret("post", event.fact.post_id)
    hide_post(find_thing("post", event.fact.post_id), reason, by=by, security=secret)


def _hide_comment_again(event: Event, reason: str, by: Member) -> None:
    secret = _was_secret("comment", event.fact.comment_id)
    hide_comment(find_thing("comment", event.fact.comment_id), reason, by=by, security=secret)


def _was_secret(kind: str, ident: int) -> bool:
    """Whether anybody called it a security concern: then it is hidden from all but staff once more."""
    about = ReviewItem.subject_kind == kind, ReviewItem.subject_id == ident, ReviewItem.kind == "security"
    return db.session.scalar(select(exists().where(*about)))


def _back_to_before(event: Event, reason: str, by: Member) -> None:
    post = find_thing("post", event.fact.post_id)
    if post.revision != event.fact.revision:
        raise Conflict("It was edited again since. Its history leads back to any of its wordings.")
    revert_post(post, event.fact.revision - 1, by=by, reason=reason[:200])


def _set_back(event: Event, reason: str, by: Member) -> None:
    undo_change(find_topic(event.fact.topic_id, by), find_change(event.id), by=by)


def _rearrange_back(action: Callable[..., None]) -> Callable[[Event, str, Member], None]:
    def take_back(event: Event, reason: str, by: Member) -> None:
        row = find_rearrangement(event.fact.rearrangement_id, by)
        action(row, row.source, row.target, by=by)

    return take_back


def _lift(event: Event, reason: str, by: Member) -> None:
    lift_sanction(_sanction(event.fact), by=by)


def _reinstate(event: Event, reason: str, by: Member) -> None:
    reinstate_votes(event.fact.invalidation_id, by=by, of=event.fact.member_id)


STANDING = (  # what says how a topic stands
    "ClosingSet", "TopicArchived", "TopicChangeUndone", "TopicClosed", "TopicKindChanged", "TopicPinned",
    "TopicRelocated", "TopicReopened", "TopicSlowed", "TopicUnlisted",
)  # fmt: skip
ONE_PRESS = (*STANDING, "PostEdited", "PostOutdated")  # taken back without asking why: it only sets something back
UNDO: dict[str, Callable[[Event, str, Member], None]] = {  # kind of fact: what takes it back
    "BatchApplied": lambda event, reason, by: undo_batch(db.session.get(Batch, event.fact.batch_id), by=by),
    "CommentDeleted": _put_back_comment,
    "CommentHidden": lambda event, reason, by: unhide_comment(find_thing("comment", event.fact.comment_id), by=by),
    "CommentUnhidden": _hide_comment_again,
    "MemberSilenced": _lift,
    "MemberSuspended": _lift,
    "MemberWarned": _lift,
    "PostDeleted": _put_back_post,
    "PostEdited": _back_to_before,
    "PostsMoved": _rearrange_back(move_back),
    "PostHidden": lambda event, reason, by: unhide_post(find_thing("post", event.fact.post_id), by=by),
    "PostOutdated": lambda event, reason, by: confirm_post(find_thing("post", event.fact.post_id), by=by),
    "PostUnhidden": _hide_post_again,
    "TopicDeleted": _put_back_topic,
    "TopicsMerged": _rearrange_back(unmerge_topics),
    "VotesInvalidated": _reinstate,
} | dict.fromkeys(STANDING, _set_back)


def may_reverse(by: Member | None, act: Act) -> bool | str:
    """Those who look after the place, for thirty days; what was decided about a member, who might decide it."""
    fresh = may_still(act)
    return may_judge(by, act) if fresh is True else fresh


def may_still(act: Act) -> bool | str:
    """Whether an act can be taken back by anybody: there is a way, it is new enough, and nobody has done so."""
    if act.kind not in UNDO:
        return "This can’t be taken back from here."
    if act.undone_at:
        return "This was taken back already." if act.undone_by_id else MENDED
    return act.at >= clock.now() - WITHIN or f"This was more than {WITHIN.days} days ago. {APPEAL}"


def one_press(act: Act) -> bool:
    """Whether a list offers to take an act back at once, without asking why."""
    return act.kind in ONE_PRESS and may_still(act) is True


def may_judge(by: Member | None, act: Act) -> bool | str:
    """Whether somebody looks after what an act was about; nobody judges what was decided about themselves."""
    if by is not None and by.id == act.member_id:
        return "It is about you, so somebody else has to look at it. You can appeal."
    if act.kind == "BatchApplied":
        return may_undo_batch(by, db.session.get(Batch, _event(act).fact.batch_id))
    if act.kind == "VotesInvalidated":
        return may_invalidate(by)
    if act.topic_id is None:
        return may_lift(by, _sanction(_event(act).fact))
    topic = find_thing("post", act.post_id).topic if act.post_id else _topic(act.topic_id)
    if topic.staff_only and not by.is_staff:
        return "Provider staff are looking at this."
    return may_moderate(by, topic.category)


def reverse_act(act: Act, reason: str, *, by: Member, whole: bool = False) -> None:
    """Take an act back by the forum's own action, with a reason for the log; with `whole` the decision it is part of.

    How a topic stands, an edit and a mark are set back without a reason, too. Raises NotAllowed, Invalid, Conflict.
    """
    require(may_reverse(by, act))
    reason = tidy(reason)[:500]
    if not reason and act.kind not in ONE_PRESS:
        raise Invalid("Please say why; whoever decided it reads it.", "reason")
    with atomic():
        store_reversals(act, reason, by=by) if whole else store_reversal(act, reason, by=by)


def store_reversals(act: Act, reason: str, *, by: Member) -> None:
    """Take back all that was decided along with an act and still stands, as one. Raises NotAllowed, Conflict."""
    with atomic(), one_decision():
        rows = list(db.session.scalars(decided_with(act).where(Act.undone_at.is_(None)).order_by(Act.id)))
        standing = [each for each in rows if each.kind in UNDO]
        for each in standing:
            require(may_judge(by, each))
        _lock_topics_of(standing)
        for each in standing:
            db.session.refresh(each)
            if each.undone_at is None:  # what was put back with another one is taken back with it
                store_reversal(each, reason, by=by)


def topics_of(acts: Iterable[Act]) -> set[int]:
    """The topics that taking acts back changes: what they were about, where posts went, where these are by now."""
    acts = list(acts)
    facts = [_event(each).fact for each in acts]
    known = {getattr(fact, name, None) for fact in facts for name in ("topic_id", "into_id")} - {None}
    posts = [each.post_id for each in acts if each.post_id]
    return known.union(db.session.scalars(select(Post.topic_id).where(Post.id.in_(posts))))


def _lock_topics_of(acts: list[Act]) -> None:
    """In one order, so that two who do so never wait for each other."""
    topics = select(Topic.id).where(Topic.id.in_(topics_of(acts)))
    db.session.execute(topics.order_by(Topic.id).with_for_update())


def store_reversal(act: Act, reason: str, *, by: Member) -> None:
    """Take an act back without asking how long ago it was; an appeal that is upheld does so, too."""
    with atomic():
        _lock_topics_of([act])  # before everything that hangs on them
        lock(act)
        if act.undone_at:
            raise Conflict("Somebody has taken this back already.")
        with reversing(act):
            UNDO[act.kind](_event(act), reason, by)
        act.undone_at, act.undone_by_id = clock.now(), by.id
        noted = update(Act).where(Act.undoes_id == act.id, Act.reason == "").values(reason=reason)
        db.session.execute(noted.execution_options(synchronize_session=False))
        if act.item_id:
            turned = (
                update(Flag).where(Flag.item_id == act.item_id, Flag.outcome == "upheld").values(outcome="declined")
            )
            db.session.execute(turned.execution_options(synchronize_session=False))
        record(ActReversed(act.id, act.kind, act.member_id), by=by)


def _event(act: Act) -> Event:
    return db.session.get(FactRow, act.fact_id).event()


def _topic(ident: int) -> Topic:
    query = select(Topic).where(Topic.id == ident).options(joinedload(Topic.category))
    return db.session.scalars(query).one()


def _sanction(fact: Any) -> Sanction:
    query = select(Sanction).where(Sanction.id == fact.sanction_id)
    return db.session.scalars(query.options(joinedload(Sanction.member))).one()
