"""The index follows the facts, and building it again gives the same."""

import gc
import os
import signal
import threading

import pytest

from community.core.db import db
from community.core.errors import Busy
from community.events.delivery import deliver_all
from community.events.facts import FactRow
from community.forum.deleting import delete_topic
from community.forum.editing import edit_post
from community.forum.queries import find_topic, opening_of
from community.knowledge.archiving import archive_article
from community.search import keeping
from community.search.indexing import rebuild, reindex, search_ready
from community.search.sources import SOURCES
from tests import people
from tests.factories import a_category, a_question, an_answer, an_article

FILES = pytest.mark.only_on("sqlite")  # about the files of the index, which are the same beside both


@pytest.fixture
def a_lively_place(app):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    lounge = a_category("Lounge", audience="superusers")
    topics = [a_question(by=asha, title=f"Question number {n} about badges", tags=["badge"]) for n in range(5)]
    a_question(by=sam, category=lounge, title="Only among ourselves")
    for topic in topics:
        an_answer(topic, by=ben)
    edit_post(opening_of(topics[0]), "Something else entirely, by now.", by=asha)
    delete_topic(find_topic(topics[1].id, sam), "asked twice", by=sam)
    archive_article(an_article(by=sam), "gone", by=sam)
    an_article(by=sam, title="One that stays in use")
    return topics


def test_rebuilt_and_live_are_equal(a_lively_place, deliver):
    people.vera()
    keeping_first = rebuild()
    a_question(by=people.dora(), title="Asked after the first building")
    deliver()
    live = keeping.current().stamps()
    assert len(live) == keeping_first + 2
    assert rebuild() == len(live)
    assert keeping.current().stamps() == live


def test_the_first_fact_without_an_index_builds_all_of_it(a_lively_place, deliver):
    assert keeping.current() is None
    assert not search_ready()
    deliver()
    assert search_ready()
    assert rebuild() == len(keeping.current().stamps())


def test_an_empty_community_is_ready(app):
    assert search_ready()


def test_telling_it_twice_changes_nothing(a_lively_place, deliver):
    deliver()
    before = keeping.current().stamps()
    generation = keeping.current()._index.latest_generation()
    events = [row.event() for row in db.session.query(FactRow).all()]
    reindex([event for event in events if hasattr(event.fact, "topic_id")])
    assert keeping.current().stamps() == before
    assert keeping.current()._index.latest_generation() == generation


def test_what_changes_while_it_is_built_is_in_it(a_lively_place, monkeypatch, found, deliver):
    deliver()
    asha = db.session.merge(a_lively_place[0]).author_id
    source = SOURCES["topic"]

    def slow(ids):
        documents = source.documents(ids)
        if not done:
            done.append(True)
            edit_post(opening_of(find_topic(a_lively_place[2].id, None)), "A zeppelin crossed the courtyard.",
                      by=db.session.get(people.Member, asha))  # fmt: skip
            deliver_all()
        return documents

    done = []
    monkeypatch.setitem(SOURCES, "topic", source._replace(documents=slow))
    rebuild()
    assert done
    assert found("zeppelin") == ["Question number 2 about badges"]


def test_one_is_built_at_a_time(app):
    with keeping.replacing(), pytest.raises(Busy):
        rebuild()
    rebuild()


def test_killed_in_the_middle_the_old_one_stays(a_lively_place, deliver, found, monkeypatch):
    deliver()
    before = keeping.current().stamps()
    child = os.fork()
    if child == 0:

        def die(ids):
            os.kill(os.getpid(), signal.SIGKILL)

        SOURCES["proposal"] = SOURCES["proposal"]._replace(ids=lambda after, limit: [1], documents=die)
        try:
            rebuild()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert len([f for f in keeping.place().iterdir() if f.is_dir()]) == 2
    assert keeping.current().stamps() == before
    assert "Question number 2 about badges" in found("badges")
    rebuild()
    rebuild()
    assert len([f for f in keeping.place().iterdir() if f.is_dir()]) == 2  # the one in use and the one before


@FILES
@pytest.mark.parametrize("damaged", ["*", "*.toc", "*.seg"])
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the engine forgets to close what it can't read
def test_damaged_files_are_replaced(a_lively_place, deliver, found, damaged):
    deliver()
    folder = keeping.current().folder
    keeping._forget(folder)
    for file in folder.glob(damaged):
        file.write_bytes(b"not an index")
    assert not search_ready()
    assert found("badges") == []
    a_question(by=people.dora(), title="Asked after the damage")
    deliver()
    assert "Asked after the damage" in found("damage")
    assert search_ready()
    gc.collect()


@FILES
def test_many_commits_leave_no_ghosts(app, deliver, found):
    """Merging segments must not bring back what was removed."""
    asha = people.asha()
    for number in range(15):
        topic = a_question(by=asha, title=f"Ghost story number {number}")
        deliver()
        if number % 2:
            delete_topic(topic, "told already", by=asha)
            deliver()
    assert len(keeping.current().stamps()) == 1 + 8
    assert len(found("ghost story", kind="topic")) == 8


@FILES
def test_readers_and_a_writer_at_the_same_time(app, deliver):
    asha = people.asha()
    a_question(by=asha, title="Badge printer is offline")
    deliver()
    wrong = []

    def read():
        with app.app_context():
            for _ in range(25):
                page = app.test_client().get("/search?q=badge+printer")
                if page.status_code != 200 or "offline" not in page.text:
                    wrong.append(page.status_code)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(6):
        a_question(by=asha, title=f"Badge reader {number} blinks")
        deliver()
    rebuild()
    for reader in readers:
        reader.join()
    assert wrong == []
