"""Bookmarks: kept, changed and removed by their owner alone; the reminder comes once, at its time, while it holds."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from community.accounts.models import Member
from community.core.db import atomic, db
from community.core.errors import Invalid
from community.events.facts import FactRow
from community.forum.bookmarking import keep_bookmark, remind, remove_bookmark
from community.forum.bookmarks import Bookmark, bookmark_of, reminder_times
from community.forum.deleting import delete_post
from community.forum.queries import find_post
from community.notifications.models import Notification
from community.notifications.reading import list_notes
from tests import people
from tests.factories import a_category, a_question, an_answer

PART = {"HX-Request": "true"}


@pytest.fixture
def post(app):
    return an_answer(a_question(by=people.asha()), by=people.ben())


@pytest.fixture
def vera(app):
    return people.vera()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def reminders(member) -> list[str]:
    page = list_notes(member)
    return [note.words for note in (*page.unread, *page.read) if note.kind == "reminder"]


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(Bookmark))


def test_kept_changed_and_removed(post, vera, as_):
    visitor, here = as_(vera), f"/posts/{post.id}/bookmark"
    assert "Bookmark this" in visitor.get(here).text
    for _ in range(2):
        assert visitor.post(here, data={"note": "Try this on the new laptop"}).status_code == 303
    assert rows() == 1
    listed = visitor.get("/bookmarks").text
    assert "VPN drops after ten minutes" in listed
    assert "Try this on the new laptop" in listed
    assert "Bookmarked" in visitor.get(post.topic.path).text
    visitor.post(here, data={"note": "Done"})
    assert bookmark_of(post, vera).note == "Done"
    visitor.post(f"/bookmarks/{bookmark_of(post, vera).id}/removal")
    assert rows() == 0
    assert "No bookmarks yet" in visitor.get("/bookmarks").text


def test_the_dialog_changes_the_entry_of_the_page(post, vera, as_):
    visitor, here = as_(vera), f"/posts/{post.id}/bookmark"
    assert "<dialog" in visitor.get(here, headers=PART).text
    kept = visitor.post(here, data={"note": ""}, headers=PART).text
    assert f'id="bookmark-{post.id}"' in kept
    assert "Bookmarked" in kept
    gone = visitor.post(f"/bookmarks/{bookmark_of(post, vera).id}/removal", headers=PART).text
    assert "Bookmarked" not in gone


def test_a_topic_is_kept_by_its_opening_post(post, vera, as_):
    as_(vera).post(f"/posts/{post.topic.opening_id}/bookmark")
    assert "asked by Asha Rao" in as_(vera).get("/bookmarks").text


@pytest.mark.parametrize(
    ("zone", "later", "tomorrow", "monday"),
    [
        ("UTC", at(2, 12), at(3, 9), at(9, 9)),
        ("Asia/Tokyo", at(2, 12), at(3, 0), at(9, 0)),
        ("America/New_York", at(2, 12), at(3, 14), at(9, 13)),  # summer time begins on the Sunday between
    ],
)
def test_times_are_those_of_the_members_own_clock(vera, zone, later, tomorrow, monday):
    vera.timezone = zone
    times = {key: moment for key, (_, moment) in reminder_times(vera).items()}
    assert times == {"later": later, "tomorrow": tomorrow, "next-week": monday}


def test_late_in_the_evening_there_is_no_later_today(vera, clock):
    clock.forward(hours=12)
    assert list(reminder_times(vera)) == ["tomorrow", "next-week"]


def test_the_reminder_comes_once_at_its_time(post, vera, as_, clock, deliver):
    as_(vera).post(f"/posts/{post.id}/bookmark", data={"when": "tomorrow"})
    deliver()
    assert reminders(vera) == []
    assert "Reminds you" in as_(vera).get("/bookmarks").text
    clock.forward(hours=23, minutes=59)
    deliver()
    assert reminders(vera) == []
    clock.forward(minutes=1)
    deliver()
    again()
    deliver()
    assert reminders(vera) == ["You wanted to come back to “VPN drops after ten minutes”"]
    assert "You were reminded" in as_(vera).get("/bookmarks").text
    assert "No reminder is set" in as_(vera).get("/bookmarks?only=reminders").text


def again() -> None:
    """What was delivered is delivered once more."""
    for row in db.session.scalars(select(FactRow).where(FactRow.kind == "ReminderSet")).all():
        with atomic():
            remind(row.event())


def test_a_reminder_moved_comes_at_the_new_time_only(post, vera, clock, deliver):
    keep_bookmark(post, remind_at=at(2, 12), by=vera)
    keep_bookmark(post, remind_at=at(2, 15), by=vera)
    clock.forward(hours=4)
    deliver()
    assert reminders(vera) == []
    clock.forward(hours=2)
    deliver()
    assert len(reminders(vera)) == 1


def test_a_reminder_dropped_and_set_again_to_the_same_time_comes_once(post, vera, clock, deliver):
    for moment in (at(2, 12), None, at(2, 12)):
        keep_bookmark(post, remind_at=moment, by=vera)
    clock.forward(hours=4)
    deliver()
    assert len(reminders(vera)) == 1


@pytest.mark.parametrize("how", ["dropped", "removed", "taken down"])
def test_no_reminder_of_what_is_gone(post, vera, clock, deliver, how):
    kept = keep_bookmark(post, remind_at=at(2, 12), by=vera)
    if how == "dropped":
        keep_bookmark(post, remind_at=None, by=vera)
    elif how == "removed":
        remove_bookmark(kept, by=vera)
    else:
        delete_post(post, "spam", by=people.sam())
    clock.forward(hours=4)
    deliver()
    assert db.session.scalar(select(Notification).where(Notification.member_id == vera.id)) is None


def test_a_day_and_time_in_the_members_zone(post, vera, as_):
    vera.timezone = "Asia/Tokyo"
    db.session.commit()
    as_(vera).post(f"/posts/{post.id}/bookmark", data={"when": "given", "at": "2026-03-05T18:30"})
    assert bookmark_of(post, vera).remind_at == at(5, 9, 30)
    as_(vera).post(f"/posts/{post.id}/bookmark", data={"when": "as-set", "note": "kept as it is"})
    kept = bookmark_of(post, vera)
    assert (kept.remind_at, kept.note) == (at(5, 9, 30), "kept as it is")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"when": "given"}, "Please give the day and the time."),
        ({"when": "given", "at": "2026-03-01T10:00"}, "still to come"),
        ({"when": "given", "at": "2099-03-01T10:00"}, "within five years"),
        ({"when": "given", "at": "9999-12-31T23:59"}, "people live to see"),
        ({"when": "given", "at": "on Friday"}, "a day and a time"),
        ({"note": "x" * 501}, "within 500 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(post, vera, as_, sent, said):
    page = as_(vera).post(f"/posts/{post.id}/bookmark", data={"note": "my words", **sent})
    assert page.status_code == 422
    assert said in page.text
    assert rows() == 0


def test_a_refused_time_changes_nothing(post, vera):
    keep_bookmark(post, note="before", by=vera)
    with pytest.raises(Invalid):
        keep_bookmark(post, note="after", remind_at=at(1, 9), by=vera)
    db.session.expire_all()
    assert bookmark_of(post, vera).note == "before"


def test_nobody_else_sees_or_removes_it(post, vera, as_):
    kept = keep_bookmark(post, note="between us", by=vera)
    for other in (people.sam(), people.ada()):
        assert "between us" not in as_(other).get("/bookmarks").text
        assert "Bookmarked" not in as_(other).get(post.topic.path).text
        assert as_(other).post(f"/bookmarks/{kept.id}/removal").status_code == 404
    payload = db.session.scalar(select(FactRow.payload).where(FactRow.kind == "BookmarkKept"))
    assert payload == {"bookmark_id": kept.id}  # the log doesn't say which post


def test_what_is_no_longer_theirs_to_see_keeps_its_words_to_itself(vera, as_, deliver, clock):
    dora = people.dora()
    place = a_category("Members", audience="members")
    post = find_post(a_question(by=dora, category=place, title="Plans for the north wing").opening_id, dora)
    keep_bookmark(post, note="my own note", remind_at=at(2, 12), by=vera)
    place.audience = "staff"
    db.session.commit()
    page = as_(vera).get("/bookmarks").text
    assert "Plans for the north wing" not in page
    assert "my own note" in page
    clock.forward(hours=4)
    deliver()
    assert reminders(vera) == []
    assert as_(vera).get(f"/posts/{post.id}/bookmark").status_code == 404


def test_two_tabs_keep_it_once(app, post, vera):
    ident, member = post.id, vera.id

    def keep(number: int) -> None:
        with app.app_context():
            keep_bookmark(find_post(ident, None), note=str(number), by=db.session.get(Member, member))

    with ThreadPoolExecutor(6) as tabs:
        list(tabs.map(keep, range(12)))
    assert rows() == 1
    assert db.session.scalar(select(func.count()).where(FactRow.kind == "BookmarkKept")) == 1


def test_the_list_pages_and_costs_the_same(post, vera, as_, statements):
    topic = post.topic

    def cost() -> int:
        visitor = as_(vera)
        with statements() as sent:
            visitor.get("/bookmarks")
        return len(sent)

    keep_bookmark(post, by=vera)
    once = cost()
    for number in range(31):
        writer = people._person(f"Writer{number}")
        keep_bookmark(an_answer(topic, by=writer), by=vera)
    assert cost() == once
    first = as_(vera).get("/bookmarks").text
    assert first.count("bookmarked ") >= 30
    assert "Earlier" in first
