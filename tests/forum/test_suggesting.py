"""Suggesting a better wording: who may, what becomes of it, who hears of it."""

import pytest
from sqlalchemy import func, select

from community.accounts.queries import find_member
from community.composer.drafting import drafts_of, save_draft
from community.core.db import db
from community.core.errors import Conflict, NotAllowed
from community.forum.editing import edit_post
from community.forum.hiding import hide_post
from community.forum.queries import find_post, revisions_of
from community.forum.suggesting import EditSuggestion, accept_suggestion, find_suggestion
from community.moderation.models import ReviewItem
from tests import people
from tests.factories import a_category, a_question, an_answer

BETTER = "Switch to gateway 3, under Settings, until the certificate is renewed."


@pytest.fixture
def cast(app):
    """The author of an answer, somebody who knows better, a moderator, and the answer."""
    ben, vera, sam = people.ben(), people.vera(), people.sam()
    return ben, vera, sam, an_answer(a_question(by=people.asha()), by=ben)


def latest() -> int:
    """The number of the latest suggestion."""
    return db.session.scalar(select(func.max(EditSuggestion.id)))


def suggest(browser, post, body=BETTER):
    return browser.post(f"/posts/{post.id}/suggestions", data={"body": body, "reason": "Where to find it"})


def test_it_is_shown_beside_the_post_and_taken_over_with_credit(cast, as_, deliver):
    ben, vera, _, post = cast
    suggest(as_(vera), post)
    deliver()
    assert "suggests a better wording" in as_(ben).get("/notifications").text
    page = as_(ben).get(f"/suggestions/{latest()}").text
    assert "<ins>" in page and "Where to find it" in page and "Take it over" in page
    as_(ben).post(f"/suggestions/{latest()}/acceptance")
    deliver()
    assert find_post(post.id, None).source == BETTER
    assert revisions_of(post)[0].editor_id == vera.id
    assert "took over the wording you suggested" in as_(vera).get("/notifications").text


def test_moderators_find_it_in_their_queue_until_somebody_decides(cast, as_, deliver):
    _, vera, sam, post = cast
    suggest(as_(vera), post)
    deliver()
    item = db.session.query(ReviewItem).filter_by(kind="edit").one()
    assert item.decided_at is None
    as_(sam).post(f"/suggestions/{latest()}/refusal", data={"reason": "It is the same on every page."})
    db.session.refresh(item)
    assert item.verdict == "decline" and item.decided_by_id == sam.id
    assert "It is the same on every page." in as_(vera).get(f"/suggestions/{latest()}").text


def test_the_same_person_has_one_waiting(cast, as_):
    _, vera, _, post = cast
    suggest(as_(vera), post)
    assert BETTER in as_(vera).get(f"/posts/{post.id}/suggestions").text  # where one goes on
    key = f"suggest:{post.id}"
    save_draft(key, {"body": "Switch to"}, revision=0, window="w1", by=vera)
    data = {"body": "Switch to gateway 4 until the certificate is renewed.", "reason": "Newer", "draft_key": key}
    as_(vera).post(f"/posts/{post.id}/suggestions", data=data | {"draft_window": "w1"})
    assert drafts_of(vera) == []
    assert [s.source[:20] for s in db.session.query(EditSuggestion)] == ["Switch to gateway 4 "]


def test_who_may_edit_edits_and_nobody_decides_on_their_own(cast, as_):
    ben, vera, _, post = cast
    assert suggest(as_(ben), post).status_code == 403
    suggest(as_(vera), post)
    with pytest.raises(NotAllowed):
        accept_suggestion(find_suggestion(latest(), vera), by=vera)
    assert as_(find_member("asha")).get(f"/suggestions/{latest()}").status_code == 404


def test_it_is_decided_once_and_not_over_a_newer_wording(cast, as_):
    ben, vera, sam, post = cast
    suggest(as_(vera), post)
    edit_post(find_post(post.id, sam), "Something newer than that is here.", by=sam)
    with pytest.raises(Conflict):
        accept_suggestion(find_suggestion(latest(), ben), by=ben)
    as_(vera).post(f"/suggestions/{latest()}/refusal")  # taken back
    assert as_(ben).post(f"/suggestions/{latest()}/refusal", data={"reason": "No."}).status_code == 409
    assert find_post(post.id, None).source == "Something newer than that is here."


def test_it_needs_a_change_and_a_reason(cast, as_):
    _, vera, _, post = cast
    page = as_(vera).post(f"/posts/{post.id}/suggestions", data={"body": BETTER, "reason": ""})
    assert page.status_code == 422 and BETTER in page.text
    assert suggest(as_(vera), post, post.source).status_code == 422


def test_a_closed_place_keeps_its_suggestions(app, as_):
    dora, omar = people.dora(), people.omar()
    post = an_answer(a_question(by=dora, category=a_category("Inner", audience="staff")), by=omar)
    assert suggest(as_(people.vera()), post).status_code == 404


def test_it_is_seen_no_longer_than_its_post(cast, as_):
    _, vera, sam, post = cast
    suggest(as_(vera), post)
    hide_post(post, "A way in stands here.", by=None, security=True)
    assert as_(vera).get(f"/suggestions/{latest()}").status_code == 410
    assert as_(sam).get(f"/suggestions/{latest()}").status_code == 410  # staff alone see a security concern
    assert as_(sam).post(f"/suggestions/{latest()}/acceptance").status_code == 410
    assert as_(people.dora()).get(f"/suggestions/{latest()}").status_code == 200
