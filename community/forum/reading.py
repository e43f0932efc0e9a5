"""What a reader of a topic sees: its posts, the reader's own voice on them, and what the reader may do."""

from typing import Any

from community.accounts.models import Member
from community.accounts.queries import members_by_id
from community.forum.accepting import may_accept
from community.forum.answering import may_answer
from community.forum.asking_back import may_ask_back, may_withdraw_asking_back
from community.forum.canning import may_use_canned
from community.forum.claiming import may_claim
from community.forum.editing import may_edit
from community.forum.models import Topic
from community.forum.queries import posts_of, votes_of
from community.forum.rights import may_moderate

ORDERS = {"helpful": "Most helpful", "oldest": "Oldest", "newest": "Newest"}


def answers_of(topic: Topic, viewer: Member | None, order: str = "helpful") -> dict[str, Any]:
    """Everything the list of answers needs: three statements, however many answers there are."""
    posts = posts_of(topic, viewer)
    answers = [post for post in posts if post.id != topic.opening_id]
    if order == "oldest":
        answers.sort(key=lambda post: (post.created_at, post.id))
    elif order == "newest":
        answers.sort(key=lambda post: (post.created_at, post.id), reverse=True)
    return {
        "topic": topic,
        "opening": next((post for post in posts if post.id == topic.opening_id), None),
        "answers": answers,
        "my_votes": votes_of(viewer, posts),
        "may_accept": topic.kind == "question" and may_accept(viewer, topic) is True,
        "may_answer": may_answer(viewer, topic),
        "may_use_canned": may_use_canned(viewer, topic) is True,
        "keeps": may_moderate(viewer, topic.category) is True,
        "editable": {post.id for post in posts if may_edit(viewer, post) is True},
        "order": order if order in ORDERS else "helpful",
        "orders": ORDERS,
    }


def helping_on(topic: Topic, viewer: Member | None) -> dict[str, Any]:
    """Who is on it, what it waits for, and what a helper may do about that: one statement, none when nothing is."""
    people = members_by_id(
        (topic.waiting_by_id if topic.waiting_since else None, topic.claimed_by_id if topic.is_claimed else None)
    )
    return {
        "topic": topic,
        "waiting_by": people.get(topic.waiting_by_id),
        "claimed_by": people.get(topic.claimed_by_id) if topic.is_claimed else None,
        "may_ask_back": may_ask_back(viewer, topic) is True,
        "may_withdraw_asking_back": topic.is_waiting and may_withdraw_asking_back(viewer, topic) is True,
        "may_claim": may_claim(viewer, topic) is True,
    }
