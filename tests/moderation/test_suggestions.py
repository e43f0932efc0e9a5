"""Suggested wordings in the review queue: shown side by side, taken over or not, closed from either side."""

import pytest

from community.core.db import db
from community.core.errors import Invalid
from community.forum.editing import edit_post
from community.forum.queries import find_post
from community.forum.suggesting import accept_suggestion, find_suggestion, suggest_edit
from community.moderation.deciding import decide_item
from community.moderation.items import find_item
from community.moderation.models import Act, ReviewItem


@pytest.fixture
def suggested(post, cast, deliver):
    made = suggest_edit(find_post(post.id, cast["vera"]), "Please use another gateway.", "Kinder", by=cast["vera"])
    deliver()
    return made


def _item() -> ReviewItem:
    return db.session.query(ReviewItem).filter_by(kind="edit").one()


def test_taken_over_from_the_queue(suggested, post, cast, as_, client):
    item = _item()
    page = as_(cast["sam"]).get(item.path).text
    assert "Suggested edit" in page and "<ins>" in page
    as_(cast["sam"]).post(f"{item.path}/decision", data={"verdict": "accept"})
    assert "another gateway" in client().get(post.topic.path).text
    assert (item.verdict, item.decided_by_id) == ("accept", cast["sam"].id)


def test_left_as_it_is_with_a_word(suggested, post, cast):
    decide_item(find_item(_item().id, cast["sam"]), "decline", "It is fine as it is.", by=cast["sam"])
    act = db.session.query(Act).filter_by(kind="SuggestionDeclined").one()
    assert (act.by_id, act.member_id, act.reason) == (cast["sam"].id, cast["vera"].id, "It is fine as it is.")
    assert _item().verdict == "decline" and find_suggestion(suggested.id, cast["vera"]).answer == "It is fine as it is."


def test_decided_by_the_author_it_leaves_the_queue(suggested, cast):
    accept_suggestion(find_suggestion(suggested.id, cast["ben"]), by=cast["ben"])
    assert (_item().verdict, _item().decided_by_id) == ("accept", cast["ben"].id)


def test_what_has_changed_since_cannot_be_taken_over(suggested, post, cast, clock):
    clock.forward(hours=1)
    edit_post(find_post(post.id, cast["ben"]), "I meant the other one.", by=cast["ben"])
    with pytest.raises(Invalid):
        decide_item(find_item(_item().id, cast["sam"]), "accept", by=cast["sam"])
