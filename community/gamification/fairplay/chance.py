"""How many votes chance and activity explain, and how unlikely more are.

The yardstick is the configuration model of networks (Newman, "Modularity and community structure in networks", PNAS
2006): if everybody kept giving and getting as many votes as they do, but nobody cared for whom, a would vote for b
about out(a) * in(b) / all times. It is taken place by place, since people meet in places: the few who fill a small one
vote for each other because nobody else is there. How unlikely more votes are than that says the Poisson distribution.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import exp, lgamma, log

from community.gamification.fairplay.votes import Ballot


class Activity:
    """Who gave and got how many votes, over all and place by place."""

    def __init__(self, ballots: Iterable[Ballot]):
        self.given: Counter = Counter()
        self.got: Counter = Counter()
        self.pairs: Counter = Counter()
        self._all: Counter = Counter()
        self._given: dict[int, Counter] = defaultdict(Counter)
        self._got: dict[int, Counter] = defaultdict(Counter)
        for each in ballots:
            self.given[each.voter] += 1
            self.got[each.author] += 1
            self.pairs[each.voter, each.author] += 1
            self._all[each.place] += 1
            self._given[each.voter][each.place] += 1
            self._got[each.author][each.place] += 1

    def expected(self, voter: int, author: int) -> float:
        """How many votes from one to the other their activity explains."""
        got = self._got[author]
        return sum(count * got[place] / self._all[place] for place, count in self._given[voter].items() if got[place])


def log_tail(count: int, expected: float) -> float:
    """The natural logarithm of the chance of so many or more where so many are expected (Poisson)."""
    if count <= expected or count == 0:
        return 0.0
    expected = max(expected, 1e-9)
    # Above the mean each further term is smaller by expected / number: the sum is a quickly falling series.
    term, total, number = 1.0, 1.0, count
    while term > 1e-12 and number < count + 1_000:
        number += 1
        term *= expected / number
        total += term
    return min(0.0, count * log(expected) - expected - lgamma(count + 1) + log(total))


def chance_in_words(log_chance: float) -> str:
    """A chance for people: about once in a thousand."""
    tenfold = -log_chance / log(10)
    if tenfold < 2:
        return f"{exp(log_chance) * 100:.0f} times in a hundred"
    names = (
        (12, "less than once in a trillion"),
        (9, "less than once in a billion"),
        (6, "less than once in a million"),
    )
    return next((words for least, words in names if tenfold >= least), f"less than once in {10 ** int(tenfold):,}")
