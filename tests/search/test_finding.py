"""What is written is found at once, changes with its thing, and is gone with it."""

import pytest

from community.forum.deleting import delete_post, delete_topic, restore_topic
from community.forum.editing import edit_post
from community.forum.queries import find_topic, opening_of
from community.improvement.proposing import propose
from community.knowledge.archiving import archive_article, restore_article
from community.knowledge.publishing import publish_article
from community.knowledge.revising import revise_article
from tests import people
from tests.factories import a_category, a_question, a_service, an_answer, an_article


def test_a_question_is_found_by_its_title_text_answer_and_tag(app, found, deliver):
    topic = a_question(by=people.asha(), tags=["certificate"])
    an_answer(topic, by=people.ben(), body="The turnstile firmware was to blame, says the vendor.")
    deliver()
    for words in ("vpn drops", "campus", "turnstile", "certificate", "DROPPING", "minute", "ten minutes campus"):
        assert found(words) == [topic.title], words


def test_accents_and_endings_do_not_matter_but_meaning_does(app, found, deliver):
    people.asha()
    cafe = a_question(by=people.ben(), title="Where is the café’s printer?", body="I look for the Übersicht of Dvořák.")
    a_question(by=people.vera(), title="Redirect my telephone", body="Calls should go to the other office today.")
    deliver()
    for words in ("cafe printers", "CAFÉ", "ubersicht", "dvorak"):
        assert found(words) == [cafe.title], words
    assert found("redis") == []


def test_an_edit_is_found_by_its_new_words_and_not_by_the_old(app, found, deliver):
    asha = people.asha()
    topic = a_question(by=asha, body="The projector in room twelve is dark.")
    deliver()
    assert found("projector") == [topic.title]
    edit_post(opening_of(topic), "The loudspeaker in room twelve is mute.", by=asha, title="Silence in room twelve")
    deliver()
    assert found("projector") == []
    assert found("loudspeaker silence") == ["Silence in room twelve"]


def test_what_is_taken_down_vanishes_at_once_and_comes_back(app, found, deliver):
    asha, sam = people.asha(), people.sam()
    topic = a_question(by=asha)
    answer = an_answer(topic, by=people.ben(), body="The turnstile firmware was to blame.")
    deliver()
    delete_post(answer, "wrong place", by=sam)
    deliver()
    assert found("turnstile") == []
    delete_topic(find_topic(topic.id, sam), "asked twice", by=sam)
    assert found("vpn") == []  # before anything was delivered
    deliver()
    assert found("vpn") == []
    restore_topic(find_topic(topic.id, sam), by=sam)
    deliver()
    assert found("vpn") == [topic.title]


def test_an_article_is_found_from_its_publication_to_its_archiving(app, found, deliver):
    sam, dora = people.sam(), people.dora()
    article = an_article(by=sam, published=False)
    deliver()
    assert found("gateways") == []
    publish_article(article, by=sam)
    deliver()
    for words in ("gateways", "switch settings", article.ref, article.ref.lower()):
        assert found(words) == [article.title], words
    revise_article(article, title="Moving to another gateway", source="Use the new concentrator by hand.", by=dora)
    deliver()
    assert found("concentrators") == ["Moving to another gateway"]
    archive_article(article, "gone", by=sam)
    deliver()
    assert found("concentrator") == []
    restore_article(article, by=sam)
    deliver()
    assert found("concentrator") == ["Moving to another gateway"]


def test_proposals_and_people_are_found_too(app, found, deliver, as_):
    asha = people.asha()
    propose(title="One sign-in for gate and car app", hard="Two passwords every morning at the gate.",
            better="One password for both of them.", value="All drivers, four minutes a day.", by=asha)  # fmt: skip
    deliver()
    assert found("sign-in gate") == ["One sign-in for gate and car app"]
    assert found("asha", as_(asha)) == ["Asha Rao"]
    assert found("field engineering", as_(asha), kind="member") == ["Asha Rao"]


def test_the_page_narrows_by_kind_and_service_and_orders_by_time(app, found, deliver, clock):
    asha, sam = people.asha(), people.sam()
    print_service = a_service("Badge & print")
    place = a_category("Badge & print", service=print_service)
    old = a_question(by=asha, title="Gateway gateway gateway", body="The gateway is about the gateway.")
    clock.forward(hours=3)
    new = a_question(
        by=asha, title="Printing through another door", body="Is there a gateway for the printer?", category=place
    )
    article = an_article(by=sam, title="Choosing gateways")
    deliver()
    assert found("gateway", kind="topic") == [old.title, new.title]
    assert found("gateway", kind="topic", order="newest") == [new.title, old.title]
    assert found("gateway", kind="article") == [article.title]
    assert found("gateway", service=print_service.slug) == [new.title]
    assert found("gateway", kind="nonsense", service="nonsense") == [old.title, new.title, article.title]


def test_what_has_some_of_the_words_comes_only_when_nothing_better_does(app, found, deliver, client):
    asha = people.asha()
    for number in range(4):
        a_question(by=asha, title=f"Badge printer number {number} is offline")
    both = a_question(by=asha, title="The projector and the badge printer")
    deliver()
    assert both.title in found("projector badge")
    page = client().get("/search?q=projector+helicopter").text
    assert "These come closest" in page
    assert both.title.split()[2] in page


def test_quotes_keep_words_together(app, found, deliver):
    asha = people.asha()
    together = a_question(by=asha, title="Lost second factor after travel")
    a_question(by=asha, title="Factor in a second car for the trip")
    deliver()
    assert found('"second factor"') == [together.title]
    assert len(found("second factor")) == 2


def test_half_a_word_is_enough_for_a_title(app, found, deliver):
    topic = a_question(by=people.asha(), title="Choosing a concentrator")
    deliver()
    assert found("concen") == [topic.title]
    assert found("co") == []


@pytest.mark.parametrize("typed", ["gatevay", "gatway", "gateawy", "gateweys"])
def test_a_mistyped_word_is_mended(app, client, deliver, typed):
    an_article(by=people.sam())
    deliver()
    page = client().get(f"/search?q=choosing+{typed}").text
    assert "Did you mean" in page
    assert "choosing gateway" in page


def test_nothing_found_leads_to_asking_with_these_words(app, client, deliver):
    a_question(by=people.asha())
    deliver()
    page = client().get("/search?q=helicopter+landing").text
    assert "/questions/ask?title=helicopter%20landing" in page


def test_the_page_costs_the_same_however_much_is_found(app, client, deliver, statements):
    asha = people.asha()

    def cost():
        with statements() as sent:
            client().get("/search?q=printer")
        return len(sent)

    an_answer(a_question(by=asha, title="Badge printer number one is offline"), by=asha)
    deliver()
    before = cost()
    for number in range(6):
        an_answer(a_question(by=asha, title=f"Badge printer number {number} is offline"), by=asha)
    deliver()
    assert cost() == before
