"""Everything, only one's own progress, or off: no page, message or answer says more than was chosen."""

import re

import pytest

from community.accounts.privileges import refusal
from community.accounts.profile import change_recognition
from community.accounts.tokens import create_token
from community.core.db import atomic, db
from community.core.errors import NotAllowed
from community.events import record
from community.forum.accepting import accept_answer
from community.forum.voting import vote_on
from community.gamification.awarding import give
from community.gamification.badges import catalogue
from community.gamification.earning import Earned
from community.gamification.facts import LevelReached
from community.notifications.models import Notification
from tests import people
from tests.factories import a_question, an_answer
from tests.gamification.ledger import events


@pytest.fixture
def story(app, deliver):
    """Ben answered Asha, who accepted it and so earned him points and a shield."""
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    answer = an_answer(a_question(by=asha, tags=["vpn"]), by=ben)
    accept_answer(answer, by=asha)
    vote_on(answer, 1, by=vera)
    deliver()
    return asha, ben, vera, answer


def choose(member, what, **more):
    said = {"among_helpers": True, "may_be_asked": True} | more
    change_recognition(member, recognition=what, **said, by=member)


def about_ben(browser, answer):
    """What each page says of Ben, and whether it shows his number, level or shield."""
    found = {}
    for path in ("/members/ben", "/members", f"{answer.topic.path}", "/leaderboard", "/badges/first-light",
                 "/questions?tag=vpn", "/api/v1/members/ben", "/members/ben/reputation"):  # fmt: skip
        page = browser.get(path)
        text = page.text
        if path == "/api/v1/members/ben":
            shown = page.json["reputation"] is not None or page.json["level"] is not None
        elif path == "/members/ben":
            text = text[text.index("<main") : text.index("</main")]
            shown = bool(
                re.search(r"gh-ring|gh-pip|gh-level-|id=\"level\"|id=\"points\"|id=\"shields\"|id=\"knows\"", text)
            )
        elif path == "/members/ben/reputation":
            shown = page.status_code == 200
        elif path in ("/leaderboard", "/badges/first-light", "/questions?tag=vpn"):
            named = re.search(r"Ben Okafor</a>", text[text.index("<main") : text.index("</main")])
            shown = bool(named) if path != "/questions?tag=vpn" else "Who knows this" in text
        else:
            drawn = [part.split("</svg>") for part in text.split('<span class="gh-av ')[1:]]
            ringed = any("gh-ring" in art and "Ben Okafor" in rest[0][:300] for art, *rest in drawn)
            shown = ringed or bool(re.search(r"Ben Okafor.{0,300}?<span>Newcomer</span>", text, re.S))
        found[path] = shown
    return found


@pytest.mark.parametrize(
    ("chosen", "others_see", "they_see"), [("everything", True, True), ("private", False, True), ("off", False, False)]
)
def test_every_page_shows_what_was_chosen(story, as_, client, chosen, others_see, they_see):
    _, ben, vera, answer = story
    choose(ben, chosen)
    for browser in (client(), as_(vera)):
        assert set(about_ben(browser, answer).values()) == {others_see}, about_ben(browser, answer)
    own = about_ben(as_(ben), answer)
    assert own["/members/ben"] is own["/members/ben/reputation"] is own["/members"] is they_see
    assert own["/badges/first-light"] is they_see
    assert own["/leaderboard"] is own["/questions?tag=vpn"] is (chosen == "everything")


def test_who_wants_none_sees_none_of_others(story, as_):
    _, _, vera, answer = story
    choose(vera, "off")
    seen = about_ben(as_(vera), answer)
    assert not any(shown for path, shown in seen.items() if not path.startswith(("/api", "/questions"))), seen
    for path in ("/", "/members", "/members/ben", answer.topic.path, "/settings"):
        page = as_(vera).get(path).text
        assert "gh-ring" not in page, path
        assert "gh-pip" not in page, path
        assert 'href="/badges' not in page, path
        assert 'href="/leaderboard' not in page, path
        assert 'href="/settings/shields' not in page, path
    for path in ("/badges", "/settings/shields"):
        assert "off for you" in as_(vera).get(path).text
    token = create_token(vera, ["read"])
    got = as_(vera).get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).json
    assert (got["reputation"], got["level"]) == (None, None)
    assert not re.search(r"level|point|Regular", refusal(vera, "help"))


def test_no_message_speaks_of_it_but_privileges_stay(story, as_, deliver):
    _, ben, _, answer = story
    assert db.session.query(Notification).filter_by(member_id=ben.id, kind="badge").count()
    choose(ben, "off")
    notes = as_(ben).get("/notifications").text
    assert "shield" not in re.sub(r"<svg.*?</svg>", "", notes[notes.index("<main") : notes.index("</main")]).lower()
    before = db.session.query(Notification).filter_by(member_id=ben.id, subject_kind="badge").count()
    cause = events("AnswerAccepted")[0]
    with atomic():
        ben.level = 3
        give(catalogue()["keystone"], Earned(ben.id, cause.id, "post", answer.id))
        record(LevelReached(ben.id, 3))
    deliver()
    assert db.session.query(Notification).filter_by(member_id=ben.id, subject_kind="badge").count() == before
    assert "Helpers’ queues" in as_(ben).get("/").text  # what level 3 opens is open


def test_it_is_chosen_in_the_settings_and_by_nobody_else(story, as_):
    _, ben, vera, _ = story
    page = as_(ben).post("/settings/recognition", data={"recognition": "private", "among_helpers": "y"})
    assert page.status_code == 303
    assert (ben.recognition, ben.among_helpers, ben.may_be_asked) == ("private", True, False)
    assert as_(ben).post("/settings/recognition", data={"recognition": "loud"}).status_code == 422
    with pytest.raises(NotAllowed):
        change_recognition(ben, recognition="off", among_helpers=True, may_be_asked=True, by=vera)
