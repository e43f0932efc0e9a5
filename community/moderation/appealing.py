"""Appealing against a decision, once, to somebody who did not make it."""

from datetime import timedelta

from sqlalchemy import select

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.core.text import tidy_body
from community.events import record
from community.moderation.facts import AppealDecided, Appealed
from community.moderation.items import open_item
from community.moderation.log import STAFF_ONLY
from community.moderation.models import Act, Appeal, ReviewItem
from community.moderation.things import find_thing
from community.moderation.undoing import UNDO, store_reversals

LENGTH = (10, 2_000)
WITHIN = timedelta(days=90)


def may_appeal(by: Member | None, act: Act) -> bool | str:
    """The person concerned, once, for ninety days, against what can be taken back; also while silenced."""
    if by is None or act.member_id != by.id:
        return "Only the person concerned can appeal."
    if act.kind not in UNDO or act.kind in ("PostUnhidden", "CommentUnhidden"):
        return "There is nothing here that could be taken back."
    if act.along_id:
        return "This was decided along with something else. Appeal against that, and all of it is looked at."
    if act.undone_at:
        return "This was taken back already." if act.undone_by_id else "It stands no longer since you changed it."
    if act.at < clock.now() - WITHIN:
        return f"This was more than {WITHIN.days} days ago, so it stays."
    return appeal_of(act) is None or "You have appealed, and an appeal is looked at once."


def appeal_of(act: Act) -> Appeal | None:
    """The appeal against an act."""
    return db.session.scalar(select(Appeal).where(Appeal.act_id == act.id))


def appeal(act: Act, words: str, *, by: Member) -> Appeal:
    """Ask that somebody else looks at a decision. Raises Invalid, NotAllowed."""
    require(may_appeal(by, act))
    words = tidy_body(words)
    low, high = LENGTH
    if not low <= len(words) <= high:
        raise Invalid(f"Please say in {low} to {high:,} characters what should be seen differently.", "words")
    with atomic():
        lock(act)
        require(may_appeal(by, act))
        if act.comment_id:
            about = find_thing("comment", act.comment_id)
        else:
            about = find_thing("post", act.post_id) if act.post_id else None
        restricted = about.staff_only if about is not None else act.kind in STAFF_ONLY
        item = open_item("appeal", about, subject=("act", act.id), member_id=by.id, staff_only=restricted, by=by)
        made = Appeal(act_id=act.id, member_id=by.id, item_id=item.id, words=words, at=clock.now(), answer="")
        db.session.add(made)
        db.session.flush()
        record(Appealed(made.id, act.id, item.id), by=by)
    return made


def settle_appeal(item: ReviewItem, upheld: bool, word: str, *, by: Member) -> None:
    """Part of deciding an appeal's matter: note the outcome and, if it is upheld, take the decision back."""
    act = db.session.get(Act, item.subject_id)
    made = lock(appeal_of(act))
    made.outcome, made.answer, made.decided_at = "upheld" if upheld else "declined", word, clock.now()
    if upheld:
        store_reversals(act, word, by=by)
    record(AppealDecided(made.id, act.id, made.member_id, made.outcome), by=by)
