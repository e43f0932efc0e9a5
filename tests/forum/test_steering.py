"""How a topic stands: kind, place, tags, pinned, listed, slow, kept, closing at a time; duplicates."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.core import clock as now
from community.core.db import db
from community.core.errors import NotAllowed, TooFast
from community.forum.accepting import accept_answer
from community.forum.answering import post_answer
from community.forum.archiving import archive_topic
from community.forum.asking_back import ask_back
from community.forum.claiming import claim_topic
from community.forum.closing import close_topic, reopen_topic
from community.forum.closing_later import close_later
from community.forum.commenting import comment_on
from community.forum.deleting import delete_topic, restore_topic
from community.forum.filing import change_kind
from community.forum.merging import merge_topics
from community.forum.metoo import say_me_too
from community.forum.moving import move_back, move_posts, split_posts
from community.forum.queries import find_post, find_topic
from community.forum.slowing import slow_topic
from community.forum.verifying import verify_answer
from community.forum.voting import vote_on
from community.moderation.models import Act
from community.notifications.models import Notification
from tests import people
from tests.factories import a_category, a_question, an_answer


@pytest.fixture
def hall(app):
    """A question, who asked it, who answers, who looks after the place."""
    asha = people.asha()
    return a_question(by=asha, tags=["vpn"]), asha, people.ben(), people.sam()


ADDRESSES = ["filing", "state", "pin", "unlisting", "archiving", "pace", "closing-time", "doings", "others"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_those_who_look_after_the_place(hall, as_, address):
    topic, _, ben, _ = hall
    way = as_(ben).get if address in ("filing", "state", "doings", "others") else as_(ben).post
    assert way(f"/q/{topic.id}/{address}", data={"value": "1", "reason": "why"}).status_code == 403


def test_pinned_and_unpinned_once(hall, as_):
    topic, _, _, sam = hall
    for value in ("1", "1", "0"):
        as_(sam).post(f"/q/{topic.id}/pin", data={"value": value})
    assert find_topic(topic.id, None).pinned_at is None
    assert len(db.session.scalars(select(Act).where(Act.kind == "TopicPinned")).all()) == 2


def test_unlisted_is_found_by_its_address_alone(hall, as_, client, deliver, no_index):
    topic, asha, _, sam = hall
    deliver()
    page = as_(sam).post(f"/q/{topic.id}/unlisting", data={"unlisting-reason": ""})
    assert page.status_code == 422
    as_(sam).post(f"/q/{topic.id}/unlisting", data={"unlisting-reason": "An example for a training."})
    deliver()
    lists = ["/", "/questions", "/c/remote-access", "/questions.atom", "/search?q=vpn+drops", f"/members/{asha.name}",
             f"/members/{asha.name}.atom", "/sitemaps/topics-1.xml"]  # fmt: skip
    assert topic.title not in as_(sam).get("/questions/queue/new").text
    for path in lists:
        assert topic.title not in client().get(path).text and f"/q/{topic.id}/" not in client().get(path).text
    page = client().get(topic.path)
    assert "An example for a training." in page.text and "noindex" in page.text
    as_(sam).post(f"/q/{topic.id}/unlisting", data={"value": "0"})
    deliver()
    assert topic.title in client().get("/questions").text and topic.path in client().get("/search?q=vpn+drops").text


def test_kept_as_it_is_takes_nothing_any_more(hall, as_):
    topic, asha, ben, sam = hall
    answer, other = an_answer(topic, by=ben), a_question(by=asha, title="The other one")
    row = move_posts([an_answer(other, by=ben).id], other, topic, by=sam)
    archive_topic(topic, "The service is gone.", by=sam)
    for act in (
        lambda: post_answer(find_topic(topic.id, ben), "One more thing about it.", by=ben),
        lambda: comment_on(find_post(answer.id, ben), "One more remark.", by=ben),
        lambda: vote_on(find_post(answer.id, asha), 1, by=asha),
        lambda: say_me_too(find_topic(topic.id, ben), True, by=ben),
        lambda: merge_topics(find_topic(other.id, sam), find_topic(topic.id, sam), by=sam),
        lambda: merge_topics(find_topic(topic.id, sam), find_topic(other.id, sam), by=sam),
        lambda: split_posts([answer.id], find_topic(topic.id, sam), "One more thing about it", by=sam),
    ):
        with pytest.raises(NotAllowed):
            act()
    move_back(row, find_topic(other.id, sam), find_topic(topic.id, sam), by=sam)  # what was done before
    assert "The service is gone." in as_(ben).get(topic.path).text
    as_(sam).post(f"/q/{topic.id}/archiving", data={"value": "0"})
    assert vote_on(find_post(answer.id, asha), 1, by=asha) == 1


def test_an_open_page_hears_how_its_topic_stands(hall, as_, client):
    topic, _, ben, sam = hall
    close_topic(find_topic(topic.id, sam), "it is settled", by=sam)
    part = as_(ben).get(f"/q/{topic.id}/standing").text
    for beside in ("topic-facts", "topic-state", "meanwhile"):
        assert f'id="{beside}"' in part
    assert part.count('hx-swap-oob="true"') == 3
    assert "<b>Closed.</b>" in part
    assert "This is closed: it is settled" in part
    assert "This is closed" not in client().get(f"/q/{topic.id}/standing").text
    reopen_topic(find_topic(topic.id, sam), by=sam)
    part = as_(ben).get(f"/q/{topic.id}/standing").text
    assert "settled" not in part


def test_slow_mode_says_how_long(hall, as_, clock):
    topic, _, ben, sam = hall
    slow_topic(topic, 300, by=sam)
    an_answer(topic, by=ben)
    clock.forward(seconds=200)
    page = as_(ben).post(f"/q/{topic.id}/answers/new", data={"body": "And another thing about this gateway."})
    assert page.status_code == 429 and "101 seconds" in page.text and "another thing about this gateway" in page.text
    with pytest.raises(TooFast):
        comment_on(find_post(topic.opening_id, ben), "A remark at once.", by=ben)
    an_answer(topic, by=sam)
    clock.forward(seconds=31)
    an_answer(topic, by=sam)  # who looks after the place is not held up
    clock.forward(seconds=120)
    an_answer(topic, by=ben)
    assert find_topic(topic.id, None).answer_count == 4


def test_it_closes_when_its_time_has_come(hall, as_, clock, deliver):
    topic, *_, sam = hall
    first, second = now.now() + timedelta(days=1), now.now() + timedelta(days=2)
    close_later(topic, first, by=sam)
    close_later(topic, second, by=sam)
    clock.forward(days=1, minutes=1)
    deliver()
    assert find_topic(topic.id, None).closed_at is None
    clock.forward(days=1)
    deliver()
    assert find_topic(topic.id, None).closed_at is not None
    reopen_topic(find_topic(topic.id, sam), by=sam)
    deliver()
    assert find_topic(topic.id, None).closed_at is None and find_topic(topic.id, None).close_at is None


def test_what_was_down_when_its_time_came_is_closed_and_lapsed_when_it_is_back(hall, clock, deliver):
    topic, asha, _, sam = hall
    other = a_question(by=asha, title="Which gateway is it today")
    close_later(topic, now.now() + timedelta(days=1), by=sam)
    ask_back(other, "Which version do you have?", by=sam)
    for each in (topic, other):
        delete_topic(find_topic(each.id, sam), "By mistake", by=sam)
    clock.forward(days=15)
    deliver()
    for each in (topic, other):
        restore_topic(find_topic(each.id, sam), by=sam)
    assert find_topic(topic.id, None).closed_at is not None and find_topic(other.id, None).has_lapsed


def test_a_time_gone_by_is_refused_beside_its_field(hall, as_):
    topic, *_, sam = hall
    page = as_(sam).post(f"/q/{topic.id}/closing-time", data={"close_at": "2026-01-01T10:00"})
    assert page.status_code == 422 and "still to come" in page.text and "2026-01-01T10:00" in page.text


def test_a_discussion_has_no_accepted_answer(hall, as_):
    topic, asha, ben, sam = hall
    accept_answer(an_answer(topic, by=ben), by=asha)
    as_(sam).post(f"/q/{topic.id}/filing", data={"kind": "discussion", "place": "remote-access", "tags": "vpn mac"})
    found = find_topic(topic.id, None)
    assert (found.kind, found.accepted_id, {tag.name for tag in found.tags}) == ("discussion", None, {"vpn", "mac"})
    with pytest.raises(NotAllowed):
        change_kind(found, "announcement", by=sam)


def test_what_only_questions_have_goes_with_the_kind_and_open_pages_are_told(hall, as_, client):
    topic, _, ben, sam = hall
    verify_answer(an_answer(topic, by=ben), by=people.dora())
    ask_back(topic, "Which version is it?", by=sam)
    claim_topic(topic, by=sam)
    change_kind(topic, "discussion", by=sam)
    found = find_topic(topic.id, None)
    assert not (found.is_waiting or found.is_claimed)
    page = client().get(topic.path).text
    assert "Verified by the provider" not in page and "Waiting for" not in page
    assert as_(ben).post(f"/q/{topic.id}/me-too", data={"value": "1"}).status_code == 403
    part = client().get(f"/q/{topic.id}/standing?kind=question").text
    assert "This is a discussion now" in part and "/standing?kind=question" in part
    assert "now. <a" not in client().get(f"/q/{topic.id}/standing?kind=discussion").text
    change_kind(topic, "question", by=sam)
    assert "Verified by the provider" in client().get(topic.path).text


def test_who_may_not_make_an_announcement_still_files_one(hall, as_):
    topic, *_, sam = hall
    change_kind(topic, "announcement", by=people.dora())
    as_(sam).post(f"/q/{topic.id}/filing", data={"kind": "announcement", "place": "remote-access", "tags": "vpn"})
    found = find_topic(topic.id, None)
    assert (found.kind, [tag.name for tag in found.tags]) == ("announcement", ["vpn"])
    page = as_(sam).post(f"/q/{topic.id}/filing", data={"kind": "question", "place": "remote-access", "tags": "vpn"})
    assert page.status_code == 422 and find_topic(topic.id, None).kind == "announcement"


def test_another_place_with_other_readers_must_be_meant(hall, as_, client, deliver):
    topic, *_, sam = hall
    a_category("Inside", audience="members")
    data = {"kind": "question", "place": "inside", "tags": "vpn"}
    page = as_(sam).post(f"/q/{topic.id}/filing", data=data)
    assert page.status_code == 422 and client().get(topic.path).status_code == 200
    as_(sam).post(f"/q/{topic.id}/filing", data=data | {"aware": "y"})
    deliver()
    assert client().get(topic.path).status_code == 404 and topic.path not in client().get("/search?q=vpn+drops").text


def test_guests_are_led_from_a_duplicate_to_the_answers(hall, as_, client):
    topic, _, ben, sam = hall
    twin = a_question(by=ben, title="My tunnel drops all the time")
    page = as_(sam).get(f"/q/{twin.id}/closing?duplicate_of={topic.id}")
    assert f'value="{topic.id}"' in page.text
    as_(sam).post(f"/q/{twin.id}/closing", data={"duplicate_of": topic.id})
    page = client().get(twin.path)
    assert page.status_code == 302 and page.headers["Location"] == topic.path
    page = client().get(f"{twin.path}?stay=1")
    assert page.status_code == 200 and 'rel="canonical" href="http' in page.text
    assert f'{topic.path}"' in page.text.split('rel="canonical"')[1][:200]
    assert "Also asked as" in client().get(topic.path).text
    assert as_(ben).get(twin.path).status_code == 200


def test_the_asker_says_once_that_it_is_not_the_same(hall, as_, deliver):
    topic, asha, ben, sam = hall
    twin = a_question(by=ben, title="My tunnel drops all the time")
    close_topic(twin, "", by=sam, duplicate_of=topic)
    asker = as_(ben)
    assert "It isn’t the same" in asker.get(twin.path).text
    assert asker.post(f"/q/{twin.id}/dispute", data={"reason": "no"}).status_code == 422
    asker.post(f"/q/{twin.id}/dispute", data={"reason": "Mine happens on the cable, too."})
    found = find_topic(twin.id, None)
    assert found.closed_at is None and found.duplicate_of_id is None
    deliver()
    assert "disputed" in db.session.scalars(select(Notification.kind).where(Notification.member_id == sam.id)).all()
    close_topic(find_topic(twin.id, sam), "", by=sam, duplicate_of=topic)
    assert asker.post(f"/q/{twin.id}/dispute", data={"reason": "Mine happens on the cable, too."}).status_code == 403
    assert as_(asha).get(f"/q/{twin.id}/dispute").status_code == 403


def test_the_topic_page_costs_the_same_with_many_rearrangements(hall, as_, statements):
    topic, _, ben, sam = hall
    reader, counts = as_(sam), []
    for number in range(3):
        other = a_question(by=ben, title=f"Number {number} of the same question")
        merge_topics(other, find_topic(topic.id, sam), by=sam)
        with statements() as sent:
            assert reader.get(topic.path).status_code == 200
        counts.append(len(sent))
    assert counts[1] == counts[2]


def test_what_is_kept_as_it_is_keeps_what_its_authors_wrote(hall, as_):
    topic, asha, ben, sam = hall
    answer = an_answer(topic, by=ben)
    comment = comment_on(answer, "Thank you, this was it.", by=asha)
    archive_topic(topic, "The service has ended.", by=sam)
    assert as_(ben).post(f"/posts/{answer.id}/deletion", data={"reason": "Never mind"}).status_code == 403
    assert as_(asha).post(f"/comments/{comment.id}/deletion").status_code == 403
    assert as_(sam).post(f"/comments/{comment.id}/deletion", data={"reason": "Rude"}).status_code == 303
