"""Publishing and validating."""

import pytest
from sqlalchemy import select

from community.core.db import db
from community.core.errors import NotAllowed
from community.events.facts import FactRow
from community.knowledge.publishing import publish_article, validate_article
from community.knowledge.queries import find_article
from tests import people
from tests.factories import an_article


def facts(kind):
    return db.session.scalars(select(FactRow.payload).where(FactRow.kind == kind).order_by(FactRow.id)).all()


def test_one_press_opens_a_draft_to_its_readers(app, as_, client):
    sam = people.sam()
    draft = an_article(by=sam, published=False)
    assert as_(sam).post(f"/articles/{draft.id}/publication").status_code == 303
    assert "Not validated yet" in client().get(draft.path).text


def test_publishing_twice_is_publishing_once(app):
    sam = people.sam()
    draft = an_article(by=sam, published=False)
    for _ in range(2):
        publish_article(draft, by=sam)
    assert facts("ArticlePublished") == [
        {"article_id": draft.id, "author_id": sam.id, "credited_ids": [], "asker_ids": []}
    ]


def test_members_do_not_publish(app, as_):
    article = an_article(by=people.sam(), published=False)
    assert as_(people.asha()).post(f"/articles/{article.id}/publication").status_code == 404
    with pytest.raises(NotAllowed):
        publish_article(article, by=people.ben())


def test_someone_other_than_the_author_validates(app, as_, client):
    sam, dora = people.sam(), people.dora()
    article = an_article(by=sam)
    with pytest.raises(NotAllowed, match="someone else"):
        validate_article(article, by=sam)
    assert as_(dora).post(f"/articles/{article.id}/validation").status_code == 303
    assert "by Dora Nagy, " in client().get(article.path).text


def test_validating_twice_is_validating_once_and_a_draft_is_not_validated(app):
    sam, dora = people.sam(), people.dora()
    article, draft = an_article(by=sam), an_article(by=sam, published=False)
    for _ in range(2):
        validate_article(article, by=dora)
    assert len(facts("ArticleValidated")) == 1
    with pytest.raises(NotAllowed, match="published"):
        validate_article(draft, by=dora)
    assert find_article(article.id, dora).validated_by.name == "dora"
