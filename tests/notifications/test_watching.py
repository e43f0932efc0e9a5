"""Following: begun by taking part, chosen by hand, and never changed behind somebody's back."""

import pytest

from community.core.errors import Invalid, NotFound
from community.forum.metoo import say_me_too
from community.forum.queries import find_topic
from community.improvement.supporting import support, withdraw_support
from community.notifications.watching import following, watch
from tests import people
from tests.factories import a_category, a_proposal, a_question, a_ticket, an_answer


def test_asking_answering_proposing_and_supporting_begin_to_follow(app):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    topic = a_question(by=asha)
    an_answer(topic, by=ben)
    proposal = a_proposal(by=asha)
    support(proposal, by=vera)
    assert following("topic", topic.id, asha).on and following("topic", topic.id, ben).on
    assert following("proposal", proposal.id, asha).on and following("proposal", proposal.id, vera).on
    assert not following("topic", topic.id, vera).on and following("topic", topic.id, None) is None


@pytest.mark.parametrize("level", ["tracking", "normal", "muted"])
def test_an_explicit_choice_is_left_alone(app, level):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    topic, proposal = a_question(by=asha), a_proposal(by=asha)
    watch("topic", topic.id, level, by=ben)
    watch("proposal", proposal.id, level, by=vera)
    an_answer(topic, by=ben)
    support(proposal, by=vera)
    withdraw_support(proposal, by=vera)
    support(proposal, by=vera)
    assert following("topic", topic.id, ben).level == level
    assert following("proposal", proposal.id, vera).level == level


def test_the_control_works_without_scripts_and_with_them(app, as_):
    proposal, vera = a_proposal(by=people.asha()), people.vera()
    form = {"kind": "proposal", "id": proposal.id, "level": "watching"}
    assert 'value="watching" aria-pressed="false"' in as_(vera).get(proposal.path).text
    answer = as_(vera).post("/watches", data=form)
    assert (answer.status_code, answer.location) == (303, proposal.path)
    assert 'value="normal" aria-pressed="true"' in as_(vera).get(proposal.path).text
    part = as_(vera).post("/watches", data={**form, "level": "muted"}, headers={"HX-Request": "true"})
    assert "Muted" in part.text and "<html" not in part.text
    assert following("proposal", proposal.id, vera).level == "muted"


def test_what_cannot_be_seen_cannot_be_followed(app, as_):
    asha, sam = people.asha(), people.sam()
    topic = a_question(by=sam, category=a_category("Lounge", audience="superusers"))
    ticket = a_ticket(by=people.dora())
    for kind, ident in (("topic", topic.id), ("ticket", ticket.id), ("proposal", 999), ("article", 1)):
        with pytest.raises(NotFound):
            watch(kind, ident, "watching", by=asha)
        assert as_(asha).post("/watches", data={"kind": kind, "id": ident, "level": "watching"}).status_code == 404
    assert find_topic(topic.id, sam).title not in as_(asha).get("/notifications").text


def test_foreign_input_is_refused(app, as_, client):
    topic, vera = a_question(by=people.asha()), people.vera()
    for kind, level in (("member", "watching"), ("topic", "sometimes"), ("", "")):
        with pytest.raises(Invalid):
            watch(kind, topic.id, level, by=vera)
        assert as_(vera).post("/watches", data={"kind": kind, "id": topic.id, "level": level}).status_code == 422
    assert as_(vera).post("/watches", data={"kind": "topic", "id": "9" * 30, "level": "muted"}).status_code in (
        404,
        422,
    )
    assert client().post("/watches", data={"kind": "topic", "id": topic.id, "level": "muted"}).status_code == 401


def test_who_has_the_same_problem_follows_it_until_they_have_it_no_longer(app):
    asha, ben, vera, sam = people.asha(), people.ben(), people.vera(), people.sam()
    topic = a_question(by=asha)
    for each in (ben, vera, sam):
        say_me_too(topic, True, by=each)
        assert following("topic", topic.id, each).on
    an_answer(topic, by=vera)
    watch("topic", topic.id, "watching", by=sam)
    for each in (ben, vera, sam):
        say_me_too(topic, False, by=each)
    assert not following("topic", topic.id, ben).on
    assert following("topic", topic.id, vera).on, "who answered goes on following"
    assert following("topic", topic.id, sam).on, "who chose to follow goes on following"


def test_a_muted_question_stays_muted_with_the_same_problem(app):
    ben = people.ben()
    topic = a_question(by=people.asha())
    watch("topic", topic.id, "muted", by=ben)
    say_me_too(topic, True, by=ben)
    say_me_too(topic, False, by=ben)
    assert following("topic", topic.id, ben).level == "muted"
