"""Deleting for good: who may, when it happens, what is left, and how it is called off."""

import pytest
from sqlalchemy import select

from community.accounts.queries import find_member
from community.composer.drafting import save_draft
from community.composer.uploading import file_of, upload_file
from community.core.db import atomic, db
from community.core.errors import NotAllowed
from community.events.facts import FactRow
from community.forum.closing import close_topic, reopen_topic
from community.forum.commenting import comment_on, delete_comment
from community.forum.deleting import delete_post, delete_topic, restore_topic
from community.forum.editing import edit_post
from community.forum.purging import cancel_purge, plan_purge, purge
from community.forum.queries import find_comment, find_post
from community.forum.suggesting import suggest_edit
from community.forum.voting import vote_on
from community.gamification.rebuild import rebuild_reputation
from community.moderation.flagging import flag_thing
from community.moderation.models import ReviewItem
from community.moderation.things import find_thing
from tests import people
from tests.factories import a_question, an_answer

SECRET = "the patient is called novak"


@pytest.fixture
def story(app):
    """A question full of what must go, taken down."""
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    topic = a_question(by=asha, title=f"VPN drops since {SECRET}", body=f"Look: {SECRET}.", tags=["novak"])
    answer = an_answer(topic, by=ben, body=f"I know that {SECRET}.")
    comment_on(answer, f"Really, {SECRET}?", by=asha)
    close_topic(topic, f"Since {SECRET}.", by=sam)
    reopen_topic(topic, by=sam)
    edit_post(answer, f"I still know that {SECRET}.", by=ben)
    flag_thing(answer, "off_topic", f"It says {SECRET}.", by=asha)
    draft = {"window": "w1", "path": f"/posts/{answer.id}/edit", "title": SECRET}
    save_draft(f"edit:{answer.id}", {"body": SECRET}, revision=0, by=ben, **draft)
    vote_on(answer, 1, by=asha)
    suggest_edit(answer, f"We all know that {SECRET}.", f"Since {SECRET}", by=people.vera())
    delete_topic(topic, "It names a patient.", by=sam)
    return topic, answer


def everything() -> str:
    """Every row of the database that names the patient."""
    tables = [table for table in db.metadata.sorted_tables if table.name not in ("members", "owed_reactions")]
    rows = [f"{table.name}: {row}" for table in tables for row in db.session.execute(select(table)).all()]
    return "\n".join(row for row in rows if "novak" in row.lower()).lower()


def test_after_a_week_every_word_is_gone_and_points_stay_right(app, story, as_, deliver, clock):
    topic, _ = story
    ada = as_(people.ada())
    assert ada.post(f"/q/{topic.id}/purge").status_code == 303
    assert "Call it off" in ada.get(topic.path).text
    clock.forward(days=6, hours=23)
    deliver()
    assert SECRET in everything() and db.session.query(ReviewItem).filter_by(kind="edit", decided_at=None).count() == 1
    clock.forward(hours=1)
    deliver()
    assert everything() == ""
    assert db.session.query(ReviewItem).filter_by(decided_at=None).count() == 0
    gone = ada.get(f"/q/{topic.id}")
    assert gone.status_code == 410 and "deleted for good" in gone.text and "It names a patient." in gone.text
    assert ada.get(f"/posts/{story[1].id}/history").status_code == 410
    assert rebuild_reputation(check=True) == []


def test_one_comment_goes_for_good_by_itself(app, as_, deliver, clock):
    asha, ada, sam = people.asha(), people.ada(), people.sam()
    topic = a_question(by=asha)
    comment = comment_on(find_post(topic.opening_id, asha), f"By the way, {SECRET}.", by=asha)
    flag_thing(find_thing("comment", comment.id), "off_topic", f"Why say that {SECRET}?", by=sam)
    assert as_(ada).post(f"/comments/{comment.id}/purge").status_code == 403  # it isn't taken down
    delete_comment(find_comment(comment.id, sam), "It names a patient.", by=sam)
    assert as_(sam).post(f"/comments/{comment.id}/purge").status_code == 403
    assert as_(ada).post(f"/comments/{comment.id}/purge").status_code == 303
    assert "Call it off" in as_(ada).get(topic.path).text
    clock.forward(days=8)
    deliver()
    assert everything() == ""
    page = as_(sam).get(topic.path).text
    assert "It names a patient." in page and f"/comments/{comment.id}/restoration" not in page
    assert as_(sam).post(f"/comments/{comment.id}/restoration").status_code == 410


def test_it_can_be_called_off_and_is_not_done_by_the_first_plan(app, story, as_, deliver, clock):
    topic, ada = story[0], people.ada()
    browser = as_(ada)
    browser.post(f"/q/{topic.id}/purge")
    clock.forward(days=3)
    browser.post(f"/q/{topic.id}/purge/cancellation")
    clock.forward(days=1)
    browser.post(f"/q/{topic.id}/purge")
    clock.forward(days=3, minutes=1)  # when the first plan would have come true
    deliver()
    assert SECRET in everything()
    cancel_purge(topic, by=ada)
    clock.forward(days=30)
    deliver()
    assert SECRET in everything()


def test_what_was_put_back_stays(app, story, deliver, clock):
    topic = story[0]
    plan_purge(topic, by=people.ada())
    restore_topic(topic, by=people.dora())
    clock.forward(days=8)
    deliver()
    assert SECRET in everything()


def test_only_administrators_and_only_what_was_taken_down(app, story, as_):
    topic = story[0]
    for who in (people.dora(), people.omar()):
        assert as_(who).post(f"/q/{topic.id}/purge").status_code in (403, 410)
    other = a_question(by=find_member("asha"), title="Another matter altogether")
    with pytest.raises(NotAllowed):
        plan_purge(other, by=people.ada())


def test_one_answer_goes_alone_and_can_not_be_put_back(app, as_, client, deliver, clock):
    sam, ada = people.sam(), people.ada()
    topic = a_question(by=people.asha())
    answer, other = an_answer(topic, by=people.ben(), body=f"So {SECRET}."), an_answer(topic, by=people.vera())
    delete_post(answer, "It names a patient.", by=sam)
    as_(ada).post(f"/posts/{answer.id}/purge")
    clock.forward(days=7)
    deliver()
    assert SECRET not in everything() and other.source in client().get(topic.path).text
    assert client().get(f"/posts/{answer.id}").status_code == 410
    assert as_(sam).post(f"/posts/{answer.id}/restoration").status_code == 410
    assert f"answer-{answer.id}" not in as_(sam).get(topic.path).text


def test_twice_is_once(app, story, deliver, clock):
    topic, ada = story[0], people.ada()
    plan_purge(topic, by=ada)
    plan_purge(topic, by=ada)
    clock.forward(days=7)
    deliver()
    row = db.session.scalars(select(FactRow).where(FactRow.kind == "PurgePlanned")).one()
    with atomic():
        purge(row.event())
    assert db.session.query(FactRow).filter(FactRow.kind == "Purged").count() == 1


def test_files_go_with_the_words_unless_another_text_uses_them(app, story, deliver, clock):
    topic, _ = story
    dora, ada = people.dora(), people.ada()
    other = a_question(by=dora, title="Another matter altogether")
    mine, shared = (upload_file(f"{name}.txt", name.encode() * 20, by=dora) for name in ("mine", "shared"))
    restore_topic(topic, by=dora)
    answer = an_answer(topic, by=dora, body=f"See {mine.markdown} and {shared.markdown}.")
    vera = find_member("vera")
    hers = upload_file("hers.txt", b"hers" * 20, by=vera)
    suggest_edit(find_post(answer.id, vera), f"See {hers.markdown} instead.", "Newer", by=vera)
    an_answer(other, by=dora, body=f"See {shared.markdown} as well.")
    delete_topic(topic, "It names a patient.", by=ada)
    plan_purge(topic, by=ada)
    paths = [file_of(each.key) for each in (mine, hers, shared)]
    assert [path.exists() for path in paths] == [True, True, True]
    clock.forward(days=7)
    deliver()
    assert [path.exists() for path in paths] == [False, False, True]
