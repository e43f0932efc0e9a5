"""Each test of search begins without an index."""

import pytest


@pytest.fixture(autouse=True)
def from_scratch(no_index):
    """Nothing is found that another test has left."""


@pytest.fixture
def found(client):
    """`found("words", as_(asha))`: the titles that a search page shows, by who looks and how."""

    def look(words: str, visitor=None, **how: str) -> list[str]:
        page = (visitor or client()).get("/search", query_string={"q": words, **how})
        assert page.status_code == 200
        return titles_in(page.text)

    return look


def titles_in(html: str) -> list[str]:
    """Titles of the results on a page, without their marks."""
    return [
        part.split(">", 1)[1].split("</a>")[0].replace("<mark>", "").replace("</mark>", "")
        for part in html.split("<h3><a ")[1:]
    ]
