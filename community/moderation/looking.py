"""What is shown of a matter: the thing, what the flags say, what else is known, what comes then."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import joinedload

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.core.differences import rows_changed
from community.forum.models import Category, Post, Topic
from community.forum.suggesting import EditSuggestion
from community.moderation.items import late, waiting
from community.moderation.log import Entry, acts_for, entries, others_of
from community.moderation.models import KINDS, Act, Appeal, Flag, ReviewItem
from community.moderation.reasons import REASONS
from community.moderation.things import thing_of
from community.moderation.verdicts import Thing, Verdict, choices, count_recent, suggestion_of

MOST_LATE = 50  # of the oldest that are listed
THEN = 3  # how many of the next matters are named
AGAINST = (  # what people decided; that the rules hid something decides nothing
    "CommentDeleted", "CommentHidden", "MemberSilenced", "MemberSuspended", "MemberWarned", "PostDeleted", "PostHidden",
    "TopicDeleted",
)  # fmt: skip
NUMBERS = {1: "One person says", 2: "Two people say", 3: "Three people say"}
HEADLINES = {"first_post": "First post", "spam": "Suspected spam", "edit": "Suggested edit", "appeal": "Appeal",
             "security": "Security concern"}  # fmt: skip


@dataclass(frozen=True)
class Author:
    """What is known of whoever wrote it, as far as the viewer looks after the places it happened in."""

    member: Member
    posts: int
    acts: int  # decisions against them
    flags_right: int  # of their own flags
    flags_wrong: int


@dataclass(frozen=True)
class Look:
    """Everything that the page of one matter shows."""

    item: ReviewItem
    thing: Thing
    flags: list[tuple[Flag, int, int]]  # each with how often its author was right and wrong before
    author: Author | None
    before: list[Entry]  # earlier acts about the same thing
    others: list[Entry]  # about other things of the same author
    appealed: tuple[Appeal, Entry, int] | None  # what is appealed against, and how much more was decided with it
    suggested: EditSuggestion | None
    choices: dict[str, Verdict]
    recent: int
    place: int  # which one in the list it is
    ids: list[int]
    then: list[ReviewItem]

    @property
    def headline(self) -> str:
        """What the matter is."""
        return headline(self.item, self.flags[0][0].reason if self.flags else None)

    @property
    def claim(self) -> str:
        """What the flags say together, in a sentence."""
        reasons = [flag.reason for flag, _, _ in self.flags]
        top = max(reasons, key=reasons.count)
        count = reasons.count(top)
        said = REASONS[top].claim
        verb = NUMBERS.get(count, f"{count} people say")
        return f"{verb} {said}."

    @property
    def rows(self) -> list:
        """What a suggested wording changes."""
        return rows_changed(self.suggested.base, self.suggested.source) if self.suggested else []

    @property
    def next(self) -> int | None:
        """The matter after this one."""
        later = [ident for ident in self.ids[self.place :] if ident != self.item.id]
        return later[0] if later else None

    @property
    def previous(self) -> int | None:
        """The matter before this one."""
        return self.ids[self.place - 2] if self.place > 1 else None


def headline(item: ReviewItem, reason: str | None = None) -> str:
    """What a matter is called."""
    if item.kind == "flag":
        words = {"spam": "spam", "unkind": "unkind", "off_topic": "out of place", "out_of_date": "out of date"}
        return "Flagged for staff" if reason == "staff" else f"Flagged as {words.get(reason, 'needing a look')}"
    return HEADLINES[item.kind]


def queue(viewer: Member, kind: str | None = None) -> Select[tuple[ReviewItem]]:
    """What waits for a viewer, security first, then the oldest."""
    query = waiting(viewer).options(joinedload(ReviewItem.member))
    if kind in KINDS:
        query = query.where(ReviewItem.kind == kind)
    return query.order_by(case((ReviewItem.kind == "security", 0), else_=1), ReviewItem.id)


def next_item(viewer: Member, kind: str | None = None, after: int | None = None) -> int | None:
    """The number of the first matter (after one that was just looked at) that nobody else is on."""
    query = queue(viewer, kind).where(_free(viewer)).with_only_columns(ReviewItem.id)
    ids = list(db.session.scalars(query))
    if after is None or not ids:
        return ids[0] if ids else None
    return next((ident for ident in ids if ident > after), ids[0] if ids[0] != after else None)


def _free(viewer: Member):
    return (
        ReviewItem.claimed_until.is_(None)
        | (ReviewItem.claimed_until <= clock.now())
        | (ReviewItem.claimed_by_id == viewer.id)
    )


def counts(viewer: Member) -> dict[str, int]:
    """How many wait of each kind."""
    query = waiting(viewer).with_only_columns(ReviewItem.kind, func.count(ReviewItem.id)).group_by(ReviewItem.kind)
    return dict(db.session.execute(query).all())


def late_items(viewer: Member) -> list[ReviewItem]:
    """What has waited for more than an hour, the oldest first; what rested waits since its time came."""
    people = joinedload(ReviewItem.member), joinedload(ReviewItem.claimed_by)
    query = late(viewer).options(*people).order_by(ReviewItem.due_at, ReviewItem.id).limit(MOST_LATE)
    return list(db.session.scalars(query))


def count_late(viewer: Member) -> int:
    """How many wait for more than an hour."""
    ids = late(viewer).with_only_columns(ReviewItem.id).subquery()
    return db.session.scalar(select(func.count()).select_from(ids))


def look_at(item: ReviewItem, viewer: Member, kind: str | None = None) -> Look:
    """Everything about a matter that its page shows: a constant number of statements."""
    thing = thing_of(item)
    ids = list(db.session.scalars(queue(viewer, kind).with_only_columns(ReviewItem.id)))
    place = ids.index(item.id) + 1 if item.id in ids else 0
    following = ids[place:][:THEN]
    then = list(db.session.scalars(queue(viewer, kind).where(ReviewItem.id.in_(following)))) if following else []
    about = thing.author_id if thing is not None else item.member_id
    same = _same(item)
    mine = acts_for(viewer)
    return Look(
        item=item,
        thing=thing,
        flags=_flags(item),
        author=_author(about, viewer),
        before=list(entries(mine.where(same), size=5).items) if item.post_id else [],
        others=list(entries(mine.where(Act.member_id == about, ~same), size=4).items) if about else [],
        appealed=_appealed(item, viewer),
        suggested=suggestion_of(item),
        choices=choices(viewer, item, thing),
        recent=count_recent(about, viewer),
        place=place,
        ids=ids,
        then=then,
    )


def _same(item: ReviewItem) -> ColumnElement[bool]:
    """Acts about the very thing; of an appeal about a member, the one that is appealed against."""
    if item.post_id is None:
        return Act.id == item.subject_id
    column, ident = (Act.comment_id, item.subject_id) if item.subject_kind == "comment" else (Act.post_id, item.post_id)
    return column.is_not_distinct_from(ident)  # acts about a member have no post, and are told as well


def _flags(item: ReviewItem) -> list[tuple[Flag, int, int]]:
    query = select(Flag).where(Flag.item_id == item.id).options(joinedload(Flag.member)).order_by(Flag.id)
    flags = list(db.session.scalars(query))
    judged = select(Flag.member_id, Flag.outcome, func.count()).group_by(Flag.member_id, Flag.outcome)
    rows = db.session.execute(judged.where(Flag.member_id.in_({flag.member_id for flag in flags})))
    known = {(who, outcome): count for who, outcome, count in rows}
    return [(f, known.get((f.member_id, "upheld"), 0), known.get((f.member_id, "declined"), 0)) for f in flags]


def _author(member_id: int | None, viewer: Member) -> Author | None:
    if member_id is None:
        return None
    posts = select(func.count(Post.id)).join(Topic, Topic.id == Post.topic_id).join(Category)
    visible = Post.is_shown, Topic.is_shown, Category.audience.in_(audiences_of(viewer))
    decided = Act.kind.in_(AGAINST), Act.by_id.is_not(None), Act.undone_at.is_(None)
    against = acts_for(viewer).where(Act.member_id == member_id, *decided)
    judged = select(Flag.outcome, func.count()).where(Flag.member_id == member_id).group_by(Flag.outcome)
    known = dict(db.session.execute(judged).all())
    return Author(
        member=db.session.get(Member, member_id),
        posts=db.session.scalar(posts.where(Post.author_id == member_id, *visible)),
        acts=db.session.scalar(against.with_only_columns(func.count(Act.id))),
        flags_right=known.get("upheld", 0),
        flags_wrong=known.get("declined", 0),
    )


def _appealed(item: ReviewItem, viewer: Member) -> tuple[Appeal, Entry, int] | None:
    if item.kind != "appeal":
        return None
    appeal = db.session.scalar(select(Appeal).where(Appeal.act_id == item.subject_id))
    entry = next(iter(entries(acts_for(viewer).where(Act.id == item.subject_id), size=1).items), None)
    return appeal, entry, len(others_of(db.session.get(Act, item.subject_id), viewer))
