"""Flagging: who may, what hides, security, taking back, what the flags of somebody weigh."""

import threading

import pytest
from sqlalchemy import select

from community.core.db import atomic, db
from community.core.errors import Conflict, Gone, Invalid, NotAllowed, TooFast
from community.events.delivery import TABLE
from community.events.facts import FactRow
from community.forum.answering import store_answer
from community.forum.commenting import comment_on
from community.forum.deleting import delete_topic, restore_topic
from community.forum.editing import edit_post
from community.forum.queries import find_post, find_topic
from community.forum.suggesting import suggest_edit
from community.moderation.deciding import decide_item
from community.moderation.flagging import flag_thing, hide_flagged, withdraw_flag
from community.moderation.items import count_waiting, find_item
from community.moderation.models import Act, Flag, ReviewItem
from community.moderation.things import find_thing
from community.moderation.verdicts import count_recent
from community.moderation.weighing import weight_of
from tests import people
from tests.factories import a_category, a_question, an_answer


def _more(count: int) -> list:
    return [people._person(f"Flag{number} Person") for number in range(count)]


def test_a_flag_waits_in_the_queue_of_the_place(post, cast, as_):
    page = as_(cast["vera"]).post(f"/posts/{post.id}/flag", data={"reason": "unkind", "note": "Look at it."})
    assert page.status_code == 303
    queue = as_(cast["sam"]).get("/review", follow_redirects=True)
    assert "Flagged as unkind" in queue.text and "Look at it." in queue.text and "Only fools" in queue.text
    assert as_(cast["vera"]).get("/review").status_code == 403


def test_the_form_works_and_says_what_is_missing(post, cast, as_):
    visitor = as_(cast["vera"])
    assert "What is the matter?" in visitor.get(f"/posts/{post.id}/flag").text
    assert visitor.post(f"/posts/{post.id}/flag", data={}).status_code == 422
    page = visitor.post(f"/posts/{post.id}/flag", data={"reason": "staff", "note": ""})
    assert page.status_code == 422 and "in a few words" in page.text
    visitor.post(f"/posts/{post.id}/flag", data={"reason": "spam"})
    assert "You flagged this" in visitor.get(f"/posts/{post.id}/flag").text


def test_once_per_person_and_thing(post, cast):
    flags = {flag_thing(post, "spam", by=cast["vera"]).id for _ in range(3)}
    assert len(flags) == 1 and db.session.query(ReviewItem).one().weight == pytest.approx(1.0)


def test_not_on_ones_own_nor_what_one_may_not_see(post, cast, as_):
    with pytest.raises(NotAllowed):
        flag_thing(post, "spam", by=cast["ben"])
    closed = a_question(by=cast["dora"], category=a_category("Back office", audience="staff"))
    assert as_(cast["vera"]).post(f"/posts/{closed.opening_id}/flag", data={"reason": "spam"}).status_code == 404


def test_together_they_hide_it_and_the_author_reads_why_and_how_to_mend_it(post, cast, as_, client, deliver):
    for member in _more(2):
        flag_thing(post, "unkind", by=member)
    assert "Only fools" in client().get(post.topic.path).text
    flag_thing(post, "unkind", by=cast["vera"])
    assert "Only fools" not in client().get(post.topic.path).text
    deliver()
    assert "leave the person out" in as_(cast["ben"]).get(post.topic.path).text
    assert "is hidden for now" in as_(cast["ben"]).get("/notifications").text


@pytest.mark.parametrize("author", ["sam", "official"])
def test_moderators_and_official_words_are_judged_by_people(cast, author):
    topic = a_question(by=cast["asha"])
    if author == "sam":
        post = an_answer(topic, by=cast["sam"])
    else:
        post = find_thing("post", store_answer(topic, "We know about it.", by=cast["dora"], official=True).id)
    for member in _more(4):
        flag_thing(post, "spam", by=member)
    assert post.hidden_at is None and db.session.query(ReviewItem).filter_by(kind="flag").one().weight > 3


def test_an_edit_by_its_author_shows_it_again_once(post, cast, clock):
    for member in _more(3):
        flag_thing(post, "unkind", by=member)
    assert post.hidden_at
    edit_post(find_post(post.id, cast["ben"]), "Please choose another gateway.", by=cast["ben"])
    assert post.hidden_at is None
    item = db.session.query(ReviewItem).filter_by(kind="flag").one()
    assert item.decided_at is None and item.weight == 0 and "changed it" in item.note
    hidden = db.session.query(Act).filter_by(kind="PostHidden").one()
    assert hidden.undone_at and hidden.undone_by_id is None  # mended, not taken back
    clock.forward(minutes=5)
    for member in (cast["vera"], cast["asha"], people.omar()):
        flag_thing(find_thing("post", post.id), "unkind", by=member)
    assert post.hidden_at
    edit_post(find_post(post.id, cast["ben"]), "Please choose the gateway of the lab.", by=cast["ben"])
    assert post.hidden_at  # the second time somebody has to look


def test_a_security_concern_hides_at_once_and_only_staff_hear_of_it(cast, as_, client, deliver):
    topic = a_question(by=cast["ben"], title="My password swordfish does not work")
    opening = find_thing("post", topic.opening_id)
    flag_thing(opening, "security", "There is a password in the title.", by=cast["vera"])
    deliver()
    for visitor in (client(), as_(cast["asha"]), as_(cast["vera"]), as_(cast["sam"])):
        for path in (
            topic.path,
            "/questions",
            "/review",
            "/moderation/log",
            "/moderation/log?view=all",
            "/notifications",
        ):
            assert "swordfish" not in visitor.get(path, follow_redirects=True).text
    with pytest.raises(Gone):
        find_topic(topic.id, cast["sam"])
    assert count_waiting(cast["sam"]) == 0 and count_waiting(cast["dora"]) == 1
    assert "There is a security concern in" in as_(cast["dora"]).get("/notifications").text
    assert "swordfish" in as_(cast["dora"]).get("/review", follow_redirects=True).text
    item = db.session.query(ReviewItem).one()
    assert as_(cast["sam"]).get(item.path).status_code == 404


def test_a_comment_that_was_flagged_before_leaves_the_queue_of_super_users_when_it_becomes_a_security_concern(
    post, cast, as_
):
    comment = comment_on(post, "My password is swordfish.", by=cast["ben"])
    before = flag_thing(find_thing("comment", comment.id), "spam", by=cast["vera"])
    assert count_waiting(cast["sam"]) == 1
    flag_thing(find_thing("comment", comment.id), "security", "A password.", by=cast["asha"])
    assert count_waiting(cast["sam"]) == 0 and count_waiting(cast["dora"]) == 2
    assert as_(cast["sam"]).get(f"/review/{before.item_id}").status_code == 404


def test_what_is_a_security_concern_is_not_counted_among_what_an_author_posted(post, cast):
    flag_thing(an_answer(post.topic, by=cast["ben"]), "security", "A password.", by=cast["vera"])
    assert [count_recent(cast["ben"].id, cast[who]) for who in ("sam", "dora")] == [1, 2]


def test_what_a_security_concern_was_about_leaves_the_history_once_it_is_mended(cast, as_, client, clock):
    topic = a_question(by=cast["ben"], title="My password does not work", body="It is swordfish, and I typed it twice.")
    opening = find_thing("post", topic.opening_id)
    clearer = "It is swordfish, typed twice, and it worked yesterday."
    suggestion = suggest_edit(opening, clearer, "Clearer.", by=cast["vera"])
    item = find_item(flag_thing(opening, "security", "A password.", by=cast["vera"]).item_id, cast["dora"])
    clock.forward(minutes=10)
    edit_post(opening, "I typed it twice.", by=cast["ben"])
    decide_item(item, "nothing", by=cast["dora"])
    history = f"/posts/{opening.id}/history"
    assert client().get(history).status_code == 200
    for visitor in (client(), as_(cast["ben"]), as_(cast["sam"])):
        assert "swordfish" not in visitor.get(history).text
        assert "swordfish" not in visitor.get(f"/suggestions/{suggestion.id}", follow_redirects=True).text
    assert as_(cast["sam"]).post(f"/posts/{opening.id}/reversion", data={"revision": "1"}).status_code == 404
    assert "swordfish" in as_(cast["dora"]).get(history).text


def test_who_cried_wolf_twice_hides_nothing_any_more(cast):
    for number in range(2):
        wrong = an_answer(a_question(by=cast["asha"], title=f"Question number {number}"), by=cast["ben"])
        flag = flag_thing(wrong, "security", "It is dangerous.", by=cast["vera"])
        with atomic():
            flag.outcome = "declined"
    third = an_answer(a_question(by=cast["asha"], title="Question number three"), by=cast["ben"])
    flag_thing(third, "security", "It is dangerous.", by=cast["vera"])
    assert third.hidden_at is None and db.session.query(ReviewItem).filter_by(post_id=third.id).one().staff_only


def test_what_a_flag_weighs(post, cast):
    vera = cast["vera"]
    assert weight_of(vera) == 1.0
    with atomic():
        vera.level = 6
    assert weight_of(vera) == 1.8
    flag = flag_thing(post, "spam", by=vera)
    with atomic():
        flag.outcome = "upheld"
    assert weight_of(vera) == pytest.approx(1.8 * 2 * 3 / 5)
    with atomic():
        flag.outcome = "declined"
    assert weight_of(vera) == pytest.approx(1.8 * 2 * 2 / 5)


def test_taking_it_back_ends_the_matter_until_it_was_looked_at(post, cast, as_):
    flag_thing(post, "spam", by=cast["vera"])
    as_(cast["vera"]).post(f"/posts/{post.id}/flag/withdrawal")
    assert db.session.query(Flag).count() == 0
    assert db.session.query(ReviewItem).one().verdict == "withdrawn" and count_waiting(cast["sam"]) == 0
    flag = flag_thing(post, "spam", by=cast["vera"])
    with atomic():
        flag.outcome = "declined"
    with pytest.raises(Conflict):
        withdraw_flag(post, by=cast["vera"])


def test_comments_can_be_flagged(post, cast, client):
    remark = comment_on(post, "You fool, read the manual.", by=cast["ben"])
    thing = find_thing("comment", remark.id)
    for member in _more(3):
        flag_thing(thing, "unkind", by=member)
    assert "read the manual" not in client().get(post.topic.path).text


def test_newcomers_flag_ten_things_a_day(cast):
    topic = a_question(by=cast["asha"])
    posts = [an_answer(topic, by=cast["ben"]) for _ in range(11)]
    for each in posts[:10]:
        flag_thing(each, "off_topic", by=cast["vera"])
    with pytest.raises(TooFast):
        flag_thing(posts[10], "off_topic", by=cast["vera"])


def test_unknown_reasons_are_refused(post, cast):
    with pytest.raises(Invalid):
        flag_thing(post, "ugly", by=cast["vera"])


def test_flags_in_the_same_instant_count_each(app, post, cast):
    members, failed = [people._person(f"Same{number} Time") for number in range(3)], []

    def flag(member_id: int) -> None:
        with app.app_context():
            try:
                from community.accounts.models import Member

                flag_thing(find_thing("post", post.id), "spam", by=db.session.get(Member, member_id))
            except Exception as error:
                failed.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=flag, args=(member.id,)) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    db.session.expire_all()
    assert db.session.query(ReviewItem).one().weight == pytest.approx(3.0)
    assert find_thing("post", post.id).hidden_at


def test_said_twice_a_fact_hides_once(post, cast):
    for member in _more(3):
        flag_thing(post, "spam", by=member)
    last = db.session.scalars(select(FactRow).where(FactRow.kind == "Flagged").order_by(FactRow.id.desc())).first()
    with atomic():
        hide_flagged(last.event())
    assert db.session.query(FactRow).filter_by(kind="PostHidden").count() == 1
    assert hide_flagged in TABLE[type(last.event().fact)].together


def test_what_flags_hid_does_not_stay_hidden_unseen_when_they_are_taken_back(post, cast, as_):
    dora = as_(cast["dora"])
    as_(cast["vera"]).post(f"/posts/{post.id}/flag", data={"reason": "security", "note": "A way in."})
    withdraw_flag(find_thing("post", post.id), by=cast["vera"])
    assert count_waiting(cast["dora"]) == 1
    item = db.session.query(ReviewItem).one()
    assert "taken back" in dora.get(item.path).text
    assert dora.post(f"{item.path}/decision", data={"verdict": "nothing"}).status_code == 303
    assert find_post(post.id, None).is_shown


def test_what_was_hidden_taken_down_and_put_back_waits_once_more(post, cast):
    for member in _more(3):
        flag_thing(post, "unkind", by=member)
    delete_topic(find_topic(post.topic_id, cast["sam"]), "It went wrong.", by=cast["sam"])
    assert count_waiting(cast["dora"]) == 0
    restore_topic(find_topic(post.topic_id, cast["sam"]), by=cast["sam"])
    assert count_waiting(cast["dora"]) == 1
