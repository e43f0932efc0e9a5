"""Editing: every wording is kept, and two editors never overwrite each other."""

import pytest

from community.core.errors import NotAllowed
from community.forum.commenting import comment_on
from community.forum.editing import edit_post
from community.forum.queries import find_post, find_topic, opening_of, revisions_of
from community.forum.voting import vote_on
from tests import people
from tests.factories import a_question, an_answer


def test_the_author_edits_and_the_history_shows_both(app, as_, clock):
    asha = people.asha()
    topic = a_question(by=asha, body="The session ends after ten minutes.")
    opening = opening_of(topic)
    clock.forward(minutes=6)
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


def test_what_is_mended_at_once_leaves_no_mark(app, as_, clock):
    asha = people.asha()
    opening = opening_of(a_question(by=asha, body="The sesion ends after ten minutes."))
    clock.forward(minutes=4)
    as_(asha).post(f"/posts/{opening.id}/edit", data={"title": "VPN drops after ten minutes", "revision": "1",
                   "body": "The session ends after ten minutes.", "tags": "vpn"})  # fmt: skip
    after = find_post(opening.id, asha)
    assert "session" in after.source and after.edited_at is None and after.revision == 2
    assert [revision.source for revision in revisions_of(after)] == ["The session ends after ten minutes."]


@pytest.mark.parametrize("built_on", ["late", "answered", "commented", "voted"])
def test_a_change_is_an_edit_once_somebody_has_built_on_it(app, clock, built_on):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    post = find_post(opening_of(topic).id, asha)
    if built_on == "late":
        clock.forward(minutes=6)
    elif built_on == "answered":
        an_answer(topic, by=ben)
    elif built_on == "commented":
        comment_on(find_post(post.id, ben), "The same here.", by=ben)
    else:
        vote_on(find_post(post.id, ben), 1, by=ben)
    edit_post(post, "It ends after ten minutes, every time.", by=asha)
    assert post.edited_at is not None and len(revisions_of(post)) == 2


def test_changes_to_other_lines_are_joined_and_lost_by_nobody(app, as_):
    ben, sam = people.ben(), people.sam()
    one, two, three = "First line here.", "Second line here.", "Third line here."
    post = an_answer(a_question(by=people.asha()), by=ben, body="\n\n".join((one, two, three)))
    address = f"/posts/{post.id}/edit"
    as_(sam).post(address, data={"body": "\n\n".join(("First, better.", two, three)), "revision": "1"})
    page = as_(ben).post(address, data={"body": "\n\n".join((one, two, "Third, better.")), "revision": "1"})
    assert page.status_code == 409 and "\n\n".join(("First, better.", two, "Third, better.")) in page.text
    assert 'name="revision" data-kept value="2"' in page.text


def test_title_and_tags_of_both_are_joined_too(app, as_):
    asha, sam = people.asha(), people.sam()
    topic = a_question(by=asha, tags=["vpn", "slow"], body="It ends after ten minutes.")
    address = f"/posts/{topic.opening_id}/edit"
    hers = {
        "title": topic.title,
        "body": "It ends after ten minutes, always.",
        "tags": "vpn slow wifi",
        "revision": "1",
    }
    his = {
        "title": "VPN ends after ten minutes",
        "body": "It ends after ten minutes.",
        "tags": "vpn mac",
        "revision": "1",
    }
    assert as_(sam).post(address, data=his).status_code == 303
    page = as_(asha).post(address, data=hers)
    assert page.status_code == 409 and "It ends after ten minutes, always." in page.text
    assert 'value="VPN ends after ten minutes"' in page.text and 'value="mac vpn wifi"' in page.text
    page = as_(asha).post(address, data=hers | {"title": "VPN away after ten minutes"})
    assert "It is called “VPN ends after ten minutes” now" in page.text
    assert 'value="VPN away after ten minutes"' in page.text
    saved = as_(asha).post(address, data=hers | {"revision": "2"})
    assert saved.status_code == 303 and "#" not in saved.location  # a question is the top of its page


def test_marks_of_a_conflict_are_not_saved(app, as_):
    ben, sam = people.ben(), people.sam()
    post = an_answer(a_question(by=people.asha()), by=ben, body="Use gateway 3 for now, please.")
    address = f"/posts/{post.id}/edit"
    as_(sam).post(address, data={"body": "Use gateway 4 for now, please.", "revision": "1"})
    page = as_(ben).post(address, data={"body": "Use gateway 5 for now, please.", "revision": "1"})
    assert "theirs\nUse gateway 4 for now, please.\n=======\nUse gateway 5 for now, please." in page.text
    kept = "<<<<<<< theirs\nUse gateway 4 for now, please.\n=======\nUse gateway 5\n>>>>>>> yours"
    again = as_(ben).post(address, data={"body": kept, "revision": "2"})
    assert again.status_code == 422 and "marks of two versions" in again.text


def test_an_earlier_wording_comes_back_and_none_is_lost(app, as_, clock):
    asha, sam = people.asha(), people.sam()
    topic = a_question(by=asha, tags=["vpn"], body="The session ends after ten minutes.")
    post = find_post(opening_of(topic).id, sam)
    edit_post(post, "Something else altogether.", by=sam, title="Another title for this", tags="wifi")
    page = as_(asha).post(f"/posts/{post.id}/reversion", data={"revision": "1"}, follow_redirects=True)
    assert "It says so again" in page.text
    back = find_topic(topic.id, None)
    assert (back.title, [tag.name for tag in back.tags]) == ("VPN drops after ten minutes", ["vpn"])
    assert [r.source for r in revisions_of(post)][1:] == [
        "Something else altogether.",
        "The session ends after ten minutes.",
    ]
    assert as_(asha).post(f"/posts/{post.id}/reversion", data={"revision": "1"}).status_code == 409
    assert as_(people.ben()).post(f"/posts/{post.id}/reversion", data={"revision": "1"}).status_code == 403
    assert as_(asha).get(f"/posts/{post.id}/history?older=1&newer=99").status_code == 404


def test_everybody_may_improve_a_wiki_post(app, as_):
    ben, vera, sam = people.ben(), people.vera(), people.sam()
    post = an_answer(a_question(by=people.asha()), by=ben)
    assert as_(ben).post(f"/posts/{post.id}/wiki").status_code == 403  # a newcomer
    as_(sam).post(f"/posts/{post.id}/wiki")
    as_(sam).post(f"/posts/{post.id}/wiki")
    as_(vera).post(f"/posts/{post.id}/edit", data={"body": "All of us know that gateway 3 works.", "revision": "1"})
    assert find_post(post.id, None).source == "All of us know that gateway 3 works."
    as_(sam).post(f"/posts/{post.id}/wiki", data={"value": "0"})
    assert as_(vera).get(f"/posts/{post.id}/edit").status_code == 403
