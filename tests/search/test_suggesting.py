"""What fits while somebody types, and what was asked before."""

from community.forum.queries import find_topic
from community.improvement.proposing import propose
from community.search.searching import similar_topics
from tests import people
from tests.factories import a_category, a_question, an_article


def test_questions_articles_and_improvements_three_of_each(app, client, deliver):
    asha, sam = people.asha(), people.sam()
    for number in range(5):
        a_question(by=asha, title=f"VPN gateway {number} disconnects")
        an_article(by=sam, title=f"VPN gateway {number} explained")
    propose(
        title="A better VPN gateway",
        hard="It disconnects every ten minutes.",
        better="It stays connected all day.",
        value="Everybody who works from home.",
        by=asha,
    )
    deliver()
    part = client().get("/search/suggest?q=vpn+gateway").text
    assert part.count('role="option"') == 7
    assert [word for word in ("Questions", "Knowledge", "Improvements") if f">{word}</p>" in part] == [
        "Questions", "Knowledge", "Improvements",
    ]  # fmt: skip
    assert "<mark>VPN</mark>" in part
    assert "<html" not in part


def test_the_address_line_of_a_browser_gets_them_as_json(app, client, deliver):
    topic = a_question(by=people.asha(), title="VPN gateway disconnects")
    deliver()
    answer = client().get("/search/suggest.json?q=vpn+gateway")
    assert answer.mimetype == "application/x-suggestions+json"
    assert answer.json == ["vpn gateway", [topic.title], [""], [app.config["GUILDHALL"].public_url + topic.path]]
    assert client().get("/search/suggest.json?q=vp").json == ["vp", [], [], []]
    assert "/search/suggest.json?q={searchTerms}" in client().get("/opensearch.xml").text


def test_the_ask_form_gets_a_list_with_quotations(app, as_, deliver):
    asha = people.asha()
    a_question(by=asha, title="VPN gateway disconnects")
    deliver()
    part = as_(asha).get("/questions/ask/fits?title=my+vpn+gateway+is+down+again").text
    assert "One thing that may already fit" in part
    assert "<mark>gateway</mark>" in part


def test_too_little_and_nothing_fitting_say_so_quietly(app, client, deliver):
    a_question(by=people.asha())
    deliver()
    assert client().get("/search/suggest?q=vp").text.strip() == ""
    assert client().get("/search/suggest").text.strip() == ""
    part = client().get("/search/suggest?q=helicopter").text
    assert 'role="option"' not in part
    assert "Ask as a new question" in part


def test_similar_questions_come_by_likeness_and_only_visible_ones(app, deliver):
    asha, sam = people.asha(), people.sam()
    mine = a_question(by=asha, title="VPN drops after ten minutes on campus")
    close = a_question(by=asha, title="Campus VPN drops every ten minutes")
    a_question(by=asha, title="Booking a car for three days")
    hidden = a_question(by=sam, category=a_category("Lounge", audience="superusers"), title="VPN drops on campus again")
    deliver()
    topic = find_topic(mine.id, asha)
    assert [found.id for found in similar_topics(topic, asha)] == [close.id]
    assert {found.id for found in similar_topics(topic, sam)} == {close.id, hidden.id}


def test_without_an_index_there_is_nothing_similar_and_no_error(app, client):
    topic = a_question(by=people.asha())
    assert similar_topics(topic, None) == []
    assert client().get("/search?q=vpn").status_code == 200
