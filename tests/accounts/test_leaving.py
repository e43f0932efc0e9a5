"""Leaving for good: nothing says any more who it was, and no credit is lost, neither theirs nor that of others."""

import pytest
from sqlalchemy import func, select

from community.accounts.leaving import close_account
from community.accounts.models import Member
from community.accounts.tokens import create_token, member_of_token
from community.core.db import db
from community.core.errors import Invalid, NotAllowed
from community.events.facts import FactRow
from community.forum.accepting import accept_answer
from community.forum.deleting import delete_topic
from community.forum.purging import plan_purge
from community.forum.queries import find_topic
from community.forum.voting import vote_on
from community.gamification.expertise import rebuild_expertise
from community.gamification.models import Award
from community.gamification.rebuild import rebuild_badges, rebuild_reputation
from tests import people
from tests.factories import a_question, an_answer
from tests.gamification.ledger import events, ledger_sum, points


@pytest.fixture
def story(app, deliver):
    """Ben answered Asha; Vera found it helpful, and he found her question useful."""
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    topic = a_question(by=asha)
    answer = an_answer(topic, by=ben)
    accept_answer(answer, by=asha)
    vote_on(answer, 1, by=vera)
    deliver()
    return asha, ben, vera, topic


def test_who_leaves_is_forgotten_and_what_they_gave_stays(story, as_, client, deliver):
    asha, ben, _, topic = story
    browser, token = as_(ben), create_token(ben, ["read"])
    assert browser.post("/settings/leaving", data={"handle": "asha"}).status_code == 422
    assert ben.active
    assert browser.post("/settings/leaving", data={"handle": "@Ben"}).status_code == 303
    deliver()
    assert browser.get("/settings").status_code == 302 or browser.get("/settings").status_code == 303
    assert member_of_token(token) is None
    page = client().get(topic.path)
    assert "Former member" in page.text
    for path in (
        topic.path,
        "/members",
        "/leaderboard",
        "/badges/first-light",
        "/search?q=okafor",
        f"/members/{ben.name}",
    ):
        assert "Okafor" not in client().get(path).text, path
    assert client().get("/members/ben").status_code == 404
    columns = [str(value) for value in db.session.execute(select(Member.__table__).where(Member.id == ben.id)).one()]
    assert not [each for each in columns if "okafor" in each.lower() or "ben@" in each or each == "ben"]
    assert "Okafor" not in str([row.payload for row in db.session.scalars(select(FactRow))])
    assert points(asha) == ledger_sum(asha) > 0


def test_no_point_or_shield_breaks_when_people_and_posts_are_gone(story, deliver, clock):
    asha, ben, vera, topic = story
    had = {each.id: points(each) for each in (ben, vera)}
    shields = db.session.scalar(select(func.count()).select_from(Award))
    close_account(asha, "asha", by=asha)
    deliver()
    assert {each.id: points(each) for each in (ben, vera)} == had
    ada = people.ada()
    delete_topic(find_topic(topic.id, ada), "old", by=ada)
    plan_purge(find_topic(topic.id, ada), by=ada)
    clock.forward(days=8)
    deliver()
    assert events("Purged")
    assert points(ben) == ledger_sum(ben)
    assert db.session.scalar(select(func.count()).select_from(Award)) == shields  # what was earned stays
    assert rebuild_reputation(check=True) == rebuild_badges(check=True) == rebuild_expertise(check=True) == []


def test_only_oneself_and_not_who_runs_the_site(story):
    asha, ben, *_ = story
    with pytest.raises(NotAllowed):
        close_account(asha, "asha", by=ben)
    ada = people.ada()
    with pytest.raises(NotAllowed, match="administrator"):
        close_account(ada, "ada", by=ada)
    with pytest.raises(Invalid):
        close_account(ben, "", by=ben)
