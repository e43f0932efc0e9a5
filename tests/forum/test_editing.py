"""Editing: every wording is kept, and two editors never overwrite each other."""

import pytest

from community.core.errors import NotAllowed
from community.forum.editing import edit_post
from community.forum.queries import find_post, find_topic, opening_of, revisions_of
from tests import people
from tests.factories import a_question, an_answer


def test_the_author_edits_and_the_history_shows_both(app, as_):
    asha = people.asha()
    topic = a_question(by=asha, body="The session ends after ten minutes.")
    opening = opening_of(topic)
    form = {"title": "VPN drops after five minutes", "body": "The session ends after five minutes.", "tags": "vpn",
            "reason": "counted again", "revision": "1"}  # fmt: skip
    page = as_(asha).post(f"/posts/{opening.id}/edit", data=form, follow_redirects=True)
    assert "five minutes" in page.text and page.request.path.endswith("vpn-drops-after-five-minutes")
    history = as_(asha).get(f"/posts/{opening.id}/history").text
    assert "<del>ten</del>" in history and "<ins>five</ins>" in history and "counted again" in history


def test_two_editors_the_later_sees_both_and_loses_nothing(app, as_):
    ben, sam = people.ben(), people.sam()
    post = an_answer(a_question(by=people.asha()), by=ben, body="Use gateway 3 for now, please.")
    as_(ben).post(f"/posts/{post.id}/edit", data={"body": "Use gateway 4 for now, please.", "revision": "1"})
    page = as_(sam).post(f"/posts/{post.id}/edit", data={"body": "Use gateway 5 for now, please.", "revision": "1"})
    assert page.status_code == 409
    assert "gateway 4" in page.text and "gateway 5" in page.text
    assert "gateway 4" in find_post(post.id, None).source
    assert "Use gateway" in revisions_of(post)[0].source


def test_others_do_not_edit(app, as_):
    post = an_answer(a_question(by=people.asha()), by=people.ben())
    vera = people.vera()
    with pytest.raises(NotAllowed):
        edit_post(post, "I know better than this.", by=vera)
    assert as_(vera).get(f"/posts/{post.id}/edit").status_code == 403


def test_tags_follow_the_edit(app):
    asha = people.asha()
    topic = a_question(by=asha, tags=["vpn", "wifi"])
    edit_post(find_post(opening_of(topic).id, asha), "The session ends after ten minutes.", by=asha, tags="vpn, mac")
    from community.core.db import db

    db.session.expire_all()
    assert [tag.name for tag in find_topic(topic.id, None).tags] == ["mac", "vpn"]
