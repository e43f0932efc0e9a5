"""Who is told of what was decided in moderation: the person concerned, and nobody else."""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import select

from community.accounts.audiences import STAFF, roles_for
from community.accounts.models import Member
from community.core.db import db
from community.events import Event
from community.forum import facts as forum
from community.moderation import facts as moderation
from community.moderation.log import decided_with
from community.moderation.models import Act, Flag, ReviewItem
from community.notifications.tellings import Telling

ACTS = {
    forum.CommentDeleted: "taken_down",
    forum.CommentHidden: "hidden",
    forum.CommentRestored: "put_back",
    forum.CommentUnhidden: "unhidden",
    forum.PostDeleted: "taken_down",
    forum.PostHidden: "hidden",
    forum.PostOutdated: "outdated",
    forum.PostRestored: "put_back",
    forum.PostUnhidden: "unhidden",
    forum.TopicDeleted: "taken_down",
    forum.TopicRestored: "put_back",
    forum.VotesInvalidated: "votes_invalidated",
    forum.VotesReinstated: "votes_reinstated",
}


def acted(event: Event) -> Iterator[Telling]:
    """Who wrote what somebody hid, took down or put back; what one does with one's own is no act."""
    act = db.session.scalar(select(Act).where(Act.fact_id == event.id))
    if act is not None and not _told_already(act, ACTS):
        yield Telling(ACTS[type(event.fact)], ("act", act.id), "public", (act.member_id,))


def closed_with_many(event: Event) -> Iterator[Telling] | None:
    """Who asked what was closed along with many others: one notice of them all. None when it was closed by itself."""
    act = db.session.scalar(select(Act).where(Act.fact_id == event.id, Act.batch_id.is_not(None)))
    if act is None:
        return None
    told = _told_already(act, (forum.TopicClosed,))
    return iter(() if told else (Telling("closed_many", ("act", act.id), "public", (act.member_id,)),))


def _told_already(act: Act, kinds: Iterable[type]) -> bool:
    """Whether an earlier act of the same decision tells of all of it: a wave of spam is one notice."""
    before = decided_with(act).where(Act.id < act.id, Act.kind.in_([kind.__name__ for kind in kinds]))
    return db.session.scalar(before.limit(1)) is not None


def was_held_back(kind: str, ident: int) -> bool:
    """Whether a post or comment was hidden as suspected spam."""
    query = select(ReviewItem.id).where(ReviewItem.subject_kind == kind, ReviewItem.subject_id == ident)
    return db.session.scalar(query.where(ReviewItem.kind == "spam").limit(1)) is not None


def flags_judged(event: Event) -> Iterator[Telling]:
    """Who flagged what was looked at; not of flags that somebody took back."""
    if event.fact.verdict == "withdrawn":
        return
    for flag in db.session.scalars(select(Flag).where(Flag.item_id == event.fact.item_id, Flag.outcome.is_not(None))):
        yield Telling(f"flag_{flag.outcome}", ("flag", flag.id), "public", (flag.member_id,))


def asked_to_mend(event: Event) -> Iterator[Telling]:
    """Who wrote it."""
    act = db.session.scalar(select(Act).where(Act.fact_id == event.id))
    if act is not None:
        yield Telling("mend", ("act", act.id), "public", (act.member_id,))


def reversed_act(event: Event) -> Iterator[Telling]:
    """Who had decided it; the person concerned hears of what was put back."""
    act = db.session.get(Act, event.fact.act_id)
    yield Telling("reversed", ("log", act.id), "public", (act.by_id,))


def appeal_decided(event: Event) -> Iterator[Telling]:
    """Who appealed."""
    yield Telling(f"appeal_{event.fact.outcome}", ("act", event.fact.act_id), "public", (event.fact.member_id,))


def concern_raised(event: Event) -> Iterator[Telling]:
    """Provider staff, of a security concern in a place that is open to them; of all else the queue tells by itself."""
    if event.fact.kind == "security" and event.fact.staff_only:
        staff = select(Member.id).where(Member.role.in_(roles_for(STAFF)))
        yield Telling("security", ("matter", event.fact.item_id), STAFF, tuple(db.session.scalars(staff)))


RECEIVERS: dict[type, Callable[[Event], Iterator[Telling]]] = {
    **dict.fromkeys(ACTS, acted),
    moderation.ActReversed: reversed_act,
    moderation.AppealDecided: appeal_decided,
    moderation.ItemDecided: flags_judged,
    moderation.ItemOpened: concern_raised,
    moderation.MendingAsked: asked_to_mend,
}
