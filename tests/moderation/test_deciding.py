"""The review queue: whose matters these are, claiming, each verdict, once, the next one."""

import threading

import pytest

from community.accounts.audiences import audience_of_group
from community.accounts.grouping import join_group, make_group
from community.accounts.models import Member
from community.accounts.sanctioning import silence_member
from community.core.db import atomic, db
from community.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from community.events.facts import FactRow
from community.forum.models import Post
from community.moderation.deciding import decide_item
from community.moderation.flagging import flag_thing
from community.moderation.items import claim_item, count_waiting, find_item, open_item
from community.moderation.looking import look_at, queue
from community.moderation.models import Act, Flag, ReviewItem
from community.moderation.overview import overview
from community.moderation.things import find_thing
from tests import people
from tests.factories import a_category, a_question, an_answer


def test_only_those_who_look_after_the_place_see_it(item, cast):
    with pytest.raises(NotFound):
        find_item(item.id, cast["vera"])
    with pytest.raises(NotAllowed):
        decide_item(item, "hide", "No.", by=cast["vera"])


def test_places_of_others_stay_closed(cast, as_):
    place = a_category("Back office", audience="staff")
    topic = a_question(by=cast["dora"], category=place, title="Who leaves in spring")
    other = people.omar()
    open_item("spam", find_thing("post", topic.opening_id))
    assert count_waiting(cast["sam"]) == 0 and count_waiting(other) == 1
    assert "leaves in spring" not in as_(cast["sam"]).get("/review", follow_redirects=True).text


def test_nobody_decides_about_their_own(cast):
    topic = a_question(by=cast["sam"])
    flag_thing(find_thing("post", topic.opening_id), "off_topic", by=cast["vera"])
    assert count_waiting(cast["sam"]) == 0 and count_waiting(cast["dora"]) == 1


def test_who_keeps_a_place_by_a_group_cleans_it_and_silences_as_a_super_user_would(cast, as_):
    group, vera = make_group("Keepers", by=None), cast["vera"]
    place = a_category("Badge and print", moderators=f"group:{group.id}")
    join_group(group, vera, by=None)
    topic = a_question(by=cast["ben"], category=place, title="Cheap watches for everyone")
    theirs = a_question(by=cast["dora"], category=place, title="Who prints at night")
    item = flag_thing(find_thing("post", topic.opening_id), "spam", by=cast["asha"]).item_id
    about_staff = flag_thing(find_thing("post", theirs.opening_id), "spam", by=cast["asha"]).item_id
    assert "warn" not in look_at(find_item(about_staff, vera), vera).choices  # who stands above
    assert as_(vera).post(f"/review/{item}/decision", data={"verdict": "spam"}).status_code == 303
    assert cast["ben"].is_silenced
    with pytest.raises(NotAllowed):
        silence_member(cast["asha"], "I don’t like it.", 1, by=vera)  # nothing that happened in their place
    act = db.session.query(Act).filter_by(kind="MemberSilenced").one()
    as_(vera).post(f"/moderation/log/{act.id}", data={"reason": "It was a mistake."})
    assert not cast["ben"].is_silenced


def test_who_opens_it_is_on_it_for_ten_minutes(item, cast, as_, clock):
    assert as_(cast["sam"]).get(item.path).status_code == 200
    page = as_(cast["dora"]).get(item.path)
    assert "Sam Reyes is on it" in page.text
    refused = as_(cast["dora"]).post(f"{item.path}/decision", data={"verdict": "hide", "word": "No."})
    assert refused.status_code == 403 and "on it right now" in refused.text
    assert as_(cast["dora"]).get("/review").status_code == 200  # nothing else waits for her
    clock.forward(minutes=11)
    as_(cast["dora"]).post(f"{item.path}/decision", data={"verdict": "hide", "word": "No."})
    assert item.decided_by_id == cast["dora"].id


def test_it_can_be_taken_over_from_whoever_is_on_it(item, cast, as_):
    as_(cast["sam"]).get(item.path)
    assert as_(cast["vera"]).post(f"{item.path}/claim").status_code == 404
    as_(cast["dora"]).post(f"{item.path}/claim")
    page = as_(cast["sam"]).post(f"{item.path}/decision", data={"verdict": "hide", "word": "No fools, please."})
    assert page.status_code == 403 and "Dora Nagy is on it" in page.text and "No fools, please." in page.text
    assert as_(cast["dora"]).post(f"{item.path}/decision", data={"verdict": "nothing"}).status_code == 303
    as_(cast["sam"]).post(f"{item.path}/claim")
    db.session.refresh(item)
    assert item.claimed_by_id is None and item.decided_by_id == cast["dora"].id


def test_one_is_on_one_matter_at_a_time(item, cast):
    other = an_answer(a_question(by=cast["asha"], title="Another question"), by=cast["ben"])
    second = find_item(flag_thing(other, "spam", by=cast["vera"]).item_id, cast["sam"])
    assert claim_item(item, by=cast["sam"]) and claim_item(second, by=cast["sam"])
    db.session.refresh(item)
    assert item.claimed_until is None and second.claimed_by_id == cast["sam"].id


def test_hiding_tells_the_author_thanks_the_flagger_and_shows_the_next(item, post, cast, as_, client, deliver):
    later = an_answer(a_question(by=cast["asha"], title="Another question"), by=cast["ben"])
    second = flag_thing(later, "spam", by=cast["vera"]).item_id
    sent = as_(cast["sam"]).post(f"{item.path}/decision", data={"verdict": "hide", "word": "Leave people out of it."})
    assert sent.status_code == 303
    assert as_(cast["sam"]).get(sent.location).location == f"/review/{second}"
    deliver()
    assert "Only fools" not in client().get(post.topic.path).text
    assert "Leave people out of it." in as_(cast["ben"]).get(post.topic.path).text
    assert "something was done about it" in as_(cast["vera"]).get("/notifications").text
    assert db.session.query(Flag).filter_by(item_id=item.id).one().outcome == "upheld"
    act = db.session.query(Act).filter_by(kind="PostHidden").one()
    assert (act.item_id, act.by_id, act.member_id, act.reason) == (
        item.id,
        cast["sam"].id,
        cast["ben"].id,
        "Leave people out of it.",
    )


def test_nothing_wrong_shows_it_again_and_says_so_kindly(item, post, cast, as_, deliver):
    for number in range(2):
        flag_thing(post, "unkind", by=people._person(f"Also{number} Here"))
    assert find_thing("post", post.id).hidden_at
    decide_item(item, "nothing", by=cast["sam"])
    deliver()
    assert post.hidden_at is None
    assert "stays as it is" in as_(cast["vera"]).get("/notifications").text
    assert {flag.outcome for flag in db.session.query(Flag)} == {"declined"}


def test_taking_down_an_answer_and_a_topic(item, post, cast, client):
    decide_item(item, "take_down", by=cast["sam"])
    assert client().get(post.path).status_code == 410 and "can’t stay here" in client().get(post.path).text
    topic = a_question(by=cast["ben"], title="Cheap watches for sale")
    second = find_item(flag_thing(find_thing("post", topic.opening_id), "spam", by=cast["vera"]).item_id, cast["sam"])
    decide_item(second, "take_down", by=cast["sam"])
    assert client().get(topic.path).status_code == 410


def test_a_warning_goes_on_record(item, cast, as_):
    decide_item(item, "warn", "Please leave people out of it.", by=cast["sam"])
    assert "leave people out" in as_(cast["ben"]).get("/members/ben/record").text
    assert {act.kind for act in db.session.query(Act).filter_by(item_id=item.id)} == {"PostDeleted", "MemberWarned"}


def test_asked_to_mend_it_rests_until_it_was_changed(item, post, cast, as_, deliver, clock):
    decide_item(item, "mend", "Could you say it without the fools?", by=cast["sam"])
    deliver()
    assert "asks you to change what you wrote" in as_(cast["ben"]).get("/notifications").text
    waiting = [each.kind for each in db.session.scalars(queue(cast["sam"], "flag"))]
    assert waiting == [] and item.decided_at is None
    clock.forward(minutes=10)
    as_(cast["ben"]).post(f"/posts/{post.id}/edit", data={"body": "Please take another gateway.", "revision": "1"})
    assert db.session.scalars(queue(cast["sam"], "flag")).all() == [item]
    assert "changed it after being asked" in as_(cast["sam"]).get(item.path).text
    decide_item(item, "nothing", by=cast["sam"])
    assert [flag.outcome for flag in db.session.query(Flag)] == ["upheld"]  # it was changed because of the flag


def test_what_rests_comes_back_by_itself(item, cast, clock):
    decide_item(item, "mend", by=cast["sam"])
    clock.forward(days=2, minutes=1)
    assert count_waiting(cast["sam"]) == 1


def test_what_waits_for_more_than_an_hour_is_listed_and_counted_the_oldest_first(item, post, cast, as_, clock):
    reader = as_(cast["sam"])
    clock.forward(minutes=30)
    other = find_item(flag_thing(an_answer(post.topic, by=cast["ben"]), "spam", by=cast["vera"]).item_id, cast["sam"])
    assert "Nothing waits that long" in reader.get("/review/late").text
    clock.forward(minutes=31)
    page = reader.get("/review/late").text
    assert item.path in page and f'href="{other.path}"' not in page
    clock.forward(minutes=30)
    page = reader.get("/review/late").text
    assert page.index(f'href="{item.path}"') < page.index(f'href="{other.path}"')
    assert (
        overview(cast["sam"]).late == 2
        and "2 have waited for more than an hour" in reader.get("/moderation/overview").text
    )
    decide_item(other, "mend", "Please say how.", by=cast["sam"])
    assert overview(cast["sam"]).late == 1  # what rests waits for nobody here
    clock.forward(days=2)
    assert f'href="{other.path}"' not in reader.get("/review/late").text and overview(cast["sam"]).late == 1
    assert as_(cast["vera"]).get("/review/late").status_code == 403


def test_fixing_opens_the_editor_and_saving_decides(item, post, cast, as_):
    sam = as_(cast["sam"])
    sent = sam.post(f"{item.path}/decision", data={"verdict": "fix"})
    assert sent.location == f"/posts/{post.id}/edit" and item.decided_at is None
    sam.post(sent.location, data={"body": "Please take another gateway.", "revision": "1", "reason": "Kinder"})
    assert item.verdict == "fixed" and item.decided_by_id == cast["sam"].id
    assert db.session.query(Flag).one().outcome == "upheld"


def test_handed_to_staff_it_is_theirs_alone(item, cast):
    decide_item(item, "staff", "He is a supplier, I’d rather not.", by=cast["sam"])
    assert count_waiting(cast["sam"]) == 0 and count_waiting(cast["dora"]) == 1
    assert "rather not" in find_item(item.id, cast["dora"]).note
    with pytest.raises(NotFound):
        find_item(item.id, cast["sam"])


def test_a_decision_settles_what_else_waits_about_the_same(item, post, cast):
    open_item("first_post", post)
    decide_item(item, "take_down", by=cast["sam"])
    assert {each.verdict for each in db.session.query(ReviewItem)} == {"take_down"}


def test_an_unknown_verdict_or_one_of_another_kind_is_refused(item, cast, as_):
    for verdict in ("", "burn", "uphold"):
        page = as_(cast["sam"]).post(f"{item.path}/decision", data={"verdict": verdict, "word": "My words"})
        assert page.status_code == 422 and "My words" in page.text
    with pytest.raises(Invalid):
        decide_item(item, "staff", by=cast["dora"])  # she is staff


def test_the_second_is_told_what_the_first_decided(item, cast, as_):
    decide_item(item, "take_down", by=cast["sam"])
    late = as_(cast["dora"]).post(f"{item.path}/decision", data={"verdict": "nothing"})
    assert late.status_code == 409 and "Sam Reyes decided this already" in late.text
    with pytest.raises(Conflict, match="take it down"):
        decide_item(find_item(item.id, cast["dora"]), "nothing", by=cast["dora"])


def test_two_at_once_never_decide_twice(app, item, cast):
    done, refused = [], []

    def decide(member_id: int, verdict: str) -> None:
        with app.app_context():
            try:
                by = db.session.get(Member, member_id)
                decide_item(find_item(item.id, by), verdict, by=by)
                done.append(verdict)
            except Refusal as error:
                refused.append(error)
            finally:
                db.session.remove()

    who = ((cast["sam"].id, "take_down"), (cast["dora"].id, "nothing"))
    threads = [threading.Thread(target=decide, args=each) for each in who]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1 and len(refused) == 1 and isinstance(refused[0], Conflict)
    db.session.expire_all()
    assert db.session.query(FactRow).filter_by(kind="ItemDecided").count() == 1
    assert db.session.get(ReviewItem, item.id).verdict == done[0]


def test_the_page_asks_the_same_number_of_questions_however_much_there_is(item, post, cast, as_, statements):
    visitor = as_(cast["sam"])

    def more(count: int) -> None:
        for number in range(count):
            person = people._person(f"More{number}of{count} People")
            flag_thing(find_thing("post", post.id), "spam", "Look.", by=person)
            flag_thing(an_answer(post.topic, by=cast["asha"]), "spam", by=person)
            other = an_answer(post.topic, by=cast["ben"])
            decide_item(find_item(flag_thing(other, "spam", by=person).item_id, cast["dora"]), "hide", by=cast["dora"])

    def asked() -> int:
        visitor.get(item.path)
        with statements() as sent:
            assert visitor.get(item.path).status_code == 200
        return len(sent)

    more(3)
    before = asked()
    more(4)
    assert asked() == before


def test_super_users_who_may_not_see_the_log_of_a_closed_place(cast, as_):
    place = a_category("Back office", audience="staff")
    topic = a_question(by=cast["dora"], category=place, title="Who leaves in spring")
    item = open_item("spam", find_thing("post", topic.opening_id))
    omar = people.omar()
    decide_item(find_item(item.id, omar), "take_down", "Not for this place.", by=omar)
    assert "Not for this place" not in as_(cast["sam"]).get("/moderation/log?view=all").text
    assert "Not for this place" in as_(omar).get("/moderation/log?view=all").text


def test_a_first_post_of_a_newcomer_waits_but_not_the_third_nor_after_a_good_one(cast, deliver):
    topic = a_question(by=cast["dora"])
    deliver()
    posts = [an_answer(topic, by=cast["ben"]) for _ in range(3)]
    deliver()
    waiting = [each.post_id for each in db.session.query(ReviewItem).order_by(ReviewItem.id)]
    assert waiting == [post.id for post in posts[:2]]
    first = an_answer(topic, by=cast["vera"])
    deliver()
    item = db.session.query(ReviewItem).filter_by(post_id=first.id).one()
    decide_item(find_item(item.id, cast["sam"]), "nothing", by=cast["sam"])
    second = an_answer(topic, by=cast["vera"])
    deliver()
    assert db.session.query(ReviewItem).filter_by(post_id=second.id).count() == 0


def test_imports_and_regulars_open_nothing(cast, deliver):
    from community.events import replaying

    with replaying("elsewhere"):
        topic = a_question(by=cast["ben"])
    with atomic():
        cast["vera"].level = 2
    an_answer(topic, by=cast["vera"])
    deliver()
    assert db.session.query(ReviewItem).count() == 0


def test_everything_by_a_spammer_goes_at_once(cast, deliver):
    topics = [a_question(by=cast["ben"], title=f"Cheap watches number {number}") for number in range(4)]
    deliver()
    item = find_item(db.session.query(ReviewItem).order_by(ReviewItem.id).first().id, cast["sam"])
    decide_item(item, "spam", by=cast["sam"])
    assert count_waiting(cast["sam"]) == 0
    assert db.session.query(Post).filter(Post.topic_id.in_([t.id for t in topics])).count() == 4
    db.session.expire_all()
    assert all(find_thing("post", topic.opening_id).topic.deleted_at for topic in topics)
    assert db.session.get(Member, cast["ben"].id).silenced_until


def test_a_groups_own_matters_are_not_handed_to_staff_who_never_see_them(app, as_):
    vera, ben = people.vera(), people.ben()
    group = make_group("Works council", by=None)
    for member in (vera, ben):
        join_group(group, member, by=None)
    own = audience_of_group(group.id)
    topic = a_question(by=ben, category=a_category("Council", audience=own, posters=own, moderators=own))
    item = open_item("flag", find_thing("post", topic.opening_id))
    assert "Hand to staff" not in as_(vera).get(item.path).text
    assert as_(vera).post(f"{item.path}/decision", data={"verdict": "staff"}).status_code == 422
    assert count_waiting(vera) == 1
