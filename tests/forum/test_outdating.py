"""What no longer holds says so, with a date, until it is brought up to date."""

import pytest

from community.core.db import db
from community.core.errors import NotAllowed
from community.forum.archiving import archive_topic
from community.forum.editing import edit_post
from community.forum.filing import retag_topic
from community.forum.outdating import outdate_post
from community.forum.queries import find_post, find_topic
from community.moderation.deciding import decide_item
from community.moderation.flagging import flag_thing
from community.moderation.items import find_item
from community.moderation.models import Act
from community.moderation.undoing import reverse_act
from tests import people
from tests.factories import a_question, an_answer

LINE = 'Out of date since <time datetime="2026-03-02">2 Mar 2026</time>'


@pytest.fixture
def hall(app):
    """An answer, who wrote it, who asked, who looks after the place."""
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    return an_answer(a_question(by=asha, tags=["vpn"]), by=ben), ben, asha, sam


def test_decided_in_the_queue_it_is_said_to_everyone_and_its_author_is_told(hall, as_, client, deliver):
    post, ben, asha, sam = hall
    flag = flag_thing(post, "out_of_date", "Gateway 3 is gone.", by=asha)
    page = as_(sam).post(f"/review/{flag.item_id}/decision", data={"verdict": "outdate", "word": "Gateway 3 is gone."})
    assert page.status_code == 303
    assert flag.outcome == "upheld" and find_item(flag.item_id, sam).verdict == "outdate"
    assert LINE in client().get(post.topic.path).text and "Gateway 3 is gone." in client().get(post.topic.path).text
    assert "Bring it up to date" in as_(ben).get(post.topic.path).text
    assert "Suggest what holds now" in as_(asha).get(post.topic.path).text
    deliver()
    assert "is said to be out of date" in as_(ben).get("/notifications").text
    assert "Gateway 3 is gone." in client().get("/moderation/log").text


def test_an_edit_takes_it_away_and_new_tags_do_not(hall, client):
    post, ben, asha, sam = hall
    opening = find_post(post.topic.opening_id, sam)
    for each in (post, opening):
        outdate_post(each, "It was renamed.", by=sam)
    retag_topic(find_topic(post.topic_id, sam), "vpn mac", by=sam)
    assert client().get(post.topic.path).text.count(LINE) == 2
    edit_post(find_post(post.id, ben), "Switch to gateway 4 from now on.", by=ben)
    edit_post(find_post(opening.id, asha), "It ends after ten minutes with the new client, too.", by=asha)
    assert LINE not in client().get(post.topic.path).text


def test_taken_back_by_undo_and_by_seeing_nothing_wrong(hall, as_):
    post, _, asha, sam = hall
    outdate_post(post, "Gateway 3 is gone.", by=sam)
    act = db.session.query(Act).filter_by(kind="PostOutdated").one()
    reverse_act(act, "It is back.", by=sam)
    assert post.outdated_at is None and post.outdated_reason is None
    outdate_post(post, "Gateway 3 is gone.", by=sam)
    flag = flag_thing(post, "out_of_date", "Gone again?", by=asha)
    decide_item(find_item(flag.item_id, sam), "nothing", by=sam)
    assert find_post(post.id, sam).outdated_at is None


def test_many_flags_mark_it_and_hide_nothing(hall, client):
    post, _, asha, sam = hall
    for member in (asha, people.vera(), people._person("Cara Vogel")):
        flag = flag_thing(find_post(post.id, member), "out_of_date", "It is gone.", by=member)
    assert post.hidden_at is None and "Several people say so" in client().get(post.topic.path).text
    decide_item(find_item(flag.item_id, sam), "outdate", "Gateway 3 is gone.", by=sam)
    assert find_post(post.id, sam).outdated_reason == "Gateway 3 is gone."


def test_only_by_those_who_look_after_the_place_and_once(hall):
    post, ben, asha, sam = hall
    for member in (ben, asha):
        with pytest.raises(NotAllowed):
            outdate_post(post, "Gateway 3 is gone.", by=member)
    for _ in range(2):
        outdate_post(post, "Gateway 3 is gone.", by=sam)
    assert db.session.query(Act).filter_by(kind="PostOutdated").count() == 1
    archive_topic(find_topic(post.topic_id, sam), "The service is gone.", by=sam)
    with pytest.raises(NotAllowed):
        outdate_post(find_post(post.id, sam), "Something else.", by=sam)
