"""Whatever is sent to any address, by anybody: never a traceback, always a page or a refusal in words."""
# ruff: noqa: E501  (odd values read best on one line)

import io
from urllib.parse import urlencode

import pytest
from werkzeug.routing import AnyConverter, IntegerConverter

from community.accounts.tokens import create_token
from community.bridges.escalating import escalate_question
from community.core.db import db
from tests import factories, people

ODD_MARKERS = ("²", "--5", "²_²", "-5", "999999999999999999", "99999999999_99999999999", "--5_--5")
FIELDS = (
    "title", "body", "tags", "category", "kind", "reason", "duplicate_of", "revision", "value", "level", "id", "until", "only",
    "text", "visibility", "next_update", "state", "waiting_for", "priority", "sentence", "note", "words", "over_from", "role",
    "name", "description", "audience", "service", "stage", "word", "next_word", "read_stage", "hard", "better", "display_name",
    "posts", "post", "reply_to", "option", "services", "weekly_cap", "hours", "points", "goal", "score", "exactly", "seconds",
    "over", "into", "to", "days",
    "about", "mails", "theme", "timezone", "scopes", "email", "password", "password_confirm", "new_password", "official", "summary",
)  # fmt: skip
QUERY = ("after", "tab", "kind", "service", "tag", "q", "state", "order", "stage", "period", "points", "only", "view", "queue",
         "sort", "title", "category", "small", "next", "for", "by", "posts", "post", "reply_to", "duplicate_of", "into", "first", "size", "at", "known", "again",
         "older", "newer", "topic")  # fmt: skip

# PostgreSQL refuses what SQLite takes (null bytes, too long, of the wrong type), so it is asked wherever odd values
# may get that far; what our own code has to refuse is asked once, where it costs less.
STRICT, LENIENT = pytest.mark.only_on("postgresql"), pytest.mark.only_on("sqlite")


class Hall:
    """One thing of every kind, and everybody who may look at it."""

    def __init__(self):
        self.asha, self.ben, self.sam = people.asha(), people.ben(), people.sam()
        self.dora, self.ada = people.dora(), people.ada()
        self.service = factories.a_service()
        place = factories.a_category("The service itself", service=self.service)
        self.topic = factories.a_question(by=self.asha, category=place, tags=["vpn"])
        self.answer = factories.an_answer(self.topic, by=self.ben)
        self.article = factories.an_article(by=self.sam)
        self.proposal = factories.a_proposal(by=self.asha)
        self.ticket = escalate_question(self.topic, "incident", "", by=self.dora)

    def values(self, rule) -> dict:
        """Values of a rule's variables that lead to something."""
        number = {"/articles": self.article.id, "/improvements": self.proposal.id, "/q/": self.topic.id,
                  "/posts": self.answer.id, "/questions": self.topic.id, "/admin/places": self.topic.category_id}  # fmt: skip
        address = rule.rule.removeprefix("/api/v1")
        ident = next((i for start, i in number.items() if address.startswith(start)), 1)
        return {"ident": ident, "number": ident, "ref": self.ticket.ref, "name": "ben", "slug": self.service.slug,
                "key": "first-light", "token": "x", "filename": "x", "rest": "x"}  # fmt: skip


@pytest.fixture
def hall(app):
    return Hall()


def addresses(app, hall, method, **values):
    """Every address that takes a method, with everything in it filled in."""
    urls = app.url_map.bind("127.0.0.1")
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        if method in rule.methods and not rule.endpoint.endswith("static"):
            known = hall.values(rule) | values
            holes = rule.arguments - set(rule.defaults or {})
            filled = {name: known.get(name, _usual(rule._converters.get(name))) for name in holes}
            filled |= rule.defaults or {}
            yield urls.build(rule.endpoint, filled, method=method, append_unknown=False)


def _usual(converter):
    """A value that a hole takes: one of those it knows, a number, or any word."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


def ends_well(answer) -> bool:
    return answer.status_code < 500 or answer.request.path == "/readyz"


LISTS = ("/", "/questions", "/c/the-service-itself", "/articles", "/improvements?stage=proposed", "/members", "/notifications",
         "/members/ben/reputation", "/badges/first-light", "/desk?view=closed", "/admin/people", "/admin/facts",
         "/api/v1/questions", "/api/v1/articles", "/api/v1/improvements", "/api/v1/members")  # fmt: skip


@STRICT
@pytest.mark.parametrize("after", ODD_MARKERS)
def test_page_markers_that_are_none_of_ours(app, hall, as_, after):
    browser = as_(hall.ada)
    for address in LISTS:
        page = browser.get(address + ("&" if "?" in address else "?") + urlencode({"after": after}))
        assert page.status_code in (200, 422), address


@STRICT
def test_odd_queries(app, hall, as_):
    browser = as_(hall.ada)
    for address in addresses(app, hall, "GET"):
        for value in ("²<'\"\\%", "9" * 25):
            assert ends_well(browser.get(address, query_string=dict.fromkeys(QUERY, value))), (address, value)
        raw = "after=%ff&q=%ff&tag=%ff&kind=\xff"
        assert ends_well(browser.get(address, environ_overrides={"QUERY_STRING": raw})), (address, raw)


@STRICT
def test_odd_addresses(app, hall, as_):
    browser = as_(hall.ada)
    for ident in (0, 2**31 - 1, 2**31, 2**63, 10**40):
        for start in ("/q/", "/articles/", "/improvements/", "/posts/", "/questions/", "/a/", "/users/", "/notifications/",
                      "/api/v1/questions/", "/api/v1/articles/"):  # fmt: skip
            assert browser.get(f"{start}{ident}").status_code in (308, 404), (start, ident)
    for word in ("%00", "%ff", "a%0d%0aX-A:b", "..%2f..%2fetc%2fpasswd", "%F0%9F%98%80", "%", "x" * 3000, "%5c", "%25"):
        for start in ("/members/", "/c/", "/badges/", "/desk/tickets/", f"/q/{hall.topic.id}/", "/reset/", "/confirm/",
                      "/static/", "/api/v1/members/", "/questions/1/x/", "/admin/services/", "/nowhere/"):  # fmt: skip
            assert ends_well(browser.get(start + word)), (start, word)


@pytest.mark.parametrize(
    "value",
    ["9" * 20]
    + [pytest.param("a\0b", marks=STRICT)]
    + [pytest.param(each, marks=LENIENT) for each in ("²", "9999-12-31T23:59", "0001-01-01")],
)
def test_odd_forms(app, hall, as_, value):
    hall.ada.timezone = "Pacific/Honolulu"
    db.session.commit()
    browser = as_(hall.ada)
    for address in addresses(app, hall, "POST"):
        if not address.startswith("/logout"):
            data = dict.fromkeys(FIELDS, value) | {"visibility": "public", "text": "It works", "word": "It works well"}
            assert ends_well(browser.post(address, data=data)), address


BODIES = {
    "a list": b"[1, 2]",
    "numbers": b'{"title": 5, "body": {"a": 1}, "email": 7, "password": [1], "name": null, "value": 1e999}',
    "half a character": b'{"title": "\\ud800 and more words", "body": "\\ud800 and more words here", "q": "\\ud800", "tags": ["\\ud800"]}',
    "deep": b"[" * 100_000,
}
STORED = {"numbers", "half a character"}  # what gets as far as the database


@pytest.mark.parametrize("name", [pytest.param(each, marks=STRICT if each in STORED else LENIENT) for each in BODIES])
def test_odd_bodies(app, hall, as_, name, kind="application/json"):
    token = create_token(hall.asha, ["read", "write"])
    browser = as_(hall.ada)
    for method in ("POST", "PUT"):
        for address in addresses(app, hall, method):
            if address.startswith("/logout"):
                continue
            headers = {"Authorization": f"Bearer {token}"} if address.startswith("/api/") else {}
            sent = browser.open(address, method=method, data=BODIES[name], content_type=kind, headers=headers)
            assert ends_well(sent), address


@LENIENT
def test_files_where_words_are_expected(app, hall, as_):
    browser = as_(hall.ada)
    for address in addresses(app, hall, "POST"):
        if not address.startswith("/logout"):
            files = {name: (io.BytesIO(b"\0\xff words and more words"), "x.txt") for name in FIELDS}
            assert ends_well(browser.post(address, data=files, content_type="multipart/form-data")), address


def test_texts_with_half_a_character_are_stored_without_it(app, hall):
    token = create_token(hall.asha, ["read", "write"])
    sent = app.test_client().post(
        "/api/v1/questions",
        data=rb'{"title": "A title with \ud800 in it", "body": "A text with \ud800 in it", "category": "the-service-itself"}',
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert sent.status_code == 201
    assert sent.json["body"]["source"] == "A text with  in it"


@LENIENT
def test_other_methods(app, hall, client, as_):
    for browser in (client(), as_(hall.ada)):
        for method in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST", "TRACE"):
            for address in ("/", "/login", "/questions", hall.topic.path, "/desk", "/nowhere"):
                assert ends_well(browser.open(address, method=method)), (method, address)
