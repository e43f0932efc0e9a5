"""Pairs and rings: accounts that vote for each other far beyond what their activity explains.

Two things tell them from a small team whose members answer each other's questions:
- Only votes count in topics in which the voter had no part. Colleagues vote where they asked or answered themselves.
- Members of a ring give a good part of their votes to each other and get a good part from each other. A favourite
  author gives nothing back, and who is popular gets most from elsewhere: it is the cut of a group against the rest.

How: pairs of which each voted for the other, and more than chance explains, make a graph. In each of its parts those
leave, worst first, who give or get too little inside (FRAUDAR, Hooi et al., KDD 2016, peels networks in this way), and
those with a single partner (a 2-core: Seidman 1983). What remains is compared as a whole with what its activity
explains.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log

from community.gamification.fairplay.chance import Activity, log_tail
from community.gamification.fairplay.suspicion import Suspicion
from community.gamification.fairplay.votes import Ballot

PAIR = log(1e-3)  # both directions together must be less likely than that to make an edge
SHARE = 0.22  # of what a member of a ring gives, and of what it gets
PAIR_SHARE = 0.4  # for two accounts, where one friendship makes a share at once
LEAST = 12  # votes inside a ring, and two for each member
PAIR_LEAST = 10  # in each direction
TIMES = 5.0  # as many as activity explains
CHANCE = log(1e-9)  # of it happening by itself: there are very many groups in which it could

Graph = dict[int, set[int]]


def rings(ballots: list[Ballot]) -> Iterator[Suspicion]:
    """Rings of three and more, then pairs of accounts that belong to none."""
    activity = Activity(each for each in ballots if not each.prompted)
    graph = _mutual(activity)
    taken: set[int] = set()
    for members in _cores(graph, activity):
        if (found := _weighed("ring", members, ballots, activity)) is not None:
            taken |= members
            yield found
    for one in sorted(graph):
        for other in sorted(graph[one]):
            if one > other or {one, other} & taken:
                continue
            if (found := _weighed("reciprocal", {one, other}, ballots, activity)) is not None:
                yield found


def _mutual(activity: Activity) -> Graph:
    """Who voted for each other more than chance explains."""
    graph: Graph = defaultdict(set)
    for (one, other), count in activity.pairs.items():
        back = activity.pairs.get((other, one), 0)
        if one < other and back:
            forth = log_tail(count, activity.expected(one, other))
            if forth + log_tail(back, activity.expected(other, one)) < PAIR:
                graph[one].add(other)
                graph[other].add(one)
    return graph


def _cores(graph: Graph, activity: Activity) -> Iterator[set[int]]:
    """Groups in which everybody has two partners and gives and gets a good part inside."""
    waiting = _parts(graph, set(graph))
    while waiting:
        part = waiting.pop()
        members = _two_core(graph, part)
        worst = min(((_inside(each, members, activity), each) for each in members), default=(1.0, 0))
        if members and worst[0] < SHARE:
            members.discard(worst[1])
        elif members == part:
            if len(members) >= 3:
                yield members
            continue
        waiting += _parts(graph, members)


def _inside(one: int, members: set[int], activity: Activity) -> float:
    """The smaller of two shares: of what it gives, and of what it gets, how much stays inside."""
    gives = sum(activity.pairs.get((one, other), 0) for other in members)
    gets = sum(activity.pairs.get((other, one), 0) for other in members)
    return min(gives / activity.given[one], gets / activity.got[one])


def _two_core(graph: Graph, members: set[int]) -> set[int]:
    left = set(members)
    while lonely := {each for each in left if len(graph[each] & left) < 2}:
        left -= lonely
    return left


def _parts(graph: Graph, members: Iterable[int]) -> list[set[int]]:
    """The connected parts of what is left."""
    left, parts = set(members), []
    while left:
        part, edge = set(), {left.pop()}
        while edge:
            part |= edge
            edge = {other for each in edge for other in graph[each]} & left
            left -= edge
        parts.append(part)
    return parts


def _weighed(kind: str, members: set[int], ballots: list[Ballot], activity: Activity) -> Suspicion | None:
    """The group as a whole: enough votes, a good part of all they give and get, and many times what is expected."""
    ordered = sorted(members)
    pairs = [(one, other) for one in ordered for other in ordered if one != other]
    inside = sum(activity.pairs.get(pair, 0) for pair in pairs)
    expected = sum(activity.expected(*pair) for pair in pairs)
    chance = log_tail(inside, expected)
    if kind == "reciprocal":
        enough = all(activity.pairs.get(pair, 0) >= PAIR_LEAST for pair in pairs)
        enough = enough and min(_inside(each, members, activity) for each in members) >= PAIR_SHARE
    else:
        enough = inside >= max(LEAST, 2 * len(members))
    if not enough or inside < TIMES * expected or chance > CHANCE:
        return None
    votes = frozenset(each.id for each in ballots if each.voter in members and each.author in members)
    given, got = sum(activity.given[each] for each in members), sum(activity.got[each] for each in members)
    figures = {"inside": inside, "expected": round(expected, 1), "given": given, "got": got, "chance": chance,
               "prompted": len(votes) - inside,
               "pairs": [[*pair, round(activity.expected(*pair), 2)] for pair in pairs]}  # fmt: skip
    return Suspicion(kind, tuple(ordered), votes, figures)
