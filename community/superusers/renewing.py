"""The end of a term: a month before, its member is asked whether to go on; at the end the role rests."""

from datetime import timedelta

from sqlalchemy import select

from community.core import clock
from community.core.db import atomic, db, lock
from community.events import Event, record
from community.events.table import due
from community.superusers.facts import AgreementEnded, RenewalOffered
from community.superusers.inviting import Terms, store_offer
from community.superusers.models import Agreement
from community.superusers.queries import WHOLE

BEFORE = timedelta(days=30)


@due(lambda event: clock.from_seconds(event.fact.ends) - BEFORE)
def offer_renewal(event: Event) -> None:
    """AgreementBegun: a month before its end, offer the same once more. Not when it is over, or was offered."""
    agreement = db.session.get(Agreement, event.fact.agreement_id, options=WHOLE)
    with atomic():
        lock(agreement)
        offered = select(Agreement.id).where(Agreement.member_id == agreement.member_id, Agreement.state == "offered")
        asked = select(Agreement.id).where(Agreement.renews_id == agreement.id)
        if agreement.state != "active" or db.session.scalar(asked) or db.session.scalar(offered):
            return
        terms = Terms(tuple(agreement.services), agreement.hours, agreement.months, backup=agreement.backup)
        renewal = store_offer(agreement.member, terms, invited_by=None, renews=agreement)
        record(RenewalOffered(renewal.id, agreement.member_id))


@due(lambda event: clock.from_seconds(event.fact.ends))
def end_term(event: Event) -> None:
    """AgreementBegun: when its term is over and nothing followed it, it ends. A renewal nobody answered ends too.

    A renewal that waits for its sponsor alone stays: once confirmed it begins, if later.
    """
    agreement = db.session.get(Agreement, event.fact.agreement_id)
    with atomic():
        lock(agreement)
        if agreement.state != "active":
            return
        agreement.state, agreement.closed_at = "ended", clock.now()
        agreement.sponsor_email = ""
        renewal = db.session.scalar(
            select(Agreement).where(Agreement.renews_id == agreement.id, Agreement.state == "offered")
        )
        if renewal is not None and lock(renewal).accepted_at is None:
            renewal.state, renewal.closed_at, renewal.sponsor_email = "ended", clock.now(), ""
        record(AgreementEnded(agreement.id, agreement.member_id, early=False))
