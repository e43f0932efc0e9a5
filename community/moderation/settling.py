"""What is put back where it stands, and not from the log, is taken back in the log as well: it stands no longer."""

from typing import Any

from sqlalchemy import ColumnElement, exists, select, update

from community.accounts.queries import doer_of
from community.core.db import db
from community.events import Event, record
from community.events.facts import FactRow
from community.forum.models import Post, Revision, Vote
from community.moderation.deciding import end_items
from community.moderation.facts import AppealDecided
from community.moderation.log import SANCTIONS
from community.moderation.models import Act, Appeal, ReviewItem
from community.moderation.noting import current_item
from community.moderation.undoing import UNDO

PUT_BACK = {  # kind of fact: the kind of act that stands no longer with it
    "CommentRestored": "CommentDeleted",
    "CommentUnhidden": "CommentHidden",
    "PostRestored": "PostDeleted",
    "PostUnhidden": "PostHidden",
    "TopicRestored": "TopicDeleted",
}


def settle_put_back(event: Event) -> None:
    """What was decided about a text stands no longer once it is shown again or put back.

    `undone_by_id` stays empty when its author mended it first: then nobody said that the decision was wrong.
    """
    fact, kind = event.fact, type(event.fact).__name__
    by = None if kind == "PostUnhidden" and _mended(fact.post_id) else event.by_id
    _take_back(event, by, Act.kind == PUT_BACK[kind], _about(fact))


def settle_lifted(event: Event) -> None:
    """SanctionLifted: the warning, silence or suspension is taken back."""
    said = FactRow.kind.in_(SANCTIONS), FactRow.payload["sanction_id"].as_integer() == event.fact.sanction_id
    facts = select(FactRow.id).where(*said)
    _take_back(event, event.by_id, Act.member_id == event.fact.member_id, Act.fact_id.in_(facts))


def settle_reinstated(event: Event) -> None:
    """All votes that a member gave or got in a decision count again: what was decided about them is taken back."""
    whose = (Vote.voter_id == event.fact.member_id) | (Post.author_id == event.fact.member_id)
    left = exists().where(Vote.post_id == Post.id, Vote.invalidation_id == event.fact.invalidation_id, whose)
    if not db.session.scalar(select(left)):
        _take_back(event, event.by_id, Act.fact_id == event.fact.cause_id)


def answer_appeals(event: Event) -> None:
    """ActReversed, and what is put back: an appeal has its answer once all that it is about was taken back."""
    stands = (Act.id == Appeal.act_id) | (Act.along_id == Appeal.act_id), Act.kind.in_(UNDO), Act.undone_by_id.is_(None)
    waits = ReviewItem.decided_at.is_(None), ReviewItem.id.is_distinct_from(current_item())
    query = (
        select(ReviewItem, Appeal).join(Appeal, Appeal.item_id == ReviewItem.id).where(*waits, ~exists().where(*stands))
    )
    by = doer_of(event)
    for item, appeal in db.session.execute(query.order_by(ReviewItem.id).with_for_update(skip_locked=True)).all():
        appeal.outcome, appeal.decided_at = "upheld", event.at
        end_items([item], "uphold", "", None, by)
        record(AppealDecided(appeal.id, appeal.act_id, appeal.member_id, "upheld"), by=by)


def _about(fact: Any) -> ColumnElement[bool]:
    if hasattr(fact, "comment_id"):
        return Act.comment_id == fact.comment_id
    if hasattr(fact, "post_id"):
        return (Act.post_id == fact.post_id) & Act.comment_id.is_(None)
    return Act.topic_id == fact.topic_id


def _mended(post_id: int) -> bool:
    """Whether its author changed it since it was hidden."""
    hidden = select(Act.at).where(Act.post_id == post_id, Act.kind == "PostHidden", Act.undone_at.is_(None))
    since = hidden.order_by(Act.id).limit(1).scalar_subquery()
    changed = exists().where(Revision.post_id == post_id, Revision.editor_id == Post.author_id, Revision.at > since)
    return db.session.scalar(select(changed.where(Post.id == post_id)))


def _take_back(event: Event, by_id: int | None, *which: ColumnElement[bool]) -> None:
    back = update(Act).where(*which, Act.undone_at.is_(None)).values(undone_at=event.at, undone_by_id=by_id)
    db.session.execute(back.execution_options(synchronize_session=False))
    answer_appeals(event)
