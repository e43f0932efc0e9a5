"""Which lines of the ledger shields look at: as if votes that were invalidated had never been given.

What takes such votes out of the ledger, and puts them back, are lines as well; shields look past both, so that a shield
that comes back was earned by the same fact as before.
"""

from sqlalchemy import ColumnElement, and_, case, exists, select

from community.events.facts import FactRow
from community.forum.models import Vote
from community.gamification.deeds import VOTED, VOTING

KINDS = ("VotesInvalidated", "VotesReinstated")


def honest(line) -> list[ColumnElement[bool]]:
    """What leaves out the votes that don't count now. `line` are the columns of a ledger."""
    voter = case((line.rule.in_(VOTING), line.member_id), else_=line.other_id)
    out = exists().where(Vote.post_id == line.subject_id, Vote.voter_id == voter, Vote.invalidated_at.is_not(None))
    of_vote = and_(line.rule.in_((*VOTED, *VOTING)), line.subject_kind == "post", out.correlate_except(Vote))
    return [*at_first(line), ~of_vote]


def at_first(line) -> list[ColumnElement[bool]]:
    """What looks at the ledger as it was before votes were taken out or put back."""
    return [line.fact_id.not_in(select(FactRow.id).where(FactRow.kind.in_(KINDS)))]
