"""Taking an article out of use, with a reason, and putting it back."""

import pytest

from community.core.errors import Gone, Invalid, NotAllowed, NotFound
from community.knowledge.archiving import archive_article, restore_article
from community.knowledge.queries import find_article
from tests import people
from tests.factories import an_article


def test_its_address_says_why(app, as_, client):
    sam = people.sam()
    article = an_article(by=sam)
    answer = as_(sam).post(f"/articles/{article.id}/archival", data={"reason": "The old client is gone"})
    assert answer.status_code == 303
    page = client().get(article.path)
    assert page.status_code == 410
    assert "The old client is gone" in page.text
    assert article.title not in client().get("/articles").text
    assert "The old client is gone" in as_(sam).get(article.path).text


def test_the_reason_stays_within_the_audience(app):
    sam = people.sam()
    article = an_article(by=sam, audience="superusers")
    archive_article(article, "a secret reason", by=sam)
    with pytest.raises(NotFound):
        find_article(article.id, people.asha())


def test_it_needs_a_reason_and_the_right(app, as_):
    sam = people.sam()
    article = an_article(by=sam)
    with pytest.raises(Invalid):
        archive_article(article, "  ", by=sam)
    assert as_(sam).post(f"/articles/{article.id}/archival", data={"reason": ""}).status_code == 422
    with pytest.raises(NotAllowed):
        archive_article(article, "because", by=people.asha())


def test_putting_it_back_is_possible_and_harmless_twice(app, as_):
    sam, asha = people.sam(), people.asha()
    article = an_article(by=sam)
    archive_article(article, "by mistake", by=sam)
    with pytest.raises(Gone, match="by mistake"):
        find_article(article.id, asha)
    assert as_(sam).post(f"/articles/{article.id}/restoration").status_code == 303
    restore_article(article, by=sam)
    assert find_article(article.id, asha).confidence == "not_validated"


def test_a_draft_comes_back_as_a_draft(app):
    sam = people.sam()
    draft = an_article(by=sam, published=False)
    archive_article(draft, "not needed", by=sam)
    restore_article(draft, by=sam)
    assert find_article(draft.id, sam).is_draft
