"""What the desk says in public stands in every question on the ticket, once."""

from sqlalchemy import select

from community.bridges.escalating import attach_question
from community.bridges.publishing import publish_ticket, strips_of
from community.core.db import atomic, db
from community.core.realtime import socketio
from community.desk.answering import answer_ticket
from community.desk.moving import move_ticket
from community.desk.noting import note_on_ticket
from community.desk.promising import promise_update
from community.desk.resolving import resolve_ticket
from community.desk.taking import take_ticket
from community.events.facts import FactRow
from community.forum.deleting import delete_topic
from community.forum.models import Post
from tests import people
from tests.factories import a_question


def test_a_public_update_is_the_official_answer_in_each_question(story, deliver, official, clock):
    ticket = story.hand_over()
    other = a_question(by=people.ben(), title="Session lost on campus")
    attach_question(other, ticket, by=story.dora)
    said_at = clock.at
    answer_ticket(ticket, "We renew the **certificate** today.", by=story.dora)
    clock.forward(minutes=5)
    deliver()
    assert official(story.topic) == official(other) == ["We renew the **certificate** today."]
    post = db.session.scalars(select(Post).where(Post.official, Post.topic_id == other.id)).one()
    assert (post.author_id, post.created_at) == (story.dora.id, said_at)


def test_delivered_twice_it_is_said_once(story, deliver, official):
    answer_ticket(story.hand_over(), "We are looking into it.", by=story.dora)
    deliver()
    row = db.session.scalars(select(FactRow).where(FactRow.kind == "TicketAnswered")).one()
    with atomic():
        publish_ticket(row.event())
    assert official(story.topic) == ["We are looking into it."]


def test_notes_are_not_published_and_a_resolution_is(story, deliver, official):
    ticket = story.hand_over()
    note_on_ticket(ticket, "Gateway 1 was forgotten in the plan.", by=story.dora)
    resolve_ticket(ticket, "The certificate is renewed.", by=story.dora, note="The plan is mended.")
    deliver()
    assert official(story.topic) == ["The certificate is renewed."]


def test_a_question_that_was_taken_down_gets_nothing(story, deliver, official):
    ticket = story.hand_over()
    delete_topic(story.topic, "It named a person.", by=story.sam)
    answer_ticket(ticket, "We are looking into it.", by=story.dora)
    deliver()
    assert official(story.topic) == []


def test_the_strip_follows_each_state(story, clock):
    def strip(viewer=None):
        return strips_of(story.topic, viewer)[0]

    assert strips_of(story.topic, None) == []
    ticket = story.hand_over()
    assert (strip()["state"], strip()["state_word"], strip()["affected"]) == ("going", "Received", 1)
    take_ticket(ticket, by=story.dora)
    assert strip()["state_word"] == "In progress"
    promise_update(ticket, clock.at.replace(hour=13), by=story.dora)
    clock.forward(hours=1)
    assert (strip()["share"], strip()["next_update"].hour) == (0.25, 13)
    clock.forward(hours=4)
    assert strip()["state"] == "late"
    answer_ticket(ticket, "Gateway 1 is *back*.", by=story.dora)
    assert (strip()["last_text"], strip()["last_by"], strip()["last_at"]) == (
        "Gateway 1 is back.",
        "Dora Nagy",
        clock.at,
    )
    move_ticket(ticket, "waiting", by=story.dora, waiting_for="user")
    assert strip(story.asha)["state_word"] == "Waiting for you"
    assert strip(people.ben())["state_word"] == "Waiting for the asker"
    move_ticket(ticket, "waiting", by=story.dora, waiting_for="supplier")
    assert (strip()["state"], strip()["state_word"]) == ("going", "Waiting for a supplier")
    resolve_ticket(ticket, "All gateways are renewed.", by=story.dora)
    assert (strip()["state"], strip()["state_word"]) == ("resolved", "Resolved")


def test_only_staff_get_a_way_to_the_desk_and_only_the_asker_the_last_word(story, as_, client):
    ticket = story.hand_over()
    resolve_ticket(ticket, "Done.", by=story.dora)
    address = f"/q/{story.topic.id}/ticket"
    pages = {name: as_(who).get(address).text for name, who in [("asha", story.asha), ("dora", story.dora)]}
    pages["guest"] = client().get(address).text
    assert all(ticket.ref in page for page in pages.values())
    assert [name for name, page in pages.items() if "/desk/tickets" in page] == ["dora"]
    assert [name for name, page in pages.items() if "It works" in page] == ["asha"]


def test_the_strip_is_as_hidden_as_its_question(story, client):
    from tests.factories import a_category

    lounge = a_category("Lounge", audience="superusers")
    secret = a_question(by=story.sam, category=lounge, title="What shall we say about it?")
    assert client().get(f"/q/{secret.id}/ticket").status_code == 404


def test_more_updates_cost_no_more_statements(story, statements):
    ticket = story.hand_over()
    answer_ticket(ticket, "First.", by=story.dora)
    with statements() as few:
        strips_of(story.topic, None)
    for number in range(5):
        answer_ticket(ticket, f"Update {number}.", by=story.dora)
    with statements() as many:
        strips_of(story.topic, None)
    assert len(many) == len(few) <= 3


def test_an_open_question_page_hears_of_it_without_a_word_of_it(story, app, client, deliver):
    ears = socketio.test_client(app, flask_test_client=client())
    assert ears.emit("join", {"room": f"topic:{story.topic.id}"}, callback=True) is True
    ticket = story.hand_over()
    deliver()
    pushed = [message["args"][0] for message in ears.get_received()]
    assert pushed == [{"room": f"topic:{story.topic.id}", "fragment": "ticket"}]
    note_on_ticket(ticket, "Only for us.", by=story.dora)
    deliver()
    assert ears.get_received() == []
    resolve_ticket(ticket, "Done.", by=story.dora)
    deliver()
    fragments = {message["args"][0]["fragment"] for message in ears.get_received()}
    assert {"ticket", "answers"} <= fragments
