"""Who is told of what happens in the super-user programme."""

from collections.abc import Callable, Iterator

from sqlalchemy import select

from community.accounts.audiences import MEMBERS, STAFF, SUPERUSERS
from community.accounts.models import Member
from community.core.db import db
from community.events import Event
from community.improvement.models import Proposal
from community.notifications.tellings import Telling
from community.superusers import facts
from community.superusers.models import Agreement, AgreementService, Briefing, BriefingReply, Nomination


def invited_to_try(event: Event) -> Iterator[Telling]:
    """Super-users of the service whose proposal can be tried now; of what belongs to no service all of them."""
    proposal = db.session.get(Proposal, event.fact.proposal_id)
    if proposal is None or proposal.stage != "on_trial":
        return
    people = select(Agreement.member_id).where(Agreement.state == "active")
    if proposal.service_id is not None:
        of_service = select(AgreementService.agreement_id).where(AgreementService.service_id == proposal.service_id)
        people = people.where(Agreement.id.in_(of_service))
    subject = ("proposal", proposal.id)
    yield Telling("trial", subject, proposal.audience, tuple(db.session.scalars(people)), (subject,), ())


def _about(kind: str, agreement: Agreement) -> Telling:
    return Telling(kind, ("agreement", agreement.id), MEMBERS, (agreement.member_id,))


def to_the_person(event: Event) -> Iterator[Telling]:
    """Whose agreement it is."""
    agreement = db.session.get(Agreement, event.fact.agreement_id)
    if type(event.fact) is facts.SuperuserInvited and agreement.state != "offered":
        return  # taken back since
    yield _about(PERSONAL[type(event.fact)], agreement)


PERSONAL = {
    facts.AgreementBegun: "agreement_begun",
    facts.InvitationWithdrawn: "invitation_withdrawn",
    facts.RenewalOffered: "renewal_offered",
    facts.SuperuserInvited: "superuser_invited",
    facts.SuperuserThanked: "superuser_thanked",
}


def to_staff(event: Event) -> Iterator[Telling]:
    """Who invited; of a refusal by the sponsor the person as well."""
    agreement = db.session.get(Agreement, event.fact.agreement_id)
    if type(event.fact) is facts.AgreementRefused:
        yield _about("sponsor_refused", agreement)
    kind = TO_STAFF[type(event.fact)]
    yield Telling(kind, ("agreement", agreement.id), STAFF, (_inviter(agreement),))


TO_STAFF = {
    facts.AgreementAccepted: "agreement_accepted",
    facts.AgreementDeclined: "agreement_declined",
    facts.AgreementRefused: "sponsor_refused_them",
}


def _inviter(agreement: Agreement) -> int | None:
    """Who asked them, now or for the first term."""
    while agreement.invited_by_id is None and agreement.renews_id is not None:
        agreement = db.session.get(Agreement, agreement.renews_id)
    return agreement.invited_by_id


def ended(event: Event) -> Iterator[Telling]:
    """Whose agreement it was, and who had invited them."""
    agreement = db.session.get(Agreement, event.fact.agreement_id)
    yield _about("agreement_ended", agreement)
    yield Telling("agreement_ended_them", ("agreement", agreement.id), STAFF, (_inviter(agreement),))


def set_aside(event: Event) -> Iterator[Telling]:
    """Those who named the person, if staff said a word to them."""
    if event.fact.told:
        named = select(Nomination.by_id).where(Nomination.member_id == event.fact.member_id)
        subject = ("setting_aside", event.fact.setting_aside_id)
        yield Telling("candidate_set_aside", subject, MEMBERS, tuple(db.session.scalars(named)))


def trained(event: Event) -> Iterator[Telling]:
    """Whose work was looked at."""
    kind = "training_signed" if event.fact.signed else "training_noted"
    yield Telling(kind, ("training", event.fact.review_id), MEMBERS, (event.fact.member_id,))


def briefed(event: Event) -> Iterator[Telling]:
    """Every super-user of a new one; of what changes those who did not say that they can't come."""
    briefing, kind = db.session.get(Briefing, event.fact.briefing_id), BRIEFED[type(event.fact)]
    if type(event.fact) is facts.BriefingChanged and not event.fact.moved:
        return
    if briefing.cancelled_at and type(event.fact) is not facts.BriefingCancelled:
        return
    people = select(Member.id).where(Member.role == "superuser", Member.active)
    if kind in ("briefing_moved", "briefing_cancelled"):
        away = select(BriefingReply.member_id).where(
            BriefingReply.briefing_id == briefing.id, BriefingReply.reply == "no"
        )
        people = people.where(Member.id.not_in(away))
    yield Telling(kind, ("briefing", briefing.id), SUPERUSERS, tuple(db.session.scalars(people)))


BRIEFED = {
    facts.BriefingAnnounced: "briefing",
    facts.BriefingCancelled: "briefing_cancelled",
    facts.BriefingChanged: "briefing_moved",
    facts.BriefingNoted: "briefing_noted",
}

RECEIVERS: dict[type, Callable[[Event], Iterator[Telling]]] = {
    **dict.fromkeys(PERSONAL, to_the_person),
    **dict.fromkeys(TO_STAFF, to_staff),
    **dict.fromkeys(BRIEFED, briefed),
    facts.AgreementEnded: ended,
    facts.CandidateSetAside: set_aside,
    facts.TrainingReviewed: trained,
}
