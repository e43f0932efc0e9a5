"""Reading the log of moderation, through the viewer."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.core.db import db
from community.core.errors import NotFound
from community.forum.models import Comment, Post, Topic
from community.moderation.models import Act

WORDS = {  # what was done, as the log and the person concerned read it
    "BatchApplied": "Many at once",
    "BatchUndone": "Many at once, taken back",
    "CommentDeleted": "Taken down",
    "CommentHidden": "Hidden",
    "CommentRestored": "Put back",
    "CommentUnhidden": "Shown again",
    "ItemDecided": "Looked at, nothing changed",
    "MemberSilenced": "Silenced",
    "MemberSuspended": "Suspended",
    "MemberWarned": "Warned",
    "PostDeleted": "Taken down",
    "PostEdited": "Edited",
    "PostHidden": "Hidden",
    "PostRestored": "Put back",
    "PostUnhidden": "Shown again",
    "PurgeCancelled": "Not deleted for good after all",
    "PurgePlanned": "To be deleted for good",
    "SanctionLifted": "Taken back",
    "TopicClosed": "Closed",
    "TopicDeleted": "Taken down",
    "TopicReopened": "Reopened",
    "TopicRestored": "Put back",
}


@dataclass(frozen=True)
class Decision:
    """An act as the person concerned reads it: with what they wrote, if it was about that."""

    act: Act
    thing: Post | Comment | None

    @property
    def words(self) -> str:
        """What was done."""
        return WORDS[self.act.kind]

    @property
    def mendable(self) -> bool:
        """Whether editing would help: it is hidden and not taken down."""
        thing = self.thing
        return isinstance(thing, Post) and bool(thing.hidden_at) and not (thing.deleted_at or thing.topic.deleted_at)


def find_decision(ident: int, viewer: Member) -> Decision:
    """Something that was decided about what the viewer wrote. Raises NotFound for anything else."""
    act = db.session.scalar(select(Act).where(Act.id == ident, Act.member_id == viewer.id).options(joinedload(Act.by)))
    if act is None:
        raise NotFound("There is no such decision, or it isn’t about you.")
    return Decision(act, _thing(act))


def _thing(act: Act) -> Post | Comment | None:
    if act.comment_id:
        return db.session.get(Comment, act.comment_id)
    whole = joinedload(Post.topic).joinedload(Topic.category)
    return db.session.get(Post, act.post_id, options=[whole]) if act.post_id else None
