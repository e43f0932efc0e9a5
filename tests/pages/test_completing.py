"""What is offered while somebody types: the right people first, and nothing they may not know of."""

import re

import pytest

from community.accounts.grouping import join_group, make_group
from community.forum.queries import find_topic
from tests import people
from tests.factories import a_category, a_proposal, a_question, a_ticket, an_answer, an_article


def offered(browser, address: str) -> list[str]:
    page = browser.get(address)
    assert page.status_code == 200
    return re.findall(r'data-value="([^"]+)"', page.get_data(as_text=True))


@pytest.fixture
def cast(app):
    """Everybody, by name."""
    return {member.name: member for member in (people.asha(), people.ben(), people.vera(), people.sam(), people.dora())}


def test_people_by_the_beginning_of_a_name_those_in_the_topic_first(cast, as_):
    topic = a_question(by=cast["asha"])
    an_answer(topic, by=cast["vera"])
    ben = as_(cast["ben"])
    assert offered(ben, "/completions/people?q=SA") == ["@sam"]
    assert offered(ben, "/completions/people?q=") == []
    assert set(offered(ben, f"/completions/people?q=&topic={topic.id}")) == {"@asha", "@vera"}
    assert offered(ben, f"/completions/people?q=a&topic={topic.id}")[0] in {"@asha", "@vera"}
    assert "@ben" not in offered(ben, "/completions/people?q=b")  # nobody calls themselves
    assert offered(ben, "/completions/people?q=%25") == []


def test_only_those_who_may_read_there(cast, as_):
    place = a_category("Between us", audience="superusers")
    topic = a_question(by=cast["sam"], category=place)
    sam = as_(cast["sam"])
    assert offered(sam, f"/completions/people?q=d&topic={topic.id}") == ["@dora"]
    assert offered(sam, f"/completions/people?q=v&topic={topic.id}") == []
    assert offered(sam, "/completions/people?q=v&category=between-us") == []
    # Who may not see the topic learns nothing of who is in it.
    assert offered(as_(cast["ben"]), f"/completions/people?q=&topic={topic.id}") == []


def test_groups_that_may_be_called(cast, as_):
    open_one = make_group("Vault keepers", by=None)
    make_group("Very quiet", mentionable=False, by=None)
    assert offered(as_(cast["ben"]), "/completions/people?q=v") == ["@vera", "@vault-keepers"]
    join_group(open_one, cast["ben"], by=None)
    inside = a_category("In the vault", audience=f"group:{open_one.id}")
    make_group("Visitors", by=None)
    topic = a_question(by=cast["ben"], category=inside)
    topic = find_topic(topic.id, cast["ben"])
    fresh = as_(cast["ben"])
    assert offered(fresh, f"/completions/people?q=v&topic={topic.id}") == ["@vault-keepers"]


def test_tags_articles_and_tickets(cast, as_):
    a_question(by=cast["asha"], tags=["vpn", "vpn-mac"])
    a_question(by=cast["sam"], tags=["vpn-secret"], category=a_category("Between us", audience="superusers"))
    article = an_article(by=cast["sam"], title="VPN for everyone here")
    an_article(by=cast["sam"], title="VPN for super-users", audience="superusers")
    a_proposal(by=cast["asha"])
    ticket = a_ticket(by=cast["dora"])
    ben = as_(cast["ben"])
    assert offered(ben, "/completions/references?q=vpn") == [
        f"[VPN for everyone here]({article.path})",
        "[#vpn](/questions?tag=vpn)",
        "[#vpn-mac](/questions?tag=vpn-mac)",
    ]
    assert offered(ben, f"/completions/references?q={article.ref}") == [f"[VPN for everyone here]({article.path})"]
    assert offered(ben, "/completions/references?q=INC") == []
    assert offered(as_(cast["dora"]), "/completions/references?q=inc") == [ticket.ref]
    assert offered(ben, "/completions/references?q=") == []


def test_the_last_word_of_a_field_for_tags(cast, as_):
    place = a_category("Remote access")
    a_question(by=cast["asha"], tags=["vpn", "vpn-mac"], category=place)
    a_question(by=cast["asha"], tags=["vpn", "badge"], category=a_category("Doors"))
    a_question(by=cast["sam"], tags=["vpn-secret"], category=a_category("Between us", audience="superusers"))
    ben = as_(cast["ben"])

    def values(query: str) -> list[str]:
        return re.findall(r'<option value="([^"]*)"', ben.get(f"/completions/tags?{query}").text)

    assert values("tags=badge+VP") == ["badge vpn", "badge vpn-mac"]
    assert values("tags=vpn+vpn") == ["vpn vpn-mac"]
    assert values("tags=vpn+%23b") == ["vpn badge"]
    assert values("tags=vpn+&category=remote-access") == ["vpn vpn-mac"]
    assert set(values("tags=")) == {"vpn", "vpn-mac", "badge"}
    assert 'hx-get="/completions/tags"' in ben.get("/questions/ask").text


def test_what_stands_at_an_address_that_is_pasted(cast, as_):
    topic, ben = a_question(by=cast["asha"]), as_(cast["ben"])
    hidden = a_question(by=cast["sam"], category=a_category("Between us", audience="superusers"))
    asked = ben.get("/completions/title", query_string={"path": f"/q/{topic.id}/an-old-slug#answer-3"})
    assert asked.json == {"title": topic.title, "path": f"{topic.path}#answer-3"}
    assert as_(cast["sam"]).get("/completions/title", query_string={"path": hidden.path}).status_code == 204
    for path in (hidden.path, "/q/999999", "/q/x", "/admin", ""):
        assert ben.get("/completions/title", query_string={"path": path}).status_code == 204


def test_guests_are_sent_away(client):
    assert client().get("/completions/people?q=a").status_code == 303


def test_as_many_statements_however_many_there_are(cast, as_, statements):
    topic, browser, counts = a_question(by=cast["asha"], tags=["vpn"]), as_(cast["ben"]), []
    for number in range(2):
        for each in range(3 * number):
            an_article(by=cast["sam"], title=f"VPN number {each} of many")
            an_answer(topic, by=cast["sam"])
        with statements() as sent:
            browser.get(f"/completions/people?q=a&topic={topic.id}")
            browser.get("/completions/references?q=vpn")
        counts.append(len(sent))
    assert counts[0] == counts[1]
