"""Limits on how fast one may knock: for passwords by address, for writing by member."""

import math
import time

from flask import Flask, g
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from community.core.settings import Settings
from community.core.web import too_fast, viewer

KNOCKING = "10 per minute; 60 per hour"
WRITING = "60 per minute"
SHARED = {  # what costs more has a limit of its own, shared by the addresses that do it: methods, how often, where
    "posting": (
        ["POST"],
        "20 per minute; 200 per hour",
        ("asking.ask", "forum.new_answer", "forum.comments", "api_questions.ask", "api_answers.answer"),
    ),
    "uploading": (["POST"], "30 per minute; 200 per hour", ("composer.files",)),
    "flagging": (["POST"], "10 per minute; 60 per hour", ("moderation.flag",)),
    "searching": (["GET"], "60 per minute; 600 per hour", ("search.results", "api_search.find")),
}
DOORS = ("security.login", "security.register", "security.forgot_password", "security.send_confirmation")


def _who() -> str:
    known = g.get("caller") or viewer()
    return f"member:{known.id}" if known else get_remote_address()


def start(app: Flask, settings: Settings) -> None:
    """Limit sign-in and its relatives by address, and all writing by member. Redis counts for several processes."""
    app.config.update(
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_SWALLOW_ERRORS=True,  # without Redis the site goes on, unlimited
    )
    limiter = Limiter(_who, app=app, strategy="moving-window")
    limiter.enabled = not settings.testing
    writing = limiter.shared_limit(WRITING, scope="writing", methods=["POST", "PUT", "PATCH", "DELETE"])
    costly = {
        endpoint: limiter.shared_limit(rate, scope=scope, methods=methods)
        for scope, (methods, rate, endpoints) in SHARED.items()
        for endpoint in endpoints
    }
    for endpoint, view in app.view_functions.items():
        if endpoint in DOORS:
            limited = limiter.limit(KNOCKING, key_func=get_remote_address, methods=["POST"])(view)
            app.view_functions[endpoint] = limited
        elif endpoint != "static":
            app.view_functions[endpoint] = writing(costly[endpoint](view) if endpoint in costly else view)
    app.register_error_handler(429, lambda _error: _too_fast(limiter.current_limit))


def _too_fast(limit):
    seconds = max(1, math.ceil(limit.reset_at - time.time())) if limit else 60
    return too_fast(f"That was quick. Please wait {seconds} seconds, then try it again.", seconds)
