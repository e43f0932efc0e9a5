"""The care of comments: mended soon after, taken back by their authors, taken down and put back by moderators."""

import pytest

from community.core.errors import Invalid, NotAllowed
from community.forum.answering import post_answer
from community.forum.commenting import comment_on, delete_comment, edit_comment, restore_comment
from community.forum.queries import find_comment, find_post
from tests import people
from tests.factories import a_category, a_question, an_answer


@pytest.fixture
def comment(app):
    post = an_answer(a_question(by=people.asha()), by=people.ben())
    vera = people.vera()
    return find_comment(comment_on(post, "Works on floor 3, **thank you**.", by=vera).id, vera)


def test_a_slip_is_mended_within_five_minutes(comment, as_, clock):
    visitor, address = as_(comment.author), f"/comments/{comment.id}/edit"
    assert "Works on floor 3" in visitor.get(address).text
    assert "floor 4" in visitor.post(address, data={"body": "Works on floor 4."}, follow_redirects=True).text
    clock.forward(minutes=6)
    late = visitor.post(address, data={"body": "Works on floor 5, and this text is kept."})
    assert late.status_code == 403 and "this text is kept" in late.text
    assert visitor.get(address).status_code == 403


def test_nobody_changes_what_others_remarked(comment, as_):
    with pytest.raises(NotAllowed):
        edit_comment(comment, "I never said this.", by=people.sam())
    assert as_(people._person("Wren")).get(f"/comments/{comment.id}/edit").status_code == 403
    with pytest.raises(Invalid):
        edit_comment(comment, "  ", by=comment.author)


def test_authors_take_theirs_back_and_it_is_gone(comment, as_, client):
    as_(comment.author).post(f"/comments/{comment.id}/deletion")
    assert "Works on floor 3" not in client().get(comment.post.topic.path).text
    assert client().get(f"/comments/{comment.id}").status_code == 410


def test_moderators_take_down_with_a_reason_and_put_back(comment, as_, client, deliver):
    sam, path = people.sam(), comment.post.topic.path
    visitor = as_(sam)
    assert visitor.post(f"/comments/{comment.id}/deletion").status_code == 422
    visitor.post(f"/comments/{comment.id}/deletion", data={"reason": "It names a person."})
    assert "floor 3" not in client().get(path).text
    assert "It names a person." in visitor.get(path).text
    deliver()
    assert "taken down" in as_(comment.author).get("/notifications").text
    visitor.post(f"/comments/{comment.id}/restoration")
    assert "floor 3" in client().get(path).text


def test_others_may_not(comment, as_):
    stranger = people._person("Wren")
    with pytest.raises(NotAllowed):
        delete_comment(comment, "I don’t like it.", by=stranger)
    delete_comment(comment, by=comment.author)
    with pytest.raises(NotAllowed):
        restore_comment(comment, by=comment.author)


def test_a_private_comment_can_not_be_found(app, as_, client):
    sam = people.sam()
    topic = a_question(by=sam, category=a_category("Lounge", audience="superusers"))
    made = comment_on(find_post(topic.opening_id, sam), "Whispered remark.", by=sam)
    for visitor in (client(), as_(people.vera())):
        assert visitor.get(f"/comments/{made.id}").status_code == 404


def test_of_many_comments_the_first_are_shown_and_the_rest_is_folded(app, client, statements):
    sam = people.sam()
    topic = a_question(by=people.asha())
    post = find_post(topic.opening_id, sam)
    comment_on(post, "Remark number 0 of many.", by=sam)
    client().get(topic.path)
    with statements() as few:
        client().get(topic.path)
    for number in range(1, 9):
        comment_on(post, f"Remark number {number} of many.", by=sam)
    with statements() as many:
        page = client().get(topic.path).text
    assert "Show 4 more comments" in page and "Remark number 8" in page
    assert len(many) == len(few)
    assert post_answer(topic, "The answer has no comments at all.", by=sam)
