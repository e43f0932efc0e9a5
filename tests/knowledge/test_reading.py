"""Reading articles: addresses, contents, who sees what, constant cost."""

import pytest

from community.knowledge.contents import contents_of, render_article
from community.knowledge.publishing import validate_article
from tests import people
from tests.factories import a_service, an_article


def test_the_id_decides_and_a_wrong_slug_is_sent_on_for_good(app, client):
    article = an_article(by=people.sam())
    for path in (f"/articles/{article.id}", f"/articles/{article.id}/", f"/articles/{article.id}/something-else"):
        answer = client().get(path)
        assert (answer.status_code, answer.location) == (301, article.path)
    assert client().get("/articles/99999/none").status_code == 404
    assert client().get("/articles/99999999999/none").status_code == 404


@pytest.mark.parametrize("title", ["History!!", "Validation", "Edit ....."])
def test_a_title_never_hides_an_address_of_its_own(app, client, title):
    article = an_article(by=people.sam(), title=title)
    assert "gh-contents" in client().get(article.path).text


@pytest.mark.parametrize(
    ("audience", "readers"), [("public", "gasd"), ("members", "asd"), ("superusers", "sd"), ("staff", "d")]
)
def test_each_audience_reads_its_own(app, as_, client, audience, readers):
    visitors = {"g": client(), "a": as_(people.asha()), "s": as_(people.sam()), "d": as_(people.dora())}
    article = an_article(by=people.ada(), audience=audience)
    for who, visitor in visitors.items():
        may = who in readers
        assert visitor.get(article.path).status_code == (200 if may else 404)
        assert (article.title in visitor.get("/articles").text) == may


def test_headings_make_the_contents_each_with_an_address_of_its_own(app):
    html = render_article("# One\n\n## Steps\n\n### Steps\n\n## Steps\n\n## <script>x</script> *Done* & so on")
    assert [(h.level, h.anchor, h.words) for h in contents_of(html)] == [
        (2, "s-one", "One"),
        (2, "s-steps", "Steps"),
        (3, "s-steps_2", "Steps"),
        (2, "s-steps_3", "Steps"),
        (2, "s-done-so-on", "Done & so on"),
    ]
    assert "<script" not in html


def test_the_list_narrows_by_kind_and_state_and_drafts_are_for_writers(app, as_, client):
    sam, dora = people.sam(), people.dora()
    checked = an_article(by=sam, title="Printing badges in Building C", kind="reference")
    an_article(by=sam, title="Booking a campus car", kind="policy")
    an_article(by=sam, title="A draft about expenses", published=False)
    validate_article(checked, by=dora)
    assert "Booking" not in client().get("/articles?kind=reference").text
    page = client().get("/articles?state=validated").text
    assert "Printing badges" in page
    assert "Booking" not in page
    assert "A draft about expenses" in as_(sam).get("/articles?state=drafts").text
    assert "A draft about expenses" not in client().get("/articles?state=drafts").text
    assert client().get("/articles?kind=x&state=y&after=zz").status_code == 422


def test_pages_cost_the_same_however_many_articles_there_are(app, client, statements):
    sam, service = people.sam(), a_service()
    first = an_article(by=sam, service=service)

    def cost(path):
        with statements() as sent:
            assert client().get(path).status_code == 200
        return len(sent)

    before = cost("/articles"), cost(first.path)
    for number in range(6):
        writer = people.join(name=f"writer{number}", display_name="A writer", email=None, role="superuser")
        an_article(by=writer, title=f"One more article, number {number}", service=service)
    assert (cost("/articles"), cost(first.path)) == before
