"""Leaving with honour, at any time; ending an agreement; and a word of thanks that stays on the profile."""

from sqlalchemy import select, update

from community.accounts.models import Member
from community.accounts.queries import doer_of
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Conflict, Invalid, require
from community.core.text import tidy
from community.events import Event, record
from community.superusers.facts import AgreementEnded, InvitationWithdrawn, SuperuserThanked
from community.superusers.models import SERVED, Agreement

LENGTH = 500


def may_leave(by: Member | None, agreement: Agreement) -> bool | str:
    """The super-user, at any time; staff end it as well, with a reason."""
    if by is None or not (by.is_staff or by.id == agreement.member_id):
        return "The super-user, or provider staff, end an agreement."
    return agreement.state == "active" or "This agreement does not run."


def leave_programme(agreement: Agreement, words: str = "", *, by: Member) -> None:
    """End a running agreement now. The member may say a word; staff have to. Raises NotAllowed, Invalid."""
    if agreement.state == "left":
        return  # sent twice
    require(may_leave(by, agreement))
    words = tidy(words)[:LENGTH]
    if not words and by.id != agreement.member_id:
        raise Invalid("Say why; the member reads it.", "words")
    with atomic():
        lock(agreement)
        require(may_leave(by, agreement))
        _close(agreement, words, by)
        record(AgreementEnded(agreement.id, agreement.member_id, early=True), by=by)


def follow_role(event: Event) -> None:
    """RoleChanged: whoever is made a member, or works for the provider now, is under no agreement any more.

    Nor is anybody asked to become a super-user who works for the provider.
    """
    if event.fact.new == "superuser":
        return
    member_id, by = event.fact.member_id, doer_of(event)
    running = select(Agreement).where(Agreement.member_id == member_id, Agreement.state == "active")
    agreement = db.session.scalar(running)
    if agreement is not None:
        _close(agreement, "", by)
        record(AgreementEnded(agreement.id, agreement.member_id, early=True), by=by)
    if event.fact.new != "member":
        _take_offer_back(member_id, by)


def follow_closing(event: Event) -> None:
    """AccountClosed: nobody is left to answer an offer, and who answered for their time is forgotten."""
    _take_offer_back(event.fact.member_id, None)
    theirs = Agreement.member_id == event.fact.member_id
    db.session.execute(update(Agreement).where(theirs).values(sponsor_name="", sponsor_email="", sponsor_words=""))


def may_thank(by: Member | None, agreement: Agreement) -> bool | str:
    """Provider staff, when somebody's service is over."""
    if by is None or not by.is_staff:
        return "Provider staff say this."
    return agreement.state in SERVED or "This is said when an agreement is over."


def thank_superuser(agreement: Agreement, words: str, *, by: Member) -> None:
    """Say thank you in words that stand on the profile of who has left. Raises NotAllowed, Invalid without any."""
    require(may_thank(by, agreement))
    words = tidy(words)[:LENGTH]
    if not words:
        raise Invalid("A word of thanks needs words.", "words")
    with atomic():
        lock(agreement)
        if agreement.thanks == words:
            return
        if agreement.state not in SERVED:
            raise Conflict("It runs again.")
        agreement.thanks, agreement.thanked_by_id = words, by.id
        record(SuperuserThanked(agreement.id, agreement.member_id), by=by)


def _take_offer_back(member_id: int, by: Member | None) -> None:
    offered = select(Agreement).where(Agreement.member_id == member_id, Agreement.state == "offered")
    for each in db.session.scalars(offered).all():
        if lock(each).state == "offered":
            each.state, each.closed_at, each.sponsor_email = "withdrawn", clock.now(), ""
            each.closed_by_id = by.id if by else None
            record(InvitationWithdrawn(each.id, member_id), by=by)
    db.session.flush()


def _close(agreement: Agreement, words: str, by: Member | None) -> None:
    agreement.state, agreement.closed_at = "left", clock.now()
    agreement.closed_by_id, agreement.parting = by.id if by else None, words
    agreement.sponsor_email = ""
    renewal = select(Agreement).where(Agreement.renews_id == agreement.id, Agreement.state == "offered")
    for each in db.session.scalars(renewal):
        each.state, each.closed_at, each.sponsor_email = "withdrawn", clock.now(), ""
    db.session.flush()
