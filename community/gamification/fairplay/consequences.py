"""What a decision about a finding would change: done for a trial, compared, and undone."""

from dataclasses import dataclass

from sqlalchemy import select

from community.accounts.levels import levels
from community.accounts.models import Member
from community.core.db import db, trial
from community.forum.models import Post, Vote
from community.gamification.badges import catalogue
from community.gamification.fairplay.deciding import invalidate_finding, reinstate_finding, vote_ids
from community.gamification.fairplay.models import Finding
from community.gamification.models import Award

TRIAL = "Looking at what it would change."


@dataclass(frozen=True)
class ForMember:
    """What would be other for one member."""

    member: Member
    given: int  # of these votes
    got: int
    before: int  # points
    after: int
    level: str  # in words, when it would change or come into question
    shields: list[str]  # names of those that would go, or come back


@dataclass(frozen=True)
class ForPost:
    """What would be other for one post."""

    post_id: int
    before: int  # its score
    after: int


@dataclass(frozen=True)
class Consequences:
    """All that would be other."""

    votes: int
    members: list[ForMember]
    posts: list[ForPost]


@dataclass(frozen=True)
class _Standing:
    members: dict[int, tuple[int, int, bool]]  # points, level, whether it is in question
    shields: dict[int, set[tuple[str, str]]]
    scores: dict[int, int]


def consequences_of(finding: Finding, *, by: Member) -> Consequences:
    """What letting its votes count no longer (or again, where they don't) would change. Nothing is changed."""
    back = finding.state == "invalidated"
    query = select(Vote.id, Vote.voter_id, Post.author_id, Vote.post_id).join(Post, Post.id == Vote.post_id)
    query = query.where(Vote.id.in_(vote_ids(finding)), ~Vote.counts if back else Vote.counts)
    votes = db.session.execute(query).all()
    people = {each for vote in votes for each in (vote.voter_id, vote.author_id) if each is not None}
    posts = {vote.post_id for vote in votes}
    before = _standing(people, posts)
    after = _tried(finding.id, by.id, back, people, posts) if votes else before
    names = {key: badge.name for key, badge in catalogue().items()}
    members = [
        ForMember(
            member,
            sum(vote.voter_id == member.id for vote in votes),
            sum(vote.author_id == member.id for vote in votes),
            before.members[member.id][0],
            after.members[member.id][0],
            _level_words(before.members[member.id], after.members[member.id]),
            sorted(names.get(key, key) for key, _ in before.shields[member.id] ^ after.shields[member.id]),
        )
        for member in db.session.scalars(select(Member).where(Member.id.in_(people)))
    ]
    changed = [ForPost(each, before.scores[each], after.scores[each]) for each in sorted(posts)]
    return Consequences(
        len(votes),
        sorted(members, key=lambda each: (-abs(each.after - each.before), -each.given, each.member.id)),
        sorted(changed, key=lambda each: (-abs(each.after - each.before), each.post_id)),
    )


def _tried(finding_id: int, by_id: int, back: bool, people: set[int], posts: set[int]) -> _Standing:
    with trial() as session:
        finding, by = session.get(Finding, finding_id), session.get(Member, by_id)
        if back:
            reinstate_finding(finding, by=by)
        else:
            invalidate_finding(finding, TRIAL, by=by)
        session.flush()
        return _standing(people, posts)


def _standing(people: set[int], posts: set[int]) -> _Standing:
    at_risk = Member.level_at_risk_until.is_not(None)
    rows = db.session.execute(select(Member.id, Member.reputation, Member.level, at_risk).where(Member.id.in_(people)))
    members = {row[0]: (row[1], row[2], bool(row[3])) for row in rows}
    shields: dict[int, set[tuple[str, str]]] = {each: set() for each in people}
    for row in db.session.execute(select(Award.member_id, Award.badge, Award.thing).where(Award.member_id.in_(people))):
        shields[row.member_id].add((row.badge, row.thing))
    scores = db.session.execute(select(Post.id, Post.score).where(Post.id.in_(posts)))
    return _Standing(members, shields, dict(tuple(row) for row in scores))


def _level_words(before: tuple[int, int, bool], after: tuple[int, int, bool]) -> str:
    if before[1] != after[1]:
        return f"{levels()[before[1] - 1].name} to {levels()[after[1] - 1].name}"
    if after[2] and not before[2]:
        return f"{levels()[after[1] - 1].name}, in question for two weeks"
    if before[2] and not after[2]:
        return f"{levels()[after[1] - 1].name}, no longer in question"
    return ""
