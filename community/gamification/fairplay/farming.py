"""Point farming: posts with next to nothing in them that the same few people vote for.

Short answers are fine, and a good one-liner gets votes from many. What stands out is an author with many posts of a few
words, most of whose votes come from two or three accounts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from community.gamification.fairplay.suspicion import Suspicion
from community.gamification.fairplay.votes import Ballot

SHORT = 40  # letters: "Thanks, this works!" is 19
POSTS = 15  # such posts with votes
VOTERS = 3  # from whom most of the votes are
SHARE = 0.8  # of the votes on these posts
OF_ALL = 0.5  # of all votes that the author got


def farming(ballots: list[Ballot]) -> Iterator[Suspicion]:
    """Authors of many trivial posts, with the few who vote for them."""
    got = Counter(each.author for each in ballots)
    trivial: dict[int, list[Ballot]] = defaultdict(list)
    for each in ballots:
        if each.letters < SHORT:
            trivial[each.author].append(each)
    for author, votes in sorted(trivial.items()):
        posts = {each.post for each in votes}
        few = Counter(each.voter for each in votes).most_common(VOTERS)
        by_few = sum(number for _, number in few)
        if len(posts) >= POSTS and by_few >= SHARE * len(votes) and len(votes) >= OF_ALL * got[author]:
            voters = {voter for voter, _ in few}
            figures = {"posts": len(posts), "votes": len(votes), "by_few": by_few, "few": len(voters),
                       "got": got[author], "letters": SHORT, "author": author}  # fmt: skip
            ids = frozenset(each.id for each in votes if each.voter in voters)
            yield Suspicion("farming", tuple(sorted({author, *voters})), ids, figures)
