"""Taking back what was decided: which action of the forum reverses which fact."""

from collections.abc import Callable
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
from community.events import record
from community.events.facts import FactRow
from community.forum.chronicle import find_rearrangement
from community.forum.closing import reopen_topic
from community.forum.commenting import restore_comment
from community.forum.deleting import restore_post, restore_topic
from community.forum.hiding import hide_comment, hide_post, unhide_comment, unhide_post
from community.forum.merging import unmerge_topics
from community.forum.models import Topic
from community.forum.moving import move_back
from community.forum.queries import find_topic
from community.forum.reverting import revert_post
from community.forum.rights import may_moderate
from community.moderation.batches import Batch
from community.moderation.bulk import may_undo_batch, undo_batch
from community.moderation.facts import ActReversed
from community.moderation.log import decided_with
from community.moderation.models import Act, Flag, ReviewItem
from community.moderation.noting import one_decision, reversing
from community.moderation.things import find_thing

WITHIN = timedelta(days=30)  # later only an appeal takes something back


def _put_back_topic(fact: Any, reason: str, by: Member) -> None:
    topic = find_topic(fact.topic_id, by)
    unhide_post(find_thing("post", topic.opening_id), by=by)
    restore_topic(topic, by=by)


def _put_back_post(fact: Any, reason: str, by: Member) -> None:
    post = find_thing("post", fact.post_id)
    unhide_post(post, by=by)
    restore_post(post, by=by)


def _put_back_comment(fact: Any, reason: str, by: Member) -> None:
    comment = find_thing("comment", fact.comment_id)
    restore_comment(comment, by=by)
    unhide_comment(comment, by=by)


def _hide_post_again(fact: Any, reason: str, by: Member) -> None:
    secret = _was_secret("post", fact.post_id)
    hide_post(find_thing("post", fact.post_id), reason, by=by, security=secret)


def _hide_comment_again(fact: Any, reason: str, by: Member) -> None:
    secret = _was_secret("comment", fact.comment_id)
    hide_comment(find_thing("comment", fact.comment_id), reason, by=by, security=secret)


def _was_secret(kind: str, ident: int) -> bool:
    """Whether anybody called it a security concern: then it is hidden from all but staff once more."""
    about = ReviewItem.subject_kind == kind, ReviewItem.subject_id == ident, ReviewItem.kind == "security"
    return db.session.scalar(select(exists().where(*about)))


def _back_to_before(fact: Any, reason: str, by: Member) -> None:
    revert_post(find_thing("post", fact.post_id), fact.revision - 1, by=by, reason=reason[:200])


def _rearrange_back(action: Callable[..., None]) -> Callable[[Any, str, Member], None]:
    def take_back(fact: Any, reason: str, by: Member) -> None:
        row = find_rearrangement(fact.rearrangement_id, by)
        action(row, row.source, row.target, by=by)

    return take_back


def _lift(fact: Any, reason: str, by: Member) -> None:
    lift_sanction(_sanction(fact), by=by)


UNDO: dict[str, Callable[[Any, str, Member], None]] = {  # kind of fact: what takes it back
    "BatchApplied": lambda fact, reason, by: undo_batch(db.session.get(Batch, fact.batch_id), by=by),
    "CommentDeleted": _put_back_comment,
    "CommentHidden": lambda fact, reason, by: unhide_comment(find_thing("comment", fact.comment_id), by=by),
    "CommentUnhidden": _hide_comment_again,
    "MemberSilenced": _lift,
    "MemberSuspended": _lift,
    "MemberWarned": _lift,
    "PostDeleted": _put_back_post,
    "PostEdited": _back_to_before,
    "PostsMoved": _rearrange_back(move_back),
    "PostHidden": lambda fact, reason, by: unhide_post(find_thing("post", fact.post_id), by=by),
    "PostUnhidden": _hide_post_again,
    "TopicClosed": lambda fact, reason, by: reopen_topic(find_topic(fact.topic_id, by), by=by),
    "TopicDeleted": _put_back_topic,
    "TopicsMerged": _rearrange_back(unmerge_topics),
}


def may_reverse(by: Member | None, act: Act) -> bool | str:
    """Those who look after the place, for thirty days; what was decided about a member, who might decide it."""
    if act.kind not in UNDO:
        return "This can’t be taken back from here."
    if act.undone_at:
        return "This was taken back already."
    if act.at < clock.now() - WITHIN:
        return f"This was more than {WITHIN.days} days ago. The person concerned can still appeal."
    return may_judge(by, act)


def may_judge(by: Member | None, act: Act) -> bool | str:
    """Whether somebody looks after what an act was about; nobody judges what was decided about themselves."""
    if by is not None and by.id == act.member_id:
        return "It is about you, so somebody else has to look at it. You can appeal."
    if act.kind == "BatchApplied":
        return may_undo_batch(by, db.session.get(Batch, _fact(act).batch_id))
    if act.topic_id is None:
        return may_lift(by, _sanction(_fact(act)))
    topic = find_thing("post", act.post_id).topic if act.post_id else _topic(act.topic_id)
    if topic.staff_only and not by.is_staff:
        return "Provider staff are looking at this."
    return may_moderate(by, topic.category)


def reverse_act(act: Act, reason: str, *, by: Member, whole: bool = False) -> None:
    """Take an act back by the forum's own action, with a reason for the log; with `whole` the decision it is part of.

    Raises NotAllowed, Invalid, Conflict.
    """
    require(may_reverse(by, act))
    reason = tidy(reason)[:500]
    if not reason:
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
            store_reversal(each, reason, by=by)


def _lock_topics_of(acts: list[Act]) -> None:
    ids = {each.topic_id for each in acts if each.topic_id}
    # In one order, so that two who do so never wait for each other.
    db.session.execute(select(Topic.id).where(Topic.id.in_(ids)).order_by(Topic.id).with_for_update())


def store_reversal(act: Act, reason: str, *, by: Member) -> None:
    """Take an act back without asking how long ago it was; an appeal that is upheld does so, too."""
    with atomic():
        if act.post_id:
            lock(find_thing("post", act.post_id).topic)  # topics before everything that hangs on them
        lock(act)
        if act.undone_at:
            raise Conflict("Somebody has taken this back already.")
        with reversing(act):
            UNDO[act.kind](_fact(act), reason, by)
        act.undone_at, act.undone_by_id = clock.now(), by.id
        noted = update(Act).where(Act.undoes_id == act.id, Act.reason == "").values(reason=reason)
        db.session.execute(noted.execution_options(synchronize_session=False))
        if act.item_id:
            turned = (
                update(Flag).where(Flag.item_id == act.item_id, Flag.outcome == "upheld").values(outcome="declined")
            )
            db.session.execute(turned.execution_options(synchronize_session=False))
        record(ActReversed(act.id, act.kind, act.member_id), by=by)


def _fact(act: Act) -> Any:
    return db.session.get(FactRow, act.fact_id).event().fact


def _topic(ident: int) -> Topic:
    query = select(Topic).where(Topic.id == ident).options(joinedload(Topic.category))
    return db.session.scalars(query).one()


def _sanction(fact: Any) -> Sanction:
    query = select(Sanction).where(Sanction.id == fact.sanction_id)
    return db.session.scalars(query.options(joinedload(Sanction.member))).one()
