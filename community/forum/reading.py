"""What a reader of a topic sees: its posts, the reader's own voice on them, and what the reader may do."""

from collections.abc import Callable
from typing import Any

from community.accounts.models import Member
from community.accounts.queries import members_by_id
from community.forum.accepting import may_accept
from community.forum.answering import may_answer
from community.forum.asking_back import may_ask_back, may_withdraw_asking_back
from community.forum.bookmarks import bookmarked
from community.forum.canning import may_use_canned
from community.forum.chronicle import just_done, merged_into, rearrangements_of
from community.forum.claiming import may_claim
from community.forum.commenting import may_comment, may_delete_comment, may_edit_comment
from community.forum.disputing import may_dispute
from community.forum.duplicates import asked_as, target_of
from community.forum.editing import may_edit
from community.forum.freshness import read_until
from community.forum.models import Post, Topic
from community.forum.objections import objections_to
from community.forum.polling import may_make_poll
from community.forum.queries import posts_of, votes_of
from community.forum.rearrangements import Rearrangement
from community.forum.rights import may_moderate
from community.forum.slowing import PACES
from community.forum.stretches import Wanted, stretch_of, unread_place
from community.forum.suggesting import may_suggest, suggestions_for
from community.forum.tallying import polls_of
from community.forum.thanking import may_thank
from community.forum.thanks import KINDS, thanks_of
from community.forum.verifying import may_verify
from community.forum.voting import may_vote
from community.forum.wiki import may_make_wiki

ORDERS = {"helpful": "Most helpful", "oldest": "Oldest", "newest": "Newest"}


def answers_of(
    topic: Topic,
    viewer: Member | None,
    order: str = "helpful",
    known: int | None = None,
    wanted: Wanted | None = None,
) -> dict[str, Any]:
    """Everything the list of answers needs: seven statements, however many answers there are.

    `known` is the newest post that the viewer knew when they came; without it, as far as they have read. Of a long
    topic the `wanted` stretch, or everything.
    """
    posts = posts_of(topic, viewer)
    known = read_until(topic, viewer) if known is None else known
    merged, rearranged = merged_into(topic, viewer), rearrangements_of(topic, viewer)
    answers = [post for post in posts if post.id != topic.opening_id]
    apart = [post for post in answers if post.id in merged.openings and topic.kind == "question"]
    answers = [post for post in answers if post not in apart]
    if order == "oldest":
        answers.sort(key=lambda post: (post.created_at, post.id))
    elif order == "newest":
        answers.sort(key=lambda post: (post.created_at, post.id), reverse=True)
    every, unread = answers, _unread(posts, known, viewer)
    stretch = stretch_of(every, wanted, unread[0] if unread and _in_time(topic, order) else None)
    newest = max((post.id for post in posts), default=0)
    went_on, replies, known_posts = _went_on(rearranged, topic, every, order), _replies(every), posts
    answers = every[stretch.first : stretch.last]
    elsewhere = {post.id for post in every} - {post.id for post in answers}
    posts = [post for post in posts if post.id not in elsewhere]
    return {
        "topic": topic,
        "opening": next((post for post in posts if post.id == topic.opening_id), None),
        "answers": answers,
        "every_answer": every,
        "stretch": stretch,
        "last_id": newest,
        "known": known,
        "read_id": _read_until(posts, unread, newest, stretch.reaches_end or not _in_time(topic, order)),
        "unread_ids": unread,
        "unread_path": unread_place(topic, unread[0]) if unread else None,
        "my_votes": votes_of(viewer, posts),
        "may_accept": topic.kind == "question" and may_accept(viewer, topic) is True,
        "may_answer": may_answer(viewer, topic),
        "may_use_canned": may_use_canned(viewer, topic) is True,
        "keeps": may_moderate(viewer, topic.category) is True,
        "votable": _where(may_vote, posts, viewer),
        "objections": objections_to(posts, viewer),
        "polls": polls_of(posts, viewer),
        "pollable": _where(may_make_poll, posts, viewer),
        "bookmarked": bookmarked(posts, viewer),
        "suggestable": _where(may_suggest, posts, viewer),
        "openable": _where(may_make_wiki, [post for post in posts if post.is_shown], viewer),
        "suggested": suggestions_for(topic, viewer),
        "editable": _where(may_edit, posts, viewer),
        "thanks": thanks_of(viewer, posts),
        "thank_kinds": KINDS,
        "thankable": _where(may_thank, posts, viewer),
        "verifiable": _where(may_verify, answers, viewer),
        "commentable": _where(may_comment, posts, viewer),
        "comments": _rights(viewer, posts),
        "shown_posts": {post.id: post for post in known_posts},
        "replies": replies,
        "merged": merged,
        "asked_as_well": sorted(apart, key=lambda post: post.id),
        "paces": PACES,
        "went_on": went_on,
        "just_done": just_done(rearranged, viewer),
        "order": order if order in ORDERS else "helpful",
        "orders": ORDERS,
    }


def _went_on(
    rearranged: list[Rearrangement], topic: Topic, answers: list[Post], order: str
) -> dict[int | None, list[Rearrangement]]:
    """Where replies were that went on elsewhere: before which answer, or (None) at the end."""
    in_time = _in_time(topic, order)
    found: dict[int | None, list[Rearrangement]] = {}
    for row in reversed(rearranged):
        if row.leaves_a_line(topic):
            later = (post.id for post in answers if in_time and post.id > row.post_ids[0])
            found.setdefault(next(later, None), []).append(row)
    return found


def _in_time(topic: Topic, order: str) -> bool:
    return topic.kind != "question" or order == "oldest"


def _where(rule: Callable, posts: list[Post], viewer: Member | None) -> set[int]:
    """The posts of which a rule says that the viewer may."""
    return {post.id for post in posts if rule(viewer, post) is True}


def _unread(posts: list[Post], known: int | None, viewer: Member | None) -> list[int]:
    """What others wrote since the viewer was here, the oldest first; nothing on a first visit."""
    if known is None or viewer is None:
        return []
    return sorted(post.id for post in posts if post.id > known and post.author_id != viewer.id)


def _read_until(here: list[Post], unread: list[int], newest: int, to_the_end: bool) -> int:
    """Up to which post somebody knows a topic who has seen these: nothing unread is passed over for want of room.

    `to_the_end`: no later page is left to turn to. So is it in an order of merit, once what was unread is seen.
    """
    shown = {post.id for post in here}
    if (missing := next((ident for ident in unread if ident not in shown), None)) is not None:
        return missing - 1
    return newest if to_the_end else max(shown, default=0)


def _rights(viewer: Member | None, posts: list[Post]) -> dict[str, set[int]]:
    """Which of the comments the viewer may still mend, and which take away."""
    said = [comment for post in posts for comment in post.comments] if viewer else []
    return {
        "editable": {comment.id for comment in said if may_edit_comment(viewer, comment) is True},
        "deletable": {comment.id for comment in said if may_delete_comment(viewer, comment) is True},
    }


def _replies(answers: list[Post]) -> dict[int, list[Post]]:
    """The replies to each post, oldest first."""
    found: dict[int, list[Post]] = {}
    for post in sorted(answers, key=lambda post: post.id):
        if post.reply_to_id and post.is_shown:
            found.setdefault(post.reply_to_id, []).append(post)
    return found


def state_of(topic: Topic, viewer: Member | None) -> dict[str, Any]:
    """How a topic stands, in what its page says under the title and over the composer: two statements."""
    return {
        "may_answer": may_answer(viewer, topic),
        "duplicate_target": target_of(topic, viewer),
        "also_asked": asked_as(topic, viewer),
        "may_dispute": may_dispute(viewer, topic) is True,
        "paces": PACES,
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
