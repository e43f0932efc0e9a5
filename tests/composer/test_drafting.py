"""Drafts on the server: kept, offered, told apart by window, gone with the sending."""

import pytest
from sqlalchemy import select

from community.composer import drafting
from community.composer.models import Draft
from community.core.db import db
from community.forum.models import Post
from tests import people
from tests.factories import a_question

WORDS = "Switch to gateway 3 until the certificate is renewed."


def save(browser, key="answer:1", words=WORDS, *, revision=0, window="one", path="/q/1/vpn", **more):
    form = {"content.body": words, "revision": str(revision), "window": window, "path": path, "title": "VPN", **more}
    return browser.post(f"/drafts/{key}", data=form, headers={"Accept": "application/json"})


@pytest.fixture
def ben(app):
    """Ben, who writes."""
    return people.ben()


def test_a_draft_comes_back_on_every_device(ben, as_):
    laptop, phone = as_(ben), as_(ben)
    assert save(laptop).json == {"revision": 1}
    assert save(laptop, words=WORDS + " Then restart.", revision=1).json == {"revision": 2}
    told = phone.get("/drafts/answer:1").json
    assert told["content"] == {"body": WORDS + " Then restart."}
    assert told["revision"] == 2
    assert "VPN" in phone.get("/drafts").get_data(as_text=True)


def test_the_form_says_which_revision_the_server_has(ben, as_):
    topic = a_question(by=people.asha())
    browser = as_(ben)
    assert 'data-revision="0"' in browser.get(topic.path).get_data(as_text=True)
    save(browser, f"answer:{topic.id}")
    assert 'data-revision="1"' in browser.get(topic.path).get_data(as_text=True)


def test_nobody_else_sees_it(ben, as_, client):
    save(as_(ben))
    asha = as_(people.asha())
    assert asha.get("/drafts/answer:1").status_code == 404
    assert asha.post("/drafts/answer:1/deletion").status_code == 404
    assert WORDS not in asha.get("/drafts").get_data(as_text=True)
    assert save(asha).json == {"revision": 1}  # a draft of her own
    assert as_(ben).get("/drafts/answer:1").json["content"] == {"body": WORDS}
    assert client().get("/drafts").status_code == 303
    assert save(client()).status_code == 401


def test_the_second_window_is_told_and_nothing_is_overwritten(ben, as_):
    one, two = as_(ben), as_(ben)
    save(one, window="one")
    save(two, words="In the other window", revision=1, window="two")
    late = save(one, words="Late", revision=1, window="one")
    assert late.status_code == 409
    assert late.json["content"] == {"body": "In the other window"}
    assert late.json["window"] == "two"
    assert "another window" in late.json["sentence"]
    assert save(one, words="Begun anew", window="three").status_code == 409
    assert one.get("/drafts/answer:1").json["content"] == {"body": "In the other window"}
    assert save(one, words="Mine", revision=late.json["revision"], window="one").json == {"revision": 3}


def test_emptying_a_form_does_not_throw_away_what_another_window_wrote(ben, as_):
    browser = as_(ben)
    save(browser)
    save(browser, words="Later words", revision=1, window="two")
    json = {"Accept": "application/json"}
    assert browser.post("/drafts/answer:1/deletion", data={"revision": "1"}, headers=json).status_code == 409
    assert browser.post("/drafts/answer:1/deletion", data={"revision": "2"}, headers=json).status_code == 200
    assert browser.get("/drafts/answer:1").status_code == 404
    assert save(browser, words="Again").status_code == 200


def test_it_ends_with_the_sending_in_one_transaction(ben, as_):
    topic = a_question(by=people.asha())
    browser, key = as_(ben), f"answer:{topic.id}"
    save(browser, key)
    form = {"body": "x", "draft_key": key, "draft_window": "one"}
    assert browser.post(f"/q/{topic.id}/answers/new", data=form).status_code == 422
    assert browser.get(f"/drafts/{key}").status_code == 200  # refused, so it is a draft still
    assert browser.post(f"/q/{topic.id}/answers/new", data=form | {"body": WORDS}).status_code == 303
    assert browser.get(f"/drafts/{key}").status_code == 404
    assert WORDS not in str(db.session.scalars(select(Draft.content)).all())


def test_a_saving_that_comes_late_does_not_bring_it_back(ben, as_):
    topic = a_question(by=people.asha())
    browser, key = as_(ben), f"answer:{topic.id}"
    form = {"body": WORDS, "draft_key": key, "draft_window": "one"}
    browser.post(f"/q/{topic.id}/answers/new", data=form)
    late = save(browser, key, window="one")
    assert late.status_code == 410
    assert browser.get(f"/drafts/{key}").status_code == 404
    assert save(browser, key, revision=4, window="two").status_code == 410
    assert save(browser, key, words="A second answer", window="two").status_code == 200
    assert browser.get(f"/drafts/{key}").json["content"] == {"body": "A second answer"}


def test_only_the_draft_that_was_sent_ends(ben, as_):
    topic = a_question(by=people.asha())
    browser = as_(ben)
    save(browser, "ask:a1b2c3d4", path="/questions/ask?draft=ask:a1b2c3d4")
    save(browser, "answer:99")
    browser.post(f"/q/{topic.id}/answers/new", data={"body": WORDS})
    assert {draft.key for draft in drafting.drafts_of(ben)} == {"ask:a1b2c3d4", "answer:99"}
    assert db.session.scalar(select(Post.id).where(Post.author_id == ben.id))


def test_several_questions_may_be_begun(ben, as_):
    browser = as_(ben)
    for key, title in (("ask:aaaa1111", "How do I get a badge?"), ("ask:bbbb2222", "Where is the lab?")):
        save(browser, key, path=f"/questions/ask?draft={key}", title=title)
    page = browser.get("/questions/ask").get_data(as_text=True)
    assert "How do I get a badge?" in page
    assert "Where is the lab?" in page
    opened = browser.get("/questions/ask?draft=ask:aaaa1111").get_data(as_text=True)
    assert 'data-draft="ask:aaaa1111" data-revision="1"' in opened
    assert "How do I get a badge?" not in opened


def test_discarding_from_the_list(ben, as_):
    browser = as_(ben)
    save(browser)
    assert browser.post("/drafts/answer:1/deletion").status_code == 303
    assert WORDS not in browser.get("/drafts").get_data(as_text=True)


def test_there_is_an_end_to_what_is_kept(monkeypatch, ben, as_):
    monkeypatch.setattr(drafting, "MOST", 1)
    browser = as_(ben)
    save(browser)
    assert save(browser, "answer:2").status_code == 422
    assert save(browser, words="x" * (drafting.LONGEST + 1), revision=1).status_code == 422
    assert save(browser, words="shorter", revision=1).status_code == 200


@pytest.mark.parametrize(
    "odd",
    [{"key": "x"}, {"key": "answer:1:2:3"}, {"key": "ANSWER:1"}, {"path": "//elsewhere.example"}, {"path": "https://x"},
     {"path": "/\\elsewhere.example"}, {"window": ""}, {"window": "a b"}],
)  # fmt: skip
def test_odd_keys_and_addresses_are_refused(ben, as_, odd):
    assert save(as_(ben), **odd).status_code == 422
    assert drafting.drafts_of(ben) == []


def test_the_list_takes_as_many_statements_however_long_it_is(ben, as_, statements):
    browser = as_(ben)
    browser.get("/drafts")
    counts = []
    for number in (1, 5):
        for each in range(number):
            save(browser, f"answer:{number}{each}")
        with statements() as sent:
            assert browser.get("/drafts").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]
