"""Rules are data: what they can ask for, and who has earned it as of when."""

import pytest

from community.core.db import db
from community.core.errors import Invalid
from community.forum.accepting import accept_answer
from community.forum.commenting import comment_on
from community.forum.deleting import delete_post
from community.forum.voting import store_vote, vote_on
from community.gamification.badges import shipped
from community.gamification.earning import earned, so_far
from community.gamification.rules import rule_from
from tests import people
from tests.factories import a_question, an_answer


def who(**rule) -> list[tuple[int, str, int]]:
    """Member and thing of everybody who has earned this."""
    found = earned(rule_from(rule), db.session.connection())
    return sorted((each.member_id, each.subject_kind, each.subject_id) for each in found)


HELPFUL = {"plus": ["answer_helpful"], "minus": ["answer_unhelpful"]}


def test_a_score_once_reached_counts_for_good_and_each_thing_for_itself(asha, ben):
    topic = a_question(by=asha)
    first, second, third = (an_answer(topic, by=ben) for _ in range(3))
    for post, values in ((first, (1, 1, -1)), (second, (1, -1, 1)), (third, (1, 1))):
        for value in values:
            store_vote(post, value)
    assert who(**HELPFUL, score=2, each=True) == [(ben.id, "post", first.id), (ben.id, "post", third.id)]
    assert who(**HELPFUL, score=2) == [(ben.id, "post", first.id)]
    assert who(**HELPFUL, score=2, goal=2) == []  # towards several only what stands now counts


def test_what_stands_for_the_same_thing_as_well(asha, ben):
    topic = a_question(by=asha)
    accepted, other = an_answer(topic, by=ben), an_answer(topic, by=ben)
    store_vote(other, 1)
    accept_answer(accepted, by=asha)
    assert who(**HELPFUL, also=["answer_accepted"], each=True) == []
    store_vote(accepted, 1)
    assert who(**HELPFUL, also=["answer_accepted"], each=True) == [(ben.id, "post", accepted.id)]


def test_accepted_without_a_single_vote(asha, ben):
    for number in range(3):
        answer = an_answer(a_question(by=asha), by=ben)
        accept_answer(answer, by=asha)
        if number == 0:
            store_vote(answer, 1)
    quiet = {**HELPFUL, "also": ["answer_accepted"], "exactly": 0}
    assert [found[0] for found in who(**quiet, goal=2)] == [ben.id]
    assert who(**quiet, goal=3) == []
    assert who(**quiet, goal=2, share=0.7, share_of="answer_accepted") == []
    assert who(**quiet, goal=2, share=0.6, share_of="answer_accepted") != []


def test_conditions_on_the_answer(asha, ben, clock):
    topic = a_question(by=asha)
    mine = an_answer(topic, by=asha)
    clock.forward(days=31)
    late = an_answer(topic, by=ben)
    for post in (mine, late):
        store_vote(post, 1)

    def with_(**where):
        return [found[2] for found in who(**HELPFUL, each=True, where=where)]

    assert with_(own=True) == [mine.id]
    assert with_(own=False) == [late.id]
    assert with_(first=True) == [mine.id]
    assert with_(later_than_days=30) == [late.id]
    assert with_(later_than_days=31) == []
    assert with_(within_minutes=5) == [mine.id]
    assert with_(only=True) == []
    assert with_(new_asker=True) == sorted([mine.id, late.id])
    assert with_(years_here=1) == []


def test_different_people_days_and_topics(asha, ben, clock):
    sam, vera = people.sam(), people.vera()
    topic, other = a_question(by=asha), a_question(by=sam)
    for place in (topic, topic, other):
        answer = an_answer(place, by=ben)
        vote_on(answer, 1, by=vera)
    assert who(plus=["answer_helpful"], count="people", goal=2) == []
    assert len(who(plus=["answer_helpful"], count="topics", goal=2)) == 1
    assert who(plus=["answer_helpful"], count="days", goal=2) == []
    clock.forward(days=1)
    vote_on(answer, 1, by=people.dora())
    assert [found[0] for found in who(plus=["answer_helpful"], count="people", goal=2)] == [ben.id]
    assert who(plus=["answer_helpful"], count="days", goal=2) == []  # the same thing, first helpful yesterday
    vote_on(an_answer(topic, by=ben), 1, by=vera)
    assert len(who(plus=["answer_helpful"], count="days", goal=2)) == 1


def test_a_tag_is_earned_by_its_answers_together(asha, ben):
    for number in range(3):
        answer = an_answer(a_question(by=asha, tags=["vpn"] if number < 2 else ["mail"]), by=ben)
        for _ in range(2):
            store_vote(answer, 1)
    rule = {**HELPFUL, "per": "tag", "each": True, "goal": 2}
    assert [found[:2] for found in who(**rule, score=4)] == [(ben.id, "tag")]
    assert who(**rule, score=5) == []


def test_voting_for_a_rival_and_taking_down_a_doubted_answer(asha, ben, client):
    topic = a_question(by=asha)
    mine, theirs = an_answer(topic, by=ben), an_answer(topic, by=people.vera())
    vote_on(theirs, 1, by=ben)
    vote_on(theirs, 1, by=asha)
    assert [found[0] for found in who(plus=["voted_for"], where={"rival": True, "of_others": True})] == [ben.id]
    store_vote(mine, -1)
    delete_post(mine, "It was wrong.", by=ben)
    assert [found[0] for found in who(plus=["own_post_deleted"], where={"score_below": 0})] == [ben.id]


def test_how_far_one_is_costs_one_statement(asha, ben, statements):
    answer = an_answer(a_question(by=asha), by=asha)
    for number in range(3):
        comment_on(answer, f"One more thing, number {number}.", by=ben)
    for _ in range(2):
        store_vote(an_answer(a_question(by=asha), by=ben), 1)
    rules = {key: badge.rule for key, badge in shipped().items() if badge.unit}
    with statements() as sent:
        far = so_far(rules, ben.id, db.session.connection())
    assert len(sent) == 1
    assert far["conversation"] == 3
    assert (far["well-put"], far["self-made"], far["rescued"]) == (1, 0, 0)  # to somebody else, and never doubted


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "needs a deed"),
        ({"plus": ["walked"]}, "no deed"),
        ({"plus": ["asked"], "wher": {}}, "knows no"),
        ({"plus": ["asked"], "where": {"moon": 1}}, "can’t ask"),
        ({"plus": ["asked"], "count": "moons"}, "One can count"),
        ({"plus": ["asked"], "goal": 0}, "1 at least"),
    ],
)
def test_a_rule_that_means_nothing_is_refused_with_a_sentence(data, words):
    with pytest.raises(Invalid, match=words):
        rule_from(data)
