"""Bursts: one author gets votes at a stroke, from somebody who goes through old posts or from accounts made for it.

Serial voting is what question-and-answer sites look for first: several votes for one author within minutes, on posts
that have nothing to do with each other. A reader who meets a good author does so once; here it has to come again and
again, and make up most of what the voter gives. Fifteen votes a year for a favourite author are left alone, however
they are spread.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from math import log

from community.gamification.fairplay.chance import log_tail
from community.gamification.fairplay.suspicion import Suspicion
from community.gamification.fairplay.votes import Ballot

PACE = 10 * 60  # seconds within which the next vote of a run comes
RUN = 4  # votes for one author without another between them
LEAST = 20  # votes in runs in a year
RUNS = 4  # on different days
SHARE = 0.6  # of all votes of that voter
DAY = 86_400
FOLLOWERS = 3  # accounts that hardly vote for anybody else
FEW = 5  # votes at least that such an account has given
ONLY = 0.8  # of them for that author
CHANCE = log(1e-9)


def bursts(ballots: list[Ballot]) -> Iterator[Suspicion]:
    """Serial voters with their author, and authors with accounts that hardly vote for anybody else."""
    free = [each for each in ballots if not each.prompted]
    given: dict[int, list[Ballot]] = defaultdict(list)
    for each in free:
        given[each.voter].append(each)
    for voter, votes in sorted(given.items()):
        yield from _serial(voter, votes)
    yield from _followers(free, given)


def _serial(voter: int, votes: list[Ballot]) -> Iterator[Suspicion]:
    runs: dict[int, list[list[Ballot]]] = defaultdict(list)
    for run in _runs(votes):
        runs[run[0].author].append(run)
    for author, found in sorted(runs.items()):
        number = sum(map(len, found))
        days = len({run[0].at // DAY for run in found})
        if number >= LEAST and days >= RUNS and number >= SHARE * len(votes):
            figures = {"runs": len(found), "days": days, "votes": number, "given": len(votes), "author": author}
            ids = frozenset(each.id for run in found for each in run)
            yield Suspicion("burst", tuple(sorted((voter, author))), ids, figures)


def _runs(votes: list[Ballot]) -> Iterator[list[Ballot]]:
    """Votes for the same author on different topics, one soon after the other, with none for others between them."""
    for _, same in groupby(votes, key=lambda each: each.author):
        run: list[Ballot] = []
        for each in same:
            if run and each.at - run[-1].at > PACE:
                if len({one.topic for one in run}) >= RUN:
                    yield run
                run = []
            run.append(each)
        if len({one.topic for one in run}) >= RUN:
            yield run


def _followers(free: list[Ballot], given: dict[int, list[Ballot]]) -> Iterator[Suspicion]:
    """Several accounts that exist, it seems, to vote for one author.

    Each account's votes for the author are compared with the author's share of all votes; of accounts that vote for
    anybody else as well there is none in it.
    """
    got = Counter(each.author for each in free)
    devoted: dict[int, list[tuple[int, list[Ballot]]]] = defaultdict(list)
    for voter, votes in given.items():
        author, number = Counter(each.author for each in votes).most_common(1)[0]
        if number >= FEW and number >= ONLY * len(votes):
            devoted[author].append((voter, [each for each in votes if each.author == author]))
    for author, followers in sorted(devoted.items()):
        votes = [each for _, theirs in followers for each in theirs]
        expected = sum(len(given[voter]) * got[author] / len(free) for voter, _ in followers)
        enough = len(followers) >= FOLLOWERS and len(votes) >= LEAST and len(votes) >= got[author] / 2
        if enough and (chance := log_tail(len(votes), expected)) < CHANCE:
            figures = {"followers": len(followers), "votes": len(votes), "got": got[author], "author": author,
                       "expected": round(expected, 1), "chance": chance}  # fmt: skip
            members = tuple(sorted({author, *(voter for voter, _ in followers)}))
            yield Suspicion("burst", members, frozenset(each.id for each in votes), figures)
