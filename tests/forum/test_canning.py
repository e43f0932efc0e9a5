"""Canned answers: who keeps them, who uses them, what is filled in, what is counted."""

import pytest

from community.accounts.levels import level_for
from community.core.db import atomic
from community.core.errors import Conflict
from community.forum.canning import drop_canned, find_canned, keep_canned, list_canned
from tests import people
from tests.factories import a_category, a_question, a_service

WORDS = "Hello {asker}, about “{title}” ({service}): see {link}. {helper}"


@pytest.fixture
def sam(app):
    """Sam, a super-user."""
    return people.sam()


@pytest.fixture
def topic(app):
    """A question in the place of a service."""
    return a_question(
        by=people.asha(), title="VPN [drops] after *ten* minutes", category=a_category(service=a_service())
    )


def fill_in(browser, topic, canned):
    return browser.post(f"/q/{topic.id}/canned/{canned.id}")


def test_super_users_and_staff_keep_them_and_members_do_not(sam, as_):
    form = {"title": "Which gateway", "body": WORDS, "service": ""}
    for member, status in ((sam, 303), (people.dora(), 303), (people.ben(), 403)):
        assert as_(member).post("/canned/new", data=form).status_code == status
    assert len(list_canned()) == 2
    assert as_(people.vera()).get("/canned").status_code == 403
    assert "Which gateway" in as_(sam).get("/canned").get_data(as_text=True)


@pytest.mark.parametrize(
    ("title", "body", "words"),
    [("", "Long enough to say", "Give it a name"), ("A", "short", "needs 10"), ("A", "Hello {boss}, yes", "{boss}")],
)
def test_what_can_not_be_kept_is_said_beside_its_field(sam, as_, title, body, words):
    page = as_(sam).post("/canned/new", data={"title": title, "body": body, "service": ""})
    assert page.status_code == 422
    assert words in page.get_data(as_text=True)
    assert list_canned() == []


def test_the_server_fills_in_what_it_knows_and_names_mean_nothing_to_markdown(sam, topic, as_, app):
    canned = keep_canned("Which gateway", WORDS, by=sam)
    words = fill_in(as_(sam), topic, canned).get_data(as_text=True)
    assert words == (
        r"Hello Asha Rao, about “VPN \[drops\] after \*ten\* minutes” (Remote access): see "
        f"{app.config['GUILDHALL'].public_url}{topic.path}. Sam Reyes"
    )


def test_a_use_is_counted_once_for_each_helper_and_topic(sam, topic, as_):
    canned = keep_canned("Which gateway", WORDS, by=sam)
    for member in (sam, sam, people.dora()):
        assert fill_in(as_(member), topic, canned).status_code == 200
    assert find_canned(canned.id).use_count == 2
    fill_in(as_(sam), a_question(by=people.vera(), title="Another question here"), canned)
    assert find_canned(canned.id).use_count == 3


def test_only_helpers_use_them_and_only_where_they_may_answer(sam, topic, as_):
    canned, ben = keep_canned("Which gateway", WORDS, by=sam), people.ben()
    assert fill_in(as_(ben), topic, canned).status_code == 403
    assert as_(ben).get(f"/q/{topic.id}/canned").status_code == 403
    assert "data-canned" not in as_(ben).get(topic.path).get_data(as_text=True)
    with atomic():
        ben.level = level_for("canned")
    assert fill_in(as_(ben), topic, canned).status_code == 200
    assert "data-canned" in as_(ben).get(topic.path).get_data(as_text=True)
    private = a_question(by=people.dora(), category=a_category("Desk only", audience="staff"), title="Between us alone")
    assert fill_in(as_(ben), private, canned).status_code == 404


def test_the_menu_offers_those_of_the_service_and_finds_words(sam, topic, as_):
    other = a_service("Campus cars")
    keep_canned("For all", "Something for every service.", by=sam)
    keep_canned("For this one", "Choose gateway 3.", service=topic.category.service, by=sam)
    keep_canned("For cars", "Bring the key back.", service=other, by=sam)
    menu = as_(sam).get(f"/q/{topic.id}/canned").get_data(as_text=True)
    assert "For all" in menu
    assert "For this one" in menu
    assert "For cars" not in menu
    assert "For all" not in as_(sam).get(f"/q/{topic.id}/canned?q=GATEWAY").get_data(as_text=True)


def test_who_changes_it_second_sees_both(sam, as_):
    canned, browser = keep_canned("Which gateway", WORDS, by=sam), as_(people.dora())
    keep_canned("Which gateway", "Choose gateway 3 instead.", canned=canned, by=sam)
    form = {"title": "Which gateway", "body": "Choose gateway 4 instead.", "service": "", "revision": "1"}
    page = browser.post(f"/canned/{canned.id}/edit", data=form)
    assert page.status_code == 409
    assert "gateway 3" in page.get_data(as_text=True)
    assert "gateway 4" in page.get_data(as_text=True)
    with pytest.raises(Conflict):
        keep_canned("Which gateway", "Choose gateway 5 instead.", canned=canned, read_revision=1, by=sam)
    assert browser.post(f"/canned/{canned.id}/edit", data=form | {"revision": "2"}).status_code == 303


def test_dropped_is_not_offered_any_more(sam, topic, as_):
    canned = keep_canned("Which gateway", WORDS, by=sam)
    assert as_(people.ben()).post(f"/canned/{canned.id}/deletion").status_code == 403
    assert as_(sam).post(f"/canned/{canned.id}/deletion").status_code == 303
    drop_canned(canned, by=sam)  # a second time changes nothing
    assert list_canned() == []
    assert fill_in(as_(sam), topic, canned).status_code == 404


def test_the_lists_take_as_many_statements_however_long_they_are(sam, topic, as_, statements):
    browser, counts = as_(sam), []
    for number in (1, 6):
        for each in range(number):
            keep_canned(f"Number {number}{each}", WORDS, service=topic.category.service, by=sam)
        with statements() as sent:
            browser.get("/canned")
            browser.get(f"/q/{topic.id}/canned")
        counts.append(len(sent))
    assert counts[0] == counts[1]
