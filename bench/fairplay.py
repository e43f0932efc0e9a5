"""How well fair play finds rings, and whom it suspects wrongly."""

import sys
from collections import Counter
from dataclasses import dataclass
from time import perf_counter

from bench.hall import Hall, a_hall
from bench.imports import keep
from community.gamification.fairplay.detecting import detect
from community.gamification.fairplay.suspicion import Suspicion

SEEDS = range(1, 11)


@dataclass(frozen=True)
class Result:
    """What came of one hall: members and votes, found and planted."""

    right: int
    found: int
    planted: int
    right_votes: int
    found_votes: int
    planted_votes: int
    kinds: Counter
    missed: Counter  # members by style
    seconds: float


def measure(hall: Hall) -> Result:
    """Look at a hall, and compare what stands out with what was planted."""
    started = perf_counter()
    suspicions = detect(hall.ballots)
    seconds = perf_counter() - started
    planted = {each for ring in hall.rings for each in ring.members}
    votes = set().union(*(ring.votes for ring in hall.rings))
    found = members_of(suspicions)
    found_votes = set().union(*(each.votes for each in suspicions)) if suspicions else set()
    missed = Counter(ring.style for ring in hall.rings for each in ring.members if each not in found)
    kinds = Counter(each.kind for each in suspicions)
    sizes = map(len, (found & planted, found, planted, found_votes & votes, found_votes, votes))
    return Result(*sizes, kinds, missed, seconds)


def members_of(suspicions: list[Suspicion]) -> set[int]:
    """Everybody whom some finding is about."""
    return {member for each in suspicions for member in each.members}


def totals(results: list[Result]) -> dict[str, float]:
    """Precision and recall over several halls, by members and by votes."""
    sums = {name: sum(getattr(each, name) for each in results)
            for name in ("right", "found", "planted", "right_votes", "found_votes", "planted_votes")}  # fmt: skip
    return {
        "precision": sums["right"] / max(1, sums["found"]),
        "recall": sums["right"] / sums["planted"],
        "vote precision": sums["right_votes"] / max(1, sums["found_votes"]),
        "vote recall": sums["right_votes"] / sums["planted_votes"],
    }


def main() -> None:
    """Print the figures for ten halls of 50,000 votes."""
    say = sys.stdout.write
    say("Fair play: rings of 3 to 12 accounts among 50,000 honest votes\n")
    say(
        f"{'seed':>4} {'planted':>8} {'found':>6} {'right':>6} {'precision':>10} {'recall':>7} {'seconds':>8}  missed\n"
    )
    results = []
    for seed in SEEDS:
        each = measure(a_hall(seed))
        results.append(each)
        missed = ", ".join(f"{number} {style}" for style, number in each.missed.items()) or "none"
        precision, recall = each.right / max(1, each.found), each.right / each.planted
        say(f"{seed:>4} {each.planted:>8} {each.found:>6} {each.right:>6} {precision:>10.3f} {recall:>7.3f}"
            f" {each.seconds:>8.1f}  {missed}\n")  # fmt: skip
    found = totals(results)
    say("  ".join(f"{name} {value:.3f}" for name, value in found.items()) + "\n")
    keep([{"name": f"fair play {name}", "value": round(value, 3), "unit": "share"} for name, value in found.items()])
