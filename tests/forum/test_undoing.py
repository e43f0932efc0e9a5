"""How a topic stands, set back with one press: exactly, by those who may, unless it was changed again since."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from community.core import clock as now
from community.core.db import db
from community.core.errors import Conflict, NotAllowed, Refusal
from community.forum.accepting import accept_answer
from community.forum.archiving import archive_topic, unarchive_topic
from community.forum.asking_back import ask_back
from community.forum.closing import close_topic, reopen_topic
from community.forum.closing_later import close_later
from community.forum.filing import change_kind, relocate_topic, retag_topic
from community.forum.pinning import pin_topic
from community.forum.queries import find_category, find_topic
from community.forum.slowing import slow_topic
from community.forum.unlisting import list_again, unlist_topic
from community.gamification.rebuild import rebuild_reputation
from community.moderation.models import Act
from community.moderation.undoing import reverse_act
from tests import people
from tests.factories import a_category, a_question, an_answer
from tests.forum.dumps import TOLD, dump

CHANGES = {  # what can be said about how a topic stands
    "pin": lambda topic, on, by, twin: pin_topic(topic, on, by=by),
    "list": lambda topic, on, by, twin: (
        unlist_topic(topic, "An example.", by=by) if on else list_again(topic, by=by)
    ),
    "archive": lambda topic, on, by, twin: (
        archive_topic(topic, "The service is gone.", by=by) if on else unarchive_topic(topic, by=by)
    ),
    "slow": lambda topic, on, by, twin: slow_topic(topic, 300 if on else 60, by=by),
    "close": lambda topic, on, by, twin: (
        close_topic(topic, "It went wrong.", by=by) if on else reopen_topic(topic, by=by)
    ),
    "duplicate": lambda topic, on, by, twin: close_topic(topic, "", by=by, duplicate_of=twin),
    "time": lambda topic, on, by, twin: close_later(topic, now.now() + timedelta(days=2) if on else None, by=by),
    "kind": lambda topic, on, by, twin: change_kind(topic, "discussion" if on else "question", by=by),
    "place": lambda topic, on, by, twin: relocate_topic(
        topic, find_category("inside" if on else "remote-access", by), by=by, aware=True
    ),
}  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(list(CHANGES)), st.booleans()), min_size=2, max_size=8)
SETTINGS = settings(deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)


@pytest.fixture
def hall(app):
    """A question with an answer, a twin of it, who asks, answers, and looks after the place."""
    a_category("Inside", audience="members")
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    topic = a_question(by=asha, tags=["vpn"])
    return topic, a_question(by=ben, title="The tunnel closes"), an_answer(topic, by=ben), asha, sam


def last_act() -> Act:
    return (
        db.session.query(Act).filter(Act.undone_at.is_(None), Act.undoes_id.is_(None)).order_by(Act.id.desc()).first()
    )


def test_whatever_was_changed_is_set_back_exactly(hall, database, deliver, clock):
    topic, twin, answer, asha, sam = hall
    accept_answer(answer, by=asha)
    waiting = a_question(by=asha, title="Something with the printer again")
    ask_back(waiting, "Which printer is it?", by=sam)

    # What can happen is the same on both, so the dearer database sees a few examples.
    @settings(SETTINGS, max_examples=15 if database == "sqlite" else 4)
    @given(steps=STEPS, which=st.booleans())
    def anything_happens(steps, which):
        db.session.expire_all()
        ident = topic.id if which else waiting.id
        deliver()
        states = []
        for what, on in steps:
            clock.forward(minutes=1)
            before, known = dump(but=TOLD | {"reputation_lines"}), last_act()
            try:
                CHANGES[what](find_topic(ident, sam), on, sam, find_topic(twin.id, sam))
            except Refusal:
                continue
            if last_act() is not known:
                states.append(before)
        while states:
            clock.forward(minutes=1)
            reverse_act(last_act(), "", by=sam)
            db.session.expire_all()
            assert dump(but=TOLD | {"reputation_lines"}) == states.pop()
        assert rebuild_reputation(check=True) == []
        deliver()

    anything_happens()


def test_with_one_press_in_the_log_and_on_the_page_of_what_was_done(hall, as_):
    topic, *_, sam = hall
    pin_topic(topic, True, by=sam)
    for origin, back in ((None, "/moderation/log?view=all"), ("topic", f"/q/{topic.id}/doings")):
        address = f"/moderation/log/{last_act().id}/setting-back"
        assert f'action="{address}"' in as_(sam).get(back).text
        page = as_(sam).post(address, data={"from": origin} if origin else {})
        assert (page.status_code, page.headers["Location"]) == (303, back)
        assert find_topic(topic.id, sam).pinned_at is None
        assert "set back as it was" in as_(sam).get(back).text.lower()
        slow_topic(find_topic(topic.id, sam), 60, by=sam)
    assert find_topic(topic.id, sam).slow_seconds == 60


def test_undoing_can_be_undone(hall):
    topic, *_, sam = hall
    close_topic(topic, "It went wrong.", by=sam)
    closed = last_act()
    reverse_act(closed, "", by=sam)
    undone = db.session.query(Act).filter(Act.undoes_id == closed.id).one()
    reverse_act(undone, "", by=sam)
    found = find_topic(topic.id, sam)
    assert found.closed_at == closed.at and found.closed_reason == "It went wrong."


def test_refused_kindly_when_it_was_changed_since_or_long_ago(hall, as_, clock):
    topic, *_, sam = hall
    slow_topic(topic, 60, by=sam)
    first = last_act()
    slow_topic(find_topic(topic.id, sam), 300, by=sam)
    page = as_(sam).post(f"/moderation/log/{first.id}/setting-back", follow_redirects=True)
    assert page.status_code == 200 and "changed again since" in page.text
    assert find_topic(topic.id, sam).slow_seconds == 300
    second = last_act()
    clock.forward(days=31)
    with pytest.raises(NotAllowed, match="30 days"):
        reverse_act(second, "", by=sam)
    assert f"/moderation/log/{second.id}/setting-back" not in as_(sam).get(f"/q/{topic.id}/doings").text


def test_not_by_others(hall, as_):
    topic, _, _, asha, sam = hall
    pin_topic(topic, True, by=sam)
    assert as_(asha).post(f"/moderation/log/{last_act().id}/setting-back").status_code == 404
    with pytest.raises(NotAllowed):
        reverse_act(last_act(), "", by=asha)
    assert find_topic(topic.id, sam).pinned_at


def test_words_for_fewer_readers_are_not_carried_back_to_more(hall):
    topic, *_, sam = hall
    relocate_topic(topic, find_category("inside", sam), by=sam, aware=True)
    moved = last_act()
    an_answer(topic, by=sam)
    with pytest.raises(Conflict, match="written here since"):
        reverse_act(moved, "", by=sam)
    assert find_topic(topic.id, sam).category.slug == "inside"


def test_a_time_gone_by_is_not_set_again_and_an_open_topic_stays_open(hall, clock, deliver):
    topic, *_, sam = hall
    close_later(topic, now.now() + timedelta(hours=1), by=sam)
    close_later(find_topic(topic.id, sam), now.now() + timedelta(days=1), by=sam)
    second = last_act()
    clock.forward(hours=2)
    with pytest.raises(Conflict, match="gone by"):
        reverse_act(second, "", by=sam)
    clock.forward(days=1)
    deliver()
    by_itself = last_act()
    assert by_itself.by_id is None and find_topic(topic.id, sam).closed_at
    reverse_act(by_itself, "", by=sam)
    found = find_topic(topic.id, sam)
    assert found.closed_at is None and found.close_at is None


def test_a_time_set_back_still_closes(hall, clock, deliver):
    topic, *_, sam = hall
    close_later(topic, now.now() + timedelta(days=1), by=sam)
    close_later(find_topic(topic.id, sam), None, by=sam)
    reverse_act(last_act(), "", by=sam)
    clock.forward(days=1, minutes=1)
    deliver()
    assert find_topic(topic.id, sam).closed_at


def test_tags_go_back_by_an_edit_unless_edited_again(hall):
    topic, *_, sam = hall
    retag_topic(topic, "mac wifi", by=sam)
    first = last_act()
    retag_topic(find_topic(topic.id, sam), "mac", by=sam)
    with pytest.raises(Conflict, match="edited again"):
        reverse_act(first, "They were right.", by=sam)
    reverse_act(last_act(), "", by=sam)
    assert {tag.name for tag in find_topic(topic.id, sam).tags} == {"mac", "wifi"}
