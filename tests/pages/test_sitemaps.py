"""Maps for search engines: all that is public, nothing else; what to leave alone; searching from the browser."""

import dataclasses
from xml.etree.ElementTree import fromstring

import pytest

from community.forum.deleting import delete_topic
from community.pages import sitemaps
from tests import people
from tests.factories import a_category, a_proposal, a_question, an_article

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture
def places(app, client):
    """`places(path)`: the addresses that a map or the index holds, less the site's own, with their last change."""
    public = app.config["GUILDHALL"].public_url

    def read(path: str, browser=None) -> dict[str, str]:
        page = (browser or client()).get(path)
        assert (page.status_code, page.mimetype) == (200, "application/xml"), path
        root = fromstring(page.data)
        assert root.tag in (f"{MAP}sitemapindex", f"{MAP}urlset")
        found = {each.findtext(f"{MAP}loc"): each.findtext(f"{MAP}lastmod") for each in root}
        assert all(address.startswith(public) for address in found)
        return {address.removeprefix(public): changed for address, changed in found.items()}

    return read


def test_the_index_leads_to_everything_public(places, asha, clock):
    topic = a_question(by=asha)
    clock.forward(days=1)
    article, proposal = an_article(by=people.sam()), a_proposal(by=asha)
    assert places("/sitemap.xml") == {
        "/sitemaps/topics-1.xml": "2026-03-02T09:00:00Z",
        "/sitemaps/articles-1.xml": "2026-03-03T09:00:00Z",
        "/sitemaps/proposals-1.xml": "2026-03-03T09:00:00Z",
    }
    assert places("/sitemaps/topics-1.xml") == {topic.path: "2026-03-02T09:00:00Z"}
    assert list(places("/sitemaps/articles-1.xml")) == [article.path]
    assert list(places("/sitemaps/proposals-1.xml")) == [proposal.path]


def test_every_address_on_a_map_opens(places, client, asha):
    a_question(by=asha)
    an_article(by=people.sam())
    a_proposal(by=asha)
    for each in places("/sitemap.xml"):
        for path in places(each):
            assert client().get(path).status_code == 200, path


def test_nothing_private_is_on_a_map_whoever_asks(places, as_, asha, client):
    sam = people.sam()
    a_question(by=sam, category=a_category("Lounge", audience="superusers"))
    a_question(by=asha, category=a_category("House", audience="members"))
    delete_topic(a_question(by=asha, title="Taken down again"), "By mistake.", by=sam)
    an_article(by=sam, audience="members")
    an_article(by=sam, title="Still being written", published=False)
    for browser in (client(), as_(asha), as_(people.ada())):
        assert places("/sitemap.xml", browser) == {}
        for kind in sitemaps.MAPS:
            assert browser.get(f"/sitemaps/{kind}-1.xml").status_code == 404


def test_maps_are_parted_by_number_and_empty_ones_are_not_named(places, client, asha, monkeypatch):
    monkeypatch.setattr(sitemaps, "RANGE", 2)
    house = a_category("House", audience="members")
    public = [a_question(by=asha, title=f"Public question {number}") for number in range(2)]
    hidden = [a_question(by=asha, title=f"Hidden question {number}", category=house) for number in range(4)]
    last = a_question(by=asha, title="The last public question")
    index = list(places("/sitemap.xml"))
    found = [path for each in index for path in places(each)]
    assert found == [topic.path for topic in (*public, last)]
    empty = {f"/sitemaps/topics-{(topic.id - 1) // 2 + 1}.xml" for topic in hidden} - set(index)
    assert empty
    assert all(client().get(path).status_code == 404 for path in empty)


@pytest.mark.parametrize("path", ["topics-0", "topics-2", "topics-2147483647", "topics-x", "members-1", "-1"])
def test_there_is_no_such_map(client, asha, path):
    a_question(by=asha)
    assert client().get(f"/sitemaps/{path}.xml").status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemaps/topics-1.xml"])
def test_a_map_that_did_not_change_is_not_sent_again(client, asha, clock, path):
    a_question(by=asha)
    first = client().get(path)
    again = client().get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client().get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    clock.forward(minutes=1)
    a_question(by=asha, title="Something new to map")
    assert client().get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_number_of_statements_does_not_grow(client, statements, asha):
    for path, most in {"/sitemap.xml": 3, "/sitemaps/topics-1.xml": 1}.items():
        for number in range(4):
            a_question(by=asha, title=f"{path} needs question {number}")
        with statements() as sent:
            assert client().get(path).status_code == 200
        assert len([each for each in sent if each.startswith("SELECT")]) == most


def test_robots_are_told_what_to_leave_alone(client, app):
    page = client().get("/robots.txt")
    lines = page.text.splitlines()
    assert page.mimetype == "text/plain"
    assert lines[0] == "User-agent: *"
    for path in ("/admin", "/desk", "/settings", "/notifications", "/api", "/search"):
        assert f"Disallow: {path}" in lines
    assert f"Sitemap: {app.config['GUILDHALL'].public_url}/sitemap.xml" in lines


def test_where_guests_may_not_read_robots_may_not_either(client, app, asha, monkeypatch):
    a_question(by=asha)
    monkeypatch.setitem(app.config, "GUILDHALL", dataclasses.replace(app.config["GUILDHALL"], guests_read=False))
    assert "Disallow: /\n" in client().get("/robots.txt").text
    for path in ("/sitemap.xml", "/sitemaps/topics-1.xml", "/questions.atom", "/members/asha.atom"):
        assert client().get(path).status_code == 303, path


def test_browsers_learn_to_search_here(client, app):
    page = client().get("/opensearch.xml")
    assert page.mimetype == "application/opensearchdescription+xml"
    root = fromstring(page.data)
    assert 0 < len(root.findtext(f"{SEARCH}ShortName")) <= 16
    assert root.findtext(f"{SEARCH}Description")
    template = root.find(f"{SEARCH}Url").get("template")
    assert template == f"{app.config['GUILDHALL'].public_url}/search?q={{searchTerms}}"
    assert 'rel="search" href="/opensearch.xml"' in client().get("/").text
