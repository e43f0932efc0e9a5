"""Shields and levels that hang on votes which count no longer: they go with them, and come back as they were."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from community.accounts.levels import levels
from community.accounts.models import Member
from community.core.db import db, lock, set_columns
from community.events import Event, record
from community.events.facts import FactRow
from community.gamification.awarding import give
from community.gamification.badges import Badge, catalogue
from community.gamification.choosing import MOST
from community.gamification.deeds import VOTED, VOTING
from community.gamification.earning import Earned, earned
from community.gamification.facts import LevelReached
from community.gamification.fairplay.models import WithdrawnAward
from community.gamification.levels import KEEPS
from community.gamification.models import Award
from community.gamification.revoking import take_off

COLUMNS = ("id", "member_id", "badge", "thing", "fact_id", "at", "subject_kind", "subject_id")
Key = tuple[int, str]  # member, thing


def withdraw_shields(event: Event) -> None:
    """Take away what was only earned with votes that count no longer; what a later deed earned as well tells of that.

    Who has a shield for another reason that is gone keeps it.
    """
    members = _concerned(event)
    for badge, held in _held_by(members):
        then, now = _earned(badge, members, dishonest=True), _earned(badge, members)
        for key, award in held.items():
            if key in then and (key not in now or now[key].fact_id > award.fact_id):
                _put_aside(award, event.fact.invalidation_id)
                if key in now:
                    give(badge, now[key], quietly=True)
        for member_id in {member_id for member_id, _ in held} - _holders(badge, members):
            take_off(member_id, badge.key)


def put_shields_back(event: Event) -> None:
    """Give back what was taken away, as it was, as far as the votes that count now earn it; and levels likewise."""
    members = _concerned(event)
    query = select(WithdrawnAward).where(WithdrawnAward.invalidation_id == event.fact.invalidation_id)
    waiting = list(db.session.scalars(query.where(WithdrawnAward.member_id.in_(members)).order_by(WithdrawnAward.id)))
    badges = catalogue()
    for award in waiting:
        badge = badges.get(award.badge)
        due = _earned(badge, [award.member_id]).get((award.member_id, award.thing)) if badge else None
        if due is not None and due.fact_id == award.fact_id:
            _put_back(award)
    db.session.flush()
    for member_id in sorted(members):
        _put_level_back(member_id, event.fact.cause_id)


def _concerned(event: Event) -> set[int]:
    return {event.fact.member_id, *(each for each in event.fact.author_ids if each is not None)}


def _held_by(members: Iterable[int]) -> list[tuple[Badge, dict[Key, Award]]]:
    """The shields of these members that votes have a part in."""
    held: dict[str, dict[Key, Award]] = defaultdict(dict)
    for award in db.session.scalars(select(Award).where(Award.member_id.in_(members)).order_by(Award.id)):
        held[award.badge][award.member_id, award.thing] = award
    by_votes = {*VOTED, *VOTING}
    return [(badge, held[key]) for key, badge in catalogue().items() if key in held and badge.rule.deeds & by_votes]


def _holders(badge: Badge, members: Iterable[int]) -> set[int]:
    held = select(Award.member_id).where(Award.badge == badge.key, Award.member_id.in_(members))
    return set(db.session.scalars(held))


def _earned(badge: Badge, members: Iterable[int], **how) -> dict[Key, Earned]:
    return {
        (each.member_id, badge.thing_of(each)): each
        for each in earned(badge.rule, db.session.connection(), members=members, **how)
    }


def _put_aside(award: Award, invalidation_id: int) -> None:
    member = lock(db.session.get(Member, award.member_id))
    values = {name: getattr(award, name) for name in COLUMNS}
    place = member.favourites.index(award.badge) if award.badge in member.favourites else None
    shown = {"place": place, "was_title": member.shield_title == award.badge}
    db.session.execute(insert(WithdrawnAward).values(**values, **shown, invalidation_id=invalidation_id))
    db.session.delete(award)
    db.session.flush()


def _put_back(award: WithdrawnAward) -> None:
    """The old row takes the place of one that was earned meanwhile; beside the name, that of none chosen meanwhile."""
    same = (Award.member_id == award.member_id, Award.badge == award.badge, Award.thing == award.thing)
    db.session.execute(delete(Award).where(*same))
    db.session.execute(insert(Award).values(**{name: getattr(award, name) for name in COLUMNS}))
    member = lock(db.session.get(Member, award.member_id))
    if award.place is not None and award.badge not in member.favourites and len(member.favourites) < MOST:
        member.favourites = [*member.favourites[: award.place], award.badge, *member.favourites[award.place :]]
    if award.was_title and not member.shield_title:
        member.shield_title = award.badge
    db.session.delete(award)


def _put_level_back(member_id: int, since: int) -> None:
    """A level that was lowered since then, and that these points keep."""
    payload = FactRow.payload
    lowered = select(payload["old"].as_integer()).where(FactRow.kind == "LevelLowered", FactRow.id > since)
    lowered = lowered.where(payload["member_id"].as_integer() == member_id).order_by(FactRow.id).limit(1)
    old = db.session.scalar(lowered)
    member = db.session.get(Member, member_id, populate_existing=True)
    if old is None or member.level_locked or member.level >= old:
        return
    if member.reputation >= KEEPS * levels()[old - 1].points:
        set_columns(Member, member_id, level=old)
        record(LevelReached(member_id, old))
