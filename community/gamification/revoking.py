"""Shields that go with their reason, if their rule says so: taken away when it is gone, back when it holds again."""

from collections.abc import Iterable

from sqlalchemy import delete, select, update

from community.accounts.models import Member
from community.core.db import db, lock
from community.events import Event, record
from community.events.facts import FactRow
from community.events.table import in_batches
from community.forum.facts import PostRestored, PostUnhidden, TopicRestored
from community.forum.models import Post
from community.gamification.awarding import give, was_told
from community.gamification.badges import Badge, catalogue
from community.gamification.earning import Earned, earned
from community.gamification.facts import BadgeRevoked
from community.gamification.models import Award, ReputationLine

LINE = ReputationLine.__table__.c


@in_batches
def revoke(events: list[Event]) -> None:
    """Look again at what those concerned by these facts hold for a reason that may be gone. Twice is once.

    What can be seen again counts again: with it several may have come together that were too few meanwhile.
    """
    back = any(isinstance(event.fact, PostRestored | PostUnhidden | TopicRestored) for event in events)
    badges = [badge for badge in catalogue().values() if badge.rule.revoke or (back and badge.rule.goal > 1)]
    members = _concerned(events) if badges else set()
    for badge in badges if members else ():
        settle(badge, members)


@in_batches
def look_at_roles(events: list[Event]) -> None:
    """Somebody has another role: shields that are for some roles only may be due now, or go."""
    members = {event.fact.member_id for event in events}
    for badge in catalogue().values():
        if badge.rule.audience != "everybody":
            settle(badge, members)


def settle(badge: Badge, members: Iterable[int]) -> None:
    """Give these members what is due, as of when it was earned, and where the rule says so take away what is not."""
    due = {key_of(badge, each): each for each in earned(badge.rule, db.session.connection(), members=members)}
    held = _held(badge, members)
    for key in sorted(due.keys() - held.keys()):
        give(badge, due[key], quietly=was_told(key[0], badge.key))
    if badge.rule.revoke:
        for key in sorted(held.keys() - due.keys()):
            take_away(badge, *key)
    for key in sorted(held.keys() & due.keys()):
        if held[key].fact_id > due[key].fact_id or (badge.rule.revoke and held[key] != due[key]):
            _correct(badge, key, due[key])


def take_away(badge: Badge, member_id: int, thing: str) -> None:
    """Take a shield away and record BadgeRevoked; it leaves the name it stood by as well."""
    mine = (Award.member_id == member_id, Award.badge == badge.key)
    db.session.execute(delete(Award).where(*mine, Award.thing == thing))
    record(BadgeRevoked(member_id, badge.key, thing))
    if db.session.scalar(select(Award.id).where(*mine).limit(1)) is None:
        take_off(member_id, badge.key)


def take_off(member_id: int, key: str) -> None:
    """A shield that somebody has no more stands by their name no more."""
    member = db.session.get(Member, member_id)
    if key in member.favourites or member.shield_title == key:
        lock(member)
        member.favourites = [each for each in member.favourites if each != key]
        member.shield_title = "" if member.shield_title == key else member.shield_title


def _concerned(events: list[Event]) -> set[int]:
    """Who has lines by these facts, or lines about the posts that went down or came back with them."""
    members = set(db.session.scalars(select(LINE.member_id).where(LINE.fact_id.in_([event.id for event in events]))))
    posts: set[int] = set()
    for event in events:
        posts.update(getattr(event.fact, "post_ids", ()))
        if getattr(event.fact, "opening", False):  # the whole topic goes with it
            posts.update(db.session.scalars(select(Post.id).where(Post.topic_id == event.fact.topic_id)))
        posts.add(getattr(event.fact, "post_id", 0))
    about = (LINE.subject_kind == "post", LINE.subject_id.in_(posts))
    return members | set(db.session.scalars(select(LINE.member_id).where(*about).distinct()))


def key_of(badge: Badge, each: Earned) -> tuple[int, str]:
    """Under which member and thing it is awarded."""
    return each.member_id, badge.thing_of(each)


def _held(badge: Badge, members: Iterable[int]) -> dict[tuple[int, str], Earned]:
    columns = (Award.thing, Award.member_id, Award.fact_id, Award.subject_kind, Award.subject_id)
    query = select(*columns).where(Award.badge == badge.key, Award.member_id.in_(members))
    return {(row.member_id, row.thing): Earned(*row[1:]) for row in db.session.execute(query)}


def _correct(badge: Badge, key: tuple[int, str], due: Earned) -> None:
    """Another fact is the first that holds now: it tells of that."""
    at = select(FactRow.at).where(FactRow.id == due.fact_id).scalar_subquery()
    mine = (Award.member_id == key[0], Award.badge == badge.key, Award.thing == key[1])
    change = update(Award).where(*mine).values(**due._asdict(), at=at)
    db.session.execute(change.execution_options(synchronize_session=False))
