"""The frame of every page: where one is, what is unread, whether a major incident runs."""

from functools import partial

from flask import g, request

from community.accounts.models import Member
from community.bridges.major import running_major
from community.core.web import is_fragment, viewer
from community.forum.freshness import count_fresh
from community.forum.queries import listed_topics
from community.forum.rights import helps_out
from community.moderation.items import count_waiting, reviews
from community.moderation.picking import openings_to_pick
from community.superusers.routing import count_turns, turn_on

PLACES = (
    ("/questions", "questions"),
    ("/q/", "questions"),
    ("/c/", "questions"),
    ("/posts/", "questions"),
    ("/articles", "knowledge"),
    ("/improvements", "improvements"),
    ("/members", "people"),
    ("/badges", "people"),
    ("/leaderboard", "people"),
    ("/superusers", "people"),
    ("/review", "review"),
    ("/moderation", "review"),
    ("/desk", "desk"),
    ("/admin", "admin"),
)


def shell() -> dict:
    """Context of the layouts. A fragment has no frame, so it costs nothing there.

    `to_pick` says which rows of a list can be ticked, to deal with many of them at once; `count_turns` and `turn_on`,
    which questions were brought to the viewer.
    """
    if is_fragment():
        return {
            "to_pick": partial(openings_to_pick, viewer=viewer()),
            "count_turns": partial(count_turns, viewer()),
            "turn_on": partial(turn_on, viewer=viewer()),
        }
    if g.get("database_away"):
        return {"nav": _place(request.path)}
    to_review = count_waiting(viewer()) if reviews(viewer()) else None
    return {
        "nav": _place(request.path),
        "running_notice": partial(running_major, viewer()),
        "helps": helps_out(viewer()),
        "to_review": to_review,
        "to_pick": partial(openings_to_pick, viewer=viewer()),
        "count_fresh": partial(_fresh, viewer()),
        "count_turns": partial(count_turns, viewer()),
        "turn_on": partial(turn_on, viewer=viewer()),
    }


def _fresh(viewer: Member | None) -> int:
    """How many topics are new to the viewer or have moved on since they read them."""
    if viewer is None:
        return 0
    return sum(count_fresh(listed_topics(viewer), viewer))


def _place(path: str) -> str:
    if path == "/":
        return "home"
    return next((place for start, place in PLACES if path.startswith(start)), "")
