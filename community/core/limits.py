"""Limits on how fast one may knock: for passwords by address, for writing by member."""

import math
import time

from flask import Flask, g
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from community.core.settings import Settings
from community.core.web import resend, viewer

KNOCKING = "10 per minute; 60 per hour"
WRITING = "60 per minute"
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
    for endpoint, view in app.view_functions.items():
        if endpoint in DOORS:
            limited = limiter.limit(KNOCKING, key_func=get_remote_address, methods=["POST"])(view)
            app.view_functions[endpoint] = limited
        elif endpoint != "static":
            app.view_functions[endpoint] = writing(view)
    app.register_error_handler(429, lambda _error: _too_fast(limiter.current_limit))


def _too_fast(limit):
    seconds = max(1, math.ceil(limit.reset_at - time.time())) if limit else 60
    answer = resend(f"That was quick. Please wait {seconds} seconds, then send it again.", 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
