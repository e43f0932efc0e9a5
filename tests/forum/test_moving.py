"""Moving replies to another topic and splitting them off: what stays with them, the line left behind, the way back."""

import pytest
from sqlalchemy import select

from community.core.db import db
from community.core.errors import Conflict, Invalid, NotAllowed
from community.forum.accepting import accept_answer
from community.forum.commenting import comment_on
from community.forum.models import Post, Topic
from community.forum.moving import move_back, move_posts, split_posts
from community.forum.queries import find_post, find_topic
from community.forum.rearrangements import Rearrangement
from community.gamification.rebuild import rebuild_reputation
from community.notifications.models import Notification
from tests import people
from tests.factories import a_question, an_answer


@pytest.fixture
def hall(app):
    """A question with three answers, another question, and a super-user."""
    asha, ben, vera, sam = people.asha(), people.ben(), people.vera(), people.sam()
    topic = a_question(by=asha, tags=["vpn"])
    answers = [an_answer(topic, by=by) for by in (ben, vera, sam)]
    return topic, answers, a_question(by=vera, title="Which printer is the fast one"), sam


def test_split_off_replies_begin_a_topic_of_their_own(hall, as_, client):
    topic, (_, second, third), _, sam = hall
    comment_on(find_post(second.id, sam), "This is another matter.", by=sam)
    data = {"posts": [second.id, third.id], "title": "Printers on the second floor", "kind": "discussion"}
    page = as_(sam).post(f"/q/{topic.id}/moving", data=data, follow_redirects=True)
    made = db.session.scalar(select(Topic).where(Topic.title == "Printers on the second floor"))
    assert "2 replies went on in" in page.text and "Undo" in page.text
    assert (made.opening_id, made.author_id, made.answer_count, made.kind) == (
        second.id,
        second.author_id,
        1,
        "discussion",
    )
    assert find_topic(topic.id, None).answer_count == 1
    page = client().get(made.path).text
    assert "This is another matter." in page and third.html in page
    assert client().get(f"/posts/{third.id}").headers["Location"].startswith(made.path)
    assert "2 replies went on in" in client().get(topic.path).text


def test_moved_replies_stand_in_the_other_topic(hall, as_):
    topic, (first, *_), other, sam = hall
    page = as_(sam).get(f"/q/{topic.id}/moving?into={other.id}&posts={first.id}").text
    assert other.title in page and f'value="{first.id}" checked' in page
    as_(sam).post(f"/q/{topic.id}/moving", data={"posts": first.id, "into": other.id})
    assert find_post(first.id, None).topic_id == other.id
    assert (find_topic(topic.id, None).answer_count, find_topic(other.id, None).answer_count) == (2, 1)


def test_an_acceptance_does_not_go_along_and_comes_back(hall):
    topic, (first, *_), other, sam = hall
    accept_answer(find_post(first.id, None), by=db.session.get(type(sam), topic.author_id))
    points = db.session.get(type(sam), first.author_id).reputation
    row = move_posts([first.id], topic, other, by=sam)
    assert find_topic(topic.id, None).accepted_id is None
    assert db.session.get(type(sam), first.author_id).reputation < points
    move_back(row, topic, other, by=sam)
    assert find_topic(topic.id, None).accepted_id == first.id
    assert db.session.get(type(sam), first.author_id).reputation == points
    assert rebuild_reputation(check=True) == []


def test_a_split_taken_back_leaves_an_address_that_leads_back(hall, as_, client):
    topic, (_, second, third), _, sam = hall
    row = split_posts([second.id, third.id], topic, "Printers on the second floor", by=sam)
    made = db.session.get(Topic, row.to_id)
    as_(sam).post(f"/rearrangements/{row.id}/undoing")
    assert find_topic(topic.id, None).answer_count == 3
    assert find_topic(topic.id, None).me_too_count == 0  # whoever wrote the first of them did not ask
    assert client().get(made.path).headers["Location"].startswith(topic.path)
    assert "went on in" not in client().get(topic.path).text


@pytest.mark.parametrize(
    "posts, sentence", [([], "Choose at least one"), (["opening"], "can’t be moved"), (["other"], "can’t be moved")]
)
def test_only_answers_of_the_topic_go(hall, as_, posts, sentence):
    topic, _, other, sam = hall
    ids = [{"opening": topic.opening_id, "other": other.opening_id}[name] for name in posts]
    page = as_(sam).post(f"/q/{topic.id}/moving", data={"posts": ids, "title": "Printers on the second floor"})
    assert page.status_code == 422 and sentence in page.text and "Printers on the second floor" in page.text
    assert db.session.scalar(select(Rearrangement)) is None


def test_undoing_is_refused_when_they_went_on_or_somebody_wrote_there(hall, as_):
    topic, (first, second, _), other, sam = hall
    row = move_posts([first.id], topic, other, by=sam)
    move_posts([first.id], find_topic(other.id, sam), find_topic(topic.id, sam), by=sam)
    with pytest.raises(Conflict):
        move_back(row, topic, other, by=sam)
    page = as_(sam).get(f"/q/{topic.id}/doings").text
    assert page.count('/undoing"') == 1 and f"/rearrangements/{row.id}/undoing" not in page  # only the later one
    row = split_posts([second.id], find_topic(topic.id, sam), "Printers on the second floor", by=sam)
    an_answer(find_topic(row.to_id, sam), by=people.omar())
    page = as_(sam).post(f"/rearrangements/{row.id}/undoing", follow_redirects=True)
    assert "One reply was written" in page.text
    assert db.session.get(Post, second.id).topic_id == row.to_id


def test_moving_is_for_those_who_look_after_both_places(hall, as_):
    topic, (first, *_), other, _ = hall
    ben = db.session.get(type(people.omar()), first.author_id)
    assert as_(ben).get(f"/q/{topic.id}/moving").status_code == 403
    with pytest.raises(NotAllowed):
        move_posts([first.id], topic, other, by=ben)


def test_the_authors_are_told_and_hear_what_follows(hall, deliver):
    topic, (first, *_), other, sam = hall
    deliver()
    db.session.query(Notification).delete()
    db.session.commit()
    move_posts([first.id], topic, other, by=sam)
    deliver()
    an_answer(find_topic(other.id, sam), by=people.omar())
    deliver()
    kinds = select(Notification.kind).where(Notification.member_id == first.author_id).order_by(Notification.id)
    assert db.session.scalars(kinds).all() == ["moved", "answer"]


def test_a_title_is_needed_for_a_split(hall):
    topic, (first, *_), _, sam = hall
    with pytest.raises(Invalid):
        split_posts([first.id], topic, "", by=sam)
