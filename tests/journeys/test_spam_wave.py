"""A wave of spam: fifty posts by five accounts, cleaned by one person in less than ten decisions."""

from datetime import timedelta

from sqlalchemy import func, select

from community.core import clock
from community.core.db import db
from community.forum.models import Post, Topic
from community.moderation.flagging import flag_thing
from community.moderation.items import count_waiting
from community.moderation.models import ReviewItem
from community.moderation.things import find_thing
from community.notifications.reading import list_notes
from tests import people
from tests.factories import a_category, a_question, an_answer


def test_a_wave_is_cleaned_in_under_ten_decisions_and_leaves_the_others_alone(app, as_, client, deliver):
    asha, vera, sam = people.asha(), people.vera(), people.sam()
    places = [a_category("Remote access"), a_category("Travel"), a_category("Canteen")]
    good = a_question(by=asha, title="How do I book the red car", category=places[1])
    spammers = [people._person(f"Watches{number} Shop") for number in range(5)]
    with clock.pretend(clock.now() - timedelta(hours=1)):
        for number in range(10):
            for who in spammers:
                if number % 2:
                    an_answer(good, by=who, body=f"Cheap watches at shop number {number} of {who.name}, buy them now.")
                else:
                    a_question(by=who, title=f"Cheap watches {number} of {who.name}", category=places[number % 3])
    deliver()
    for post in db.session.scalars(select(Post).where(Post.author_id == spammers[0].id)):
        flag_thing(find_thing("post", post.id), "spam", by=vera)
    assert count_waiting(sam) > 10
    assert client().get("/questions").text.count("Cheap watches") > 10

    keeper, decisions = as_(sam), 0
    while (page := keeper.get("/review")).status_code == 303 and decisions < 20:
        item = db.session.get(ReviewItem, int(page.location.rsplit("/", 1)[1].split("?")[0]))
        verdict = "nothing" if item.member_id == asha.id else "spam"
        assert keeper.post(f"/review/{item.id}/decision", data={"verdict": verdict}).status_code == 303
        decisions += 1
    deliver()

    assert decisions < 10
    assert count_waiting(sam) == 0
    standing = select(func.count()).select_from(Post).join(Topic, Topic.id == Post.topic_id)
    theirs = Post.author_id.in_([who.id for who in spammers])
    assert db.session.scalar(standing.where(theirs)) == 50
    assert db.session.scalar(standing.where(theirs, Post.is_shown, Topic.is_shown)) == 0
    assert all(who.silenced_until for who in spammers)
    page = client().get(good.path)
    assert page.status_code == 200 and "Cheap watches" not in page.text
    assert "Cheap watches" not in client().get("/questions").text
    told = [note for note in list_notes(spammers[0]).unread if note.kind != "badge"]
    assert sorted(note.kind for note in told) == ["silenced", "taken_down"]
    assert "and in 9 other places" in next(note.words for note in told if note.kind == "taken_down")
    assert "something was done about it" in as_(vera).get("/notifications").text
