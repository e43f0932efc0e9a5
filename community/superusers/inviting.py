"""Asking a member to become a super-user: for which services, how much time, how long, with whom to step in."""

from dataclasses import dataclass

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Conflict, Invalid, require
from community.core.text import tidy
from community.events import record
from community.services.models import Service
from community.superusers.facts import InvitationWithdrawn, SuperuserInvited
from community.superusers.models import TERMS, Agreement, AgreementService
from community.superusers.queries import offer_to, running_agreement
from community.superusers.setting_aside import may_choose_superusers

HOURS = (1, 20)
WORDS_LENGTH = 1_000


@dataclass(frozen=True)
class Terms:
    """What a super-user is asked for."""

    services: tuple[Service, ...]
    hours: int
    months: int = 12
    words: str = ""
    backup: Member | None = None


def may_invite(by: Member | None, member: Member) -> bool | str:
    """Staff invite members in good standing who are not under an agreement."""
    if (allowed := may_choose_superusers(by)) is not True:
        return allowed
    if member.is_staff:
        return f"{member.display_name} works for the provider; super-users are colleagues who don’t."
    if not member.active or member.is_suspended or member.is_silenced:
        return f"{member.display_name} can’t take part at the moment."
    if running_agreement(member):
        return f"{member.display_name} is under an agreement already."
    return True


def invite_superuser(member: Member, terms: Terms, *, by: Member) -> Agreement:
    """Offer somebody an agreement to read. Raises NotAllowed, Invalid with the field, Conflict when one is offered."""
    require(may_invite(by, member))
    _check(member, terms)
    with atomic():
        if offer_to(member):
            raise Conflict(f"{member.display_name} has been invited already.")
        agreement = store_offer(member, terms, invited_by=by)
        record(SuperuserInvited(agreement.id, member.id), by=by)
    return agreement


def store_offer(
    member: Member, terms: Terms, *, invited_by: Member | None, renews: Agreement | None = None
) -> Agreement:
    """Write an offer down with its services; a renewal keeps the sponsor. Inside the caller's transaction."""
    agreement = Agreement(
        member_id=member.id,
        renews_id=renews.id if renews else None,
        hours=terms.hours,
        months=terms.months,
        words=tidy(terms.words)[:WORDS_LENGTH],
        backup_id=terms.backup.id if terms.backup else None,
        invited_by_id=invited_by.id if invited_by else None,
        invited_at=clock.now(),
        sponsor_name=renews.sponsor_name if renews else "",
        sponsor_email=renews.sponsor_email if renews else "",
    )
    db.session.add(agreement)
    db.session.flush()
    db.session.add_all(AgreementService(agreement_id=agreement.id, service_id=each.id) for each in terms.services)
    db.session.flush()
    return agreement


def withdraw_invitation(agreement: Agreement, *, by: Member) -> None:
    """Take an invitation back while it has not begun. Nothing happens when that was done already."""
    require(may_choose_superusers(by))
    with atomic():
        lock(agreement)
        if agreement.state == "withdrawn":
            return
        if agreement.state != "offered":
            raise Conflict("It is no open invitation any more.")
        agreement.state, agreement.closed_at, agreement.closed_by_id = "withdrawn", clock.now(), by.id
        agreement.sponsor_email = ""
        record(InvitationWithdrawn(agreement.id, agreement.member_id), by=by)


def _check(member: Member, terms: Terms) -> None:
    low, high = HOURS
    if not terms.services:
        raise Invalid("Choose at least one service.", "services")
    if not low <= terms.hours <= high:
        raise Invalid(f"Between {low} and {high} hours a week can be agreed on.", "hours")
    if terms.months not in TERMS:
        raise Invalid("Please choose one of the terms.", "months")
    if terms.backup is not None and terms.backup.id == member.id:
        raise Invalid("Somebody else has to step in while they are away.", "backup")
