"""The same words sent twice are said once."""

from community.core.db import db
from community.forum.models import Comment, Post, Topic
from tests import people
from tests.factories import a_category, a_question, an_answer

ASKED = {"kind": "question", "title": "VPN drops after ten minutes", "category": "remote-access",
         "body": "It says error 812 and ends.", "tags": "vpn"}  # fmt: skip


def test_a_question_sent_twice_is_one(app, as_):
    asha, ben = people.asha(), people.ben()
    a_category()
    first, second = (as_(asha).post("/questions/ask", data=ASKED) for _ in range(2))
    assert first.location == second.location
    as_(ben).post("/questions/ask", data=ASKED)  # somebody else may ask the same
    assert db.session.query(Topic).count() == 2


def test_an_answer_and_a_comment_sent_twice_are_one(app, as_, clock):
    ben = people.ben()
    topic = a_question(by=people.asha())
    visitor = as_(ben)
    for _ in range(2):
        visitor.post(f"/q/{topic.id}/answers/new", data={"body": "Use gateway 3 today."})
    assert db.session.query(Post).filter_by(kind="answer").count() == 1
    post = db.session.query(Post).filter_by(kind="answer").one()
    for _ in range(2):
        visitor.post(f"/posts/{post.id}/comments", data={"body": "Or gateway 4."})
    assert db.session.query(Comment).count() == 1
    clock.forward(minutes=3)
    visitor.post(f"/posts/{post.id}/comments", data={"body": "Or gateway 4."})  # later it is meant
    assert db.session.query(Comment).count() == 2


def test_a_conflict_gives_the_words_back(app, as_, monkeypatch):
    from community.core.errors import Conflict
    from community.forum.views import comments

    def beaten(*_args, **_kwargs):
        raise Conflict("Someone was just ahead of you.")

    post = an_answer(a_question(by=people.asha()), by=people.ben())
    monkeypatch.setattr(comments, "comment_on", beaten)
    page = as_(people.vera()).post(f"/posts/{post.id}/comments", data={"body": "Words worth keeping."})
    assert page.status_code == 409
    assert "ahead of you" in page.text and "Words worth keeping." in page.text
