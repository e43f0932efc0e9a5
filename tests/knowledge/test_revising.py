"""Revising an article: who may, what it does to a validation, two people at once, the history."""

import pytest

from community.core.errors import Conflict, NotAllowed
from community.knowledge.archiving import archive_article
from community.knowledge.publishing import validate_article
from community.knowledge.queries import find_article, revisions_of
from community.knowledge.revising import revise_article
from tests import people
from tests.factories import an_article


@pytest.fixture
def article(app):
    return an_article(by=people.sam())


def revised(article, by, source="Open the client and choose gateway 3.", **more):
    revise_article(article, title=article.title, source=source, by=by, **more)
    return find_article(article.id, by)


def test_the_article_says_the_new_words_and_keeps_the_old_ones(article, client):
    revised(article, people.dora(), reason="gateway 2 is gone")
    assert "choose gateway 3" in client().get(article.path).text
    history = client().get(f"/articles/{article.id}/history").text
    assert "gateway 2 is gone" in history
    assert "<del>" in history
    assert [r.number for r in revisions_of(article)] == [2, 1]


def test_nothing_happens_when_nothing_differs(article):
    same = revised(article, people.dora(), source=article.source)
    assert same.revision == 1
    assert len(revisions_of(article)) == 1


def test_members_do_not(article, as_):
    with pytest.raises(NotAllowed):
        revised(article, people.asha())
    assert as_(people.ben()).get(f"/articles/{article.id}/edit").status_code == 403


def test_an_archived_one_rests(article):
    archive_article(article, "the client is gone", by=article.author)
    with pytest.raises(NotAllowed, match="archived"):
        revised(article, article.author)


def test_whoever_mends_it_is_thanked_once(article):
    dora = people.dora()
    revised(article, dora)
    found = revised(article, dora, source="Open the client and choose gateway 4.")
    assert [(c.member.name, c.why) for c in found.credits] == [("dora", "revision")]


def test_new_steps_have_to_be_validated_again_and_mere_wording_not(article):
    dora = people.dora()
    validate_article(article, by=dora)
    assert revised(article, dora, wording_only=True).confidence == "validated"
    assert revised(article, dora, source="Something else to do.").confidence == "not_validated"


def test_the_second_of_two_who_write_at_once_sees_both_versions(article, as_):
    dora = people.dora()
    with pytest.raises(Conflict):
        revise_article(article, title=article.title, source="x" * 30, read_revision=7, by=dora)
    revised(article, dora, source="Dora was first with this text.")
    page = as_(article.author).post(
        f"/articles/{article.id}/edit",
        data={"title": article.title, "body": "Sam wrote this meanwhile.", "revision": "1", "kind": "how_to",
              "audience": "public", "service": ""},
    )  # fmt: skip
    assert page.status_code == 409
    assert "Dora was first with this text." in page.text
    assert "Sam wrote this meanwhile." in page.text
    assert find_article(article.id, dora).revision == 2


def test_the_form_takes_a_change(article, as_):
    page = as_(article.author).get(f"/articles/{article.id}/edit")
    assert article.title in page.text
    answer = as_(article.author).post(
        f"/articles/{article.id}/edit",
        data={"title": "Switching VPN gateways", "body": "Choose gateway 3 by hand.", "revision": "1",
              "kind": "how_to", "audience": "members", "service": "", "reason": "shorter"},
    )  # fmt: skip
    assert answer.status_code == 303
    assert find_article(article.id, article.author).audience == "members"


def test_two_wordings_are_compared_as_one_likes(article, client):
    dora = people.dora()
    revised(article, dora, source="Open the client and choose gateway 3.")
    revised(article, dora, source="Open the client and choose gateway 4.", summary="In one minute.")
    here = f"/articles/{article.id}/history"
    page = client().get(here).text
    assert "Wording 2" in page and "Wording 3" in page and "<ins>4.</ins>" in page and "In one minute." in page
    inline = client().get(f"{here}?older=1&newer=3&view=inline").text
    assert "gh-compare is-inline" in inline and "Wording 1" in inline
    assert client().get(f"{here}?older=1&newer=9").status_code == 404


def test_an_earlier_wording_is_restored_by_those_who_may(article, as_, client):
    dora, first = people.dora(), article.source
    revised(article, dora, source="Open the client and choose gateway 4.")
    address = f"/articles/{article.id}/reversion"
    assert as_(people.ben()).post(address, data={"revision": "1"}).status_code == 403
    assert "Restore it" not in client().get(f"/articles/{article.id}/history").text
    assert as_(dora).post(address, data={"revision": "1"}).status_code == 303
    found = find_article(article.id, dora)
    assert (found.source, found.revision, len(revisions_of(found))) == (first, 3, 3)
    assert as_(dora).post(address, data={"revision": "1"}).status_code == 409
    assert as_(dora).post(address, data={"revision": "7"}).status_code == 404
