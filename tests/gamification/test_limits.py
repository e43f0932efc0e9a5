"""What a day and a person can give is limited; what is taken back makes room again, in whatever order it came."""

from itertools import count

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from community.core.db import atomic, db
from community.forum.voting import store_vote, vote_on
from community.gamification.models import ReputationLine
from community.gamification.pricing import store_price
from community.gamification.rebuild import rebuild_reputation
from tests import people
from tests.factories import a_question, an_answer
from tests.gamification.ledger import ledger_sum, lines, points

NUMBERS = count()


def limit(rule: str, most: int) -> None:
    with atomic():
        store_price(rule, most, counts_from=None, reason="For this story.", by=None)


def test_one_person_gives_another_only_so_much_in_a_day(ben, clock):
    asha = people.asha()
    answers = [an_answer(a_question(by=asha), by=ben) for _ in range(4)]
    limit("person_limit", 25)
    for answer in answers:
        vote_on(answer, 1, by=asha)
    assert points(ben) == 25
    assert lines(ben)[-2:] == [("answer_helpful", 10), ("person_limit", -10)]
    vote_on(answers[0], 0, by=asha)
    assert points(ben) == 25  # three votes are still more than a day holds
    vote_on(answers[1], 0, by=asha)
    assert points(ben) == 20
    clock.forward(days=1)
    vote_on(answers[1], 1, by=asha)
    assert points(ben) == 30  # a new day, a new measure
    assert rebuild_reputation(check=True) == []


def test_a_day_holds_only_so_much_and_what_is_taken_back_makes_room(ben, clock):
    topic = a_question(by=people.asha())
    answers = [an_answer(topic, by=ben) for _ in range(3)]
    limit("day_limit", 20)
    sam, vera = people.sam(), people.vera()
    vote_on(answers[0], 1, by=sam)
    vote_on(answers[1], 1, by=vera)
    vote_on(answers[2], 1, by=sam)
    assert points(ben) == 20
    clock.forward(days=3)
    vote_on(answers[0], 0, by=sam)  # counts for the day on which it was given
    assert points(ben) == 20
    held_back = select(ReputationLine.points).where(ReputationLine.rule == "day_limit").order_by(ReputationLine.id)
    assert db.session.scalars(held_back).all() == [-10, 10]
    assert rebuild_reputation(check=True) == []


def test_what_has_no_limit_comes_on_top(ben):
    from community.forum.accepting import accept_answer

    asha = people.asha()
    answer = an_answer(a_question(by=asha), by=ben)
    limit("day_limit", 5)
    store_vote(answer, 1)
    accept_answer(answer, by=asha)
    assert points(ben) == 5 + 15


@settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.sampled_from([-1, 0, 1, 1]), st.integers(0, 1)),
                min_size=15, max_size=25))  # fmt: skip
def test_however_votes_come_and_go_the_ledger_says_what_the_profile_shows(app, clock, deeds):
    author, asker, *voters = (people._person(f"Person{next(NUMBERS)}", "superuser") for _ in range(5))
    topic = a_question(by=asker)
    answers = [an_answer(topic, by=author) for _ in range(4)]
    limit("person_limit", 15)
    limit("day_limit", 30)
    for who, which, value, days in deeds:
        clock.forward(days=days)
        vote_on(answers[which], value, by=voters[who], reason="unclear")
    assert ledger_sum(author) == points(author)
    assert rebuild_reputation(check=True) == []
    for answer in answers:
        for voter in voters:
            vote_on(answer, 0, by=voter)
    assert points(author) == 0  # undone is as if it had never been
    assert rebuild_reputation(check=True) == []
