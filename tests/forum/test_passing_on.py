"""An unanswered question is passed on to who may know: one polite word, few a week, never against somebody's wish."""

from datetime import timedelta

import pytest

from community.accounts.profile import change_recognition
from community.core.db import atomic, db
from community.core.errors import NotAllowed
from community.forum.accepting import accept_answer
from community.forum.passing_on import MOST, PassedOn, pass_on
from community.forum.queries import find_topic
from community.gamification.expertise import recount
from community.notifications.models import Notification
from tests import people
from tests.factories import a_category, a_question, an_answer


@pytest.fixture
def story(app):
    """Ben is known to know about the vpn; Vera asks about it."""
    asha, ben, vera, sam = people.asha(), people.ben(), people.vera(), people.sam()
    accept_answer(an_answer(a_question(by=asha, tags=["vpn"]), by=ben), by=asha)
    with atomic():
        recount()
    return ben, vera, sam, a_question(by=vera, tags=["vpn"], title="Which gateway from the train")


def told(member):
    return [note.kind for note in db.session.query(Notification).filter_by(member_id=member.id, kind="passed_on")]


def test_a_helper_asks_with_one_press_and_once(story, as_, deliver):
    ben, vera, sam, topic = story
    browser = as_(sam)
    page = browser.get(topic.path)
    assert "People who know this" in page.text
    assert "Ask them: Ben Okafor" in page.text
    for _ in range(2):
        part = browser.post(f"/q/{topic.id}/passing-on", data={"member": ben.id}, headers={"HX-Request": "true"})
    assert "Asked" in part.text
    assert "Ask them" not in part.text
    deliver()
    assert told(ben) == ["passed_on"]
    assert "Sam Reyes thinks that you may know something about" in as_(ben).get("/notifications").text
    assert browser.post(f"/q/{topic.id}/passing-on", data={"member": "0"}).status_code == 404
    assert "People who know this" not in as_(vera).get(topic.path).text


def test_only_helpers_and_only_while_nobody_answered(story, as_):
    ben, vera, sam, topic = story
    with pytest.raises(NotAllowed):
        pass_on(topic, ben, by=vera)
    an_answer(topic, by=sam)
    with pytest.raises(NotAllowed, match="first answer"):
        pass_on(find_topic(topic.id, sam), ben, by=sam)
    assert "People who know this" not in as_(sam).get(topic.path).text


def test_nobody_is_asked_too_often(story, clock):
    ben, vera, sam, topic = story
    for _ in range(MOST):
        pass_on(a_question(by=vera), ben, by=sam)
    with pytest.raises(NotAllowed, match="just now"):
        pass_on(topic, ben, by=sam)
    clock.forward(days=8)
    assert pass_on(topic, ben, by=sam) is True
    assert pass_on(topic, ben, by=sam) is False
    assert db.session.query(PassedOn).filter_by(topic_id=topic.id).count() == 1


def test_not_who_is_away_silenced_or_said_no_and_not_who_may_not_see_it(story, as_, clock):
    ben, vera, sam, topic = story
    later = clock.at + timedelta(days=1)
    for name in ("away_until", "silenced_until", "suspended_until"):
        with atomic():
            setattr(ben, name, later)
        with pytest.raises(NotAllowed):
            pass_on(topic, ben, by=sam)
        assert "People who know this" not in as_(sam).get(topic.path).text
        with atomic():
            setattr(ben, name, None)
    change_recognition(ben, recognition="everything", among_helpers=True, may_be_asked=False, by=ben)
    with pytest.raises(NotAllowed):
        pass_on(topic, ben, by=sam)
    for nobody in (vera, sam):  # who asked, and oneself
        with pytest.raises(NotAllowed):
            pass_on(topic, nobody, by=sam)
    lounge = a_question(by=people.dora(), category=a_category("Lounge", audience="superusers"))
    change_recognition(ben, recognition="everything", among_helpers=True, may_be_asked=True, by=ben)
    with pytest.raises(NotAllowed):
        pass_on(lounge, ben, by=sam)
