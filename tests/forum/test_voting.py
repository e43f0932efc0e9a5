"""Voting: one voice per person, changed and taken back at will, never on one's own."""

import threading

import pytest
from sqlalchemy import func, select

from community.core.db import db
from community.core.errors import Invalid, NotAllowed
from community.forum.models import Post, Vote
from community.forum.queries import find_post
from community.forum.voting import vote_on
from tests import people
from tests.factories import a_question, an_answer


@pytest.fixture
def post(app):
    return an_answer(a_question(by=people.asha()), by=people.ben())


def test_a_voice_counts_once_however_often_it_is_given(post, as_):
    vera = people.vera()
    visitor = as_(vera)
    for _ in range(3):
        visitor.post(f"/posts/{post.id}/votes", data={"value": "1"})
    assert find_post(post.id, None).score == 1


def test_it_can_be_turned_and_taken_back(post):
    vera = people.vera()
    assert [vote_on(post, value, by=vera) for value in (1, -1, 0, 0)] == [1, -1, 0, 0]


def test_not_on_ones_own_post(post, as_):
    ben = post.author
    with pytest.raises(NotAllowed, match="votes from others"):
        vote_on(post, 1, by=ben)
    assert as_(ben).post(f"/posts/{post.id}/votes", data={"value": "1"}).status_code == 403


def test_only_three_values(post, as_):
    with pytest.raises(Invalid):
        vote_on(post, 2, by=people.vera())
    assert as_(people.sam()).post(f"/posts/{post.id}/votes", data={"value": "many"}).status_code == 422


def test_the_button_gets_its_own_part_of_the_page_back(post, as_):
    page = as_(people.vera()).post(f"/posts/{post.id}/votes", data={"value": "1"}, headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert "<html" not in page.text
    assert 'aria-pressed="true"' in page.text


def test_ten_voters_at_once_make_ten_voices(post, app):
    voters = [people._person(f"Voter{number}").id for number in range(10)]
    ident, failures = post.id, []

    def vote(member_id):
        from community.accounts.models import Member

        try:
            with app.app_context():
                vote_on(find_post(ident, None), 1, by=db.session.get(Member, member_id))
                db.session.remove()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=vote, args=(voter,)) for voter in voters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert not failures
    assert db.session.get(Post, ident).score == 10
    assert db.session.scalar(select(func.count()).select_from(Vote)) == 10
