"""The frame of every page: where one is, what is unread, whether a major incident runs."""

from flask import g, request

from community.bridges.major import running_major
from community.core.web import is_fragment, viewer
from community.forum.rights import helps_out

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
    ("/desk", "desk"),
    ("/admin", "admin"),
)


def shell() -> dict:
    """Context of the layouts. A fragment has no frame, so it costs nothing there."""
    if is_fragment():
        return {}
    if g.get("database_away"):
        return {"nav": _place(request.path), "notice": None}
    return {"nav": _place(request.path), "notice": running_major(viewer()), "helps": helps_out(viewer())}


def _place(path: str) -> str:
    if path == "/":
        return "home"
    return next((place for start, place in PLACES if path.startswith(start)), "")
