"""Hiding posts and comments until somebody has looked: who sees them meanwhile, who may, and back again."""

import pytest

from community.core.db import db
from community.core.errors import Gone, Invalid, NotAllowed
from community.events.facts import FactRow
from community.forum.commenting import comment_on
from community.forum.hiding import hide_comment, hide_post, unhide_comment, unhide_post
from community.forum.models import Comment
from community.forum.queries import find_post, find_topic
from community.moderation.models import Act
from tests import people
from tests.factories import a_category, a_question, an_answer


def _comment(ident: int) -> Comment:
    comment = db.session.get(Comment, ident)
    comment.post = find_post(comment.post_id, None)
    return comment


def test_only_the_author_and_those_who_moderate_see_a_hidden_answer(app, as_, client):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    topic = a_question(by=asha)
    post = an_answer(topic, by=ben, body="Just smash the router with a hammer.")
    assert hide_post(post, "It is no help.", by=sam)
    assert find_topic(topic.id, None).answer_count == 0
    for visitor in (client(), as_(asha)):
        assert "hammer" not in visitor.get(topic.path).text
        assert visitor.get(post.path).status_code == 410
    mine = as_(ben).get(topic.path)
    assert "hammer" in mine.text and "It is no help." in mine.text
    assert "hammer" in as_(sam).get(topic.path).text
    assert unhide_post(post, by=sam)
    assert "hammer" in client().get(topic.path).text
    assert find_topic(topic.id, None).answer_count == 1


def test_a_hidden_opening_hides_its_topic_everywhere(app, as_, client):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    topic = a_question(by=asha, title="Buy cheap watches here")
    an_answer(topic, by=ben)
    opening = find_post(topic.opening_id, sam)
    hide_post(opening, "It advertises.", by=sam)
    for path in ("/questions", "/c/remote-access", topic.path, "/feed.atom"):
        assert "cheap watches" not in client().get(path).text.lower().replace("-", " ")
    assert as_(ben).get(topic.path).status_code == 410
    assert as_(asha).get(topic.path).status_code == 200
    unhide_post(opening, by=sam)
    assert client().get(topic.path).status_code == 200


def test_whose_topic_is_hidden_reads_nothing_more_of_others_for_it(app, as_):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    topic = a_question(by=asha)
    post = an_answer(topic, by=ben, body="The password of the router is swordfish.")
    hide_post(post, "It names a password.", by=None, security=True)
    hide_post(find_post(topic.opening_id, sam), "It is no question.", by=sam)
    for path in (topic.path, f"/posts/{post.id}/history", f"/posts/{post.id}/flag"):
        assert "swordfish" not in as_(asha).get(path, follow_redirects=True).text
    assert find_post(post.id, ben)


def test_a_security_concern_is_hidden_from_super_users_too(app, as_):
    asha, sam, dora = people.asha(), people.sam(), people.dora()
    topic = a_question(by=asha, title="The admin password is swordfish")
    hide_post(find_post(topic.opening_id, dora), "It names a password.", by=None, security=True)
    with pytest.raises(Gone):
        find_topic(topic.id, sam)
    assert find_topic(topic.id, dora) and find_topic(topic.id, asha)
    with pytest.raises(NotAllowed):
        unhide_post(find_post(topic.opening_id, dora), by=sam)


def test_in_a_groups_own_place_security_stays_with_its_keepers(app):
    from community.accounts.grouping import join_group, make_group
    from community.core.db import atomic

    ada, asha, ben = people.ada(), people.asha(), people.ben()
    group = make_group("Red team", by=ada)
    for member in (asha, ben):
        join_group(group, member, by=ada)
    place = a_category("Red team room", audience=f"group:{group.id}")
    with atomic():
        place.moderators = f"group:{group.id}"
    topic = a_question(by=asha, category=place)
    hide_post(find_post(topic.opening_id, ben), "It names a password.", by=None, security=True)
    assert find_topic(topic.id, ben)


def test_who_may_and_why(app):
    topic = a_question(by=people.asha())
    post = an_answer(topic, by=people.ben())
    with pytest.raises(NotAllowed):
        hide_post(post, "I don’t like it.", by=people.vera())
    with pytest.raises(Invalid):
        hide_post(post, "  ", by=people.sam())


def test_twice_is_once(app):
    sam = people.sam()
    post = an_answer(a_question(by=people.asha()), by=people.ben())
    assert [hide_post(post, "Wrong place.", by=sam) for _ in range(2)] == [True, False]
    assert [unhide_post(post, by=sam) for _ in range(2)] == [True, False]
    assert db.session.query(FactRow).filter(FactRow.kind.in_(["PostHidden", "PostUnhidden"])).count() == 2


def test_comments_are_hidden_and_shown_again(app, as_, client):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    topic = a_question(by=asha)
    remark = comment_on(find_post(topic.opening_id, ben), "Read the manual first.", by=ben)
    hide_comment(_comment(remark.id), "It is unkind.", by=sam)
    assert "Read the manual" not in client().get(topic.path).text
    assert "Read the manual" in as_(ben).get(topic.path).text
    unhide_comment(_comment(remark.id), by=sam)
    assert "Read the manual" in client().get(topic.path).text


def test_the_author_is_told_with_the_reason_and_how_to_mend_it(app, as_, deliver):
    ben = people.ben()
    post = an_answer(a_question(by=people.asha()), by=ben)
    hide_post(post, "The link leads to a shop.", by=people.sam())
    deliver()
    notes = as_(ben).get("/notifications")
    assert "is hidden for now" in notes.text
    path = db.session.query(Act).one().path
    page = as_(ben).get(path)
    assert "The link leads to a shop." in page.text and f"/posts/{post.id}/edit" in page.text
    assert as_(people.vera()).get(path).status_code == 404
