"""Rings among 50,000 honest votes are found, and honest people are left alone."""

from bench.fairplay import measure, totals
from bench.hall import STYLES, Hall, a_hall
from community.gamification.fairplay.detecting import detect
from community.gamification.fairplay.votes import Ballot

DAY = 86_400


def test_rings_are_found_and_nobody_else():
    results = [measure(a_hall(seed)) for seed in (1, 2, 4)]
    figures = totals(results)
    assert figures["precision"] >= 0.95 and figures["vote precision"] >= 0.95, figures
    assert figures["recall"] >= 0.8 and figures["vote recall"] >= 0.8, figures
    for each in results:
        assert each.kinds["ring"] >= 6  # one of each size was planted: not lumped together


def test_a_hall_without_rings_raises_nothing():
    assert detect(Hall(11).ballots) == []


def test_every_style_is_found_at_every_third_size():
    hall = Hall(12)
    for style in STYLES:
        hall.plant(style, 3), hall.plant(style, 6), hall.plant(style, 12)
    hall.ballots.sort(key=lambda each: each.at)
    assert not {style: n for style, n in measure(hall).missed.items() if n > 6}


def voted(*rows, **more) -> list[Ballot]:
    """Votes out of (voter, author, post, seconds); each post stands in a topic of its own."""
    return [
        Ballot(ident, voter, author, post, post, 1, at, more.get("prompted", False), more.get("letters", 300))
        for ident, (voter, author, post, at) in enumerate(rows, start=1)
    ]


def crowd() -> list:
    """Honest votes of many for many, one a day."""
    return [(100 + n % 90, 300 + (n * 7) % 110, 10_000 + n, n * 3_600) for n in range(2_000)]


def test_a_fan_with_fifteen_votes_a_year_is_left_alone():
    one_sitting = [(1, 2, post, 5 * DAY + post * 60) for post in range(15)]
    over_the_year = [(3, 4, 100 + post, post * 20 * DAY) for post in range(15)]
    assert detect(voted(*crowd(), *one_sitting, *over_the_year)) == []


def test_who_votes_for_one_author_at_a_stroke_again_and_again_is_a_burst():
    strokes = [(1, 2, day * 10 + post, day * DAY + post * 60) for day in range(6) for post in range(5)]
    (found,) = detect(voted(*crowd(), *strokes))
    assert (found.kind, found.members, len(found.votes)) == ("burst", (1, 2), 30)


def test_accounts_that_only_vote_for_one_author_are_a_burst():
    puppets = [
        (voter, 2, voter * 10 + post, (voter * 17 + post * 13) * DAY) for voter in (5, 6, 7, 8) for post in range(6)
    ]
    (found,) = detect(voted(*crowd(), *puppets))
    assert (found.kind, found.members) == ("burst", (2, 5, 6, 7, 8))


def test_two_accounts_that_vote_together_for_the_same_are_twins():
    both = [(who, 300 + post, 500 + post, post * DAY + who * 60) for post in range(20) for who in (1, 2)]
    (found,) = detect(voted(*crowd(), *both))
    assert (found.kind, found.members, len(found.votes)) == ("twins", (1, 2), 20)


def test_two_who_vote_for_each_other_are_found_and_two_colleagues_are_not():
    each_other = [(who, 3 - who, who * 1_000 + post, post * 3 * DAY) for post in range(14) for who in (1, 2)]
    (found,) = detect(voted(*crowd(), *each_other))
    assert (found.kind, found.members) == ("reciprocal", (1, 2))
    colleagues = [each._replace(prompted=each.voter < 3) for each in voted(*crowd(), *each_other)]
    assert detect(colleagues) == []


def test_trivial_posts_with_votes_from_few_are_farming():
    farm = [(1 + post % 2, 9, 700 + post, post * 2 * DAY) for post in range(30)]
    short = [each._replace(letters=12) if each.author == 9 else each for each in voted(*crowd(), *farm)]
    assert [(each.kind, each.members) for each in detect(short)] == [("farming", (1, 2, 9))]
