"""Following things: chosen by people, or begun for them when they take part."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, case, delete, select

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, insert_once
from community.core.errors import Invalid, NotFound, require
from community.events import Event, record
from community.events.facts import FactRow
from community.forum.models import Post
from community.notifications.facts import WatchChanged
from community.notifications.models import FOLLOWING, LEVELS, Watch, follows
from community.notifications.subjects import Subject, shown

CLOSENESS = {level: place for place, level in enumerate(LEVELS)}
WATCHABLE = ("topic", "article", "proposal", "ticket")


@dataclass(frozen=True)
class Following:
    """How a viewer follows a thing: what the follow control shows."""

    kind: str
    ident: int
    level: str

    @property
    def on(self) -> bool:
        """Whether they are told about it."""
        return self.level in FOLLOWING

    @property
    def word(self) -> str:
        """The level as people read it."""
        return LEVELS[self.level][0]


def following(kind: str, ident: int, viewer: Member | None) -> Following | None:
    """How this viewer follows a thing, in one statement; None for visitors."""
    if viewer is None:
        return None
    mine = select(Watch.level).where(follows(kind, ident), Watch.member_id == viewer.id)
    level = db.session.scalar(mine.order_by(case(CLOSENESS, value=Watch.level)).limit(1))
    return Following(kind, ident, level or "normal")


def followed(kind: str, viewer: Member) -> Select[tuple[int]]:
    """The numbers of the things of a kind that this viewer follows, the lately chosen ones first, as a query."""
    mine = Watch.member_id == viewer.id, Watch.subject_kind == kind, Watch.level.in_(FOLLOWING)
    return select(Watch.subject_id).where(*mine).order_by(Watch.at.desc())


def muted(kind: str, viewer: Member) -> Select[tuple[int]]:
    """The numbers of the things of a kind of which this viewer wants to hear nothing, as a query."""
    mine = Watch.member_id == viewer.id, Watch.subject_kind == kind, Watch.level == "muted"
    return select(Watch.subject_id).where(*mine)


def muted_among(kind: str, idents: Iterable[int], viewer: Member) -> list[int]:
    """Which of these things the viewer wants to hear nothing of: one statement."""
    return list(db.session.scalars(muted(kind, viewer).where(Watch.subject_id.in_(list(idents)))))


def may_watch(by: Member | None) -> bool | str:
    """Members follow what they may see."""
    return by is not None or "Please sign in to follow this."


def watch(kind: str, ident: int, level: str, *, by: Member) -> Subject:
    """Choose how closely to follow a thing; nothing automatic changes that any more. Gives the thing.

    Raises Invalid for an unknown level or kind, NotFound for what `by` may not see.
    """
    require(may_watch(by))
    if level not in LEVELS:
        raise Invalid(f"The level must be one of: {', '.join(LEVELS)}.", "level")
    if kind not in WATCHABLE:
        raise Invalid(f"What can be followed is: {', '.join(WATCHABLE)}.", "kind")
    subject = shown([(kind, ident)], by).get((kind, ident))
    if subject is None:
        raise NotFound("There is no such thing to follow, or it isn’t open to you.")
    with atomic():
        insert_once(
            Watch, member_id=by.id, subject_kind=kind, subject_id=ident, level="normal", chosen=False, at=clock.now()
        )
        row = db.session.scalar(select(Watch).where(*_mine(kind, ident, by.id)).with_for_update())
        changed = row.level != level or not row.chosen
        if level in FOLLOWING and row.level not in FOLLOWING:
            row.at = clock.now()
        row.level, row.chosen = level, True
        if changed:
            record(WatchChanged(kind, ident, level), by=by)
    return subject


def _mine(kind: str, ident: int, member_id: int) -> tuple:
    return Watch.member_id == member_id, Watch.subject_kind == kind, Watch.subject_id == ident


def follow_topic(event: Event) -> None:
    """Who asks or answers hears how it goes on; the desk's official answers are followed on the ticket instead."""
    if getattr(event.fact, "official", False):
        return
    _begin("topic", event.fact.topic_id, event)


def follow_me_too(event: Event) -> None:
    """Who has the same problem hears how it goes on; who has it no longer and only came for that, no more."""
    fact = event.fact
    if fact.on:
        _begin("topic", fact.topic_id, event)
        return
    wrote = select(Post.id).where(Post.topic_id == fact.topic_id, Post.author_id == event.by_id).exists()
    db.session.execute(
        delete(Watch).where(*_mine("topic", fact.topic_id, event.by_id), Watch.chosen.is_(False), ~wrote)
    )


def follow_proposal(event: Event) -> None:
    """Who proposes or supports hears what becomes of it."""
    if getattr(event.fact, "on", True):
        _begin("proposal", event.fact.proposal_id, event)


def follow_escalation(event: Event) -> None:
    """Who hands a question to the provider hears about both."""
    _begin("topic", event.fact.topic_id, event)
    _begin("ticket", event.fact.ticket_id, event)


def follow_moved(event: Event) -> None:
    """PostsMoved: who wrote what was moved hears how it goes on there."""
    authors = select(Post.author_id).where(Post.id.in_(event.fact.post_ids), Post.author_id.is_not(None)).distinct()
    for member_id in db.session.scalars(authors.order_by(Post.author_id)).all():
        insert_once(Watch, member_id=member_id, subject_kind="topic", subject_id=event.fact.into_id, level="watching",
                    chosen=False, at=event.at)  # fmt: skip


def leave_moved(event: Event) -> None:
    """PostsMovedBack: what was begun for them with the move ends with it, unless they said something since."""
    moved = select(FactRow.at).where(
        FactRow.kind == "PostsMoved", FactRow.payload["rearrangement_id"].as_integer() == event.fact.rearrangement_id
    )
    begun = Watch.subject_kind == "topic", Watch.subject_id == event.fact.into_id, ~Watch.chosen
    db.session.execute(delete(Watch).where(*begun, Watch.at.in_(moved)).execution_options(synchronize_session=False))


def _begin(kind: str, ident: int, event: Event) -> None:
    """Let the actor follow, unless there is any word on it already: theirs, or an earlier beginning."""
    if event.by_id is not None:
        insert_once(Watch, member_id=event.by_id, subject_kind=kind, subject_id=ident, level="watching",
                    chosen=False, at=event.at)  # fmt: skip
