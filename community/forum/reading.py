"""What a reader of a topic sees: its posts, the reader's own voice on them, and what the reader may do."""

from typing import Any

from community.accounts.models import Member
from community.forum.accepting import may_accept
from community.forum.answering import may_answer
from community.forum.bookmarks import bookmarked
from community.forum.editing import may_edit
from community.forum.models import Topic
from community.forum.objections import objections_to
from community.forum.polling import may_make_poll
from community.forum.queries import posts_of, votes_of
from community.forum.rights import may_moderate
from community.forum.tallying import polls_of
from community.forum.voting import may_vote

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
        "keeps": may_moderate(viewer, topic.category) is True,
        "votable": {post.id for post in posts if may_vote(viewer, post) is True},
        "objections": objections_to(posts, viewer),
        "polls": polls_of(posts, viewer),
        "pollable": {post.id for post in posts if may_make_poll(viewer, post) is True},
        "bookmarked": bookmarked(posts, viewer),
        "editable": {post.id for post in posts if may_edit(viewer, post) is True},
        "order": order if order in ORDERS else "helpful",
        "orders": ORDERS,
    }
