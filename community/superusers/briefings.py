"""Briefings: the provider tells super-users what is coming; they say whether they come, and read what was said."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Conflict, Invalid, NotFound, require
from community.core.text import render, tidy, tidy_body
from community.events import record
from community.superusers.facts import (
    BriefingAnnounced,
    BriefingAnswered,
    BriefingCancelled,
    BriefingChanged,
    BriefingNoted,
)
from community.superusers.models import BRIEFING_LASTS, Briefing, BriefingReply

REPLIES = {"yes": "I come", "maybe": "Perhaps", "no": "I can’t"}
TITLE_LENGTH = (4, 120)
TEXT_LENGTH = 10_000


def may_brief(by: Member | None) -> bool | str:
    """Provider staff."""
    return (by is not None and by.is_staff) or "Provider staff hold briefings."


def may_attend(by: Member | None) -> bool | str:
    """Super-users and provider staff."""
    return (by is not None and by.may_moderate) or "Briefings are for super-users and provider staff."


def announce_briefing(*, title: str, starts_at: datetime | None, place: str, about: str = "", by: Member) -> Briefing:
    """Invite super-users to a briefing. Raises NotAllowed, Invalid with the field."""
    require(may_brief(by))
    values = _checked(title, starts_at, place, about)
    if starts_at < clock.now():
        raise Invalid("That time is over.", "starts_at")
    with atomic():
        briefing = Briefing(**values, by_id=by.id)
        db.session.add(briefing)
        db.session.flush()
        record(BriefingAnnounced(briefing.id), by=by)
    return briefing


def change_briefing(
    briefing: Briefing, *, title: str, starts_at: datetime | None, place: str, about: str, by: Member
) -> None:
    """Hold it at another time or place, or about something else; nothing happens when nothing differs."""
    require(may_brief(by))
    values = _checked(title, starts_at, place, about)
    with atomic():
        lock(briefing)
        _refuse_cancelled(briefing)
        changed = {name for name, value in values.items() if getattr(briefing, name) != value}
        for name in changed:
            setattr(briefing, name, values[name])
        if changed:
            record(BriefingChanged(briefing.id, moved=bool(changed & {"starts_at", "place"})), by=by)


def cancel_briefing(briefing: Briefing, *, by: Member) -> None:
    """It will not be held; nothing happens when that was said already."""
    require(may_brief(by))
    with atomic():
        lock(briefing)
        if briefing.cancelled_at is None:
            briefing.cancelled_at = clock.now()
            record(BriefingCancelled(briefing.id), by=by)


def note_briefing(briefing: Briefing, notes: str, *, by: Member) -> None:
    """Write down what was said, for those who could not come. Raises NotAllowed, Invalid."""
    require(may_brief(by))
    notes = tidy_body(notes)
    if not notes or len(notes) > TEXT_LENGTH:
        raise Invalid(f"Between 1 and {TEXT_LENGTH:,} characters can be kept.", "notes")
    with atomic():
        lock(briefing)
        _refuse_cancelled(briefing)
        if briefing.notes != notes:
            first = not briefing.notes
            briefing.notes, briefing.notes_html = notes, render(notes, trusted=True)
            record(BriefingNoted(briefing.id) if first else BriefingChanged(briefing.id, moved=False), by=by)


def reply_to_briefing(briefing: Briefing, reply: str, *, by: Member) -> None:
    """Say whether one comes; the last word counts. Raises NotAllowed, Invalid, Conflict when it is over."""
    require(may_attend(by))
    if reply not in REPLIES:
        raise Invalid("Choose one of the answers.", "reply")
    with atomic():
        lock(briefing)
        _refuse_cancelled(briefing)
        if briefing.is_held:
            raise Conflict("It has been held already.")
        said = db.session.get(BriefingReply, (briefing.id, by.id), populate_existing=True)
        if said is not None and said.reply == reply:
            return
        if said is None:
            db.session.add(BriefingReply(briefing_id=briefing.id, member_id=by.id, reply=reply, at=clock.now()))
        else:
            said.reply, said.at = reply, clock.now()
        record(BriefingAnswered(briefing.id, by.id, reply), by=by)


def find_briefing(ident: int, viewer: Member) -> Briefing:
    """A briefing, for those whom briefings are for. Raises NotAllowed, NotFound."""
    require(may_attend(viewer))
    found = db.session.get(Briefing, ident, options=[joinedload(Briefing.by)])
    if found is None:
        raise NotFound("There is no such briefing.")
    return found


def briefings_to_come(viewer: Member) -> list[Briefing]:
    """What will be held, the next first. Raises NotAllowed."""
    require(may_attend(viewer))
    query = select(Briefing).where(Briefing.starts_at > clock.now() - BRIEFING_LASTS, Briefing.cancelled_at.is_(None))
    return list(db.session.scalars(query.order_by(Briefing.starts_at, Briefing.id)))


def briefings_held(viewer: Member, limit: int = 30) -> list[Briefing]:
    """What was held, the latest first. Raises NotAllowed."""
    require(may_attend(viewer))
    query = select(Briefing).where(Briefing.starts_at <= clock.now() - BRIEFING_LASTS, Briefing.cancelled_at.is_(None))
    return list(db.session.scalars(query.order_by(Briefing.starts_at.desc(), Briefing.id.desc()).limit(limit)))


def replies_to(briefing: Briefing) -> list[BriefingReply]:
    """Who said what."""
    query = select(BriefingReply).where(BriefingReply.briefing_id == briefing.id)
    return list(db.session.scalars(query.options(joinedload(BriefingReply.member)).order_by(BriefingReply.at)))


def coming_to(briefings: list[Briefing]) -> dict[int, int]:
    """How many come to each: one statement."""
    query = select(BriefingReply.briefing_id, func.count()).where(
        BriefingReply.briefing_id.in_([each.id for each in briefings]), BriefingReply.reply == "yes"
    )
    return dict(db.session.execute(query.group_by(BriefingReply.briefing_id)).all())


def _checked(title: str, starts_at: datetime | None, place: str, about: str) -> dict:
    title, place, about = tidy(title), tidy(place)[:300], tidy_body(about)
    low, high = TITLE_LENGTH
    if not low <= len(title) <= high:
        raise Invalid(f"A title has {low} to {high} characters; this one has {len(title)}.", "title")
    if starts_at is None:
        raise Invalid("When will it be?", "starts_at")
    if not place:
        raise Invalid("Where? A room, or the address of the call.", "place")
    if len(about) > TEXT_LENGTH:
        raise Invalid(f"At most {TEXT_LENGTH:,} characters fit here.", "about")
    return {
        "title": title, "starts_at": clock.utc(starts_at), "place": place, "about": about,
        "about_html": render(about, trusted=True),
    }  # fmt: skip


def _refuse_cancelled(briefing: Briefing) -> None:
    if briefing.cancelled_at is not None:
        raise Conflict("This briefing was cancelled.")
