"""Beginning an article: who may, what is asked for, who sees it."""

import pytest

from community.core.errors import Invalid, NotAllowed, NotFound
from community.knowledge.drafting import draft_article
from community.knowledge.queries import find_article
from tests import people
from tests.factories import a_service, an_article


def test_super_users_and_staff_write(app, as_):
    words = {"title": "Reset a second factor", "body": "Ring the desk and have your badge ready.", "kind": "how_to",
             "audience": "public", "service": ""}  # fmt: skip
    for writer in (people.sam(), people.dora()):
        answer = as_(writer).post("/articles/new", data=words)
        assert answer.status_code == 303
        assert as_(writer).get(answer.location).status_code == 200


def test_members_and_visitors_do_not(app, as_, client):
    asha = people.asha()
    with pytest.raises(NotAllowed, match="super-users and provider staff"):
        draft_article(title="Reset a second factor", source="Ring the desk and have your badge ready.", by=asha)
    assert as_(asha).get("/articles/new").status_code == 403
    assert client().get("/articles/new").status_code == 303


def test_what_was_typed_is_kept_when_something_is_missing(app, as_):
    words = {"title": "Short", "body": "Long enough to be an article.", "kind": "policy", "audience": "public"}
    page = as_(people.sam()).post("/articles/new", data=words | {"service": ""})
    assert page.status_code == 422
    assert "a few more words" in page.text
    assert "Long enough to be an article." in page.text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "Word"}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"summary": "x" * 301}, "summary"),
        ({"source": "short"}, "body"),
        ({"source": "x" * 60_001}, "body"),
        ({"kind": "poem"}, "kind"),
        ({"audience": "staff"}, "audience"),
    ],
)
def test_each_refusal_names_its_field(app, given, field):
    words = {"title": "Reset a second factor", "source": "Ring the desk and have your badge ready."} | given
    with pytest.raises(Invalid) as refused:
        draft_article(**words, by=people.sam())
    assert refused.value.field == field


def test_only_writers_see_a_draft(app, client, as_):
    sam, asha = people.sam(), people.asha()
    draft = an_article(by=sam, published=False)
    assert find_article(draft.id, people.dora()).is_draft
    with pytest.raises(NotFound):
        find_article(draft.id, asha)
    assert client().get(draft.path).status_code == 404
    assert "Publish" in as_(sam).get(draft.path).text


def test_a_reader_of_the_service_page_finds_it_there(app, client):
    service = a_service()
    article = an_article(by=people.sam(), service=service)
    assert article.title in client().get(f"/articles?service={service.slug}").text
    assert client().get("/articles?service=nothing").status_code == 404
