"""Points follow from facts, are explained line by line, and are taken back line by line."""

import pytest
from sqlalchemy import select

from community.accounts.models import Member
from community.core.db import atomic, db
from community.events import record, replaying
from community.forum.accepting import accept_answer, withdraw_acceptance
from community.forum.deleting import delete_post, delete_topic, restore_post, restore_topic
from community.forum.facts import AnswerAccepted, PostVoted
from community.forum.hiding import hide_post, unhide_post
from community.forum.models import Topic
from community.forum.queries import find_post, find_topic, opening_of
from community.forum.voting import store_vote, vote_on
from community.gamification.deeds import DEEDS, words_for
from community.gamification.rebuild import rebuild_reputation
from community.gamification.reputation import pay
from tests import people
from tests.factories import a_question, an_answer
from tests.gamification.ledger import events, ledger_sum, lines, points


@pytest.fixture
def topic(asha):
    return a_question(by=asha)


@pytest.fixture
def answer(topic, ben):
    return an_answer(topic, by=ben)


def the_question(topic):
    """The post that the topic begins with."""
    return find_post(opening_of(topic).id, None)


def test_an_accepted_answer_pays_both(answer, asha, ben):
    accept_answer(answer, by=asha)
    assert lines(ben) == [("answer_accepted", 15)]
    assert lines(asha) == [("answer_chosen", 2)]
    assert (points(ben), points(asha)) == (15, 2)


def test_taking_the_choice_back_takes_the_points_back(answer, asha, ben):
    accept_answer(answer, by=asha)
    withdraw_acceptance(find_topic(answer.topic_id, asha), by=asha)
    assert lines(ben) == [("answer_accepted", 15), ("answer_accepted", -15)]
    assert (points(ben), points(asha)) == (0, 0)


def test_choosing_another_answer_moves_the_points(topic, answer, asha, ben):
    vera = people.vera()
    other = an_answer(topic, by=vera)
    accept_answer(answer, by=asha)
    accept_answer(other, by=asha)
    assert (points(ben), points(vera), points(asha)) == (0, 15, 2)


def test_ones_own_answer_pays_nothing(topic, asha):
    own = an_answer(topic, by=asha)
    accept_answer(own, by=asha)
    assert lines(asha) == []


def test_a_vote_given_turned_and_taken_back(answer, topic, ben, asha):
    vera = people._person("Vera Lind", "superuser")
    for value in (1, -1, 0):
        vote_on(answer, value, by=vera, reason="unclear")
    assert lines(ben) == [
        ("answer_helpful", 10),
        ("answer_helpful", -10),
        ("answer_unhelpful", -2),
        ("answer_unhelpful", 2),
    ]
    vote_on(the_question(topic), 1, by=vera)
    assert (points(ben), points(asha)) == (0, 5)
    assert points(vera) == 0


def test_a_total_below_zero_is_shown_as_it_is(answer, ben):
    for critic in (people.dora(), people.sam()):
        vote_on(answer, -1, by=critic, reason="unclear")
    assert (points(ben), ben.level, ben.level_progress) == (-4, 1, 0)


def test_levels_follow_the_points(answer, asha, ben):
    accept_answer(answer, by=asha)
    for number in range(4):
        vote_on(answer, 1, by=people._person(f"Voter{number}"))
    db.session.expire_all()
    member = db.session.get(Member, ben.id)
    assert (member.reputation, member.level) == (55, 2)
    assert member.level_progress == pytest.approx(5 / 150)


def test_a_fact_delivered_twice_pays_once(answer, topic, asha, ben):
    sam = people.sam()
    vote_on(answer, 1, by=people.vera())
    accept_answer(answer, by=asha)
    delete_post(answer, "spam", by=sam)
    restore_post(answer, by=sam)
    before = (lines(ben), points(ben), lines(asha), points(asha))
    for event in events():
        if type(event.fact).__name__ in ("PostVoted", "AnswerAccepted", "PostDeleted", "PostRestored"):
            with atomic():
                pay(event)
    assert (lines(ben), points(ben), lines(asha), points(asha)) == before


def test_what_is_down_earns_nothing_until_it_is_back(answer, ben, asha):
    sam = people.sam()
    vote_on(answer, 1, by=people.vera())
    delete_post(answer, "out of date", by=sam)
    assert lines(ben)[-1] == ("taken_down", -10)
    assert points(ben) == 0
    restore_post(answer, by=sam)
    assert lines(ben)[-1] == ("put_back", 10)
    assert points(ben) == 10


def test_what_is_hidden_earns_nothing_until_it_is_shown_again(answer, ben, asha):
    sam = people.sam()
    vote_on(answer, 1, by=people.vera())
    hide_post(answer, "out of date", by=sam)
    hide_post(answer, "very much out of date", by=sam)
    assert points(ben) == 0
    delete_post(answer, "nobody needs it", by=sam)
    unhide_post(answer, by=sam)
    assert points(ben) == 0
    restore_post(answer, by=sam)
    assert points(ben) == 10 and rebuild_reputation(check=True) == []


def test_a_topic_goes_down_with_all_that_its_posts_earned(topic, answer, asha, ben):
    sam, vera = people.sam(), people.vera()
    vote_on(the_question(topic), 1, by=vera)
    vote_on(answer, 1, by=vera)
    accept_answer(answer, by=asha)
    delete_topic(topic, "off topic", by=sam)
    assert (points(ben), points(asha)) == (0, 0)
    restore_topic(topic, by=sam)
    assert (points(ben), points(asha)) == (25, 7)


def test_an_answer_taken_down_inside_a_topic_that_is_down_stays_at_nothing(topic, answer, asha, ben):
    sam = people.sam()
    vote_on(answer, 1, by=people.vera())
    accept_answer(answer, by=asha)
    delete_topic(topic, "off topic", by=sam)
    delete_post(find_post(answer.id, sam), "spam", by=sam)
    assert (points(ben), points(asha)) == (0, 0)
    restore_topic(find_topic(topic.id, sam), by=sam)
    assert (points(ben), points(asha)) == (0, 0)
    restore_post(find_post(answer.id, sam), by=sam)
    assert (points(ben), points(asha)) == (10, 0)  # the acceptance went with the deletion
    assert ledger_sum(ben) == points(ben)


def test_voices_without_a_name_count_when_history_is_brought_in(answer, ben):
    with replaying("elsewhere"):
        store_vote(answer, 1)
    assert points(ben) == 10


def test_posts_without_a_member_pay_nobody(topic, asha):
    with atomic():
        record(PostVoted(topic.id, opening_of(topic).id, "answer", None, 0, 1))
        record(AnswerAccepted(topic.id, opening_of(topic).id, None, None))
        record(AnswerAccepted(topic.id, opening_of(topic).id, None, asha.id))
    assert lines(asha) == [("answer_chosen", 2)]


def test_one_transaction_with_its_fact(answer, ben, app):
    vera = people.vera()
    with pytest.raises(RuntimeError), atomic():
        vote_on(answer, 1, by=vera)
        raise RuntimeError
    db.session.expire_all()
    assert (points(ben), lines(ben)) == (0, [])
    assert db.session.scalar(select(Topic.score)) == 0


@pytest.mark.parametrize("rule", DEEDS)
def test_every_line_has_words_for_getting_and_for_losing(rule):
    got, lost = words_for(rule, 5), words_for(rule, -5)
    assert got
    assert lost
    assert got != lost


def test_losing_a_vote_against_is_good_news():
    assert words_for("answer_unhelpful", -2) == "Someone found your answer not helpful"
    assert words_for("answer_unhelpful", 2) == "Someone took a vote against your answer back"
