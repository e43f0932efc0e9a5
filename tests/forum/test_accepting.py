"""Accepting: the asker decides, changes the mind, and nobody else does."""

import pytest

from community.core.errors import Invalid, NotAllowed
from community.forum.accepting import accept_answer
from community.forum.deleting import delete_post, restore_post
from community.forum.hiding import hide_post
from community.forum.queries import find_post, find_topic, opening_of
from tests import people
from tests.factories import a_question, an_answer


def test_the_asker_accepts_and_the_question_is_solved(app, as_):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    post = an_answer(topic, by=ben)
    page = as_(asha).post(f"/posts/{post.id}/acceptance", follow_redirects=True)
    assert "Accepted answer" in page.text and "Solved" in page.text


def test_accepting_again_takes_it_back(app, as_):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    post = an_answer(topic, by=ben)
    for expected in ("solved", "answered", "solved"):
        as_(asha).post(f"/posts/{post.id}/acceptance")
        assert find_topic(topic.id, None).state == expected


def test_another_choice_replaces_the_first(app):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    topic = a_question(by=asha)
    first, second = an_answer(topic, by=ben), an_answer(topic, by=vera)
    accept_answer(first, by=asha)
    accept_answer(second, by=asha)
    assert find_topic(topic.id, None).accepted_id == second.id


def test_nobody_else_accepts(app, as_):
    topic = a_question(by=people.asha())
    ben = people.ben()
    post = an_answer(topic, by=ben)
    for member in (ben, people.sam(), people.dora()):
        with pytest.raises(NotAllowed):
            accept_answer(post, by=member)
    page = as_(ben).post(f"/posts/{post.id}/acceptance")
    assert page.status_code == 403 and "person who asked" in page.text


def test_the_question_itself_is_no_answer(app):
    asha = people.asha()
    topic = a_question(by=asha)
    with pytest.raises(Invalid):
        accept_answer(find_post(opening_of(topic).id, asha), by=asha)


def test_what_was_hidden_a_moment_ago_is_not_accepted(app):
    topic = a_question(by=people.asha())
    post = an_answer(topic, by=people.ben())
    hide_post(post, "It is no help.", by=people.sam())
    with pytest.raises(Invalid):
        accept_answer(post, by=topic.author)


def test_a_deleted_answer_is_accepted_no_longer(app):
    asha, sam = people.asha(), people.sam()
    topic = a_question(by=asha)
    post = an_answer(topic, by=people.ben())
    accept_answer(post, by=asha)
    delete_post(post, "Posted twice.", by=sam)
    topic = find_topic(topic.id, None)
    assert (topic.state, topic.answer_count) == ("none", 0)
    restore_post(find_post(post.id, sam), by=sam)
    assert find_topic(topic.id, None).answer_count == 1
