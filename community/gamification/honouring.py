"""Honours: given by provider staff with the sentence that says why, and taken back with one."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.accounts.showing import recognition_shown
from community.core import clock
from community.core.db import atomic, db, find, lock
from community.core.errors import Conflict, Invalid, require
from community.core.paging import Page, page_of
from community.core.text import tidy
from community.events import record
from community.gamification.badges import HonourKind, honours
from community.gamification.facts import HonourGiven, HonourTakenBack
from community.gamification.models import Honour
from community.gamification.revoking import take_off

REASON = 300


def may_honour(by: Member | None, member: Member) -> bool | str:
    """Provider staff honour others, never themselves."""
    if by is None or not by.is_staff:
        return "Honours are given by provider staff."
    return by.id != member.id or "Nobody honours themselves. A colleague may."


def may_take_back_honour(by: Member | None, honour: Honour) -> bool | str:
    """Provider staff, whoever gave it."""
    return (by is not None and by.is_staff) or "An honour is taken back by provider staff."


def honour_member(member: Member, honour: str, reason: str, *, by: Member) -> Honour:
    """Honour somebody. Raises NotAllowed, and Invalid for one that stands already or gives no reason."""
    if honour not in honours():
        raise Invalid("Choose an honour from the list.", "honour")
    reason = _reason(reason)
    with atomic() as session:
        lock(member)
        require(may_honour(by, member))
        if session.scalar(standing(member).where(Honour.honour == honour)) is not None:
            raise Invalid(f"{member.display_name} has this honour already.", "honour")
        given = Honour(member_id=member.id, honour=honour, reason=reason, by_id=by.id)
        session.add(given)
        session.flush()
        record(HonourGiven(given.id, member.id, honour), by=by)
    return given


def take_back_honour(honour: Honour, reason: str, *, by: Member) -> None:
    """Take an honour back. Raises NotAllowed, Invalid without a reason, Conflict when somebody did so already."""
    reason = _reason(reason)
    with atomic():
        lock(honour)
        require(may_take_back_honour(by, honour))
        if honour.taken_back_at is not None:
            raise Conflict("It was taken back already.")
        honour.taken_back_at, honour.taken_back_by_id, honour.taken_back_reason = clock.now(), by.id, reason
        take_off(honour.member_id, honour.honour)
        record(HonourTakenBack(honour.id, honour.member_id, honour.honour), by=by)


def _reason(written: str) -> str:
    reason = tidy(written)
    if not reason:
        raise Invalid("Say why, in a sentence that everybody can read.", "reason")
    if len(reason) > REASON:
        raise Invalid(f"At most {REASON} characters fit here; there are {len(reason)}.", "reason")
    return reason


def standing(member: Member):
    """The honours that somebody has, the latest first, as a query."""
    return (
        select(Honour).where(Honour.member_id == member.id, Honour.taken_back_at.is_(None)).order_by(Honour.id.desc())
    )


def honours_of(member: Member, *, taken_back: bool = False) -> list[tuple[HonourKind, Honour]]:
    """Somebody's honours with who gave them, the latest first; or those that were taken back."""
    query = standing(member)
    if taken_back:
        query = select(Honour).where(Honour.member_id == member.id, Honour.taken_back_at.is_not(None))
    rows = db.session.scalars(query.options(joinedload(Honour.by)))
    return [(honours()[row.honour], row) for row in rows if row.honour in honours()]


def honoured(kind: HonourKind, viewer: Member | None, *, after: str | None = None) -> Page[Honour]:
    """One page of who has an honour and shows it to the viewer, the latest first."""
    query = select(Honour).join(Honour.member).where(Honour.honour == kind.key, Honour.taken_back_at.is_(None))
    query = query.where(Member.active, recognition_shown(viewer)).options(
        joinedload(Honour.member), joinedload(Honour.by)
    )
    return page_of(query, by=(Honour.id,), after=after)


def find_honour(ident: int) -> Honour:
    """An honour with whom it was given to. Raises NotFound."""
    return find(Honour, ident, joinedload(Honour.member), joinedload(Honour.by))
