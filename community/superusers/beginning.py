"""An agreement begins when both sides are there, and what goes with it: the role, and the places of its services."""

from datetime import datetime

from sqlalchemy import select

from community.accounts.joining import change_role
from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.events import Event, record
from community.superusers.facts import AgreementBegun
from community.superusers.models import Agreement
from community.superusers.queries import service_ids_of
from community.superusers.teams import follow_services


def begin_when_complete(event: Event) -> None:
    """AgreementAccepted, AgreementConfirmed: whoever comes second lets it begin, in the same transaction."""
    agreement = db.session.get(Agreement, event.fact.agreement_id)
    if agreement.state != "offered" or not (agreement.accepted_at and agreement.confirmed_at):
        return
    agreement.begins_at = _after(agreement)
    agreement.ends_at = clock.utc(agreement.begins_at + agreement.term)
    agreement.state = "active"
    record(AgreementBegun(agreement.id, agreement.member_id, int(agreement.ends_at.timestamp())))


def _after(agreement: Agreement) -> datetime:
    """A renewal takes up where the term before it ends, if that still runs; that one is over then."""
    before = db.session.get(Agreement, agreement.renews_id) if agreement.renews_id else None
    if before is None or lock(before).state != "active":
        return clock.utc(clock.now())
    before.state, before.closed_at = "renewed", clock.now()
    db.session.flush()  # one runs per person: the old one first
    return max(before.ends_at, clock.utc(clock.now()))


def follow_agreement(event: Event) -> None:
    """AgreementBegun, AgreementEnded: the role and the teams are those of the agreement that runs, if one does.

    Who works for the provider by now keeps that role.
    """
    member = db.session.get(Member, event.fact.member_id)
    with atomic():
        running = select(Agreement.id).where(Agreement.member_id == member.id, Agreement.state == "active")
        agreement_id = db.session.scalar(running)
        if not member.is_staff:
            change_role(member, "superuser" if agreement_id else "member", by=None)
        follow_services(member, service_ids_of(agreement_id) if agreement_id and not member.is_staff else set())
