"""Two people mend one answer at the same time, from their open forms to what everyone reads in the end."""

from html import unescape
from re import DOTALL, search

from community.forum.queries import find_post, revisions_of
from tests import people
from tests.factories import a_question, an_answer

FIRST, SECOND, THIRD = "Open the client.", "Choose gateway 3.", "Wait for the green light."


def text(*lines: str) -> str:
    return "\n\n".join(lines)


def form_of(page) -> dict:
    """What a browser would send back of an edit form, as it stands on the page."""
    body = search(r'<textarea[^>]*name="body"[^>]*>(.*?)</textarea>', page.text, DOTALL)[1]
    revision = search(r'name="revision"[^>]*value="(\d+)"', page.text)[1]
    return {"body": unescape(body).strip(), "revision": revision}


def test_nothing_that_either_of_them_wrote_is_lost(app, as_, client):
    ben, sam, vera = people.ben(), people.sam(), people.vera()
    post = an_answer(a_question(by=vera), by=ben, body=text(FIRST, SECOND, THIRD))
    address, author, keeper = f"/posts/{post.id}/edit", as_(ben), as_(sam)
    his, hers = form_of(author.get(address)), form_of(keeper.get(address))
    assert his == hers == {"body": text(FIRST, SECOND, THIRD), "revision": "1"}

    saved = keeper.post(address, data=hers | {"body": text(FIRST, "Choose gateway 5.", THIRD), "reason": "3 is gone"})
    assert saved.status_code == 303
    late = author.post(address, data=his | {"body": text(FIRST, SECOND, "Wait for a minute.")})
    assert late.status_code == 409 and "Someone else edited this" in late.text
    assert find_post(post.id, ben).source == text(FIRST, "Choose gateway 5.", THIRD)  # nothing overwritten yet
    joined = form_of(late)
    assert joined == {"body": text(FIRST, "Choose gateway 5.", "Wait for a minute."), "revision": "2"}
    assert author.post(address, data=joined).status_code == 303
    shown = client().get(post.topic.path).text
    assert "Choose gateway 5." in shown and "Wait for a minute." in shown

    his, hers = form_of(author.get(address)), form_of(keeper.get(address))
    author.post(address, data=his | {"body": text(FIRST, "Choose gateway 6.", "Wait for a minute.")})
    late = keeper.post(address, data=hers | {"body": text(FIRST, "Choose gateway 7.", "Wait for a minute.")})
    both = form_of(late)["body"]
    assert late.status_code == 409 and "Choose gateway 6." in both and "Choose gateway 7." in both
    assert keeper.post(address, data=form_of(late)).status_code == 422  # the marks are still in it
    chosen = form_of(late) | {"body": text(FIRST, "Choose gateway 7, or 6 at home.", "Wait for a minute.")}
    assert keeper.post(address, data=chosen).status_code == 303

    found = find_post(post.id, sam)
    editors = [revision.editor.name for revision in revisions_of(found, sam)]
    assert editors == ["sam", "ben", "ben", "sam", "ben"] and found.source == chosen["body"]
    history = client().get(f"/posts/{post.id}/history").text
    assert "Wording 5" in history and "3 is gone" in history
