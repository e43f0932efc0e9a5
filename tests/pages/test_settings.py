"""Settings: profile, mails, theme, time zone, tokens; each only one's own."""

import re

import pytest
from sqlalchemy import func, select

from community.accounts.profile import change_profile
from community.accounts.tokens import create_token, member_of_token
from community.core.db import db
from community.core.errors import NotAllowed
from community.events.facts import FactRow
from tests import people

PROFILE = {"display_name": "Asha R. Rao", "title": "Field work", "about": "I know the **gates** of site B."}


def test_the_profile_says_what_was_saved(app, as_):
    asha = people.asha()
    page = as_(asha).post("/settings/profile", data=PROFILE, follow_redirects=True)
    assert page.status_code == 200 and "Asha R. Rao" in page.text and "Field work" in page.text
    db.session.refresh(asha)
    assert asha.about_html.strip() == "<p>I know the <strong>gates</strong> of site B.</p>"


def test_saving_the_same_again_is_no_news(app):
    asha = people.asha()
    for _ in range(2):
        change_profile(asha, **PROFILE, by=asha)
    assert db.session.scalar(select(func.count()).where(FactRow.kind == "ProfileChanged")) == 1


@pytest.mark.parametrize(
    ("field", "value"), [("display_name", " "), ("display_name", "x" * 81), ("title", "x" * 81), ("about", "x" * 3_001)]
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(app, as_, field, value):
    page = as_(people.asha()).post("/settings/profile", data={**PROFILE, field: value})
    assert page.status_code == 422 and "gh-error" in page.text
    assert all(text in page.text for name, text in PROFILE.items() if name != field)


def test_nobody_changes_anothers(app, client):
    asha, ben = people.asha(), people.ben()
    with pytest.raises(NotAllowed):
        change_profile(asha, **PROFILE, by=ben)
    assert client().get("/settings").status_code == 303
    assert client().post("/settings/profile", data=PROFILE).status_code == 401


def test_mails_theme_and_time_zone_are_kept(app, as_):
    asha = people.asha()
    browser = as_(asha)
    form = {"theme": "dark", "timezone": "Pacific/Auckland"}  # an unticked box is not sent
    browser.post("/settings/preferences", data=form)
    db.session.refresh(asha)
    assert (asha.mails, asha.theme, asha.timezone) == (False, "dark", "Pacific/Auckland")
    assert 'data-theme="dark"' in browser.get("/settings").text
    for wrong in ({"theme": "purple"}, {"timezone": "Mars/Olympus"}):
        assert browser.post("/settings/preferences", data={**form, **wrong}).status_code == 422
    browser.post("/settings/preferences", data={**form, "mails": "y"})
    db.session.refresh(asha)
    assert asha.mails is True


def test_a_token_is_shown_once_works_and_ends(app, as_):
    asha, ben = people.asha(), people.ben()
    page = as_(asha).post("/settings/tokens", data={"scopes": ["read"]})
    (text,) = re.findall(r"ghp_[\w-]+", page.text)
    assert member_of_token(text) == (asha, {"read"})
    later = as_(asha).get("/settings").text
    assert text not in later
    address = re.search(r"/settings/tokens/\d+/revocation", later)[0]
    assert as_(ben).post(address).status_code == 404
    as_(asha).post(address)
    assert member_of_token(text) is None and address not in as_(asha).get("/settings").text


def test_a_token_needs_a_known_scope(app, as_):
    browser = as_(people.asha())
    for scopes in ([], ["everything"]):
        assert browser.post("/settings/tokens", data={"scopes": scopes}).status_code == 422


def test_ones_tokens_stay_ones_own(app, as_):
    asha = people.asha()
    create_token(asha, ["read"], by=asha)
    assert "/revocation" not in as_(people.ben()).get("/settings").text
