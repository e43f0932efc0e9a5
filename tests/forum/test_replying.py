"""Replying to one post of a topic, and quoting it with the way back."""

import pytest
from sqlalchemy import select

from community.accounts.models import Member
from community.core.db import db
from community.forum.answering import post_answer
from community.forum.deleting import delete_post
from community.forum.models import Post
from community.forum.queries import find_post
from community.forum.quoting import quote_of
from community.notifications.models import Notification
from tests import people
from tests.factories import a_question, an_answer


@pytest.fixture
def talk(app):
    return a_question(by=people.asha(), kind="discussion", title="Which desk do you stand at")


def told() -> list[tuple[str, str]]:
    query = select(Member.name, Notification.kind).join(Notification, Notification.member_id == Member.id)
    return sorted(map(tuple, db.session.execute(query.where(Notification.kind.in_(("reply", "reply_to", "answer"))))))


def test_a_reply_says_to_what_and_the_post_says_how_many(talk, as_):
    ben, vera = people.ben(), people.vera()
    first = an_answer(talk, by=ben)
    form = as_(vera).get(f"/q/{talk.id}/answers/new?reply_to={first.id}&quote=1").text
    assert "In reply to" in form and "&gt; [Ben Okafor wrote](/posts/" in form
    data = {"body": "I stand at the window desk.", "reply_to": first.id}
    page = as_(vera).post(f"/q/{talk.id}/answers/new", data=data, follow_redirects=True).text
    assert f'in reply to <a href="#answer-{first.id}">Ben Okafor</a>' in page
    assert "1 reply" in page


def test_its_author_is_told_once_and_the_others_as_ever(talk, deliver, clock):
    ben, vera = people.ben(), people.vera()
    first = an_answer(talk, by=ben)
    clock.forward(minutes=1)
    post_answer(talk, "I stand at the window desk.", by=vera, reply_to=first)
    deliver()
    assert told() == [("asha", "reply"), ("asha", "reply"), ("ben", "reply_to")]


def test_what_it_replies_to_may_be_gone_and_nothing_is_lost(talk, as_):
    ben, vera, sam = people.ben(), people.vera(), people.sam()
    first = an_answer(talk, by=ben)
    delete_post(first, "Said twice.", by=sam)
    data = {"body": "I stand at the window desk.", "reply_to": first.id}
    page = as_(vera).post(f"/q/{talk.id}/answers/new", data=data, follow_redirects=True).text
    assert "window desk" in page and "in reply to" not in page


def test_a_post_of_another_topic_is_no_parent(talk):
    ben = people.ben()
    other = an_answer(a_question(by=ben, title="Another talk about chairs"), by=people.vera())
    assert post_answer(talk, "I stand at the window desk.", by=ben, reply_to=other).reply_to_id is None


def test_a_quote_leaves_out_what_was_quoted_and_names_its_author_safely(talk):
    author = people._person("Ann [x](y)*")
    post = post_answer(talk, "> older words\n\nNew **words**\nin two lines", by=author)
    quote = quote_of(find_post(post.id, None))
    assert quote == f"> [Ann \\[x\\](y)\\* wrote](/posts/{post.id}):  \n> New **words**\n> in two lines\n\n"


def test_replies_cost_the_page_nothing(talk, client, statements):
    ben = people.ben()
    first = an_answer(talk, by=ben)
    client().get(talk.path)
    with statements() as few:
        client().get(talk.path)
    sam = people.sam()
    for number in range(6):
        post_answer(talk, f"I stand at desk number {number} and like it.", by=sam, reply_to=first)
    with statements() as many:
        client().get(talk.path)
    assert db.session.query(Post).filter_by(reply_to_id=first.id).count() == 6
    assert len(many) == len(few)
