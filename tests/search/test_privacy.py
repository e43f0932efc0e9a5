"""Nobody finds what they may not see: not as a result, not in a quotation, not as a spelling."""

import pytest
from sqlalchemy import delete

from community.accounts.models import Member
from community.core.db import atomic, db
from community.forum.models import Category, Topic
from community.gamification.models import ReputationLine
from community.search import keeping
from tests import people
from tests.factories import a_category, a_question, an_answer, an_article

SECRET = "xylophonist"
MAY = {"public": "gasd", "members": "asd", "superusers": "sd", "staff": "d"}


@pytest.fixture
def visitors(app, client, as_):
    return {"g": client(), "a": as_(people.asha()), "s": as_(people.sam()), "d": as_(people.dora())}


@pytest.mark.parametrize("audience", MAY)
def test_each_audience_finds_its_own(app, visitors, deliver, audience):
    ada = people.ada()
    place = a_category("Somewhere", audience=audience)
    topic = a_question(by=ada, category=place, title="About the usual thing", body=f"We talk of the {SECRET} here.")
    an_answer(topic, by=ada, body=f"The {SECRET} answers.")
    an_article(by=ada, audience=audience, title="The usual article", body=f"All about the {SECRET}, in short.")
    deliver()
    for who, visitor in visitors.items():
        for path in (f"/search?q={SECRET}", f"/search/suggest?q={SECRET}", f"/search/suggest?title={SECRET}",
                     f"/search/suggest.json?q={SECRET}", f"/articles?q={SECRET}",
                     f"/search?q={SECRET}&kind=topic&order=newest"):  # fmt: skip
            page = visitor.get(path).text
            seen = "About the usual thing" in page or "The usual article" in page
            assert seen == (who in MAY[audience]), (who, path)


def test_a_hidden_word_is_never_offered_as_a_spelling(app, visitors, deliver):
    ada = people.ada()
    a_question(by=ada, category=a_category("Lounge", audience="staff"), title=f"Project {SECRET}, our plan")
    deliver()
    for who, visitor in visitors.items():
        page = visitor.get(f"/search?q=project+{SECRET[:-1]}x").text
        assert (SECRET in page) == (who == "d"), who


def test_an_old_index_gives_nothing_away(app, visitors, deliver):
    """Rows changed behind the index's back: the database has the last word."""
    ada = people.ada()
    place = a_category("Somewhere")
    topic = a_question(by=ada, category=place, title=f"The {SECRET} and the usual thing")
    deliver()
    assert SECRET in visitors["a"].get("/search?q=usual").text
    with atomic():
        db.session.get(Category, place.id).audience = "staff"
    assert SECRET not in visitors["a"].get("/search?q=usual").text
    assert SECRET in visitors["d"].get("/search?q=usual").text
    ben = people.ben()
    with atomic():
        db.session.execute(delete(ReputationLine).where(ReputationLine.member_id == ben.id))
        db.session.delete(db.session.get(Member, ben.id))
        db.session.get(Topic, topic.id).deleted_reason = ""
        db.session.get(Topic, topic.id).deleted_at = topic.created_at
    assert SECRET not in visitors["d"].get("/search?q=usual").text


def test_a_reader_quotes_only_from_what_is_there_now(app, client, deliver):
    from community.forum.deleting import delete_post

    ada = people.ada()
    topic = a_question(by=ada, title="The usual thing")
    answer = an_answer(topic, by=ada, body=f"It is the {SECRET} of course, as always.")
    deliver()
    assert SECRET in client().get(f"/search?q={SECRET}").text.split('<ol class="gh-results"')[1]
    delete_post(answer, "secret", by=ada)
    assert "as always" not in client().get(f"/search?q={SECRET}").text


def test_guests_find_no_people(app, client, as_, deliver):
    asha = people.asha()
    deliver()
    assert "Asha Rao" not in client().get("/search?q=asha").text
    assert "Asha Rao" in as_(asha).get("/search?q=asha").text


def test_drafts_and_tickets_are_not_in_the_index(app, deliver):
    draft = an_article(by=people.sam(), published=False)
    deliver()
    stamps = keeping.current().stamps()
    assert f"article:{draft.id}" not in stamps
    assert {key.split(":")[0] for key in stamps} <= {"topic", "article", "proposal", "member"}
