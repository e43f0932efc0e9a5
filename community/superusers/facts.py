"""Facts about the super-user programme."""

from community.events import fact


@fact
class MemberNominated:
    """Somebody named a member as a super-user to be."""

    nomination_id: int
    member_id: int


@fact
class NominationWithdrawn:
    """Whoever named a member took that back."""

    nomination_id: int
    member_id: int


@fact
class CandidateSetAside:
    """Staff decided not to invite somebody for now."""

    setting_aside_id: int
    member_id: int
    told: bool  # whether those who nominated them are told why


@fact
class SuperuserInvited:
    """Staff asked a member to become a super-user."""

    agreement_id: int
    member_id: int


@fact
class InvitationWithdrawn:
    """Staff took an invitation back."""

    agreement_id: int
    member_id: int


@fact
class AgreementAccepted:
    """The member agreed; the sponsor of this round is asked."""

    agreement_id: int
    member_id: int
    round: int


@fact
class AgreementDeclined:
    """The member would rather not."""

    agreement_id: int
    member_id: int


@fact
class SponsorAsked:
    """The sponsor is asked anew, or another one instead."""

    agreement_id: int
    member_id: int
    round: int


@fact
class AgreementConfirmed:
    """The sponsor gives the time for it."""

    agreement_id: int
    member_id: int


@fact
class AgreementRefused:
    """The sponsor can't give the time for it."""

    agreement_id: int
    member_id: int


@fact
class AgreementBegun:
    """Both sides agreed: from now until `ends` (seconds since 1970) somebody is a super-user under it."""

    agreement_id: int
    member_id: int
    ends: int


@fact
class RenewalOffered:
    """A term is nearly over; its member is asked whether to go on."""

    agreement_id: int
    member_id: int


@fact
class AgreementEnded:
    """Somebody is no super-user under this agreement any more."""

    agreement_id: int
    member_id: int
    early: bool


@fact
class SuperuserThanked:
    """The provider thanked somebody who has left the programme."""

    agreement_id: int
    member_id: int


@fact
class TrainingReviewed:
    """A coach looked at somebody's work; `signed`: that step is done."""

    review_id: int
    member_id: int
    signed: bool


@fact
class BriefingAnnounced:
    """There will be a briefing."""

    briefing_id: int


@fact
class BriefingChanged:
    """A briefing is at another time or place, or about something else."""

    briefing_id: int
    moved: bool


@fact
class BriefingCancelled:
    """A briefing will not be held."""

    briefing_id: int


@fact
class BriefingNoted:
    """What was said in a briefing can be read."""

    briefing_id: int


@fact
class BriefingAnswered:
    """Somebody said whether they come."""

    briefing_id: int
    member_id: int
    reply: str
