"""A dump brought in: everything that was there is here, with its authors, times, tags, scores and history."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from community.accounts.models import Member
from community.core.db import db
from community.events.facts import FactRow
from community.forum.models import Vote
from tests.imports.content import content
from tests.imports.dumps import TINY, bring_in, copy_of_tiny


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0, thousandths: int = 0) -> datetime:
    return datetime(2014, 3, day, hour, minute, second, thousandths * 1000, UTC)


@pytest.fixture
def summary(app):
    return bring_in(TINY)


@pytest.fixture
def here(summary) -> dict:
    return content()


def test_members_keep_their_name_and_day_and_have_no_way_to_sign_in(here):
    assert here["members"]["1"][:6] == (
        "mira-holm", "Mira Holm", None, "I mend lanterns.", "<p>I mend <b>lanterns</b>.</p>", at(1, 9),
    )  # fmt: skip
    assert len(here["members"]) == 7
    assert here["members"]["-1"][1] == "Community"
    assert db.session.scalar(select(func.count()).where(Member.password.is_not(None))) == 0


def test_equal_pen_names_get_different_handles(here):
    assert [here["members"][number][:2] for number in "34"] == [("ida", "Ida"), ("ida-2", "Ida")]


def test_a_name_without_letters_gives_a_handle_of_the_number(here):
    assert here["members"]["6"][:2] == ("member-6", "★")


def test_questions_and_answers_have_their_authors_and_times(here):
    title, author, note, created, *_ = here["topics"]["1"]
    assert (title, author, note, created) == (
        "Why does my brass lantern flicker when I walk?", "1", None, at(1, 9, 15, 27, 123)
    )  # fmt: skip
    assert here["posts"]["2"][4:7] == ("2", None, at(1, 11, 40, 0, 877))
    assert set(here["topics"]) == {"1", "4", "6", "7", "9", "14"}
    assert set(here["posts"]) - set(here["topics"]) == {"2", "3", "5", "8"}


def test_authors_who_left_keep_the_name_they_left_behind(here):
    assert here["topics"]["4"][1:3] == (None, "user99")
    assert here["posts"]["5"][4:6] == (None, None)
    assert here["topics"]["9"][1:3] == (None, None)  # an owner that the dump does not know
    assert here["comments"]["3"][2:4] == (None, "user99")


def test_scores_are_those_of_the_dump_and_votes_keep_their_day(here):
    assert {number: post[7] for number, post in here["posts"].items()} == {
        "1": 2, "2": 3, "3": -1, "4": 1, "5": 0, "6": -1, "7": 0, "8": 1, "9": 0, "14": 0,
    }  # fmt: skip
    assert here["topics"]["1"][5] == 2
    assert here["votes"]["4"] == ("2", 1, at(3))
    assert here["votes"]["1"] == ("1", 1, at(1, 9, 15, 27, 123))  # not before there was anything to vote on
    assert db.session.scalar(select(func.count()).where(Vote.voter_id.is_not(None))) == 0


def test_accepted_answers_are_accepted_even_ones_own_and_older_ones(here):
    assert {number: topic[6] for number, topic in here["topics"].items() if topic[6]} == {"1": "2", "7": "8"}


def test_tags_are_those_of_the_end_with_their_descriptions(here):
    assert [tag for number, tag in here["tagged"] if number == "1"] == ["lantern", "wick"]
    assert [tag for number, tag in here["tagged"] if number == "4"] == [
        "glass",
        "lantern",
    ]  # written as |glass|lantern|
    assert here["tags"] == {
        "lantern": "", "wick": "What the flame climbs: cotton, mostly.", "glass": "", "oil": "", "unused": "",
        "brass": "",  # missing in Tags.xml, carried by a question
    }  # fmt: skip


def test_edits_become_revisions_with_editor_time_and_comment(here):
    first, second, third = (r for r in here["revisions"] if r[0] == "1")
    assert first[1:] == (1, "Lantern flikkers", "My lantern flikkers.", "lantern", "", "1", None, at(1, 9, 15, 27, 123))
    assert second[2:] == (
        "Why does my lantern flicker?", "The flame of my lantern flickers.", None, "spelling", None, "user99", at(2, 6),
    )  # fmt: skip
    assert third[2] == "Why does my brass lantern flicker when I walk?"
    assert (third[4], third[5], third[6], third[8]) == (
        "lantern wick", "said what it is made of", "3", at(4, 8, 0, 0, 500)
    )  # fmt: skip
    assert "<em>brass</em>" in here["posts"]["1"][3]
    assert [r[1] for r in here["revisions"] if r[0] == "2"] == [1, 2]


def test_a_post_without_its_first_wording_has_the_latest_text_made_safe(here):
    form, html = here["posts"]["14"][1], here["posts"]["14"][3]
    assert form == "html"
    assert "it leaks" in html
    assert "drip\ndrip" in html
    assert "javascript" not in html
    assert "onerror" not in html


def test_comments_keep_author_time_and_score(here):
    assert here["comments"]["1"] == ("1", "Do you carry it by the ring?", "2", None, at(1, 9, 30), 4)
    assert set(here["comments"]) == {"1", "2", "3", "4"}


def test_links_and_duplicates(here):
    assert here["links"] == [("4", "1"), ("7", "4")]  # a link in an answer counts for its question
    assert here["topics"]["6"][8:] == (at(6, 20, 11, 12, 130), "it was asked before", "1")


def test_reputation_follows_from_the_facts(here):
    assert here["members"]["2"][6] > here["members"]["3"][6]


def test_every_fact_is_marked_and_back_dated(here):
    brought = [fact for fact in here["facts"] if fact[0] != "CategoryAdded"]
    assert {origin for _, _, origin, _ in brought} == {"stackexchange:tiny"}
    assert max(moment for *_, moment in brought) < at(11)
    stream = [moment for kind, _, _, moment in brought if kind in {"TopicPosted", "PostVoted", "PostEdited"}]
    assert stream == sorted(stream)


def test_nothing_is_told_about_old_news(here):
    assert not [name for name in here["owed"] if "tell" in name or "refresh" in name]


def test_what_is_owed_can_be_delivered(summary, deliver):
    deliver()


def test_the_summary_counts_and_says_what_was_left_out_and_why(summary):
    assert {kind: summary.new(kind) for kind in ("member", "question", "answer", "comment", "acceptance", "tag")} == {
        "member": 7, "question": 6, "answer": 4, "comment": 4, "acceptance": 2, "tag": 6,
    }  # fmt: skip
    assert summary.left["votes", "their post is not in the dump, so it was deleted"] == 4
    assert summary.left["votes", "of a kind that is not kept: favourite"] == 1
    assert summary.left["votes", "of a kind that is not kept: bounty opened"] == 1
    assert summary.left["votes", "of a kind that is not kept: close"] == 1
    assert summary.left["answers", "their question is not in the dump"] == 1
    assert summary.left["badges", "badges are earned here by what people did"] == 2
    for kind, number in summary.in_dump.items():
        words = {"vote": "votes", "comment": "comments", "link": "links", "edit": "edits"}.get(kind)
        left = sum(n for (what, _), n in summary.left.items() if what == words)
        if words:
            assert summary.new(kind) + left == number
    assert "Compared: 10 scores equal the dump’s." in summary.findings


def test_without_history_the_latest_text_is_the_only_one(app, tmp_path):
    folder = copy_of_tiny(tmp_path / "dump")
    (folder / "PostHistory.xml").unlink()
    bring_in(folder)
    here = content()
    assert here["topics"]["1"][0] == "Why does my brass lantern flicker when I walk?"
    assert here["posts"]["1"][1] == "html"
    assert "<em>brass</em>" in here["posts"]["1"][3]
    assert {revision[1] for revision in here["revisions"]} == {1}


def test_with_the_two_needed_files_alone(app, tmp_path):
    folder = copy_of_tiny(tmp_path / "dump")
    for name in ("Votes", "Comments", "Tags", "PostHistory", "PostLinks", "Badges"):
        (folder / f"{name}.xml").unlink()
    summary = bring_in(folder)
    assert summary.new("question") == 6
    assert set(content()["tags"]) == {"lantern", "wick", "glass", "oil", "brass"}
    assert any("of 10 scores differ" in sentence for sentence in summary.findings)


def test_a_member_with_a_later_day_than_the_posts_is_there_first(app, tmp_path):
    def later(users):
        users.find("row[@Id='2']").set("CreationDate", (at(1) + timedelta(days=900)).isoformat())

    bring_in(copy_of_tiny(tmp_path / "dump", Users=later))
    assert content()["posts"]["2"][4] == "2"


def test_what_one_action_refuses_is_left_out_with_all_that_hangs_on_it(app, tmp_path):
    def untaggable(posts):
        posts.find("row[@Id='4']").set("Tags", "<a/b><lantern>")

    def without_first_wording(history):
        for entry in history.findall("row[@PostId='4']"):
            history.remove(entry)

    summary = bring_in(copy_of_tiny(tmp_path / "dump", Posts=untaggable, PostHistory=without_first_wording))
    assert summary.new("question") == 5
    assert any(what == "questions" and "can’t be a tag" in why for what, why in summary.left)
    assert summary.left["answers", "their question could not be brought in"] == 1


def test_two_sites_share_a_person_but_not_their_numbers(app, tmp_path):
    bring_in(TINY)

    def other_site(users):
        users.find("row[@Id='-1']").set("CreationDate", "2016-01-01T00:00:00.000")

    bring_in(copy_of_tiny(tmp_path / "lamps.example.net", Users=other_site))
    assert db.session.scalar(select(func.count()).select_from(Member)) == 8  # the one without an account is not known
    assert [site[0] for site in content()["sites"]] == ["tiny", "lamps.example.net"]
    kinds = db.session.execute(select(FactRow.kind, func.count()).group_by(FactRow.kind)).all()
    assert dict(kinds)["TopicPosted"] == 12
