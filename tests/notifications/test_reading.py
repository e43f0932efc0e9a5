"""The notification centre: unread first, grouped, filtered, marked, opened; and the bell."""

from community.core import realtime
from community.forum.commenting import comment_on
from community.forum.voting import vote_on
from community.improvement.moving import move_stage
from community.notifications.marking import mark_all_read
from community.notifications.reading import list_notes, unread_count
from tests import people
from tests.factories import a_proposal, a_question, an_answer


def test_the_bell_counts_and_opening_marks_as_read(app, as_, deliver):
    asha, ben = people.asha(), people.ben()
    post = an_answer(a_question(by=asha), by=ben)
    deliver()
    mark_all_read(by=ben)
    comment_on(post, "Does it last after a restart?", by=asha)
    deliver()
    assert "Notifications, 1 unread" in as_(ben).get("/notifications/bell").text
    assert "Notifications, 1 unread" in as_(ben).get("/questions").text
    note = list_notes(ben).unread[0]
    opened = as_(ben).get(note.url)
    assert (opened.status_code, opened.location) == (303, f"/posts/{post.id}")
    assert "unread" not in as_(ben).get("/notifications/bell").text
    assert unread_count(ben) == 0


def test_marking_read_unread_and_all(app, as_, deliver):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    an_answer(topic, by=ben)
    an_answer(topic, by=people.vera())
    deliver()
    mark_all_read(by=asha)
    first, second = list_notes(asha).read[:2]
    browser = as_(asha)
    assert browser.post(f"/notifications/{first.id}/reading", data={"value": "0"}).status_code == 303
    assert [note.id for note in list_notes(asha).unread] == [first.id]
    browser.post(f"/notifications/{first.id}/reading", data={"value": "1"})
    assert list_notes(asha).unread == []
    browser.post(f"/notifications/{first.id}/reading", data={"value": "0"})
    browser.post(f"/notifications/{second.id}/reading", data={"value": "0"})
    browser.post("/notifications/reading", data={"until": min(first.id, second.id)})  # what came later stays unread
    assert [note.id for note in list_notes(asha).unread] == [max(first.id, second.id)]


def test_nobody_marks_what_is_another_ones(app, as_, deliver):
    asha, ben = people.asha(), people.ben()
    an_answer(a_question(by=asha), by=ben)
    deliver()
    note = list_notes(asha).unread[0]
    assert as_(ben).post(f"/notifications/{note.id}/reading", data={"value": "1"}).status_code == 404
    assert as_(ben).get(note.url).status_code == 404
    assert as_(asha).post(f"/notifications/{note.id}/reading", data={"value": "7"}).status_code == 422
    assert list_notes(asha).unread[0].id == note.id


def test_a_group_is_opened_as_one(app, as_, deliver):
    asha, ben = people.asha(), people.ben()
    post = an_answer(a_question(by=asha), by=ben)
    deliver()
    mark_all_read(by=ben)
    for voter in (asha, people.vera(), people.sam()):
        vote_on(post, 1, by=voter)
    deliver()
    assert "3 people found what you wrote" in as_(ben).get("/notifications").text
    (group,) = [note for note in list_notes(ben).unread if note.kind == "helpful"]
    as_(ben).get(group.url)
    assert [note.kind for note in list_notes(ben).unread if note.kind == "helpful"] == []


def test_the_list_is_narrowed_to_a_kind(app, as_, deliver):
    asha, dora = people.asha(), people.dora()
    an_answer(a_question(by=asha), by=people.ben())
    move_stage(a_proposal(by=asha), "planned", "Agreed, first quarter.", by=dora)
    deliver()
    page = as_(asha).get("/notifications?only=improvements").text
    assert "is now planned" in page and "answered" not in page
    assert "answered" in as_(asha).get("/notifications?only=unread").text
    assert as_(asha).get("/notifications?only=nonsense").status_code == 200
    for foreign in ("nonsense", "-1", "9999999999", "%C2%B2"):
        assert as_(asha).get(f"/notifications?after={foreign}").status_code == 422


def test_unread_stands_first_and_the_rest_is_paged(app, as_, deliver):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    for number in range(34):
        an_answer(topic, by=ben, body=f"Attempt number {number} at an answer.")
    deliver()
    mark_all_read(by=asha)
    oldest = list_notes(asha, after=list_notes(asha).after).read[-1]
    as_(asha).post(f"/notifications/{oldest.id}/reading", data={"value": "0"})
    first = list_notes(asha)
    second = list_notes(asha, after=first.after)
    assert [note.id for note in first.unread] == [oldest.id] and len(first.read) == 30
    seen = [note.id for note in (*first.unread, *first.read, *second.read)]
    assert len(seen) == len(set(seen)) == unread_count(asha) + len(first.read) + len(second.read)
    assert "after=" in as_(asha).get("/notifications").text


def test_what_people_write_is_shown_as_text(app, as_, deliver):
    asha = people.asha()
    an_answer(a_question(by=asha, title="<b onclick=x()>bold & bad</b>"), by=people.ben())
    deliver()
    page = as_(asha).get("/notifications").text
    assert "&lt;b onclick=x()&gt;bold &amp; bad" in page and "<b onclick" not in page


def test_an_empty_centre_says_so(app, as_, client):
    assert "Nothing here yet" in as_(people.asha()).get("/notifications").text
    assert client().get("/notifications").status_code == 303


def test_those_told_hear_that_their_bell_is_stale_and_nothing_more(app, deliver, monkeypatch):
    pushed = []
    monkeypatch.setattr(realtime.socketio, "emit", lambda *args, **kwargs: pushed.append((args, kwargs)))
    asha, ben = people.asha(), people.ben()
    an_answer(a_question(by=asha), by=ben)
    deliver()
    bell = {"room": f"member:{asha.id}", "fragment": "bell"}
    assert (("stale", bell), {"to": f"member:{asha.id}"}) in pushed
    assert "VPN" not in repr(pushed)


def test_only_oneself_may_listen_to_ones_room(app):
    asha, ben = people.asha(), people.ben()
    rule = realtime._may_join["member"]
    assert rule(str(asha.id), asha) and not rule(str(asha.id), ben) and not rule(str(asha.id), None)


def test_many_take_as_many_statements_as_few(app, as_, deliver, statements):
    asha, dora = people.asha(), people.dora()
    browser = as_(asha)
    voters = [people.vera(), people.sam()]

    def fill(rounds: int) -> None:
        for number in range(rounds):
            topic = a_question(by=asha, title=f"Question number {number}")
            post = an_answer(topic, by=people_ben)
            comment_on(post, "Thank you for looking.", by=asha)
            vote_on(an_answer(topic, by=asha), 1, by=voters[number % 2])
            move_stage(a_proposal(by=asha), "planned", "Agreed, first quarter.", by=dora)
        deliver()

    def cost(path: str) -> int:
        with statements() as sent:
            assert browser.get(path).status_code == 200
        return len(sent)

    people_ben = people.ben()
    paths = ("/notifications", "/notifications?only=unread", "/notifications/bell")
    fill(2)
    few = [cost(path) for path in paths]
    fill(8)
    assert [cost(path) for path in paths] == few
    assert few[0] <= 12 and few[2] <= 5


def test_telling_many_takes_as_many_statements_as_telling_few(app, deliver, statements):
    from community.accounts.joining import join
    from community.core.db import atomic
    from community.events.facts import FactRow
    from community.notifications.telling import tell
    from community.notifications.watching import watch

    asha, ben = people.asha(), people.ben()

    def cost(watchers: int) -> int:
        topic = a_question(by=asha)
        for number in range(watchers):
            member = join(display_name=f"Watcher {number}", email=None)
            watch("topic", topic.id, "watching", by=member)
        an_answer(topic, by=ben)
        event = FactRow.query.filter_by(kind="AnswerPosted").order_by(FactRow.id.desc()).first().event()
        with statements() as sent, atomic():
            tell(event)
        return len(sent)

    assert cost(2) == cost(40)
