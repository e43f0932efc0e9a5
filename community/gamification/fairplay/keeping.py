"""Keeping what was found: once, and not again for the same evidence after it was looked at."""

from sqlalchemy import delete, insert, select

from community.core import clock
from community.core.db import db
from community.gamification.fairplay.models import Finding, FindingVote
from community.gamification.fairplay.suspicion import Suspicion

JUDGED = ("left", "reinstated")
MORE = 0.5  # of what was looked at: as many votes again have to come before it is raised once more


def keep(suspicion: Suspicion) -> bool:
    """Make a finding of a suspicion, or bring the open one about the same up to date; True when it is new."""
    about = _overlapping(suspicion)
    judged = set().union(*(votes for finding, votes in about if finding.state in JUDGED))
    if judged and len(suspicion.votes - judged) < MORE * len(suspicion.votes & judged):
        return False
    accounts = ",".join(map(str, suspicion.members))
    known = [(finding, votes) for finding, votes in about if finding.state == "open" and finding.kind == suspicion.kind]
    # The one with the same accounts, or else the one that shares most votes.
    known.sort(key=lambda each: (each[0].accounts != accounts, -len(each[1] & suspicion.votes), each[0].id))
    finding = known[0][0] if known else Finding(kind=suspicion.kind, found_at=clock.now(), state="open", reason="")
    finding.accounts, finding.figures, finding.seen_at = accounts, suspicion.figures, clock.now()
    db.session.add(finding)
    db.session.flush()
    db.session.execute(delete(FindingVote).where(FindingVote.finding_id == finding.id))
    rows = [{"finding_id": finding.id, "vote_id": vote_id} for vote_id in sorted(suspicion.votes)]
    db.session.execute(insert(FindingVote), rows)
    return not known


def _overlapping(suspicion: Suspicion) -> list[tuple[Finding, set[int]]]:
    """Findings about some of the same votes, each with all of its votes."""
    ids = set()
    votes = sorted(suspicion.votes)
    for start in range(0, len(votes), 5_000):
        some = FindingVote.vote_id.in_(votes[start : start + 5_000])
        ids |= set(db.session.scalars(select(FindingVote.finding_id).where(some).distinct()))
    found = []
    for finding in db.session.scalars(select(Finding).where(Finding.id.in_(ids)).order_by(Finding.id)):
        theirs = set(db.session.scalars(select(FindingVote.vote_id).where(FindingVote.finding_id == finding.id)))
        if finding.state == "open" or theirs & suspicion.votes:
            found.append((finding, theirs))
    return found
