"""Whatever happened in two topics: what is merged, split or moved and taken back leaves no trace."""

import random
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from community.bridges.escalating import escalate_question
from community.core.db import db
from community.core.errors import Refusal
from community.forum.accepting import accept_answer
from community.forum.bookmarking import keep_bookmark
from community.forum.chronicle import find_rearrangement
from community.forum.closing import link_topics
from community.forum.commenting import comment_on
from community.forum.deleting import delete_post
from community.forum.editing import edit_post
from community.forum.merging import merge_topics, unmerge_topics
from community.forum.metoo import say_me_too
from community.forum.models import Post, Topic
from community.forum.moving import move_back, move_posts, split_posts
from community.forum.queries import find_post, find_topic
from community.forum.thanking import thank_for
from community.forum.voting import vote_on
from community.gamification.rebuild import rebuild_badges, rebuild_reputation
from community.notifications.watching import watch
from tests import people
from tests.factories import a_question, an_answer
from tests.forum.dumps import TOLD, dump

STEPS = st.lists(
    st.tuples(
        st.sampled_from([
            "answer", "vote", "me_too", "watch", "comment", "accept", "link", "delete", "escalate", "thank", "keep",
            "edit",
        ]),
        st.integers(0, 1), st.integers(0, 3), st.integers(0, 4),
    ),
    min_size=4, max_size=16,
)  # fmt: skip


def without(found: dict, ident: int) -> dict:
    """The dump without what a split leaves behind: an empty topic that leads back, and its tags."""
    left = dict(found)
    left["topics"] = [row for row in found["topics"] if row[0] != repr(ident)]
    left["topic_tags"] = [row for row in found["topic_tags"] if row[0] != repr(ident)]
    return left


def play(steps, cast) -> tuple[Topic, Topic]:
    """Four people do things in two topics."""
    random.seed()  # the index names its files by chance, which is the same in every example
    topics = [
        a_question(by=cast[0], tags=["vpn", "home"]),
        a_question(by=cast[1], title="The tunnel closes", tags=["vpn", "mac"]),
    ]
    posts = [[topic.opening_id] for topic in topics]
    for what, which, who, number in steps:
        topic, by = find_topic(topics[which].id, cast[who]), cast[who]
        post = find_post(posts[which][number % len(posts[which])], cast[3])
        try:
            _act(what, topic, post, by, cast, topics, posts[which], number)
        except Refusal:
            continue
    return tuple(find_topic(topic.id, cast[3]) for topic in topics)


def _act(what, topic, post, by, cast, topics, posts, number):
    if what == "answer":
        posts.append(an_answer(topic, by=by).id)
    elif what == "vote":
        vote_on(post, 1 if number % 2 else -1, by=by)
    elif what == "me_too":
        say_me_too(topic, number != 0, by=by)
    elif what == "watch":
        watch("topic", topic.id, ["watching", "tracking", "normal", "muted"][number % 4], by=by)
    elif what == "comment":
        comment_on(post, f"Comment number {number} by {by.name}", by=by)
    elif what == "accept":
        accept_answer(post, by=by)
    elif what == "link":
        link_topics(topic, topics[1] if topic.id == topics[0].id else topics[0], by=by)
    elif what == "thank":
        thank_for(post, by=by)
    elif what == "keep":
        keep_bookmark(post, note=f"Number {number}", by=by)
    elif what == "edit":
        edit_post(post, f"Said otherwise, for the time number {number}.", by=by)
    elif what == "delete":
        delete_post(post, "not needed", by=cast[3])
    elif what == "escalate":
        escalate_question(topic, "incident", "", by=cast[3])


SETTINGS = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)


@pytest.fixture
def some(database):
    """How many examples: what can happen is the same on both, so the dearer database sees a few."""
    return settings(SETTINGS, max_examples=10 if database == "sqlite" else 3)


@pytest.fixture
def cast(app):
    return [people.asha(), people.ben(), people.vera(), people.sam()]


def test_merged_and_unmerged(cast, some, deliver, clock):
    @some
    @given(steps=STEPS)
    def anything_happens(steps):
        source, target = play(steps, cast)
        deliver()
        clock.forward(minutes=1)
        before = dump()
        row = merge_topics(source, target, by=cast[3])
        assert source.answer_count == 0
        assert rebuild_reputation(check=True) == [] and rebuild_badges(check=True) == []
        unmerge_topics(row, source, target, by=cast[3])
        db.session.expire_all()
        assert dump() == before
        deliver()
        assert dump(but=TOLD) == {name: rows for name, rows in before.items() if name not in TOLD}

    anything_happens()


def test_moved_and_moved_back(cast, some, deliver, clock):
    @some
    @example(steps=[("accept", 0, 0, 1)], split=False, chosen={0})  # the answer that was accepted goes along
    @given(steps=STEPS, split=st.booleans(), chosen=st.sets(st.integers(0, 5), min_size=1))
    def anything_happens(steps, split, chosen):
        source, target = play([("answer", 0, 1, 0), *steps], cast)
        answers = Post.topic_id == source.id, Post.id != source.opening_id, Post.is_shown
        ids = db.session.scalars(select(Post.id).where(*answers).order_by(Post.id)).all()
        if not ids:
            return
        ids = sorted({ids[number % len(ids)] for number in chosen})
        deliver()
        clock.forward(minutes=1)
        before = dump(but={"reputation_lines"})  # what is lost and given again are lines of their own
        move = partial(split_posts, title="What became of it") if split else partial(move_posts, target=target)
        row = move(ids, source, by=cast[3])
        assert rebuild_reputation(check=True) == [] and rebuild_badges(check=True) == []
        move_back(row, source, find_rearrangement(row.id, cast[3]).target, by=cast[3])
        db.session.expire_all()
        after = dump(but={"reputation_lines"})
        assert (without(after, row.to_id) if split else after) == before
        deliver()
        assert rebuild_reputation(check=True) == []

    anything_happens()
