"""“I am on it”: ten minutes, prolonged, given back, taken over, ended by the answer; two at once never both."""

import pytest

from community.core.errors import Conflict, NotAllowed
from community.events.facts import FactRow
from community.forum.claiming import claim_topic, release_claim
from community.forum.queries import find_topic
from community.notifications.models import Notification
from tests import people
from tests.factories import a_category, a_question, an_answer


def test_a_helper_is_on_it_for_ten_minutes(app, as_, clock):
    asha, sam, ben = people.asha(), people.sam(), people.ben()
    topic = a_question(by=asha)
    page = as_(sam).post(f"/q/{topic.id}/claim", data={"value": "1"}, follow_redirects=True)
    assert "You are</b> on it" in page.text
    assert "Sam Reyes is</b> on it" in as_(ben).get(topic.path).text
    clock.forward(minutes=10, seconds=1)
    assert "on it, until" not in as_(ben).get(f"/q/{topic.id}/standing").text


def test_newcomers_and_the_asker_do_not_claim(app):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    with pytest.raises(NotAllowed, match="opens at Regular"):
        claim_topic(topic, by=ben)
    asha.level = 3
    with pytest.raises(NotAllowed, match="your own"):
        claim_topic(topic, by=asha)


def test_twice_at_once_is_once_and_later_it_prolongs(app, clock):
    asha, sam = people.asha(), people.sam()
    topic = a_question(by=asha)
    claim_topic(topic, by=sam)
    claim_topic(topic, by=sam)
    assert FactRow.query.filter_by(kind="TopicClaimed").count() == 1
    clock.forward(minutes=8)
    claim_topic(topic, by=sam)
    clock.forward(minutes=9)
    assert find_topic(topic.id, sam).is_claimed


def test_who_did_not_see_the_other_is_told_and_who_did_takes_over(app, as_, deliver):
    asha, sam, dora = people.asha(), people.sam(), people.dora()
    topic = a_question(by=asha)
    claim_topic(topic, by=sam)
    with pytest.raises(Conflict, match="Sam Reyes"):
        claim_topic(topic, by=dora)
    assert f'name="over" value="{sam.id}"' in as_(dora).get(topic.path).text
    as_(dora).post(f"/q/{topic.id}/claim", data={"value": "1", "over": str(sam.id)})
    assert find_topic(topic.id, dora).claimed_by_id == dora.id
    deliver()
    assert [n.kind for n in Notification.query.filter_by(member_id=sam.id)] == ["taken_over"]
    release_claim(topic, by=sam)  # it is no longer Sam's to give back
    assert find_topic(topic.id, dora).is_claimed
    release_claim(topic, by=dora)
    assert not find_topic(topic.id, dora).is_claimed


def test_the_answer_ends_it_but_not_somebody_elses(app):
    asha, sam, ben = people.asha(), people.sam(), people.ben()
    topic = a_question(by=asha)
    claim_topic(topic, by=sam)
    an_answer(topic, by=ben)
    assert find_topic(topic.id, sam).is_claimed
    an_answer(topic, by=sam)
    assert not find_topic(topic.id, sam).is_claimed


def test_a_place_that_is_not_theirs_stays_closed(app, as_):
    sam, ben = people.sam(), people.ben()
    ben.level = 5
    topic = a_question(by=sam, category=a_category("Lounge", audience="superusers"))
    for path in (f"/q/{topic.id}/claim", f"/q/{topic.id}/asking-back"):
        assert as_(ben).post(path, data={"value": "1", "note": "What is it about?"}).status_code == 404
    assert as_(ben).get(f"/q/{topic.id}/standing").status_code == 404
    assert as_(ben).get(f"/questions/queue/claims/{topic.id}").status_code == 404
