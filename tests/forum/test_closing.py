"""Closing, duplicates, taking down and putting back, me too."""

from community.forum.queries import find_topic
from tests import people
from tests.factories import a_question, an_answer


def test_closing_as_a_duplicate_leads_to_the_answers(app, as_):
    asha, sam = people.asha(), people.sam()
    old, new = a_question(by=asha), a_question(by=asha, title="VPN drops again and again")
    form = as_(sam).get(f"/q/{new.id}/closing?duplicate_of={old.id}").text
    assert "novalidate" in form and "required" not in form.split('name="reason"')[1].split(">")[0]
    page = as_(sam).post(f"/q/{new.id}/closing", data={"duplicate_of": str(old.id)}, follow_redirects=True)
    assert "Asked before." in page.text and f"/q/{old.id}" in page.text
    as_(sam).post(f"/q/{new.id}/reopening")
    assert find_topic(new.id, None).closed_at is None


def test_closing_needs_a_reason_and_the_right(app, as_):
    topic = a_question(by=people.asha())
    assert as_(people.sam()).post(f"/q/{topic.id}/closing", data={"reason": ""}).status_code == 422
    assert as_(people.ben()).post(f"/q/{topic.id}/closing", data={"reason": "because"}).status_code == 403
    assert find_topic(topic.id, None).closed_at is None


def test_what_was_taken_down_says_so_and_why(app, as_, client):
    sam = people.sam()
    topic = a_question(by=people.asha())
    assert as_(sam).get(f"/posts/{topic.opening_id}/deletion").location == f"/q/{topic.id}/deletion"
    as_(sam).post(f"/q/{topic.id}/deletion", data={"reason": "It named a patient."})
    page = client().get(topic.path)
    assert page.status_code == 410 and "It named a patient." in page.text
    assert topic.title not in client().get("/questions").text
    as_(sam).post(f"/q/{topic.id}/restoration")
    assert client().get(topic.path).status_code == 200


def test_authors_take_down_only_what_nobody_built_on(app, as_):
    asha = people.asha()
    topic = a_question(by=asha)
    an_answer(topic, by=people.ben())
    page = as_(asha).post(f"/q/{topic.id}/deletion", data={"reason": "never mind"})
    assert page.status_code == 403 and "Others have answered" in page.text


def test_me_too_counts_each_person_once(app, as_):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    topic = a_question(by=asha)
    for member in (ben, ben, vera):
        part = as_(member).post(f"/q/{topic.id}/me-too", data={"value": "1"}, headers={"HX-Request": "true"}).text
        assert 'aria-pressed="true"' in part and ">Following<" in part  # the page's follow buttons come along
    assert find_topic(topic.id, None).me_too_count == 2
    as_(ben).post(f"/q/{topic.id}/me-too", data={"value": "0"})
    assert find_topic(topic.id, None).me_too_count == 1
    assert as_(asha).post(f"/q/{topic.id}/me-too", data={"value": "1"}).status_code == 403
