"""The log of moderation, taking back, appeals, the overview."""

import re

import pytest

from community.accounts.models import Member
from community.accounts.sanctioning import lift_sanction, silence_member, suspend_member
from community.accounts.sanctions import record_of
from community.core.db import atomic, db
from community.core.errors import Conflict, Invalid, NotAllowed
from community.events.facts import FactRow
from community.forum.closing import close_topic
from community.forum.deleting import delete_post, delete_topic, restore_post
from community.forum.hiding import hide_post
from community.forum.queries import find_post, find_topic
from community.forum.unlisting import unlist_topic
from community.moderation.appealing import appeal, may_appeal
from community.moderation.deciding import decide_item
from community.moderation.flagging import flag_thing
from community.moderation.items import count_waiting, find_item
from community.moderation.models import Act, Flag, ReviewItem
from community.moderation.noting import note_act
from community.moderation.overview import overview
from community.moderation.undoing import UNDO, reverse_act
from community.notifications.reading import list_notes
from tests import people
from tests.factories import a_question, an_answer


def _act(kind: str) -> Act:
    return db.session.query(Act).filter_by(kind=kind).order_by(Act.id.desc()).first()


def test_what_is_done_about_others_is_logged_with_its_reason(post, cast):
    delete_post(post, "It insults people.", by=cast["sam"])
    close_topic(find_topic(post.topic_id, cast["sam"]), "It went wrong here.", by=cast["sam"])
    acts = db.session.query(Act).order_by(Act.id).all()
    assert [(act.kind, act.reason, act.by_id, act.member_id) for act in acts] == [
        ("PostDeleted", "It insults people.", cast["sam"].id, cast["ben"].id),
        ("TopicClosed", "It went wrong here.", cast["sam"].id, cast["asha"].id),
    ]


def test_what_one_does_with_ones_own_is_no_act_and_a_fact_is_noted_once(post, cast):
    delete_post(post, "Never mind.", by=cast["ben"])
    assert db.session.query(Act).count() == 0
    other = an_answer(post.topic, by=cast["vera"])
    delete_post(other, "It was wrong.", by=cast["sam"])
    row = db.session.query(FactRow).filter_by(kind="PostDeleted").order_by(FactRow.id.desc()).first()
    with atomic():
        note_act(row.event())
    assert db.session.query(Act).count() == 1


def test_everyone_reads_what_happened_and_nobody_is_named(post, cast, as_, client):
    delete_post(post, "It insults people.", by=cast["sam"])
    page = client().get("/moderation/log").text
    assert "It insults people." in page and "Super-user" in page
    assert "Ben Okafor" not in page and "Sam Reyes" not in page
    assert "Sam Reyes" not in as_(cast["vera"]).get("/moderation/log?view=all").text
    whole = as_(cast["dora"]).get("/moderation/log?view=all").text
    assert "Ben Okafor" in whole and "Sam Reyes" in whole
    only = as_(cast["dora"]).get(f"/moderation/log?view=all&by={cast['dora'].id}").text
    assert "Only what you decided" in only and "It insults people." not in only


def test_the_title_of_what_was_taken_down_is_not_told(cast, client):
    topic = a_question(by=cast["ben"], title="Cheap watches for sale")
    delete_topic(topic, "It advertises.", by=cast["sam"])
    page = client().get("/moderation/log").text
    assert "It advertises." in page and "watches" not in page


@pytest.mark.parametrize("kind", ["PostDeleted", "TopicDeleted", "PostHidden", "TopicClosed"])
def test_each_kind_is_taken_back_by_the_forums_own_action(post, cast, as_, client, kind):
    topic, sam = find_topic(post.topic_id, cast["sam"]), cast["sam"]
    if kind == "PostDeleted":
        delete_post(post, "It insults people.", by=sam)
    elif kind == "TopicDeleted":
        delete_topic(topic, "It insults people.", by=sam)
    elif kind == "PostHidden":
        hide_post(post, "It insults people.", by=sam)
    else:
        close_topic(topic, "It went wrong here.", by=sam)
    act = _act(kind)
    page = as_(cast["dora"]).post(f"/moderation/log/{act.id}", data={"reason": "It was meant kindly."})
    assert page.status_code == 303
    shown = client().get(topic.path)
    assert shown.status_code == 200 and "Only fools" in shown.text and not topic.closed_at
    assert act.undone_by_id == cast["dora"].id
    reversal = db.session.query(Act).filter(Act.undoes_id == act.id).first()
    assert (reversal.by_id, reversal.reason) == (cast["dora"].id, "It was meant kindly.")
    with pytest.raises((Conflict, NotAllowed)):
        reverse_act(act, "Once more.", by=cast["dora"])


def test_every_act_that_can_be_undone_has_an_action():
    assert set(UNDO) >= {"PostDeleted", "TopicDeleted", "PostHidden", "TopicClosed", "MemberWarned", "MemberSilenced"}


def test_taking_back_needs_the_right_a_reason_and_thirty_days(post, cast, as_, clock):
    delete_post(post, "It insults people.", by=cast["sam"])
    act = _act("PostDeleted")
    assert as_(cast["vera"]).get(f"/moderation/log/{act.id}").status_code == 404
    with pytest.raises(NotAllowed):
        reverse_act(act, "Please.", by=cast["vera"])
    with pytest.raises(NotAllowed):
        reverse_act(act, "Please.", by=cast["ben"])
    with pytest.raises(Invalid):
        reverse_act(act, " ", by=cast["dora"])
    clock.forward(days=31)
    with pytest.raises(NotAllowed, match="30 days"):
        reverse_act(act, "It was fine.", by=cast["dora"])


def test_a_decision_taken_back_judges_the_flags_anew_and_tells_who_decided(item, post, cast, as_, deliver):
    decide_item(item, "take_down", by=cast["sam"])
    reverse_act(_act("PostDeleted"), "It was meant kindly.", by=cast["dora"])
    deliver()
    assert db.session.query(Flag).one().outcome == "declined"
    assert "took back a decision of yours" in as_(cast["sam"]).get("/notifications").text
    assert "was put back" in as_(cast["ben"]).get("/notifications").text


def test_an_appeal_goes_to_somebody_else_and_puts_it_back(item, post, cast, as_, client, deliver):
    decide_item(item, "take_down", "It insults people.", by=cast["sam"])
    deliver()
    act = _act("PostDeleted")
    page = as_(cast["ben"]).get(act.path)
    assert "It insults people." in page.text and "Do you see it differently?" in page.text
    as_(cast["ben"]).post(act.path, data={"words": "It is a line from a film, and Asha knows it."})
    appealed = db.session.query(ReviewItem).filter_by(kind="appeal").one()
    assert as_(cast["sam"]).get(appealed.path).status_code == 404  # who decided it
    assert as_(cast["ben"]).get(appealed.path).status_code == 404
    shown = as_(cast["dora"]).get(appealed.path).text
    assert "a line from a film" in shown and "It insults people." in shown
    as_(cast["dora"]).post(f"{appealed.path}/decision", data={"verdict": "uphold", "word": "So it is."})
    deliver()
    assert "Only fools" in client().get(post.topic.path).text
    assert "Your appeal was right" in as_(cast["ben"]).get("/notifications").text
    assert "So it is." in as_(cast["ben"]).get(act.path).text


def test_an_appeal_that_changes_nothing_is_answered_and_made_once(item, post, cast, as_, deliver):
    decide_item(item, "hide", "It insults people.", by=cast["sam"])
    act = _act("PostHidden")
    with pytest.raises(Invalid):
        appeal(act, "No", by=cast["ben"])
    with pytest.raises(NotAllowed):
        appeal(act, "He is right about it, you know.", by=cast["vera"])
    made = appeal(act, "It is a line from a film.", by=cast["ben"])
    with pytest.raises(NotAllowed):
        appeal(act, "It is a line from a film.", by=cast["ben"])
    decide_item(find_item(made.item_id, cast["dora"]), "keep", "Not everyone knows the film.", by=cast["dora"])
    deliver()
    assert find_post(post.id, cast["ben"]).hidden_at
    assert "the decision stays" in as_(cast["ben"]).get("/notifications").text


def test_what_was_decided_together_is_appealed_and_taken_back_together(item, cast):
    decide_item(item, "warn", "Please leave people out of it.", by=cast["sam"])
    down, warned = _act("PostDeleted"), _act("MemberWarned")
    with pytest.raises(NotAllowed):
        appeal(warned, "It was only a joke between us.", by=cast["ben"])
    made = appeal(down, "It was only a joke between us.", by=cast["ben"])
    assert count_waiting(cast["sam"]) == 0
    decide_item(find_item(made.item_id, cast["dora"]), "uphold", "A joke it was.", by=cast["dora"])
    assert down.undone_at and warned.undone_at
    assert find_post(item.post_id, cast["asha"]).is_shown


def test_from_the_log_one_act_or_the_whole_decision_is_taken_back(item, cast, as_):
    decide_item(item, "warn", "Please leave people out of it.", by=cast["sam"])
    down, warned = _act("PostDeleted"), _act("MemberWarned")
    assert "Decided along with it" in as_(cast["dora"]).get(f"/moderation/log/{down.id}").text
    sent = as_(cast["dora"]).post(f"/moderation/log/{down.id}", data={"reason": "It was a joke.", "whole": "y"})
    assert sent.status_code == 303 and down.undone_at and warned.undone_at


def test_who_was_silenced_appeals_from_their_record_and_it_is_lifted(app, cast, as_, deliver):
    sanction = silence_member(cast["ben"], "The same advert four times.", 3, by=cast["sam"])
    ben = as_(cast["ben"])
    assert f"/sanctions/{sanction.id}/appeal" in ben.get("/members/ben/record").text
    assert as_(cast["vera"]).get(f"/sanctions/{sanction.id}/appeal").status_code == 404
    sent = ben.post(f"/sanctions/{sanction.id}/appeal", data={"words": "It was four different questions."})
    assert sent.status_code == 303 and "Your appeal" in ben.get(sent.location).text
    matter = db.session.query(ReviewItem).filter_by(kind="appeal").one()
    assert as_(cast["sam"]).get(matter.path).status_code == 404
    assert "/members/ben/record" in as_(cast["dora"]).get(matter.path).text
    as_(cast["dora"]).post(f"{matter.path}/decision", data={"verdict": "uphold", "word": "So they were."})
    deliver()
    assert not cast["ben"].is_silenced
    notes = ben.get("/notifications").text
    assert "Your appeal was right" in notes and "your silence" in notes


def test_who_is_kept_out_appeals_with_the_key_that_the_door_gives(app, cast, as_, client, deliver):
    sanction = suspend_member(cast["ben"], "Threats in private mails.", 7, by=cast["dora"])
    door = as_(cast["ben"]).get("/settings").text
    path = re.search(rf'/sanctions/{sanction.id}/appeal\?key=[^"]+', door)[0]
    stranger = client()
    assert stranger.get(path + "x").status_code == stranger.get(path.split("?")[0]).status_code == 404
    assert stranger.get(path).status_code == 200
    assert stranger.post(path, data={"words": "Somebody else wrote these mails."}).status_code == 303
    matter = db.session.query(ReviewItem).filter_by(kind="appeal").one()
    assert as_(cast["dora"]).get(matter.path).status_code == 404
    omar = as_(people.omar())
    omar.post(f"{matter.path}/decision", data={"verdict": "keep", "word": "They came from your account."})
    deliver()
    assert "They came from your account." in stranger.get(path).text
    assert "appeal_declined" in [note.kind for note in list_notes(cast["ben"]).unread]


def test_taken_down_elsewhere_it_waits_no_more(item, post, cast):
    delete_post(post, "It insults people.", by=cast["dora"])
    assert (item.verdict, item.decided_by_id) == ("take_down", cast["dora"].id)
    other = an_answer(post.topic, by=cast["ben"])
    second = db.session.get(ReviewItem, flag_thing(other, "spam", by=cast["vera"]).item_id)
    delete_post(other, "Never mind.", by=cast["ben"])
    assert (second.verdict, second.decided_by_id) == ("gone", None)


def test_taken_back_meanwhile_an_appeal_has_its_answer(item, post, cast, as_, deliver):
    decide_item(item, "warn", "It insults people.", by=cast["sam"])
    act = _act("PostDeleted")
    appeal(act, "It is a line from a film, and Asha knows it.", by=cast["ben"])
    matter = db.session.query(ReviewItem).filter_by(kind="appeal").one()
    restore_post(post, by=cast["dora"])
    assert matter.decided_at is None  # the warning stands
    reverse_act(_act("MemberWarned"), "It was meant kindly.", by=cast["dora"])
    db.session.refresh(matter)
    assert (matter.verdict, matter.decided_by_id) == ("uphold", cast["dora"].id)
    deliver()
    assert "Your appeal was right" in as_(cast["ben"]).get("/notifications").text
    assert "It was taken back." in as_(cast["ben"]).get(act.path).text


def test_put_back_where_it_stands_it_stands_no_longer_in_the_log(item, post, cast, as_):
    decide_item(item, "warn", "It insults people.", by=cast["sam"])
    again = find_item(flag_thing(an_answer(post.topic, by=cast["ben"]), "spam", by=cast["vera"]).item_id, cast["dora"])
    page = as_(cast["dora"]).get(again.path).text
    assert "2 decisions" in page and "Warned" in page  # what was decided about the member is told as well
    restore_post(post, by=cast["dora"])
    lift_sanction(record_of(cast["ben"], cast["dora"])[0], by=cast["dora"])
    assert [act.undone_by_id for act in db.session.query(Act).filter_by(by_id=cast["sam"].id)] == [cast["dora"].id] * 2
    assert "nothing was decided against them" in as_(cast["dora"]).get(again.path).text
    assert may_appeal(cast["ben"], _act("PostDeleted")) == "This was taken back already."
    with pytest.raises(NotAllowed):
        reverse_act(_act("MemberWarned"), "Once more.", by=cast["dora"])


def test_the_overview_counts_work_and_gives_no_points(item, post, cast, as_, clock, deliver):
    before = {member.id: member.reputation for member in db.session.query(Member)}
    clock.forward(minutes=30)
    decide_item(item, "take_down", by=cast["sam"])
    flag_thing(an_answer(post.topic, by=cast["ben"]), "spam", by=cast["vera"])
    reverse_act(_act("PostDeleted"), "It was meant kindly.", by=cast["dora"])
    deliver()
    seen = overview(cast["dora"])
    assert (seen.decided, seen.median_minutes, seen.rate) == (1, 30, 1.0)
    assert "Flags" in [words for words, count, _ in seen.waiting if count]
    sam = next(person for person in seen.people if person.member.id == cast["sam"].id)
    assert (sam.decisions, sam.acts, sam.reversed, sam.rate) == (1, 1, 1, 1.0)
    db.session.expire_all()
    after = {member.id: member.reputation for member in db.session.query(Member)}
    assert {ident for ident in before if before[ident] != after[ident]} <= {cast["vera"].id}  # whose flag was right
    assert "How moderation goes" in as_(cast["sam"]).get("/moderation/overview").text
    assert as_(cast["vera"]).get("/moderation/overview").status_code == 403


def test_the_log_asks_the_same_number_of_questions_however_long_it_is(post, cast, as_, statements):
    def asked() -> int:
        with statements() as sent:
            assert as_(cast["dora"]).get("/moderation/log?view=all").status_code == 200
        return len(sent)

    def more(name: str) -> None:
        delete_topic(a_question(by=people._person(f"{name} Person")), "It advertises.", by=cast["sam"])

    more("One")
    delete_post(post, "It insults people.", by=cast["sam"])
    asked()
    before = asked()
    for name in ("Two", "Three", "Four"):
        more(name)
    assert asked() == before


def test_a_security_concern_hidden_again_is_for_staff_again(post, cast, as_):
    item = find_item(flag_thing(post, "security", "A way in.", by=cast["vera"]).item_id, cast["dora"])
    decide_item(item, "nothing", by=cast["dora"])
    reverse_act(_act("PostUnhidden"), "It is one, after all.", by=people.omar())
    assert as_(cast["sam"]).get(f"/posts/{post.id}").status_code == 410
    assert as_(cast["dora"]).get(f"/posts/{post.id}").status_code == 302


def test_an_unlisted_topic_is_not_named_to_everyone(cast, client, as_):
    topic = a_question(by=cast["ben"], title="Where the spare keys are")
    close_topic(topic, "It is settled.", by=cast["sam"])
    assert "spare keys" in client().get("/moderation/log").text
    unlist_topic(topic, "Not for every list.", by=cast["sam"])
    page = client().get("/moderation/log").text
    assert "It is settled." in page and "spare keys" not in page
    assert "spare keys" in as_(cast["sam"]).get("/moderation/log?view=all").text
