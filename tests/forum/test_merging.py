"""Merging a whole topic into another: what readers see of it, what is counted, and the way back."""

from community.core.db import db
from community.forum.accepting import accept_answer
from community.forum.merging import merge_topics
from community.forum.models import Post
from community.forum.queries import find_topic
from tests import people
from tests.factories import a_question, an_answer


def two_questions():
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    old = a_question(by=asha, tags=["vpn"])
    new = a_question(by=vera, title="The tunnel closes again and again", tags=["tunnel"])
    return asha, ben, vera, old, new


def test_posts_keep_all_they_have_and_the_address_leads_on(app, as_, client):
    _, ben, vera, old, new = two_questions()
    answer = an_answer(new, by=ben)
    accept_answer(answer, by=vera)
    merge_topics(new, old, by=people.sam())
    post = db.session.get(Post, answer.id)
    assert (post.topic_id, post.moved_from_id, post.kind) == (old.id, new.id, "answer")
    page = client().get(new.path)
    assert page.status_code == 301 and page.headers["Location"].endswith(f"{old.path}#answer-{new.opening_id}")
    assert answer.html in client().get(old.path).text
    found = find_topic(old.id, None)
    assert (
        found.answer_count == 1 and found.accepted_id is None and {tag.name for tag in found.tags} == {"vpn", "tunnel"}
    )
    assert client().get(f"/posts/{answer.id}").headers["Location"].startswith(old.path)
