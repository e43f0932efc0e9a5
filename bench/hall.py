"""A made-up hall with 50,000 honest votes and some rings in it, for measuring the detectors of fair play.

Honest behaviour has heavy tails: a few write and vote much, most hardly ever (Zipf). People are at home in some places,
vote where they took part, read what the friends they have write, belong to teams that answer each other's questions,
admire an author, or are new and only meet the best-known. The same seed gives the same hall.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from community.gamification.fairplay.votes import Ballot

DAY, YEAR = 86_400, 365 * 86_400
STYLES = ("dense", "sparse", "partly honest", "sparse and partly honest", "with cover")
SIZES = (3, 4, 5, 6, 7, 8, 10, 12)


@dataclass
class Ring:
    """What was planted: who, how, and which votes."""

    style: str
    members: list[int]
    votes: set[int] = field(default_factory=set)


class Hall:
    """People, topics with posts, and votes."""

    def __init__(self, seed: int, *, votes: int = 50_000, people: int = 2_500, topics: int = 9_000):
        self.random = Random(seed)
        self.people = list(range(1, people + 1))
        self.posts: list[tuple[int, int, int, int, int]] = []  # author, topic, place, when, letters
        self.in_place: dict[int, list[int]] = defaultdict(list)
        self.by_author: dict[int, list[int]] = defaultdict(list)
        self.in_topic: dict[int, list[int]] = defaultdict(list)
        self.took_part: dict[int, set[int]] = defaultdict(set)  # topics by person
        self.given: set[tuple[int, int]] = set()
        self.ballots: list[Ballot] = []
        self.rings: list[Ring] = []
        self.topics = 0
        self._settle()
        self._write(topics)
        self._work_in_teams()
        self._admire()
        self._read_friends()
        self._meet()
        while len(self.ballots) < votes:
            self._vote_honestly(self._somebody(self.voters))

    # How people are

    def _settle(self) -> None:
        pick = self.random
        self.places = list(range(1, 15))
        size = list(accumulate(1 / (rank + 1) for rank in range(len(self.places))))
        self.home = {each: pick.choices(self.places, cum_weights=size, k=pick.randint(1, 3)) for each in self.people}
        self.voters, self.authors = self._zipf(0.9), self._zipf(1.0)
        self.regulars = self.people[: len(self.people) * 3 // 4]

    def _zipf(self, exponent: float):
        """People in an order of their own with what they do accumulated: much for a few, next to nothing for most."""
        order = self.people[:]
        self.random.shuffle(order)
        return order, list(accumulate((rank + 1) ** -exponent for rank in range(len(order))))

    def _somebody(self, crowd) -> int:
        return self.random.choices(crowd[0], cum_weights=crowd[1])[0]

    # What they write

    def _post(self, author: int, topic: int, place: int, when: int, letters: int | None = None) -> int:
        ident = len(self.posts)
        self.posts.append((author, topic, place, when, letters or int(20 + self.random.lognormvariate(5, 1))))
        for index, key in ((self.by_author, author), (self.in_topic, topic), (self.in_place, place)):
            index[key].append(ident)
        self.took_part[author].add(topic)
        return ident

    def _topic(self, asker: int, answerers, place: int, when: int) -> int:
        self.topics += 1
        for author in (asker, *answerers):
            self._post(author, self.topics, place, when)
            when += self.random.randint(600, 2 * DAY)
        return self.topics

    def _write(self, topics: int) -> None:
        pick = self.random
        locals_: dict[int, list[int]] = defaultdict(list)
        for _ in range(6 * topics):
            author = self._somebody(self.authors)
            locals_[pick.choice(self.home[author])].append(author)
        for _ in range(topics):
            asker = pick.choice(self.people) if pick.random() < 0.5 else self._somebody(self.authors)
            place = pick.choice(self.home[asker])
            answerers = pick.sample(locals_[place], min(len(locals_[place]), pick.choice((0, 1, 1, 2, 2, 3, 4))))
            self._topic(asker, set(answerers) - {asker}, place, pick.randrange(YEAR - 10 * DAY))

    # How they vote

    def vote(self, voter: int, post: int, when: int) -> int | None:
        """One vote, unless it is for one's own or was given before; its number."""
        author, topic, place, _, letters = self.posts[post]
        if voter == author or (voter, post) in self.given:
            return None
        self.given.add((voter, post))
        ident = len(self.ballots) + 1
        prompted = topic in self.took_part[voter]
        self.ballots.append(Ballot(ident, voter, author, post, topic, place, when, prompted, letters))
        return ident

    def _vote_honestly(self, voter: int) -> None:
        pick = self.random
        if self.took_part[voter] and pick.random() < 0.35:
            post = pick.choice(self.in_topic[pick.choice(sorted(self.took_part[voter]))])
        else:
            there = self.in_place[pick.choice(self.home[voter]) if pick.random() < 0.85 else pick.choice(self.places)]
            post = there[int(len(there) * pick.random() ** 1.8)]  # some are read again and again
        self.vote(voter, post, min(YEAR, self.posts[post][3] + int(pick.expovariate(1 / (5 * DAY)))))

    def _work_in_teams(self) -> None:
        """Colleagues ask and answer each other, and vote where they took part; sometimes where they only read."""
        pick = self.random
        for _ in range(40):
            team = pick.sample(self.regulars, pick.randint(3, 8))
            place = pick.choice(self.home[team[0]])
            for member in team:
                self.home[member] = [place, *self.home[member]]
            for _ in range(pick.randint(8, 30)):
                asker = pick.choice(team)
                helpers = pick.sample(team, pick.randint(1, min(3, len(team))))
                topic = self._topic(asker, set(helpers) - {asker}, place, pick.randrange(YEAR - 10 * DAY))
                for member in team:
                    chance = 0.6 if topic in self.took_part[member] else 0.12
                    for post in self.in_topic[topic]:
                        if pick.random() < chance:
                            self.vote(member, post, self.posts[post][3] + pick.randrange(2 * DAY))
            for member in team:
                for _ in range(pick.randint(5, 40)):
                    self._vote_honestly(member)

    def _admire(self) -> None:
        """Fans: fifteen votes a year or so for one author, often several at a sitting."""
        pick = self.random
        for fan in pick.sample(self.regulars, 100):
            works = self.by_author[self._somebody(self.authors)]
            if len(works) < 15:
                continue
            when = pick.randrange(YEAR - 60 * DAY)
            for post in pick.sample(works, pick.randint(12, 15)):
                when += pick.choice((90, 90, 300, 3 * DAY, 9 * DAY))
                self.vote(fan, post, min(YEAR, when))
            for _ in range(pick.randint(3, 40)):
                self._vote_honestly(fan)

    def _read_friends(self) -> None:
        """Two to four people who like each other: one vote in eight goes to a friend, wherever it was written."""
        pick = self.random
        for _ in range(60):
            friends = pick.sample(self.regulars, pick.choice((2, 2, 3, 4)))
            for one in friends:
                for _ in range(pick.randint(8, 60)):
                    works = self.by_author[pick.choice(friends)]
                    if pick.random() < 0.12 and works:
                        post = pick.choice(works)
                        self.vote(one, post, min(YEAR, self.posts[post][3] + pick.randrange(9 * DAY)))
                    else:
                        self._vote_honestly(one)

    def _meet(self) -> None:
        """Newcomers with a few votes for the best-known, and news that everybody votes for within an hour."""
        pick = self.random
        best = sorted(self.by_author, key=lambda each: -len(self.by_author[each]))[:20]
        for newcomer in self.people[len(self.regulars) :]:
            for _ in range(pick.randint(1, 6)):
                self.vote(newcomer, pick.choice(self.by_author[pick.choice(best)]), pick.randrange(YEAR))
        for _ in range(10):
            news, when = self._post(pick.choice(best), -1, 1, pick.randrange(YEAR)), pick.randrange(YEAR)
            for voter in pick.sample(self.people, 60):
                self.vote(voter, news, min(YEAR, when + pick.randrange(3_600)))

    # What is not honest

    def plant(self, style: str, size: int) -> Ring:
        """Accounts that vote for each other, beside or instead of honest votes."""
        pick = self.random
        first = len(self.home) + 1
        ring = Ring(style, list(range(first, first + size)))
        places = pick.sample(self.places, 3)
        for one in ring.members:
            self.home[one] = places
            for _ in range(pick.randint(6, 14)):
                helper = [pick.choice(self.people)] if pick.random() < 0.5 else []
                cover = [pick.choice(ring.members)] if style == "with cover" and pick.random() < 0.35 else []
                topic_of = [each for each in (*helper, *cover) if each != one]
                self._topic(one, topic_of, pick.choice(places), pick.randrange(YEAR - 80 * DAY))
        begin = pick.randrange(YEAR - 75 * DAY)
        for one in ring.members:
            for other in ring.members:
                if one != other:
                    self._deal(ring, one, other, begin)
            honest = sum(1 for each in ring.votes if self.ballots[each - 1].voter == one)
            for _ in range(honest if "honest" in style else pick.randint(0, max(1, honest // 4))):
                self._vote_honestly(one)
        for one in ring.members:  # others come by and like what they wrote
            for _ in range(pick.randint(1, 5 if "honest" in style else 3)):
                post = pick.choice(self.by_author[one])
                self.vote(pick.choice(self.people), post, min(YEAR, self.posts[post][3] + pick.randrange(5 * DAY)))
        self.rings.append(ring)
        return ring

    def _deal(self, ring: Ring, one: int, other: int, begin: int) -> None:
        pick, sparse = self.random, "sparse" in ring.style
        few = len(ring.members) > 5
        number = pick.choice((0, 1, 1, 2) if few else (2, 3, 3, 4)) if sparse else pick.randint(3, 6)
        works = self.by_author[other]
        for post in pick.sample(works, min(number, len(works))):
            when = begin + pick.randrange(70 * DAY if sparse else 7 * DAY)
            if (ident := self.vote(one, post, when)) is not None:
                ring.votes.add(ident)


def a_hall(seed: int) -> Hall:
    """A hall with a ring of each size, in styles that take turns with the seed."""
    hall = Hall(seed)
    for number, size in enumerate(SIZES):
        hall.plant(STYLES[(number + seed) % len(STYLES)], size)
    hall.ballots.sort(key=lambda each: (each.at, each.id))
    return hall
