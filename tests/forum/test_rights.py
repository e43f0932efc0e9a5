"""Who may see, post and moderate in a place."""

import pytest

from community.accounts.grouping import join_group, make_group
from community.core.db import atomic, db
from community.forum.models import Category
from community.forum.rights import may_moderate, may_see, may_write_in, moderates
from tests import people
from tests.factories import a_category, a_question


def place(**audiences):
    found = a_category("A place")
    with atomic():
        for name, audience in audiences.items():
            setattr(found, name, audience)
    return found


@pytest.mark.parametrize(
    ("audiences", "may", "may_not"),
    [
        ({}, ["sam", "dora", "ada"], ["asha"]),
        ({"moderators": "staff"}, ["dora", "ada"], ["asha", "sam"]),
        ({"audience": "staff", "moderators": "superusers"}, ["dora"], ["sam"]),
    ],
)
def test_who_looks_after_a_place(app, audiences, may, may_not):
    here = place(**audiences)
    for name in may + may_not:
        member = getattr(people, name)()
        assert (may_moderate(member, here) is True) == (name in may)
        assert bool(db.session.query(Category.id).filter(moderates(member)).all()) == (name in may)


def test_a_group_may_look_after_a_place(app):
    asha, keepers = people.asha(), make_group("Keepers", by=None)
    here = place(moderators=f"group:{keepers.id}")
    assert may_moderate(asha, here) is not True
    join_group(keepers, asha, by=None)
    assert may_moderate(asha, here) is True
    assert may_moderate(people.sam(), here) is not True  # super-users elsewhere are not its moderators


def test_one_may_read_where_others_post(app, as_, clock):
    asha, dora = people.asha(), people.dora()
    here = place(posters="staff")
    assert may_see(asha, here) is True and may_write_in(asha, here) is not True and may_write_in(dora, here) is True
    page = as_(asha).post("/questions/ask", data={"title": "May I ask here at all?", "category": here.slug,
                          "body": "Something about this place.", "kind": "question"})  # fmt: skip
    assert page.status_code in (403, 422) and "Something about this place." in page.text
    topic = a_question(by=dora, category=here)
    comments = f"/posts/{topic.opening_id}/comments"  # nothing is offered that would be refused
    page = as_(asha).get(topic.path).text
    assert "You can read here" in page and comments not in page and comments in as_(dora).get(topic.path).text


def test_who_is_silenced_writes_again_when_the_time_is_over(app, as_, clock):
    asha, here = people.asha(), place()
    with atomic():
        asha.silenced_until = clock.at.replace(hour=12)
    assert "12:00" in may_write_in(asha, here)
    clock.forward(hours=4)
    assert may_write_in(asha, here) is True
