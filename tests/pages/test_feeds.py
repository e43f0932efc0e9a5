"""Atom feeds: what a guest may read, said so that any reader understands it, and fetched only when it changed."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from community.forum.closing import close_topic
from community.forum.deleting import delete_post, delete_topic
from community.forum.editing import edit_post
from community.forum.merging import merge_topics
from community.forum.queries import find_topic, opening_of
from tests import people
from tests.factories import a_category, a_question, a_service, an_answer

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def hidden(asha, ben):
    """A topic of the members, and one of the super-users, neither of which a guest may read."""
    sam = people.sam()
    lounge = a_question(by=sam, title="Lounge: who covers Friday", category=a_category("Lounge", audience="superusers"))
    house = a_question(by=asha, title="House matters for members", category=a_category("House", audience="members"))
    an_answer(house, by=ben, body="Members only: the key is under the mat.")
    return lounge, house


def read(page) -> Element:
    """The feed, with all that the standard requires of it."""
    assert page.status_code == 200
    assert page.mimetype == "application/atom+xml"
    feed = fromstring(page.data)
    assert feed.tag == f"{ATOM}feed"
    for thing in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(thing.findall(ATOM + name)) == 1, name
        assert thing.findtext(f"{ATOM}id").startswith("tag:127.0.0.1,2026:")
        assert link(thing, "alternate").startswith("http://127.0.0.1:")
    for entry in feed.iter(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        assert entry.find(f"{ATOM}content").get("type") == "html"
    return feed


def link(thing: Element, rel: str) -> str:
    return next(each.get("href") for each in thing.findall(f"{ATOM}link") if each.get("rel") == rel)


def titles(feed: Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def test_the_list_of_questions_is_a_feed(client, asha, ben, clock, app):
    question = a_question(by=asha, tags=["vpn", "wi-fi"])
    clock.forward(hours=1)
    a_question(by=asha, title="The printer prints every page twice")
    clock.forward(hours=1)
    an_answer(question, by=ben)
    feed = read(client().get("/questions.atom"))
    assert titles(feed) == ["VPN drops after ten minutes", "The printer prints every page twice"]  # lately active first
    first = feed.find(f"{ATOM}entry")
    public = app.config["GUILDHALL"].public_url
    assert link(first, "alternate") == f"{public}{question.path}"
    assert "<strong>campus</strong>" in first.findtext(f"{ATOM}content")
    assert [each.get("term") for each in first.findall(f"{ATOM}category")] == ["vpn", "wi-fi"]
    assert first.findtext(f"{ATOM}published") == "2026-03-02T09:00:00Z"
    assert first.findtext(f"{ATOM}updated") == feed.findtext(f"{ATOM}updated") == "2026-03-02T11:00:00Z"
    assert first.findtext(f"{ATOM}author/{ATOM}uri") == f"{public}/members/asha"


def test_a_feed_is_narrowed_as_its_list_is(client, asha, ben):
    service = a_service("Printing")
    printing = a_category("Printing", service=service)
    a_question(by=asha, title="The printer prints twice", category=printing, tags=["duplex"])
    an_answer(a_question(by=asha, tags=["vpn"]), by=ben)
    a_question(by=asha, title="Tea or coffee on Fridays?", kind="discussion")
    ask = client().get
    assert titles(read(ask("/questions.atom?service=printing"))) == ["The printer prints twice"]
    assert titles(read(ask("/questions.atom?tag=vpn"))) == ["VPN drops after ten minutes"]
    assert titles(read(ask("/questions.atom?tab=unanswered"))) == ["The printer prints twice"]
    assert titles(read(ask("/questions.atom?kind=discussion"))) == ["Tea or coffee on Fridays?"]
    assert titles(read(ask("/c/printing.atom"))) == ["The printer prints twice"]
    assert titles(read(ask("/questions.atom?state=solved"))) == []
    assert titles(read(ask("/questions.atom?tag=vpn&tag=duplex"))) == []
    narrowed = read(ask("/questions.atom?service=printing&tag=duplex&utm=x"))
    assert link(narrowed, "alternate").endswith("/questions?service=printing&tag=duplex")
    assert ask("/questions.atom?tag=nowhere").status_code == 404
    assert ask("/questions.atom?service=nowhere").status_code == 404


def test_a_topic_with_its_answers(client, asha, ben, clock):
    question = a_question(by=asha)
    clock.forward(hours=1)
    kept = an_answer(question, by=ben)
    clock.forward(hours=1)
    gone = an_answer(question, by=people.vera(), body="Have you tried turning it off?")
    feed = read(client().get(f"/q/{question.id}.atom"))
    follow = "Answer: VPN drops after ten minutes"
    assert titles(feed) == [follow, follow, "VPN drops after ten minutes"]
    assert link(feed[-2], "alternate").endswith(f"{question.path}#answer-{kept.id}")
    delete_post(gone, "It helps nobody.", by=people.sam())
    assert len(titles(read(client().get(f"/q/{question.id}.atom")))) == 2


def test_what_was_asked_as_well_is_no_answer_in_the_feed(client, asha, ben):
    old, new = a_question(by=asha), a_question(by=ben, title="Campus Wi-Fi and the VPN")
    an_answer(new, by=asha)
    merge_topics(find_topic(new.id, None), find_topic(old.id, None), by=people.sam())
    feed = read(client().get(f"/q/{old.id}.atom"))
    assert set(titles(feed)) == {f"Answer: {old.title}", "Campus Wi-Fi and the VPN", old.title}
    assert titles(read(client().get("/members/ben.atom"))) == [f"Asked as well: {old.title}"]
    whole = client().get(f"/api/v1/questions/{old.id}").json
    assert [post["id"] for post in whole["asked_as_well"]] == [str(new.opening_id)]
    assert len(whole["answers"]) == 1


def test_pictures_and_links_are_found_from_elsewhere(client, asha, app):
    key = "0" * 32
    body = (
        f'![A form](/files/{key}-4x3/form.png) [there](/articles/1) [here](#x) [out](https://example.org/a) `src="/b"`'
    )
    a_question(by=asha, body=body)
    html, public = (
        read(client().get("/questions.atom")).findtext(f"{ATOM}entry/{ATOM}content"),
        app.config["GUILDHALL"].public_url,
    )
    assert f'src="{public}/files/{key}-4x3/form.png"' in html
    assert f'href="{public}/articles/1"' in html
    assert 'href="#x"' in html and 'href="https://example.org/a"' in html and 'src="/b"' in html


def test_newest_and_top_are_feeds_of_their_own(client, asha, ben, clock):
    first = a_question(by=asha)
    clock.forward(hours=1)
    a_question(by=asha, title="The printer prints every page twice")
    clock.forward(hours=1)
    an_answer(first, by=ben)
    feed = read(client().get("/questions.atom?tab=new"))
    assert titles(feed) == ["The printer prints every page twice", first.title]  # an answer does not bring it up
    assert link(feed, "alternate").endswith("/questions?tab=new")
    assert 'href="/questions.atom?tab=new"' in client().get("/questions?tab=new").text
    assert 'href="/questions.atom"' in client().get("/questions").text


def test_what_a_member_wrote(client, asha, ben):
    question = a_question(by=asha)
    an_answer(question, by=ben)
    talk = a_question(by=asha, title="Tea or coffee on Fridays?", kind="discussion")
    an_answer(talk, by=ben, body="Tea, of course, and biscuits.")
    said = titles(read(client().get("/members/ben.atom")))
    assert sorted(said) == ["Answer: VPN drops after ten minutes", "Reply: Tea or coffee on Fridays?"]
    said = titles(read(client().get("/members/asha.atom")))
    assert said == ["Tea or coffee on Fridays?", "VPN drops after ten minutes"]
    assert client().get("/members/nobody.atom").status_code == 404


def test_nothing_private_is_in_any_feed_whoever_fetches_it(hidden, client, as_, asha):
    a_question(by=asha)
    lounge, house = hidden
    for browser in (client(), as_(asha), as_(people.ada())):
        for path in ("/questions.atom", "/members/asha.atom", "/members/ben.atom", "/members/sam.atom"):
            page = browser.get(path)
            read(page)
            assert not any(word in page.text for word in ("Lounge", "House matters", "under the mat")), path
        for path in (f"/q/{lounge.id}.atom", f"/q/{house.id}.atom", "/c/lounge.atom", "/c/house.atom"):
            assert browser.get(path).status_code == 404, path


def test_what_was_taken_down_leaves_the_feeds(client, asha):
    question = a_question(by=asha)
    delete_topic(question, "It was asked by mistake.", by=people.sam())
    assert titles(read(client().get("/questions.atom"))) == []
    assert titles(read(client().get("/members/asha.atom"))) == []
    assert client().get(f"/q/{question.id}.atom").status_code == 410


def test_an_entry_keeps_its_id_when_title_and_text_change(client, asha, clock):
    question = a_question(by=asha)
    path = f"/q/{question.id}.atom"
    before = read(client().get(path)).find(f"{ATOM}entry")
    clock.forward(hours=3)
    edit_post(opening_of(question), "It also happens on the train now.", by=asha, title="VPN drops after five minutes")
    after = list(read(client().get(path)).iter(f"{ATOM}entry"))
    same = next(entry for entry in after if entry.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id"))
    assert same.findtext(f"{ATOM}title") == "VPN drops after five minutes"
    assert same.findtext(f"{ATOM}updated") == "2026-03-02T12:00:00Z"
    assert same.findtext(f"{ATOM}published") == "2026-03-02T09:00:00Z"


def test_characters_that_xml_cannot_hold_are_left_out(client, asha):
    a_question(by=asha, body="From the terminal: \x1b[31mred\x0b and \uffff <tags> & more ]]> of it.")
    content = read(client().get("/questions.atom")).findtext(f"{ATOM}entry/{ATOM}content")
    assert "[31mred and" in content
    assert "]]&gt;" in content


@pytest.mark.parametrize("path", ["/questions.atom", "/q/1.atom", "/c/remote-access.atom", "/members/asha.atom"])
def test_a_feed_that_did_not_change_is_not_sent_again(client, asha, clock, path):
    question = a_question(by=asha)
    path = path.replace("1", str(question.id))
    first = client().get(path)
    assert first.headers["ETag"]
    assert first.headers["Last-Modified"] == "Mon, 02 Mar 2026 09:00:00 GMT"
    again = client().get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client().get(path, headers=since).status_code == 304
    clock.forward(minutes=1)
    an_answer(question, by=asha)
    assert client().get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert client().get(path, headers=since).status_code == 200


def test_empty_feeds_are_feeds_too(client, asha):
    a_category("Remote access")
    for path in ("/questions.atom", "/c/remote-access.atom", "/members/asha.atom"):
        assert titles(read(client().get(path))) == []


@pytest.mark.parametrize("path", ["/questions.atom", "/c/remote-access.atom", "/q/{id}.atom", "/members/ben.atom"])
def test_the_number_of_statements_does_not_grow(client, statements, asha, ben, path):
    def more(count: int) -> None:
        for number in range(count):
            title = f"Question number {number} of {count}"
            for_all = a_question(by=people_of[number % 2], title=title, tags=["a", "b"])
            an_answer(for_all, by=ben, body=f"An answer, the {number}th of {count}.")
            an_answer(question, by=people_of[number % 2], body=f"Another answer, the {number}th of {count}.")

    people_of = (asha, ben)
    question = a_question(by=asha)
    path = path.format(id=question.id)
    more(2)
    counts = []
    for count in (0, 6):
        more(count)
        with statements() as sent:
            assert client().get(path).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 7


def test_pages_lead_to_their_feeds(client, as_, asha, hidden):
    question = a_question(by=asha, tags=["vpn"])
    leads = 'rel="alternate" type="application/atom+xml"'
    for page, feed in {
        "/": "/questions.atom",
        "/questions?tag=vpn": "/questions.atom?tag=vpn",
        "/c/remote-access": "/c/remote-access.atom",
        question.path: f"/q/{question.id}.atom",
        "/members/asha": "/members/asha.atom",
    }.items():
        text = client().get(page).text
        assert leads in text, page
        assert f'href="{feed}"' in text, page
    for page in ("/c/house", hidden[1].path):
        assert leads not in as_(asha).get(page).text


def test_closed_questions_stay_in_the_feed(client, asha):
    question = a_question(by=asha)
    close_topic(question, "It was solved on the phone.", by=people.sam())
    assert titles(read(client().get("/questions.atom"))) == ["VPN drops after ten minutes"]
