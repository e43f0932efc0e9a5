"""Thanking for a post: one press each, counted once, taken back at will, kept apart from votes."""

import pytest
from sqlalchemy import func, select

from community.core.db import db
from community.core.errors import Invalid, NotAllowed
from community.forum.deleting import delete_post
from community.forum.models import Post
from community.forum.queries import find_post, opening_of
from community.forum.thanking import thank_for
from community.forum.thanks import PostReaction
from community.notifications.models import Notification
from community.notifications.reading import list_notes
from tests import people
from tests.factories import a_category, a_question, an_answer


@pytest.fixture
def post(app):
    return an_answer(a_question(by=people.asha()), by=people.ben())


def helped(post) -> int:
    return db.session.get(Post, post.id, populate_existing=True).thanks_count


def test_it_counts_once_however_often_it_is_pressed(post, as_):
    visitor = as_(people.vera())
    for _ in range(3):
        page = visitor.post(f"/posts/{post.id}/thanks", data={"value": "1"}, headers={"HX-Request": "true"})
    assert helped(post) == 1
    assert "<html" not in page.text and 'aria-pressed="true"' in page.text
    visitor.post(f"/posts/{post.id}/thanks", data={"value": "0"})
    visitor.post(f"/posts/{post.id}/thanks", data={"value": "0"})
    assert helped(post) == 0


def test_each_kind_stands_for_itself(post):
    vera = people.vera()
    thank_for(post, "agreed", by=vera)
    thank_for(post, "learned", by=vera)
    assert helped(post) == 0
    assert db.session.scalar(select(func.count()).select_from(PostReaction)) == 2


def test_the_page_shows_what_was_said_to_everyone_and_ones_own_to_oneself(post, as_, client):
    vera = people.vera()
    thank_for(post, "agreed", by=vera)
    address = post.topic.path
    assert 'aria-pressed="true"' in as_(vera).get(address).text.split("I agree")[0].rsplit("<button", 1)[1]
    assert "Agree" in client().get(address).text
    assert "Helped" not in client().get(address).text  # nobody said so


def test_not_ones_own_nor_a_question_nor_what_was_taken_down(post, as_):
    asha, ben, sam = post.topic.author, post.author, people.sam()
    with pytest.raises(NotAllowed, match="yours"):
        thank_for(post, by=ben)
    with pytest.raises(NotAllowed, match="have this too"):
        thank_for(find_post(opening_of(post.topic).id, sam), by=sam)
    with pytest.raises(Invalid):
        thank_for(post, "adored", by=asha)
    delete_post(post, "Wrong building.", by=sam)
    with pytest.raises(NotAllowed):
        thank_for(post, by=asha)
    assert as_(asha).post(f"/posts/{post.id}/thanks").status_code == 410


def test_a_private_place_takes_none_from_outside(app, as_):
    sam = people.sam()
    post = an_answer(a_question(by=sam, category=a_category("Lounge", audience="superusers")), by=people.dora())
    assert as_(people.vera()).post(f"/posts/{post.id}/thanks").status_code == 404
    assert helped(post) == 0


def test_the_author_hears_of_several_as_one_and_of_none_that_was_taken_back(post, deliver):
    vera, sam, ben = people.vera(), people.sam(), post.author
    for each in (vera, sam):
        thank_for(post, by=each)
    deliver()
    assert [note.words for note in list_notes(ben).unread if note.kind != "badge"] == [
        "Sam Reyes and one more said that what you wrote in “VPN drops after ten minutes” helped"
    ]
    thank_for(post, on=False, by=sam)
    thank_for(post, by=sam)
    deliver()
    assert db.session.scalar(select(func.count()).where(Notification.kind == "helped")) == 2
    for each in (vera, sam):
        thank_for(post, on=False, by=each)
    assert [note.kind for note in list_notes(ben).unread if note.kind != "badge"] == []
