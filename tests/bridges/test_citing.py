"""An article that helped to solve a question counts for who wrote it, while the answer is the accepted one."""

from community.forum.accepting import accept_answer, withdraw_acceptance
from community.forum.editing import edit_post
from community.forum.queries import find_post, find_topic
from community.gamification.rebuild import rebuild_reputation
from community.notifications.models import Notification
from tests import people
from tests.factories import a_question, an_answer, an_article
from tests.gamification.ledger import events, lines


def reused(member) -> list[int]:
    return [points for rule, points in lines(member) if rule == "article_reused"]


def answered(article, *, asker, answerer):
    topic = a_question(by=asker)
    post = an_answer(topic, by=answerer, body=f"Step 2 of {article.path} was all it took for me.")
    return topic, post


def test_it_counts_once_from_acceptance_until_that_is_taken_back(app, deliver):
    asha, ben, dora = people.asha(), people.ben(), people.dora()
    article = an_article(by=dora)
    topic, post = answered(article, asker=asha, answerer=ben)
    deliver()
    assert reused(dora) == []
    accept_answer(find_post(post.id, asha), by=asha)
    deliver()
    assert reused(dora) == [5]
    assert Notification.query.filter_by(member_id=dora.id, kind="article_reused").count() == 1
    withdraw_acceptance(find_topic(topic.id, asha), by=asha)
    accept_answer(find_post(post.id, asha), by=asha)
    deliver()
    assert reused(dora) == [5, -5, 5]
    assert rebuild_reputation(check=True) == []


def test_it_is_found_in_what_is_accepted_before_the_answer_was_looked_at_or_edited(app, deliver):
    asha, ben, dora = people.asha(), people.ben(), people.dora()
    article = an_article(by=dora)
    _, post = answered(article, asker=asha, answerer=ben)
    accept_answer(find_post(post.id, asha), by=asha)  # nothing that is owed was delivered yet
    deliver()
    other = an_answer(a_question(by=asha), by=ben)
    accept_answer(find_post(other.id, asha), by=asha)
    edit_post(find_post(other.id, ben), f"All of it stands in {article.path}, so follow that.", by=ben)
    deliver()
    assert reused(dora) == [5, 5]
    assert len(events("ArticleReused")) == 2


def test_nobody_earns_by_using_their_own(app, deliver):
    asha, dora = people.asha(), people.dora()
    article = an_article(by=dora)
    _, own = answered(article, asker=asha, answerer=dora)
    _, chosen = answered(article, asker=dora, answerer=asha)
    accept_answer(find_post(own.id, asha), by=asha)
    accept_answer(find_post(chosen.id, dora), by=dora)
    deliver()
    assert len(events("ArticleReused")) == 2 and reused(dora) == []
    assert Notification.query.filter_by(member_id=dora.id, kind="article_reused").count() == 0
