"""Many at once: what is previewed is done, what changed since is shown first, and it is taken back exactly."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from community.accounts.queries import find_member
from community.core.db import db
from community.core.errors import Invalid, NotAllowed, require
from community.events.delivery import deliver_next
from community.events.facts import FactRow, Owed
from community.forum.accepting import accept_answer
from community.forum.deleting import delete_topic, restore_topic
from community.forum.editing import edit_post
from community.forum.models import Comment, Post, Topic, TopicTag
from community.forum.queries import find_post, find_topic
from community.gamification.rebuild import rebuild_reputation
from community.moderation import chunks
from community.moderation.batches import Batch, BatchItem, Tally, tallies
from community.moderation.bulk import MOST, apply_batch, preview_batch, stop_batch, undo_batch
from community.moderation.models import Act
from community.notifications.reading import list_notes
from tests import people
from tests.factories import a_category, a_question, an_answer

STATE = {
    Topic: ("id", "category_id", "title", "deleted_at", "deleted_reason", "hidden_at", "unlisted_at", "archived_at",
            "closed_at", "closed_reason", "accepted_id", "answer_count", "last_post_id", "staff_only"),
    Post: ("id", "topic_id", "deleted_at", "deleted_reason", "hidden_at", "hidden_reason", "source", "html"),
    Comment: ("id", "deleted_at", "hidden_at"),
    TopicTag: ("topic_id", "tag_id"),
}  # fmt: skip


def state() -> dict:
    """What people see of the forum."""
    db.session.expire_all()
    return {model.__name__: sorted(db.session.execute(select(*(getattr(model, name) for name in names))).all(), key=str)
            for model, names in STATE.items()}  # fmt: skip


def tally(batch: Batch) -> Tally:
    """How many of it are in which state."""
    return tallies([batch])[batch.id]


def planned(batch: Batch) -> set[int]:
    """The posts that it will be done to."""
    query = select(BatchItem.post_id).where(BatchItem.batch_id == batch.id, BatchItem.state == "planned")
    return set(db.session.scalars(query))


@pytest.fixture
def spam(app) -> tuple:
    """Three topics of Ben, one with an accepted answer of Vera and one answer of Ben; and a moderator."""
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    mine = [a_question(by=ben, title=f"Cheap toner number {n}", tags=["toner"]) for n in range(3)]
    other = a_question(by=asha)
    accept_answer(an_answer(other, by=vera), by=asha)
    an_answer(other, by=ben, body="Cheap toner here as well.")
    return people.sam(), ben, [topic.opening_id for topic in mine], find_topic(other.id, None)


def test_what_is_previewed_is_done_and_taken_back(app, as_, spam, client, deliver):
    sam, _, _, other = spam
    before, browser = state(), as_(sam)
    found = browser.get("/moderation/bulk?author=ben")
    assert "4 posts found" in found.text
    data = {"author": "ben", "all": "1", "verb": "spam", "silence": "y", "reason": "An advert, four times."}
    preview = browser.post("/moderation/batches", data=data, follow_redirects=True)
    assert "Take down as spam: 4 posts" in preview.text and "Nothing has happened yet" in preview.text
    assert "Ben Okafor" in preview.text and "for 1 day" in preview.text and state() == before
    batch = db.session.scalars(select(Batch)).one()
    done = browser.post(f"{batch.path}/application", follow_redirects=True)
    assert "4 taken down" in done.text and "Cheap toner" not in client().get("/questions").text
    refused = as_(spam[1]).post(f"/q/{other.id}/answers/new", data={"body": "Cheap toner again."})
    assert refused.status_code == 403
    deliver()
    back = browser.post(f"{batch.path}/undoing", follow_redirects=True)
    assert "4 of 4 are as they were before" in back.text and state() == before
    assert as_(spam[1]).post(f"/q/{other.id}/answers/new", data={"body": "I am sorry for that."}).status_code == 303
    deliver()
    assert rebuild_reputation(check=True) == []


@pytest.mark.parametrize(
    ("verb", "tag", "count"),
    [
        ("take_down", "", 5),
        ("hide", "", 5),
        ("close", "", 4),
        ("add_tag", "printing", 4),
        ("remove_tag", "toner", 3),
        ("unlist", "", 4),
        ("move", "", 4),
        ("archive", "", 4),
    ],
)
def test_every_verb_is_taken_back_exactly(app, spam, deliver, verb, tag, count):
    sam = spam[0]
    chosen = list(db.session.scalars(select(Post.id).where(Post.id.in_([*spam[2], spam[3].opening_id,
                                                                       spam[3].accepted_id]))))  # fmt: skip
    before, place = state(), a_category("Printers")
    batch = preview_batch(verb, chosen, "A spring clean.", by=sam, tag=tag, place=place)
    assert (tally(batch).shown, tally(batch)["left"]) == (count, 5 - count)
    apply_batch(batch, by=sam)
    apply_batch(batch, by=sam)
    assert tally(batch).done == count and state() != before
    after = preview_batch(verb, chosen, "Once more.", by=sam, tag=tag, place=place)
    assert planned(after) == set()
    undo_batch(batch, by=sam)
    undo_batch(batch, by=sam)
    assert tally(batch)["undone"] == count and state() == before
    if verb == "close":  # nobody reopened it: helpers aren't asked to look at it again
        assert db.session.scalar(select(Topic.id).where(Topic.reopened_at.is_not(None))) is None
    deliver()
    assert rebuild_reputation(check=True) == []


def test_putting_back_and_showing_again_are_taken_back_exactly(app, spam):
    sam, _, chosen, _ = spam
    for do, back in (("take_down", "restore"), ("hide", "show")):
        apply_batch(preview_batch(do, chosen, "Spam.", by=sam), by=sam)
        before = state()
        batch = preview_batch(back, chosen, "It was a mistake.", by=sam)
        apply_batch(batch, by=sam)
        undo_batch(batch, by=sam)
        assert tally(batch)["undone"] == 3
        now = state()
        hidden = [model for model in now if now[model] != before[model]]
        assert hidden == [] or do == "hide"  # the time since when it is hidden is a new one
        apply_batch(preview_batch(back, chosen, "It was.", by=sam), by=sam)


def test_what_changed_after_the_preview_is_left_as_it_is_and_named(app, as_, spam):
    sam, ben, chosen, _ = spam
    batch = preview_batch("take_down", chosen, "Spam.", by=sam)
    apply_batch(preview_batch("take_down", chosen[:1], "Spam, said another.", by=sam), by=sam)
    edit_post(find_post(chosen[1], ben), "I meant that ours is empty; where do I get a new one?", by=ben)
    page = as_(sam).post(f"{batch.path}/application", follow_redirects=True)
    assert "1 taken down" in page.text and "2 changed after the preview" in page.text
    assert "It was taken down already" in page.text and "Somebody changed it after the preview" in page.text
    one, two = (db.session.get(Topic, db.session.get(Post, ident).topic_id) for ident in chosen[:2])
    assert one.deleted_reason == "Spam, said another." and two.deleted_at is None
    assert (tally(batch).shown, tally(batch).done, tally(batch)["missed"]) == (3, 1, 2)


def test_undoing_leaves_what_somebody_else_changed_since(app, spam, clock):
    sam, _, chosen, _ = spam
    batch = preview_batch("take_down", chosen, "Spam.", by=sam)
    apply_batch(batch, by=sam)
    clock.forward(minutes=5)
    topic = find_topic(db.session.get(Post, chosen[0]).topic_id, sam)
    restore_topic(topic, by=sam)
    delete_topic(topic, "For another reason.", by=sam)
    undo_batch(batch, by=sam)
    assert (tally(batch)["undone"], tally(batch)["kept"]) == (2, 1)
    assert db.session.get(Topic, topic.id).deleted_reason == "For another reason."


def test_only_in_places_that_one_looks_after(app, as_, spam):
    sam, ben, chosen, _ = spam
    secret = a_category("Staff room", audience="staff")
    dora = people.dora()
    hidden = a_question(by=dora, category=secret, title="A matter of staff alone")
    batch = preview_batch("take_down", [*chosen, hidden.opening_id], "Spam.", by=sam)
    assert planned(batch) == set(chosen)
    page = as_(sam).get(batch.path)
    assert "A matter of staff alone" not in page.text and f"Number {hidden.opening_id}" in page.text
    assert "A matter of staff" not in as_(sam).get("/moderation/bulk?words=matter").text
    assert as_(ben).get("/moderation/bulk").status_code == 403
    with pytest.raises(NotAllowed):
        preview_batch("take_down", chosen, "Spam.", by=ben)
    assert as_(ben).get(batch.path).status_code == 404
    assert as_(dora).post(f"{batch.path}/application").status_code == 403


def test_moving_says_that_others_will_read_it(app, as_, spam):
    sam, _, chosen, _ = spam
    a_category("Super-users", audience="superusers")
    data = {"post": [str(ident) for ident in chosen], "verb": "move", "reason": "It belongs there."}
    assert "Where to?" in as_(sam).post("/moderation/batches", data=data).text
    page = as_(sam).post("/moderation/batches", data=data | {"to": "super-users"}, follow_redirects=True)
    assert "Other people will read 3 of them" in page.text and "Super-users and provider staff" in page.text
    batch = db.session.scalars(select(Batch)).one()
    as_(sam).post(f"{batch.path}/application")
    assert "Cheap toner" not in as_(spam[1]).get("/questions").text


def test_what_is_missing_is_said_and_nothing_typed_is_lost(app, as_, spam):
    sam, _, chosen, _ = spam
    ticked = {"post": [str(ident) for ident in chosen[:2]], "author": "ben"}
    page = as_(sam).post("/moderation/batches", data=ticked | {"verb": "take_down", "reason": ""})
    assert page.status_code == 422 and page.text.count(" checked") >= 2 and "Please say why" in page.text
    page = as_(sam).post("/moderation/batches", data=ticked | {"verb": "add_tag", "reason": "So.", "tag": "two words"})
    assert page.status_code == 422 and "One word" in page.text
    with pytest.raises(Invalid, match=f"At most {MOST:,}"):
        preview_batch("take_down", range(1, MOST + 2), "Spam.", by=sam)
    assert as_(sam).get("/moderation/bulk?author=nobody").status_code == 200


def test_each_is_a_line_of_the_log_and_the_batch_one_besides(app, spam):
    sam, _, chosen, _ = spam
    apply_batch(preview_batch("take_down", chosen, "Spam.", by=sam), by=sam)
    kinds = sorted(db.session.scalars(select(Act.kind).where(Act.by_id == sam.id)))
    assert kinds == ["BatchApplied", "TopicDeleted", "TopicDeleted", "TopicDeleted"]
    assert set(db.session.scalars(select(Act.reason))) == {"Spam."}


def test_a_filter_narrows(app, as_, spam):
    sam, _, chosen, _ = spam
    browser = as_(sam)

    def found(query: str) -> int:
        return int((re.search(r"(\d+) posts? found", browser.get(f"/moderation/bulk?{query}").text) or [0, 0])[1])

    assert found("tagged=toner") == 3 and found("kind=answers") == 2 and found("words=TONER+number+1") == 1
    assert found("words=100%25") == 0 and found("place=remote-access&days=1") == 6 and found("state=down") == 0
    apply_batch(preview_batch("take_down", chosen, "Spam.", by=sam), by=sam)
    assert found("state=down") == 3 and found("state=shown") == 3


def test_the_pages_take_the_same_statements_however_many_there_are(app, as_, spam, statements):
    sam, _, chosen, _ = spam
    browser = as_(sam)
    small, large = (preview_batch("take_down", ids, "Spam.", by=sam) for ids in (chosen[:1], chosen))

    def count(path: str) -> int:
        browser.get(path)
        with statements() as sent:
            browser.get(path)
        return len(sent)

    assert count(small.path) == count(large.path)
    assert count("/moderation/bulk?words=number+1") == count("/moderation/bulk")


@pytest.fixture
def many(app, monkeypatch) -> tuple:
    """A moderator and seven topics, more than fit into three chunks of two."""
    monkeypatch.setattr(chunks, "CHUNK", 2)
    ben = people.ben()
    topics = [a_question(by=ben, title=f"Cheap toner number {n}", tags=["toner"]) for n in range(7)]
    return people.sam(), [topic.opening_id for topic in topics]


def next_chunk() -> None:
    """Deliver until one more chunk is through."""
    step = db.session.scalar(select(Batch.step))
    while deliver_next() and db.session.scalar(select(Batch.step)) == step:
        db.session.expire_all()


def test_it_goes_on_chunk_by_chunk_wherever_it_was_broken_off(many, as_, deliver, monkeypatch, clock):
    sam, chosen = many
    deliver()
    before, batch = state(), preview_batch("spam", chosen, "An advert.", by=sam, silence=True)
    apply_batch(batch, by=sam)
    assert (batch.state, tally(batch).done) == ("running", 2)
    assert "2 of 7 so far" in as_(sam).get(f"{batch.path}/progress").text
    next_chunk()
    assert tally(batch).done == 4
    with monkeypatch.context() as broken:  # the machine dies in the middle of a chunk
        broken.setattr(chunks, "record", lambda *_, **__: 1 / 0)
        next_chunk()
    assert db.session.scalar(select(Owed.last_error).where(Owed.attempts > 0)).startswith("ZeroDivisionError")
    batch, sam = db.session.scalars(select(Batch)).one(), find_member("sam")
    assert tally(batch).done == 4
    clock.forward(seconds=5)
    deliver(failing=True)
    assert (batch.state, tally(batch).done, tally(batch)["planned"]) == ("done", 7, 0)
    assert db.session.scalar(select(func.count()).select_from(Act).where(Act.kind == "MemberSilenced")) == 1
    told = {note.kind: note.words for note in list_notes(find_member("ben")).unread if note.kind != "badge"}
    assert sorted(told) == ["silenced", "taken_down"] and "in 6 other places" in told["taken_down"]
    undo_batch(batch, by=sam)
    assert (batch.state, tally(batch)["undone"]) == ("undoing", 2)
    deliver()
    assert (batch.state, tally(batch)["undone"]) == ("undone", 7) and state() == before
    assert not find_member("ben").is_silenced


def test_a_chunk_that_keeps_failing_says_so_and_is_tried_again(many, as_, deliver, monkeypatch, clock):
    sam, chosen = many
    batch = preview_batch("close", chosen, "A spring clean.", by=sam)
    apply_batch(batch, by=sam)
    browser, path = as_(sam), batch.path
    with monkeypatch.context() as broken:
        broken.setattr(chunks, "record", lambda *_, **__: 1 / 0)
        next_chunk()
        assert "they are tried again by themselves" in browser.get(path).text
        for _ in range(10):
            clock.forward(hours=1)
            deliver(failing=True)
    page = browser.get(path).text
    assert "It came to a halt there" in page and "2 of 7 so far" in page
    browser.post(f"{path}/attempts")
    deliver(failing=True)
    page = browser.get(path).text
    assert "7 closed" in page and "Try again" not in page


def test_a_chunk_that_comes_twice_is_done_once(many, deliver):
    sam, chosen = many
    batch = preview_batch("close", chosen, "A spring clean.", by=sam)
    apply_batch(batch, by=sam)
    row = db.session.scalars(select(FactRow).where(FactRow.kind == "BatchCarriedOn")).one()
    for _ in range(3):
        chunks.carry_on(row.event())
    assert tally(batch).done == 4
    deliver()
    chunks.carry_on(row.event())
    assert batch.state == "done"
    closed = select(func.count()).select_from(FactRow).where(FactRow.kind == "TopicClosed")
    assert db.session.scalar(closed) == 7


def test_it_can_be_stopped_gone_on_with_and_taken_back_from_there(many, as_, deliver):
    sam, chosen = many
    before, batch, browser = state(), preview_batch("close", chosen, "A spring clean.", by=sam), as_(sam)
    browser.post(f"{batch.path}/application")
    page = browser.post(f"{batch.path}/stop", follow_redirects=True)
    assert "Stopped: 2 of 7 closed" in page.text and "Go on with the other 5" in page.text
    deliver()
    assert (batch.state, tally(batch).done) == ("stopped", 2)
    browser.post(f"{batch.path}/application")
    assert tally(batch).done == 4
    browser.post(f"{batch.path}/undoing")
    deliver()
    assert (batch.state, tally(batch)["undone"], tally(batch)["planned"]) == ("undone", 4, 3)
    assert state() == before
    stop_batch(batch, by=sam)
    apply_batch(batch, by=sam)
    assert batch.state == "undone"


def test_what_is_refused_along_the_way_does_not_hold_up_the_others(many, deliver, monkeypatch):
    sam, chosen = many
    verb, acted = chunks.VERBS["close"], chunks.VERBS["close"].act

    def moody(post, batch, by):
        result = acted(post, batch, by)
        require(post.id != chosen[2] or "Not this one.")
        return result

    monkeypatch.setitem(chunks.VERBS, "close", replace(verb, act=moody))
    batch = preview_batch("close", chosen, "A spring clean.", by=sam)
    apply_batch(batch, by=sam)
    deliver()
    missed = db.session.scalars(select(BatchItem).where(BatchItem.state == "missed")).one()
    assert (missed.post_id, missed.why, tally(batch).done) == (chosen[2], "Not this one.", 6)
    topics = dict(db.session.execute(select(Topic.opening_id, Topic.closed_at)).all())
    assert [ident for ident in chosen if topics[ident] is None] == [chosen[2]]


def test_the_log_has_one_line_of_it_and_knows_that_it_was_taken_back(many, deliver):
    sam, chosen = many
    batch = preview_batch("close", chosen, "A spring clean.", by=sam)
    apply_batch(batch, by=sam)
    deliver()
    undo_batch(batch, by=sam)
    deliver()
    told = [note.words for note in list_notes(find_member("ben")).unread if note.kind.startswith("closed")]
    assert len(told) == 1 and "in 6 other places takes no more answers" in told[0]
    whole = db.session.scalars(select(Act).where(Act.kind == "BatchApplied")).one()
    assert whole.undone_by_id == sam.id
    undoing = db.session.scalars(select(Act.undoes_id).where(Act.kind == "TopicChangeUndone")).all()
    assert undoing == [whole.id] * 7
