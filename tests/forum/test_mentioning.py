"""Calling people by name: shown as links, told once, never more than one may."""

import pytest
from sqlalchemy import select

from community.accounts.grouping import join_group, make_group
from community.core.db import db
from community.core.errors import Invalid
from community.events.facts import FactRow
from community.forum.answering import post_answer
from community.forum.commenting import comment_on, edit_comment
from community.forum.editing import edit_post
from community.forum.queries import find_comment, find_post, opening_of
from community.notifications.models import Notification
from community.notifications.telling import tell
from community.notifications.watching import watch
from tests import people
from tests.factories import a_category, a_question, an_answer


def told(kind: str = "mention") -> list[str]:
    from community.accounts.models import Member

    query = select(Member.name).join(Notification, Notification.member_id == Member.id)
    return sorted(db.session.scalars(query.where(Notification.kind == kind)))


def test_a_name_leads_to_the_profile_and_its_owner_is_told(asha, deliver, as_):
    ben = people.ben()
    topic = a_question(by=asha, body="Does anyone know? I think @Ben has seen it, or `@vera`.")
    vera = people.vera()
    page = as_(vera).get(topic.path).text
    assert '<a href="/members/ben"' in page and ">@Ben Okafor</a>" in page and "<code>@vera</code>" in page
    deliver()
    assert told() == ["ben"]
    assert (
        "Asha Rao</b>" in as_(ben).get("/notifications").text or "mentioned you" in as_(ben).get("/notifications").text
    )


def test_quotes_code_and_links_call_nobody(asha, deliver):
    people.ben()
    a_question(
        by=asha, body="> @ben said so\n\n    @ben\n\n[@ben](https://example.org) and mail ben@ben.example, please."
    )
    deliver()
    assert told() == []


def test_an_edit_tells_only_those_it_calls_anew(asha, deliver):
    people.ben(), people.vera()
    topic = a_question(by=asha, body="Perhaps @ben knows why this is so.")
    deliver()
    post = find_post(opening_of(topic).id, asha)
    edit_post(post, "Perhaps nobody knows why this is so.", by=asha)
    edit_post(post, "Perhaps @ben or @vera know why this is so.", by=asha)
    deliver()
    assert told() == ["ben", "vera"]


def test_who_is_called_hears_it_once_and_not_as_an_answer_too(asha, deliver):
    ben = people.ben()
    topic = a_question(by=asha)
    post_answer(topic, "Hello @asha, please try gateway 3 today.", by=ben)
    deliver()
    assert told() == ["asha"] and told("answer") == []
    row = db.session.scalars(select(FactRow).where(FactRow.kind == "Mentioned")).one()
    tell(row.event())
    db.session.commit()
    assert told() == ["asha"]


def test_newcomers_call_two_people_and_no_groups_and_nothing_is_lost(asha, clock, as_):
    for person in (people.ben, people.vera, people.sam):
        person()
    make_group("Network team", by=None)
    topic = a_question(by=asha)
    clock.forward(minutes=5)
    for text, why in (
        ("Hello @ben @vera @sam, any idea?", "2 fit in one text"),
        ("Hello @network-team, any idea?", "Whole groups"),
    ):
        page = as_(asha).post(f"/posts/{opening_of(topic).id}/comments", data={"body": text})
        assert page.status_code == 422 and why in page.text and text in page.text
    asha.level = 2
    db.session.commit()
    assert comment_on(find_post(opening_of(topic).id, asha), "Hello @ben @vera @sam, any idea?", by=asha)


def test_a_group_is_called_by_its_name_each_member_once(asha, deliver):
    ben, vera, sam = people.ben(), people.vera(), people.sam()
    team = make_group("Network team", by=None)
    for each in (ben, vera, sam):
        join_group(team, each, by=None)
    topic = a_question(by=people.dora())
    said = post_answer(topic, "Could @network-team and @vera look at gateway 3?", by=sam)
    assert '<a href="/groups/network-team"' in said.html
    deliver()
    assert told() == ["ben", "vera"]


def test_a_group_that_not_everyone_may_call_stays_a_word(asha, deliver):
    ben, sam = people.ben(), people.sam()
    make_group("Board", mentionable=False, by=None)
    board = make_group("Roof", mentionable=False, by=None)
    join_group(board, ben, by=None)
    asha.level = 3
    topic = a_question(by=asha, body="Has @roof decided about the antenna yet?")
    assert "<strong>" not in opening_of(topic).html
    comment_on(find_post(opening_of(topic).id, sam), "Calling @roof for this.", by=sam)
    deliver()
    assert told() == ["ben"]


def test_nobody_is_told_of_what_they_may_not_see_or_muted(app, deliver):
    sam, vera, ben = people.sam(), people.vera(), people.ben()
    a_question(by=sam, category=a_category("Lounge", audience="superusers"), body="Whispers about @vera in here.")
    open_one = a_question(by=sam, title="VPN and the gateway names")
    watch("topic", open_one.id, "muted", by=ben)
    an_answer(open_one, by=sam, body="What does @ben say to gateway 3?")
    deliver()
    assert told() == [] and vera


def test_a_comment_tells_where_it_stands(asha, deliver, as_, clock):
    ben = people.ben()
    topic = a_question(by=asha)
    clock.forward(minutes=1)
    comment = comment_on(find_post(opening_of(topic).id, asha), "Please look, somebody.", by=asha)
    edit_comment(find_comment(comment.id, asha), "Please look, @ben.", by=asha)
    deliver()
    assert told() == ["ben"]
    page = as_(ben).get(f"/comments/{comment.id}")
    assert page.location.endswith(f"#reply-{comment.id}")


def test_more_than_ten_are_refused(asha):
    asha.level = 4
    names = " ".join(f"@{people._person(f'Person{number}').name}" for number in range(11))
    with pytest.raises(Invalid, match="11 people"):
        a_question(by=asha, body=f"Who of you knows? {names}")
