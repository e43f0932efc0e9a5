"""Old addresses of imported sites lead to the same thing here, for good."""

import pytest

from community.accounts.queries import find_member
from community.core.db import atomic
from community.forum.deleting import delete_topic
from community.forum.queries import find_topic
from community.imports.foreign import became
from tests import people
from tests.imports.dumps import TINY, bring_in, copy_of_tiny


def ours(kind: str, number: int) -> int:
    return became([kind], number)[0][2]


@pytest.fixture
def tiny(app):
    bring_in(TINY)


def lands_on(client, old: str) -> str:
    """Where an old address leads to with status 301."""
    answer = client().get(old)
    assert answer.status_code == 301, answer.text
    return answer.location


@pytest.mark.parametrize("rest", ["", "/", "/why-does-my-lantern-flicker", "/a/b/c", "/old-title?noredirect=1&lq=1"])
def test_a_question(tiny, client, rest):
    topic = find_topic(ours("question", 1), None)
    assert lands_on(client, f"/questions/1{rest}") == topic.path
    assert client().get(topic.path).status_code == 200


def test_an_answer(tiny, client):
    topic, post = find_topic(ours("question", 1), None), ours("answer", 2)
    for old in ("/a/2", "/a/2/5", "/questions/2", "/questions/1/why-does-it-flicker/2"):
        assert lands_on(client, old) == f"{topic.path}#answer-{post}"
    assert lands_on(client, "/a/1") == topic.path


def test_a_person(tiny, client):
    for old in ("/users/1", "/users/1/", "/users/1/mira-holm"):
        assert lands_on(client, old) == find_member("mira-holm").path


@pytest.mark.parametrize("old", ["/questions/999", "/a/999", "/users/999", "/users/99999999999999999999", "/a/x"])
def test_a_number_that_no_site_had(tiny, client, old):
    assert client().get(old).status_code == 404


def test_real_pages_win(tiny, client, as_):
    assert client().get("/questions").status_code == 200
    assert as_(people.asha()).get("/questions/ask").status_code == 200


def test_what_was_taken_down_here_is_gone(tiny, client):
    delete_topic(find_topic(ours("question", 1), None), "outdated", by=people.sam())
    assert client().get("/questions/1").status_code == 410


def test_what_is_not_open_is_not_found(tiny, client):
    with atomic():
        find_topic(ours("question", 1), None).category.audience = "staff"
    answer = client().get("/questions/1/x")
    assert answer.status_code == 404
    assert "lantern" not in answer.text


@pytest.fixture
def two_sites(tiny, tmp_path):
    def other_site(users):
        users.find("row[@Id='-1']").set("CreationDate", "2016-01-01T00:00:00.000")

    bring_in(copy_of_tiny(tmp_path / "lamps.example.net", Users=other_site))


def test_two_sites_with_the_same_number_give_the_choice(two_sites, client):
    page = client().get("/questions/4")
    assert page.status_code == 200
    for site, kind, ident in became(["question"], 4):
        assert kind == "question"
        assert site.name in page.text
        assert find_topic(ident, None).path in page.text


def test_the_old_host_name_makes_the_choice(two_sites, client):
    topic = find_topic(next(ident for site, _, ident in became(["question"], 4) if site.host), None)
    answer = client().get("/questions/4", base_url="http://lamps.example.net/")
    assert (answer.status_code, answer.location.removeprefix("http://lamps.example.net")) == (301, topic.path)


def test_the_same_person_on_two_sites_needs_no_choice(two_sites, client):
    assert lands_on(client, "/users/1") == find_member("mira-holm").path
