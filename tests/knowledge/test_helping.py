"""Saying whether an article helped: one voice a reader."""

import pytest

from community.core.db import db
from community.core.errors import Invalid, NotAllowed
from community.knowledge.helping import said_helpful, say_helpful
from community.knowledge.models import ArticleVote
from tests import people
from tests.factories import an_article


def test_a_voice_counts_once_and_can_be_turned_and_taken_back(app):
    article, asha = an_article(by=people.sam()), people.asha()
    assert [say_helpful(article, value, by=asha) for value in (1, 1, -1, 1, 0, 0)] == [1, 1, 0, 1, 0, 0]
    assert said_helpful(asha, article) == 0


def test_it_is_about_the_revision_that_was_read(app):
    article, asha = an_article(by=people.sam()), people.asha()
    say_helpful(article, 1, by=asha)
    assert db.session.get(ArticleVote, (article.id, asha.id)).revision == 1


def test_not_by_its_author_nor_a_stranger(app, client):
    sam = people.sam()
    article = an_article(by=sam)
    with pytest.raises(NotAllowed):
        say_helpful(article, 1, by=sam)
    with pytest.raises(Invalid):
        say_helpful(article, 5, by=people.asha())
    assert client().post(f"/articles/{article.id}/helpful", data={"value": "1"}).status_code == 401


def test_the_button_answers_with_its_part_or_leads_back(app, as_):
    article, asha = an_article(by=people.sam()), people.asha()
    part = as_(asha).post(f"/articles/{article.id}/helpful", data={"value": "1"}, headers={"HX-Request": "true"})
    assert "1 person said yes" in part.text
    assert "<html" not in part.text
    answer = as_(asha).post(f"/articles/{article.id}/helpful", data={"value": "-1"})
    assert answer.status_code == 303
    assert as_(asha).post(f"/articles/{article.id}/helpful", data={"value": "x"}).status_code == 422
