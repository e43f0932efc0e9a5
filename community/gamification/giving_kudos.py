"""Kudos: a sentence of thanks from one member to another, a few in a week, so that each of them means something."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.accounts.standing import may_write
from community.core import clock
from community.core.db import atomic, db, find, lock, take_turn
from community.core.errors import Invalid, NotFound, require
from community.core.text import tidy
from community.events import record
from community.forum.braking import SUSPICIONS, brake_text
from community.gamification.facts import KudosGiven, KudosHidden, KudosRemoved
from community.gamification.ledger import day_of
from community.gamification.models import Kudos

WEEKLY = (1, 2, 3, 3, 4, 5)  # how many a member gives in a week, by level
LENGTH = (10, 200)
SHOWN = 20


def week_of(at: datetime) -> int:
    """The week of a moment, from Monday (UTC): weeks since 1970."""
    return (day_of(at) + 3) // 7


def kudos_left(by: Member) -> int:
    """How many somebody may still give this week."""
    given = select(func.count()).where(Kudos.giver_id == by.id, Kudos.week == week_of(clock.now()))
    return max(0, WEEKLY[min(by.level, len(WEEKLY)) - 1] - db.session.scalar(given))


def may_give_kudos(by: Member | None, member: Member) -> bool | str:
    """Everybody who may write, to others, within the week's few, and to the same person once in it."""
    writes = may_write(by)
    if writes is not True:
        return writes
    if by.id == member.id:
        return "Kudos go to somebody else."
    if not member.active:
        return "This account is closed."
    # Nobody else would read it, and who wants to hear of none not even themselves.
    if member.recognition != "everything":
        return f"{member.display_name} has no kudos on their page. A comment below what helped you reaches them."
    mine = select(Kudos.id).where(Kudos.giver_id == by.id, Kudos.member_id == member.id)
    if db.session.scalar(mine.where(Kudos.week == week_of(clock.now()))) is not None:
        return f"You thanked {member.display_name} this week already. Next Monday you can again."
    if not kudos_left(by):
        return "You have given all your kudos of this week; there are new ones on Monday."
    return True


def give_kudos(member: Member, words: str, *, by: Member) -> Kudos:
    """Thank somebody with a sentence. Raises NotAllowed, and Invalid for what can't be said so."""
    words = tidy(words)
    least, most = LENGTH
    if not least <= len(words) <= most:
        raise Invalid(f"A sentence of {least} to {most} characters, please; it has {len(words)}.", "body")
    with atomic() as session:
        if by is not None:
            take_turn("kudos", by.id)
        require(may_give_kudos(by, member))
        suspicion = brake_text(by, None, words)
        if suspicion:
            raise Invalid(f"{SUSPICIONS[suspicion]} Please say it in other words.", "body")
        kudos = Kudos(giver_id=by.id, member_id=member.id, week=week_of(clock.now()), words=words)
        session.add(kudos)
        session.flush()
        record(KudosGiven(kudos.id, member.id), by=by)
    return kudos


def hide_kudos(kudos: Kudos, on: bool, *, by: Member) -> None:
    """Let a sentence about oneself be seen by nobody else, or by all again. Raises NotAllowed. Twice is once."""
    require((by is not None and by.id == kudos.member_id) or "Whom it thanks decides who sees it.")
    with atomic():
        lock(kudos)
        if kudos.hidden != on:
            kudos.hidden = on
            record(KudosHidden(kudos.id, on), by=by)


def may_remove_kudos(by: Member | None, kudos: Kudos) -> bool | str:
    """Who wrote it, and those who look after the hall."""
    mine = by is not None and (by.id == kudos.giver_id or by.may_moderate)
    return mine or "It is taken down by whoever wrote it, or by those who look after the hall."


def remove_kudos(kudos: Kudos, *, by: Member) -> None:
    """Take a sentence of thanks down; it still counts among those of its week. Raises NotAllowed. Twice is once."""
    require(may_remove_kudos(by, kudos))
    with atomic():
        lock(kudos)
        if kudos.removed_at is None:
            kudos.removed_at, kudos.removed_by_id = clock.now(), by.id
            record(KudosRemoved(kudos.id, kudos.member_id), by=by)


def kudos_of(member: Member, viewer: Member | None) -> list[Kudos]:
    """The latest thanks to somebody, with who thanked; hidden ones for them alone."""
    query = select(Kudos).join(Kudos.giver).where(Kudos.member_id == member.id, Kudos.removed_at.is_(None))
    if viewer is None or viewer.id != member.id:
        query = query.where(Kudos.hidden.is_(False))
    query = query.options(joinedload(Kudos.giver)).order_by(Kudos.id.desc())
    return list(db.session.scalars(query.limit(SHOWN)))


def find_kudos(ident: int, viewer: Member | None) -> Kudos:
    """A sentence of thanks that the viewer may see. Raises NotFound."""
    kudos = find(Kudos, ident, joinedload(Kudos.member))
    own = viewer is not None and viewer.id == kudos.member_id
    if kudos.removed_at is not None or (kudos.hidden and not own):
        raise NotFound("It isn’t there any more.")
    return kudos
