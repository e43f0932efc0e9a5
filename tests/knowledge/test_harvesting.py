"""An answer becomes an article: in whose words, with thanks to whom, linked from both sides."""

import pytest
from sqlalchemy import select

from community.bridges.citing import count_uses, topics_using
from community.bridges.harvesting import articles_of, harvest_answer, origin_of
from community.core.db import db
from community.core.errors import NotAllowed
from community.events.facts import FactRow
from community.forum.deleting import delete_topic
from community.forum.editing import edit_post
from community.forum.queries import find_topic
from community.knowledge.archiving import archive_article
from community.knowledge.publishing import publish_article
from community.knowledge.queries import find_article
from tests import people
from tests.factories import a_category, a_question, an_answer, an_article


@pytest.fixture
def story(app):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    topic = a_question(by=asha)
    return topic, an_answer(topic, by=ben), sam


def test_one_press_leads_to_a_draft_in_their_words(story, as_):
    topic, post, sam = story
    answer = as_(sam).post(f"/posts/{post.id}/article")
    assert answer.status_code == 303
    page = as_(sam).get(answer.location).text
    assert topic.title in page
    assert "It works at home, but on the **campus** Wi-Fi" in page
    assert "Switch to gateway 3" in page


def test_both_are_thanked_and_it_is_linked_from_either_side(story, client):
    topic, post, sam = story
    article = harvest_answer(post, by=sam)
    publish_article(article, by=sam)
    page = client().get(article.path).text
    assert "Created from" in page
    assert topic.path in page
    assert "Ben Okafor" in page
    assert "Asha Rao" in page
    assert [found.id for found in articles_of(topic, None)] == [article.id]
    published = db.session.scalars(select(FactRow.payload).where(FactRow.kind == "ArticlePublished")).one()
    assert published["credited_ids"] == [post.author_id]
    assert published["asker_ids"] == [topic.author_id]


def test_doing_it_again_leads_to_the_same_article(story, as_):
    _, post, sam = story
    first = harvest_answer(post, by=sam)
    assert harvest_answer(post, by=people.dora()).id == first.id
    publish_article(first, by=sam)
    assert as_(sam).post(f"/posts/{post.id}/article").location == first.path
    archive_article(first, "out of date", by=sam)
    assert harvest_answer(post, by=sam).id != first.id


def test_members_do_not_and_only_answers_to_questions_qualify(story):
    _, post, sam = story
    with pytest.raises(NotAllowed):
        harvest_answer(post, by=people.vera())
    talk = a_question(by=sam, kind="discussion", title="What I learned about mailboxes")
    with pytest.raises(NotAllowed, match="answer to a question"):
        harvest_answer(an_answer(talk, by=sam), by=sam)


def test_the_article_keeps_to_the_audience_of_its_question(app):
    sam = people.sam()
    lounge = a_category("Lounge", audience="superusers")
    topic = a_question(by=sam, category=lounge)
    article = harvest_answer(an_answer(topic, by=sam), by=sam)
    publish_article(article, by=sam)
    assert article.audience == "superusers"
    assert articles_of(topic, people.asha()) == []


def test_a_reader_is_not_told_of_a_question_that_is_gone(story):
    topic, post, sam = story
    article = harvest_answer(post, by=sam)
    assert origin_of(article, None)[0].id == topic.id
    delete_topic(find_topic(topic.id, sam), "asked twice", by=sam)
    assert origin_of(article, None) is None


def test_an_answer_that_names_an_article_counts_as_using_it_once(story, client, deliver):
    topic, _, sam = story
    article = an_article(by=sam)
    using = an_answer(
        topic, by=sam, body=f"See /articles/{article.id}/gateways and again {article.path}, and /articles/999."
    )
    deliver()
    edit_post(using, f"It is all in {article.path} by now.", by=sam)
    deliver()
    assert count_uses(article, None) == 1
    assert [found.id for found in topics_using(article, None)] == [topic.id]
    assert "used in 1 answer" in client().get(article.path).text
    assert [found.id for found in articles_of(topic, None)] == [find_article(article.id, None).id]
