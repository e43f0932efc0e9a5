"""Deciding about a finding: leave it, let its votes count no longer, or take that back."""

from sqlalchemy import select

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Conflict, Invalid, require
from community.core.text import tidy
from community.events import Event, record
from community.forum.invalidating import REASON, invalidate_votes, reinstate_votes, votes_of_decision
from community.gamification.fairplay.facts import FindingLeft
from community.gamification.fairplay.models import Finding, FindingVote


def may_judge(by: Member | None, finding: Finding) -> bool | str:
    """Provider staff, but nobody about their own votes."""
    if by is None or not by.is_staff:
        return "Fair play is looked after by provider staff."
    return by.id not in finding.member_ids or "It is about you as well, so somebody else has to decide."


def leave_finding(finding: Finding, reason: str, *, by: Member) -> None:
    """Everything stays as it is; the same evidence is not raised again. Raises NotAllowed, Invalid, Conflict."""
    reason = _check(finding, reason, by)
    with atomic():
        _hold(finding, "open")
        _decide(finding, "left", reason, by)
        record(FindingLeft(finding.id), by=by)


def invalidate_finding(finding: Finding, reason: str, *, by: Member) -> None:
    """Its votes count no longer. Raises NotAllowed, Invalid, and Conflict when none of them counts any more."""
    reason = _check(finding, reason, by)
    with atomic():
        _hold(finding, "open")
        finding.invalidation_id = invalidate_votes(vote_ids(finding), reason, by=by).id
        _decide(finding, "invalidated", reason, by)


def reinstate_finding(finding: Finding, *, by: Member) -> None:
    """Its votes count again, exactly as before. Raises NotAllowed, Conflict."""
    require(may_judge(by, finding))
    with atomic():
        _hold(finding, "invalidated")
        reinstate_votes(finding.invalidation_id, by=by)


def note_reinstated(event: Event) -> None:
    """All votes of a finding count again, be it after an appeal: it is taken back."""
    if votes_of_decision(event.fact.invalidation_id) == 0:
        finding = db.session.scalar(select(Finding).where(Finding.invalidation_id == event.fact.invalidation_id))
        if finding is not None:
            finding.state = "reinstated"


def vote_ids(finding: Finding) -> list[int]:
    """The votes that a finding is about."""
    query = select(FindingVote.vote_id).where(FindingVote.finding_id == finding.id)
    return list(db.session.scalars(query.order_by(FindingVote.vote_id)))


def _check(finding: Finding, reason: str, by: Member) -> str:
    require(may_judge(by, finding))
    reason = tidy(reason)
    low, high = REASON
    if not low <= len(reason) <= high:
        raise Invalid(f"Say why in {low} to {high} characters.", "reason")
    return reason


def _hold(finding: Finding, state: str) -> None:
    if lock(finding).state != state:
        raise Conflict("Somebody has decided about this a moment ago. Look at it again.")


def _decide(finding: Finding, state: str, reason: str, by: Member) -> None:
    finding.state, finding.reason = state, reason
    finding.decided_at, finding.decided_by_id = clock.now(), by.id
