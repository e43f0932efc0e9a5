"""The provider says that an answer is right: apart from acceptance and from official answers."""

import pytest
from sqlalchemy import select

from community.accounts.models import Member
from community.core.db import db
from community.core.errors import Invalid, NotAllowed
from community.forum.accepting import accept_answer
from community.forum.deleting import delete_post, restore_post
from community.forum.editing import edit_post
from community.forum.queries import find_post, find_topic, opening_of, posts_of
from community.forum.verifying import unverify_answer, verify_answer
from community.forum.voting import vote_on
from community.notifications.models import Notification
from tests import people
from tests.factories import a_category, a_question, an_answer


@pytest.fixture
def post(app):
    return an_answer(a_question(by=people.asha()), by=people.ben())


def told(kind: str) -> list[str]:
    query = select(Member.name).join(Notification, Notification.member_id == Member.id)
    return sorted(db.session.scalars(query.where(Notification.kind == kind)))


def test_staff_verify_and_the_page_and_the_lists_say_so(post, as_, client):
    visitor, address = as_(people.dora()), f"/posts/{post.id}/verification"
    for _ in range(2):
        page = visitor.post(address, data={"value": "1"}, headers={"HX-Request": "true"})
    assert "Verified by the provider" in page.text and "Dora Nagy" in page.text
    assert 'aria-label="Verified by the provider"' in client().get("/questions").text
    assert find_topic(post.topic_id, None).state == "verified"
    assert find_topic(post.topic_id, None).accepted_id is None
    visitor.post(address, data={"value": "0"})
    assert find_topic(post.topic_id, None).state == "answered"


def test_others_do_not_nor_staff_their_own(post, as_):
    asha, dora = post.topic.author, people.dora()
    assert as_(asha).post(f"/posts/{post.id}/verification").status_code == 403
    own = an_answer(post.topic, by=dora)
    with pytest.raises(NotAllowed, match="colleague"):
        verify_answer(own, by=dora)
    with pytest.raises(Invalid):
        verify_answer(find_post(opening_of(post.topic).id, dora), by=dora)
    sam = people.sam()
    hidden = an_answer(a_question(by=sam, category=a_category("Lounge", audience="superusers")), by=sam)
    assert as_(people.vera()).post(f"/posts/{hidden.id}/verification").status_code == 404


def test_it_comes_after_the_accepted_one_and_before_the_best_voted(post):
    dora, asha, vera = people.dora(), post.topic.author, people.vera()
    voted, accepted = an_answer(post.topic, by=vera), an_answer(post.topic, by=dora)
    vote_on(voted, 1, by=asha)
    verify_answer(post, by=dora)
    accept_answer(accepted, by=asha)
    order = [each.id for each in posts_of(find_topic(post.topic_id, None), None)][1:]
    assert order == [accepted.id, post.id, voted.id]


def test_it_holds_for_what_was_read_not_for_what_is_written_later(post, deliver):
    dora, ben = people.dora(), post.author
    verify_answer(post, by=dora)
    edit_post(post, "Put your password on a note beside the gateway.", by=ben)
    assert post.verified_at is None and not find_topic(post.topic_id, None).verified
    deliver()
    assert told("verified_edited") == ["dora"]


def test_what_staff_mend_stays_verified(post):
    dora, omar = people.dora(), people.omar()
    verify_answer(post, by=dora)
    edit_post(post, "Switch to gateway 3 until Monday.", by=omar)
    assert post.verified_at


def test_what_is_taken_down_counts_no_more_until_it_is_back(post):
    dora, sam = people.dora(), people.sam()
    verify_answer(post, by=dora)
    delete_post(post, "Too early.", by=sam)
    assert not find_topic(post.topic_id, None).verified
    restore_post(post, by=sam)
    assert find_topic(post.topic_id, None).verified


def test_its_author_and_the_asker_are_told_unless_it_was_taken_back(post, deliver):
    dora = people.dora()
    verify_answer(post, by=dora)
    unverify_answer(post, by=dora)
    deliver()
    assert told("verified") == []
    verify_answer(post, by=dora)
    deliver()
    assert told("verified") == ["ben"] and told("verified_here") == ["asha"]
