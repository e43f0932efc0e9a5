"""Helpers of a week or a month, in several readings: by people, unnumbered, each may stay out, newcomers apart."""

import re
from dataclasses import replace

import pytest

from community.accounts.profile import change_recognition
from community.forum.accepting import accept_answer
from community.forum.queries import find_tag
from community.forum.voting import vote_on
from community.gamification.leaderboard import Wanted, helpers
from community.knowledge.helping import say_helpful
from tests import people
from tests.factories import a_category, a_question, a_service, an_answer, an_article


@pytest.fixture
def cast(app, clock):
    """Sam has been here for long; Asha and Ben came lately."""
    sam, vera = people.sam(), people.vera()
    clock.forward(days=90)
    return sam, vera, people.asha(), people.ben()


def names(viewer=None, newcomers=None, **wanted):
    return [(each.member.name, each.helped) for each in helpers(viewer, Wanted(**wanted), newcomers=newcomers)]


def test_one_admirer_is_one_person(cast):
    _, vera, asha, ben = cast
    for _ in range(3):
        vote_on(an_answer(a_question(by=asha), by=ben), 1, by=vera)
    assert names() == [("ben", 1)]
    accept_answer(an_answer(a_question(by=asha), by=ben), by=asha)
    assert names() == [("ben", 2)]


def test_by_service_and_tag_and_reading(cast):
    sam, vera, asha, ben = cast
    service = a_service()
    place, other = a_category(service=service), a_category("Elsewhere")
    accept_answer(an_answer(a_question(by=asha, category=place, tags=["vpn"]), by=ben), by=asha)
    accept_answer(an_answer(a_question(by=asha, category=other), by=sam), by=asha)
    assert names(service=service) == names(tag=find_tag("vpn", None)) == [("ben", 1)]
    assert {name for name, _ in names()} == {"ben", "sam"}
    assert {name for name, _ in names(reading="welcoming")} == {"ben", "sam"}  # Asha has only just come
    an_answer(a_question(by=vera, category=other), by=asha)
    assert "asha" not in dict(names(reading="welcoming"))  # Vera has been here for long
    article = an_article(by=sam, service=service)
    say_helpful(article, 1, by=ben)
    assert names(reading="knowledge") == names(reading="knowledge", service=service) == [("sam", 2)]


def test_newcomers_stand_among_newcomers_and_nobody_has_a_number(cast, client, app):
    sam, _, asha, ben = cast
    topic = a_question(by=asha)
    for helper in (sam, ben):
        vote_on(an_answer(topic, by=helper), 1, by=asha)
    assert (names(newcomers=True), names(newcomers=False)) == ([("ben", 1)], [("sam", 1)])
    page = client().get("/leaderboard").text
    assert page.index("Sam Reyes</a>") < page.index("Newcomers") < page.index("Ben Okafor</a>")
    assert "gh-rank" not in page
    usual = app.config["GUILDHALL"]
    app.config["GUILDHALL"] = replace(usual, ranks=True)
    try:
        assert re.findall(r'gh-rank">(\d)', client().get("/leaderboard").text) == ["1", "1"]
    finally:
        app.config["GUILDHALL"] = usual


def test_equals_share_a_rank(cast):
    sam, vera, asha, ben = cast
    topic = a_question(by=asha)
    bens = an_answer(topic, by=ben)
    for helper in (sam, vera):
        vote_on(an_answer(topic, by=helper), 1, by=asha)
    vote_on(bens, 1, by=asha)
    vote_on(bens, 1, by=sam)
    assert [(each.member.name, each.rank) for each in helpers(None)] == [("ben", 1), ("sam", 2), ("vera", 2)]


def test_who_stays_out_or_is_private_is_on_no_list(cast, client):
    _, _, asha, ben = cast
    vote_on(an_answer(a_question(by=asha), by=ben), 1, by=asha)
    for chosen, listed in (("everything", False), ("private", True), ("off", True)):
        change_recognition(ben, recognition=chosen, among_helpers=listed, may_be_asked=True, by=ben)
        assert names(viewer=ben) == names() == []
        assert "Ben Okafor</a>" not in client().get("/leaderboard").text


def test_what_is_private_or_past_counts_for_nobody_else(cast, clock):
    sam, _, asha, _ = cast
    dora = people.dora()
    lounge = a_category("Lounge", audience="superusers")
    vote_on(an_answer(a_question(by=dora, category=lounge), by=sam), 1, by=dora)
    an_article(by=sam, audience="superusers")
    assert names(viewer=dora) == [("sam", 1)]
    assert names(viewer=dora, reading="knowledge") == [("sam", 1)]
    assert names(viewer=asha) == names(viewer=asha, reading="knowledge") == []
    clock.forward(days=8)
    assert names(viewer=dora) == []
    assert names(viewer=dora, period="month") == [("sam", 1)]


def test_addresses_that_ask_for_nothing_known_are_as_usual(app, client):
    assert "Quiet so far" in client().get("/leaderboard?reading=points&period=ever").text
    assert client().get("/leaderboard?service=nothing").status_code == 404
