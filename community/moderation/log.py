"""Reading the log of moderation, through the viewer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, page_of
from community.events.facts import FactRow
from community.forum.models import Category, Comment, Post, Topic
from community.forum.rights import moderates
from community.moderation.models import Act, Appeal

SHOWN = 50  # of what was decided together, so many lines
SANCTIONS = ("MemberWarned", "MemberSilenced", "MemberSuspended")
WORDS = {  # what was done, as the log and the person concerned read it
    "BatchApplied": "Many at once",
    "BatchUndone": "Many at once, taken back",
    "CommentDeleted": "Taken down",
    "CommentHidden": "Hidden",
    "CommentRestored": "Put back",
    "CommentUnhidden": "Shown again",
    "ItemDecided": "Left as it is",
    "ItemHandedOn": "Handed to staff",
    "MendingAsked": "Asked to mend it",
    "MemberSilenced": "Silenced",
    "MemberSuspended": "Suspended",
    "MemberWarned": "Warned",
    "PostDeleted": "Taken down",
    "PostEdited": "Edited",
    "PostHidden": "Hidden",
    "PostOutdated": "Said to be out of date",
    "PostUpToDate": "Holds after all",
    "PostRestored": "Put back",
    "PostUnhidden": "Shown again",
    "PurgeCancelled": "Not deleted for good after all",
    "PurgePlanned": "To be deleted for good",
    "SanctionLifted": "Taken back",
    "SuggestionAccepted": "Suggested wording taken over",
    "SuggestionDeclined": "Suggested wording not taken over",
    "ClosingSet": "A time to close was set",
    "PostsMoved": "Replies moved",
    "PostsMovedBack": "Replies moved back",
    "TopicArchived": "Archived, or taken out again",
    "TopicChangeUndone": "Set back as it was",
    "TopicKindChanged": "Made another kind",
    "TopicPinned": "Pinned, or unpinned",
    "TopicRelocated": "Moved to another place",
    "TopicSlowed": "Pace changed",
    "TopicUnlisted": "Unlisted, or listed again",
    "TopicsMerged": "Merged into another",
    "TopicsUnmerged": "Stands by itself again",
    "VotesInvalidated": "Votes count no longer",
    "VotesReinstated": "Votes count again",
    "TopicClosed": "Closed",
    "TopicDeleted": "Taken down",
    "TopicReopened": "Reopened",
    "TopicRestored": "Put back",
}

STAFF_ONLY = ("VotesInvalidated", "VotesReinstated")  # whether votes were honest is between staff and those concerned

PUBLIC_KINDS = (  # what the part of the log that everyone reads tells of
    "PostDeleted", "PostHidden", "PostOutdated", "PostRestored", "PostUnhidden", "TopicClosed", "TopicDeleted",
    "TopicReopened", "TopicRestored", "TopicsMerged", "TopicsUnmerged", "PostsMoved", "PostsMovedBack", "CommentHidden",
    "CommentUnhidden", "CommentDeleted", "CommentRestored", "PostUpToDate",
)  # fmt: skip


def public_acts(viewer: Member | None) -> Select[tuple[Act]]:
    """What happened to things in places that the viewer may see; security is left out."""
    return (
        _with_places(select(Act))
        .where(Act.kind.in_(PUBLIC_KINDS), Category.audience.in_(audiences_of(viewer)))
        .where(~Topic.staff_only, ~Post.staff_only, or_(Act.comment_id.is_(None), ~_hidden_comment()))
    )


def acts_for(viewer: Member) -> Select[tuple[Act]]:
    """All acts in places that the viewer looks after, and about members one's own; super-users and staff see all."""
    open_to = true() if viewer.is_staff else and_(~Topic.staff_only, ~Post.staff_only, ~_hidden_comment())
    here = and_(moderates(viewer), open_to)
    people = and_(Act.topic_id.is_(None), true() if viewer.may_moderate else Act.by_id == viewer.id)
    if not viewer.is_staff:
        people = and_(people, Act.kind.not_in(STAFF_ONLY))
    return _with_places(select(Act)).where(or_(here, people))


def _with_places(query: Select) -> Select:
    post = func.coalesce(Act.post_id, Topic.opening_id)
    return (
        query.outerjoin(Topic, Topic.id == Act.topic_id)
        .outerjoin(Post, Post.id == post)
        .outerjoin(Category, Category.id == Topic.category_id)
    )


def _hidden_comment():
    return exists().where(Comment.id == Act.comment_id, Comment.staff_only)


@dataclass(frozen=True)
class Entry:
    """A line of the log: the act and the place, and the topic as far as everyone may still see it."""

    act: Act
    place: Category | None
    topic: Topic | None

    @property
    def words(self) -> str:
        """What was done."""
        return WORDS.get(self.act.kind, self.act.kind)

    @property
    def id(self) -> int:
        """The number of the act, by which the log is paged."""
        return self.act.id

    @property
    def what(self) -> str:
        """What it was done to."""
        if self.act.topic_id is None:
            return "a member"
        if self.act.comment_id:
            return "a comment"
        return "a topic" if self.act.kind.startswith("Topic") else "a post"


def entries(
    query: Select[tuple[Act]], *, after: str | None = None, size: int = 30, public: bool = False
) -> Page[Entry]:
    """A page of the log, newest first: two statements. A `public` one names no topic that lists don’t name."""
    people = [joinedload(part) for part in (Act.by, Act.member, Act.undone_by)]
    page = page_of(query.options(*people), by=(Act.id,), after=after, size=size)
    return Page(list(_placed(page.items, public)), page.after, page.first)


def _placed(acts: Sequence[Act], public: bool) -> Iterator[Entry]:
    ids = [act.topic_id for act in acts if act.topic_id]
    query = select(Topic).where(Topic.id.in_(ids)).options(joinedload(Topic.category))
    topics = {topic.id: topic for topic in db.session.scalars(query)} if ids else {}
    for act in acts:
        topic = topics.get(act.topic_id)
        shown = topic if topic is not None and (topic.is_listed if public else topic.is_shown) else None
        yield Entry(act, topic.category if topic else None, shown)


def find_act(ident: int, viewer: Member) -> Act:
    """An act that the viewer may look at. Raises NotFound."""
    act = db.session.scalar(acts_for(viewer).where(Act.id == ident).options(joinedload(Act.by), joinedload(Act.member)))
    if act is None:
        raise NotFound("There is no such entry, or it isn’t yours to look at.")
    return act


@dataclass(frozen=True)
class Decision:
    """An act as the person concerned reads it: with what they wrote, if it was about that."""

    act: Act
    thing: Post | Comment | None
    appeal: Appeal | None
    others: list[Entry]  # what was decided along with it

    @property
    def words(self) -> str:
        """What was done."""
        return WORDS[self.act.kind]

    @property
    def mendable(self) -> bool:
        """Whether editing would help: it is hidden and not taken down."""
        thing = self.thing
        return isinstance(thing, Post) and bool(thing.hidden_at) and not (thing.deleted_at or thing.topic.deleted_at)


def find_decision(ident: int, viewer: Member | None) -> Decision:
    """Something that was decided about the viewer or what they wrote. Raises NotFound for anything else."""
    mine = Act.member_id == viewer.id if viewer else false()
    act = db.session.scalar(select(Act).where(Act.id == ident, mine).options(joinedload(Act.by)))
    if act is None:
        raise NotFound("There is no such decision, or it isn’t about you.")
    appeal = db.session.scalar(select(Appeal).where(Appeal.act_id == (act.along_id or act.id)))
    return Decision(act, _thing(act), appeal, entries(decided_with(act).where(Act.id != act.id), size=SHOWN).items)


def decided_with(act: Act) -> Select[tuple[Act]]:
    """All acts of one decision about the same member, this one among them."""
    first = act.along_id or act.id
    return select(Act).where(or_(Act.id == first, Act.along_id == first), Act.member_id == act.member_id)


def others_of(act: Act, viewer: Member) -> list[Entry]:
    """What was decided along with an act, as far as the viewer looks after it."""
    if act.member_id is None:
        return []
    whole = decided_with(act).with_only_columns(Act.id)
    return entries(acts_for(viewer).where(Act.id.in_(whole), Act.id != act.id), size=SHOWN).items


def act_about(sanction_id: int, viewer: Member | None) -> int:
    """The number of the act by which the viewer was warned, silenced or suspended. Raises NotFound."""
    about = FactRow.kind.in_(SANCTIONS), FactRow.payload["sanction_id"].as_integer() == sanction_id
    query = select(Act.id).join(FactRow, FactRow.id == Act.fact_id).where(*about)
    found = db.session.scalar(query.where(Act.member_id == viewer.id if viewer else false()))
    if found is None:
        raise NotFound("There is no such decision, or it isn’t about you.")
    return found


def _thing(act: Act) -> Post | Comment | None:
    if act.comment_id:
        return db.session.get(Comment, act.comment_id)
    whole = joinedload(Post.topic).joinedload(Topic.category)
    return db.session.get(Post, act.post_id, options=[whole]) if act.post_id else None
