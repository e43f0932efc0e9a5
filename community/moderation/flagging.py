"""Flagging posts and comments, once per person and thing, and taking a flag back."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from community.accounts.audiences import group_of
from community.accounts.models import Member
from community.accounts.standing import may_write
from community.core import clock
from community.core.db import atomic, db, lock, set_columns, take_turn
from community.core.errors import Conflict, Invalid, TooFast, require
from community.core.text import tidy
from community.events import Event, record
from community.forum.hiding import hide_comment, hide_post
from community.forum.holding import hold
from community.forum.models import Comment, Post
from community.forum.outdating import store_outdating
from community.forum.rights import may_moderate, may_see
from community.moderation.facts import Flagged, FlagWithdrawn
from community.moderation.items import open_item
from community.moderation.models import Act, Flag, ReviewItem
from community.moderation.reasons import HIDING, REASONS, sentence_for_author
from community.moderation.things import find_thing, place_of
from community.moderation.weighing import HIDES_AT, cries_wolf, weight_of

NOTE_LENGTH = 500
OUTDATED = "Several people say so; nobody has checked it yet."
PER_DAY = {1: 10}  # flags of a member of this level in a day; MORE for all others
MORE = 50
STILL_HIDDEN = "The flags that hid it were taken back. It stays hidden until somebody has looked."


def may_flag(by: Member | None, thing: Post | Comment) -> bool | str:
    """Members flag what others wrote and they may read."""
    if (allowed := may_write(by)) is not True:
        return allowed
    if thing.author_id == by.id:
        return "This is your own; you can edit it or take it down."
    if (seen := may_see(by, place_of(thing))) is not True:
        return seen
    return thing.deleted_at is None or "This was taken down already. Thank you for looking."


def flag_thing(thing: Post | Comment, reason: str, note: str = "", *, by: Member) -> Flag:
    """Say that something needs a look; saying it twice changes nothing. Raises Invalid, NotAllowed, TooFast."""
    require(may_flag(by, thing))
    note = tidy(note)[:NOTE_LENGTH]
    if reason not in REASONS:
        raise Invalid("Please choose what is the matter.", "reason")
    if REASONS[reason].needs_note and not note:
        raise Invalid("Please say in a few words what you mean, so that somebody can act on it.", "note")
    subject, post = _subject_of(thing), _post_of(thing)
    with atomic():
        take_turn("flags", by.id)  # two at once would each count without the other
        _hold(thing)
        if known := flag_of(by, subject):
            return known
        require(may_flag(by, thing))
        _not_too_many(by)
        security = reason == "security"
        staff_only = security and group_of(place_of(thing).audience) is None
        item = open_item("security" if security else "flag", thing, staff_only=staff_only, by=by)
        flag = Flag(subject_kind=subject[0], subject_id=subject[1], post_id=post.id, member_id=by.id, item_id=item.id,
                    reason=reason, note=note, weight=weight_of(by), at=clock.now())  # fmt: skip
        db.session.add(flag)
        db.session.flush()
        weigh(item)
        record(Flagged(flag.id, item.id, *subject, reason), by=by)
    return flag


def withdraw_flag(thing: Post | Comment, *, by: Member) -> None:
    """Take one's flag back; nothing happens when there is none. Raises Conflict once it was looked at."""
    with atomic():
        _hold(thing)
        subject = _subject_of(thing)
        flag = flag_of(by, subject)
        if flag is None:
            return
        if flag.outcome:
            raise Conflict("Somebody has looked at it already, so your flag stays on record.")
        item = lock(db.session.get(ReviewItem, flag.item_id))
        db.session.execute(delete(Flag).where(Flag.id == flag.id))
        weigh(item)
        if not flags_on(item) and item.decided_at is None:
            _end_or_wait(item, thing)
        record(FlagWithdrawn(item.id, *subject), by=by)


def _end_or_wait(item: ReviewItem, thing: Post | Comment) -> None:
    """Without flags a matter ends, unless what they hid is hidden still: then somebody has to look at it."""
    if thing.hidden_at and not thing.deleted_at:
        item.note = STILL_HIDDEN
    else:
        item.decided_at, item.verdict = clock.now(), "withdrawn"


def _subject_of(thing: Post | Comment) -> tuple[str, int]:
    return ("comment" if isinstance(thing, Comment) else "post", thing.id)


def _post_of(thing: Post | Comment) -> Post:
    return thing.post if isinstance(thing, Comment) else thing


def _hold(thing: Post | Comment) -> None:
    hold(_post_of(thing))
    if isinstance(thing, Comment):
        lock(thing)


def flag_of(member: Member | None, subject: tuple[str, int]) -> Flag | None:
    """This member's flag on a thing."""
    if member is None:
        return None
    query = select(Flag).where(Flag.member_id == member.id)
    return db.session.scalar(query.where(Flag.subject_kind == subject[0], Flag.subject_id == subject[1]))


def flags_on(item: ReviewItem) -> list[Flag]:
    """The flags of a matter, oldest first."""
    return list(db.session.scalars(select(Flag).where(Flag.item_id == item.id).order_by(Flag.id)))


def weigh(item: ReviewItem) -> None:
    """Set a matter's weight from its flags; those from before the author mended it count no more."""
    mended = select(func.max(Act.at)).where(
        Act.post_id == item.post_id, Act.kind == "PostUnhidden", Act.by_id.is_(None)
    )
    since = db.session.scalar(mended)
    total = select(func.coalesce(func.sum(Flag.weight), 0.0)).where(Flag.item_id == item.id, Flag.reason.in_(HIDING))
    if since is not None:
        total = total.where(Flag.at > since)
    set_columns(ReviewItem, item.id, weight=total.scalar_subquery())


def hide_flagged(event: Event) -> None:
    """Flagged, together: a security concern hides at once, other flags by their weight; official words stay."""
    fact = event.fact
    thing, item = find_thing(fact.subject_kind, fact.subject_id), db.session.get(ReviewItem, fact.item_id)
    by = db.session.get(Member, event.by_id)
    security = fact.reason == "security"
    if security and cries_wolf(by):
        return
    if not security and (item.weight < HIDES_AT or _is_protected(thing)):
        return
    reason = "security" if security else _heaviest(item)
    if reason == "out_of_date" and isinstance(thing, Post):
        store_outdating(thing, OUTDATED, by=None)
        return
    hide = hide_comment if isinstance(thing, Comment) else hide_post
    hide(thing, sentence_for_author(reason), by=None, security=security)


def _is_protected(thing: Post | Comment) -> bool:
    """Those who look after the place, and what speaks for the provider, are judged by people alone."""
    author = db.session.get(Member, thing.author_id) if thing.author_id else None
    official = getattr(thing, "official", False)
    return official or (author is not None and may_moderate(author, place_of(thing)) is True)


def _heaviest(item: ReviewItem) -> str:
    total = func.sum(Flag.weight)
    query = select(Flag.reason).where(Flag.item_id == item.id, Flag.reason.in_(HIDING)).group_by(Flag.reason)
    return db.session.scalars(query.order_by(total.desc(), Flag.reason).limit(1)).one()


def _not_too_many(by: Member) -> None:
    since = clock.now() - timedelta(days=1)
    today = db.session.scalar(select(func.count()).where(Flag.member_id == by.id, Flag.at > since))
    most = PER_DAY.get(by.level, MORE)
    if today >= most and not by.may_moderate:
        raise TooFast(f"You have flagged {most} things in a day, which is the most. Write to staff if there is more.",
                      86_400)  # fmt: skip
