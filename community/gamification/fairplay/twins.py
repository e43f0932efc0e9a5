"""Twins: accounts that vote for the same posts at nearly the same time, again and again, and for little else.

SynchroTrap (Cao et al., CCS 2014) finds accounts of one hand by the same idea: two people do the same thing within the
same minutes now and then; who shares most of their actions with one other account is rarely two people. Addresses of
machines are not kept here, and are not needed for it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log

from community.gamification.fairplay.chance import log_tail
from community.gamification.fairplay.suspicion import Suspicion
from community.gamification.fairplay.votes import Ballot

APART = 15 * 60  # seconds between the two votes for the same post, at most
LEAST = 12  # posts that both voted for so soon after each other
DAYS = 5  # on which that happened
SHARE = 0.6  # of the votes of each of them
CROWD = 20  # a post that more voters met within these minutes was in the news
CHANCE = log(1e-9)
DAY = 86_400


def twins(ballots: list[Ballot]) -> Iterator[Suspicion]:
    """Groups of accounts that are linked as twins."""
    given = Counter(each.voter for each in ballots)
    shared = _shared(ballots)
    linked: dict[int, set[int]] = defaultdict(set)
    for (one, other), both in shared.items():
        days = {second.at // DAY for _, second in both}
        alike = len(both) / (given[one] + given[other] - len(both))  # Jaccard
        chance = log_tail(len(both), given[one] * given[other] / len(ballots))
        if len(both) >= LEAST and len(days) >= DAYS and alike >= SHARE and chance < CHANCE:
            linked[one].add(other)
            linked[other].add(one)
    for group in _together(linked):
        pairs = [(pair, both) for pair, both in shared.items() if set(pair) <= group and pair[1] in linked[pair[0]]]
        posts = {first.post for _, both in pairs for first, _ in both}
        votes = frozenset(second.id for _, both in pairs for _, second in both)  # the first of each stays
        figures = {"posts": len(posts), "given": sum(given[each] for each in group), "minutes": APART // 60}
        yield Suspicion("twins", tuple(sorted(group)), votes, figures)


def _shared(ballots: list[Ballot]) -> dict[tuple[int, int], list[tuple[Ballot, Ballot]]]:
    """For each two voters the posts that both voted for within minutes: the earlier vote, then the later one."""
    by_post: dict[int, list[Ballot]] = defaultdict(list)
    for each in ballots:
        by_post[each.post].append(each)
    shared: dict[tuple[int, int], list[tuple[Ballot, Ballot]]] = defaultdict(list)
    for votes in by_post.values():
        for place, second in enumerate(votes):
            soon = [first for first in votes[max(0, place - CROWD) : place] if second.at - first.at <= APART]
            if len(soon) < CROWD:
                for first in soon:
                    shared[min(first.voter, second.voter), max(first.voter, second.voter)].append((first, second))
    return shared


def _together(linked: dict[int, set[int]]) -> Iterator[set[int]]:
    left = set(linked)
    while left:
        group, edge = set(), {min(left)}
        while edge:
            group |= edge
            edge = {other for each in edge for other in linked[each]} - group
        left -= group
        yield group
