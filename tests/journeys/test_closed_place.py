"""A place for a group alone, probed by everybody else at every door: no word of it gets out.

Every address that the application has is read and written to with the numbers of the private things. New addresses are
probed by themselves: whatever holes they have, they are filled with everything that is there.
"""

import itertools
from dataclasses import dataclass

import pytest
from sqlalchemy import inspect, select
from werkzeug.routing import AnyConverter, IntegerConverter

from community.accounts.grouping import find_group, join_group, leave_group, make_group
from community.accounts.tokens import create_token
from community.core.db import db
from community.core.realtime import refresh, socketio
from community.forum.accepting import accept_answer
from community.forum.arranging import Plan, change_category
from community.forum.commenting import comment_on
from community.forum.metoo import say_me_too
from community.forum.models import Post, Topic
from community.forum.queries import find_post, find_topic
from community.forum.voting import vote_on
from community.notifications.watching import watch
from tests import people
from tests.factories import a_category, a_proposal, a_question, a_service, an_answer, an_article

WORD = "quittenbrot"
OUTSIDE = {"visitor": None, "member": people.vera, "superuser": people.sam, "staff": people.dora, "admin": people.ada}
# Who runs the site sees that a place and a group are there, not what is in them.
RUNNING = ("/admin/groups", "/admin/places")
BESIDE = 2  # words that are tried beside a number
# At every door: strangers on both databases, those with rights of their own on one.
STRANGERS = [
    who if who in ("visitor", "member") else pytest.param(who, marks=pytest.mark.only_on("sqlite")) for who in OUTSIDE
]
# Each asks one database: they differ by what they may, not by how it is looked up.
WHO = [
    pytest.param(who, marks=pytest.mark.only_on("postgresql" if who in ("visitor", "superuser") else "sqlite"))
    for who in OUTSIDE
]
LEFT_ALONE = {"static", "security.logout", "security.login", "security.register"}
FORMS = {
    "value": "1", "body": "Words that are long enough to be posted here.", "reason": "Because.", "tags": "",
    "title": "A title that fits", "category": "room-quittenbrot", "kind": "question", "level": "watching",
}  # fmt: skip
LISTS = (
    "/questions?state=solved", "/questions?tag=quittenbrot", "/questions?service=remote-access", "/places",
    "/search?q=stake", "/search?q=quittenbrod", "/search/suggest?q=becomes", "/members/ben", "/leaderboard",
    "/insights", "/questions.atom", "/members/ben.atom", "/sitemap.xml", "/sitemaps/topics-1.xml",
    "/api/v1/questions", "/api/v1/search?q=stake",
)  # fmt: skip


@dataclass
class Closed:
    """The private things; `numbers` are those that an address may have in it."""

    topic: Topic
    answer: Post
    numbers: list[int]


@pytest.fixture
def closed(app, numbered, deliver):
    """A lively closed place: questions, an answer, comment, votes, shields, an article, a proposal; one open topic."""
    asha, ben, omar = people.asha(), people.ben(), people.omar()
    group = make_group(f"The {WORD} circle", description=f"Friends of {WORD}", mentionable=False, by=None)
    for member in (asha, ben, omar):
        join_group(group, member, by=None)
    ours = dict.fromkeys(("audience", "posters", "moderators"), f"group:{group.id}")
    place = a_category(f"Room {WORD}", service=a_service(), description=f"All about {WORD}", **ours)
    topic = a_question(by=asha, category=place, title=f"What becomes of the {WORD}?", body=f"The {WORD} is at stake.",
                       tags=[WORD])  # fmt: skip
    answer = an_answer(topic, by=ben, body=f"We keep the {WORD} for now.")
    comment_on(find_post(answer.id, asha), f"Then the {WORD} stays.", by=asha)
    vote_on(find_post(answer.id, omar), 1, by=omar)
    say_me_too(find_topic(topic.id, omar), True, by=omar)
    watch("topic", topic.id, "watching", by=omar)
    accept_answer(find_post(answer.id, asha), by=asha)
    a_question(by=ben, category=place, kind="discussion", title=f"A discussion of {WORD}", body=f"On {WORD} and us.")
    an_article(by=omar, title=f"How {WORD} is made", body=f"## {WORD}\n\nStir it for long.", audience=ours["audience"])
    a_proposal(by=asha, title=f"More {WORD} for everybody", audience=ours["audience"])
    a_question(by=asha, title="Where is the open place?")
    deliver()
    return Closed(topic, answer, [1, 2])


@pytest.fixture
def knock(client, as_):
    """`knock(who)`: the browser of somebody outside, and the headers of their programs."""

    def arrive(who: str):
        member = OUTSIDE[who]() if OUTSIDE[who] else None
        token = {"Authorization": f"Bearer {create_token(member, ['read', 'write'])}"} if member else {}
        return (as_(member) if member else client()), token

    return arrive


def addresses(app, method: str, numbers: list[int]) -> list[str]:
    """Every address that takes a method, its holes filled with everything that is there."""
    found = set()
    for rule in app.url_map.iter_rules():
        if method not in rule.methods or rule.endpoint in LEFT_ALONE or rule.endpoint.endswith(".static"):
            continue
        names = sorted(rule.arguments - set(rule.defaults or {}))
        choices = [_fillings(name, rule._converters[name], numbers) for name in names]
        if any(choice is numbers for choice in choices):  # the number decides, words beside it are for people
            choices = [choice if choice is numbers else choice[:BESIDE] for choice in choices]
        for values in itertools.product(*choices):
            built = rule.build({**(rule.defaults or {}), **dict(zip(names, values, strict=True))}, append_unknown=False)
            if built:
                found.add(built[1])
    return sorted(found)


def _fillings(name: str, converter, numbers: list[int]) -> list:
    if isinstance(converter, IntegerConverter):
        return numbers
    return sorted(converter.items) if isinstance(converter, AnyConverter) else _words(name)


def _words(name: str) -> list[str]:
    if name == "name":
        return ["asha", "ben"]
    return [f"room-{WORD}", "remote-access", f"the-{WORD}-circle", f"what-becomes-of-the-{WORD}", "topics", "1"]


def tells(answer, asked: str) -> bool:
    """Whether an answer has the word, beyond repeating the address that was asked for."""
    told = (answer.get_data(as_text=True) + str(answer.headers)).lower()
    for echo in {asked.lower(), asked.lower().replace("/", "%2f"), *asked.lower().split("/")}:
        told = told.replace(echo, "") if WORD in echo else told
    return WORD in told


def test_those_inside_find_the_word_all_over(closed, app, as_):
    """Otherwise the tests below could not fail."""
    browser = as_(db.session.merge(closed.topic.author))
    doors = addresses(app, "GET", closed.numbers)
    told = itertools.islice((address for address in doors if tells(browser.get(address), address)), 16)
    assert len(list(told)) == 16  # that will do


@pytest.mark.parametrize("who", STRANGERS)
def test_nothing_is_read_by_those_outside(closed, app, knock, who):
    visitor, token = knock(who)
    found, told = 0, []
    for address in addresses(app, "GET", closed.numbers):
        page = visitor.get(address, headers=token if address.startswith("/api") else {})
        found += page.status_code == 200
        if tells(page, address) and not (who == "admin" and address.startswith(RUNNING)):
            told.append(address)
    assert found > 15 and told == []


@pytest.mark.parametrize("who", WHO)
def test_lists_and_searches_count_and_name_nothing(closed, knock, who):
    visitor, token = knock(who)
    for address in LISTS:
        page = visitor.get(address, headers=token if address.startswith("/api") else {})
        assert not tells(page, address.split("?")[-1].split("=")[-1]), address
        assert "what-becomes" not in page.get_data(as_text=True), address


@pytest.mark.parametrize("who", WHO)
def test_its_things_are_as_if_they_were_not_there(closed, knock, who):
    visitor, _ = knock(who)
    number, post = closed.topic.id, closed.answer.id
    for address in (closed.topic.path, f"/q/{number}", f"/q/{number}/answers", f"/q/{number}.atom", closed.answer.path,
                    f"/posts/{post}/history", "/c/room-quittenbrot"):  # fmt: skip
        assert visitor.get(address).status_code in (404, 303 if who == "visitor" else 404), address


@pytest.mark.parametrize("who", STRANGERS)
def test_nothing_is_written_by_those_outside(closed, app, knock, who):
    visitor, token = knock(who)
    before = _inside(closed)
    for address in addresses(app, "POST", closed.numbers):
        if who == "admin" and address.startswith("/admin"):
            continue
        answer = visitor.post(address, data=FORMS, headers=token if address.startswith("/api") else {})
        assert not tells(answer, f"{address}/{FORMS['category']}"), address
    assert _inside(closed) == before


def _inside(closed: Closed) -> list:
    """The private topics and posts as they are."""
    db.session.expire_all()
    topics = db.session.scalars(select(Topic).where(Topic.title.contains(WORD)).order_by(Topic.id)).all()
    posts = db.session.scalars(select(Post).where(Post.topic_id.in_([t.id for t in topics])).order_by(Post.id)).all()
    return [[getattr(row, a.key) for a in inspect(row).mapper.column_attrs] for row in (*topics, *posts)]


@pytest.mark.parametrize("who", WHO)
def test_nobody_outside_hears_it_live(closed, app, knock, who):
    visitor, _ = knock(who)
    ears = socketio.test_client(app, flask_test_client=visitor)
    assert ears.emit("join", {"room": f"topic:{closed.topic.id}"}, callback=True) is False
    ears.disconnect()


def test_who_loses_a_right_hears_nothing_more_on_a_line_that_was_open(closed, app, as_, deliver):
    """Out of the group, the line is cut; where a topic is for fewer people, everyone asks again."""
    ben, asha = db.session.merge(closed.answer.author), db.session.merge(closed.topic.author)
    room, ears = {"room": f"topic:{closed.topic.id}"}, {}
    for member in (ben, asha):
        with app.app_context():  # as every line has one of its own, in which it is known who is on it
            ears[member] = socketio.test_client(app, flask_test_client=as_(member))
            assert ears[member].emit("join", room, callback=True)
    leave_group(find_group(f"the-{WORD}-circle"), ben, by=ben)
    an_answer(closed.topic, by=asha)
    deliver()
    assert not ears[ben].is_connected() and _told(ears[asha]) == [("stale", closed.topic.id)]
    change_category(closed.topic.category, Plan("Room", audience="staff", moderators="staff"), by=None)
    deliver()
    assert _told(ears[asha]) == [("ask again", closed.topic.id)]
    with app.app_context():
        assert ears[asha].emit("join", room, callback=True) is False
    refresh(room["room"], "answers")
    assert ears[asha].get_received() == []


def _told(ears) -> list[tuple[str, int]]:
    """What a line heard of rooms of topics, without repetitions."""
    heard = [(each["name"], each["args"][0]["room"]) for each in ears.get_received()]
    return list(dict.fromkeys((name, int(room.removeprefix("topic:"))) for name, room in heard if "topic:" in room))


def test_who_leaves_the_group_loses_it_everywhere(closed, app, as_, deliver):
    """Also what they were told before, what they follow and what they wrote there."""
    ben = db.session.merge(closed.answer.author)

    browser = as_(ben)
    assert WORD in browser.get("/notifications").text.lower()
    leave_group(find_group(f"the-{WORD}-circle"), ben, by=ben)
    an_answer(closed.topic, by=people_inside(closed), body=f"News of the {WORD} for you.")
    deliver()
    for address in addresses(app, "GET", closed.numbers):
        assert not tells(browser.get(address), address), address


def people_inside(closed: Closed):
    """Somebody who is still in the group."""
    return closed.topic.author
