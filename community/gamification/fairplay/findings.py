"""Reading findings: staff alone. The evidence in tables, each a few statements."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.accounts.queries import members_by_id
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, page_of
from community.forum.models import Post, Vote
from community.gamification.fairplay.models import STATES, Finding, FindingVote
from community.gamification.subjects import Named, named


@dataclass(frozen=True)
class Entry:
    """A line of the list."""

    finding: Finding
    people: list[Member]
    votes: int


@dataclass(frozen=True)
class Pair:
    """Who voted for whom, how often and when, and how often their activity explains."""

    voter: Member
    author: Member
    votes: int
    expected: float | None
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Cast:
    """One vote."""

    voter: Member
    author: Member
    at: datetime
    counts: bool
    about: Named


def may_read_findings(by: Member | None) -> bool | str:
    """Provider staff: a suspicion is nothing for anybody else."""
    return (by is not None and by.is_staff) or "Fair play is looked after by provider staff."


def findings(state: str, *, after: str | None = None) -> Page[Entry]:
    """A page of the findings in a state, the newest first: a constant number of statements."""
    page = page_of(select(Finding).where(Finding.state == state), by=(Finding.id,), after=after)
    ids = [each.id for each in page.items]
    query = select(FindingVote.finding_id, func.count()).where(FindingVote.finding_id.in_(ids))
    counts = dict(tuple(row) for row in db.session.execute(query.group_by(FindingVote.finding_id)))
    known = members_by_id({ident for each in page.items for ident in each.member_ids})
    return Page([
        Entry(each, [known[ident] for ident in each.member_ids if ident in known], counts.get(each.id, 0))
        for each in page.items
    ], page.after, page.first)  # fmt: skip


def count_findings() -> dict[str, int]:
    """How many findings are in each state."""
    rows = db.session.execute(select(Finding.state, func.count()).group_by(Finding.state))
    return dict.fromkeys(STATES, 0) | {row.state: row[1] for row in rows}


def find_finding(ident: int, viewer: Member | None) -> Finding:
    """A finding, for provider staff. Raises NotFound for anybody else."""
    query = select(Finding).where(Finding.id == ident).options(joinedload(Finding.decided_by))
    found = db.session.scalar(query) if viewer is not None and viewer.is_staff else None
    if found is None:
        raise NotFound("There is no such finding.")
    return found


def pairs_of(finding: Finding) -> list[Pair]:
    """Who voted for whom, most first."""
    number, first, last = func.count(), func.min(Vote.at), func.max(Vote.at)
    query = _votes(finding, Vote.voter_id, Post.author_id, number, first, last)
    rows = db.session.execute(query.group_by(Vote.voter_id, Post.author_id).order_by(number.desc(), first)).all()
    known = members_by_id({ident for row in rows for ident in row[:2]})
    expected = {(one, other): much for one, other, much in finding.figures.get("pairs", ())}
    return [Pair(known[row[0]], known[row[1]], row[2], expected.get((row[0], row[1])), *row[3:]) for row in rows]


def casts_of(finding: Finding, viewer: Member, *, after: str | None = None) -> Page[Cast]:
    """The votes one by one, the latest first; what the viewer may not see has no title."""
    page = page_of(_votes(finding, Vote, Post.author_id), by=(Vote.id,), after=after, size=50)
    rows: list[Row] = page.items
    known = members_by_id({ident for vote, author_id in rows for ident in (vote.voter_id, author_id)})
    names = named([("post", vote.post_id) for vote, _ in rows], viewer)
    return Page([
        Cast(known[vote.voter_id], known[author_id], vote.at, vote.counts, names["post", vote.post_id])
        for vote, author_id in rows
    ], page.after, page.first)  # fmt: skip


def _votes(finding: Finding, *columns):
    query = select(*columns).select_from(Vote).join(Post, Post.id == Vote.post_id)
    return query.join(FindingVote, FindingVote.vote_id == Vote.id).where(FindingVote.finding_id == finding.id)
