"""Who calls: a personal token; a browser's session does not count here."""

from collections.abc import Callable
from functools import wraps

from flask import g, request
from werkzeug.exceptions import BadRequest

from community.accounts.models import Member
from community.accounts.tokens import member_of_token
from community.core.errors import NotAllowed
from community.core.problems import problem
from community.core.web import settings


def bearer():
    """Read the token of the request; refuse a bad one, and strangers where guests may not read."""
    g.caller, g.scopes = None, {"read"}
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if not text:
        return None if settings().guests_read else problem(401, "Please send a token", "Authorization: Bearer …")
    known = member_of_token(text.strip()) if kind.lower() == "bearer" else None
    if known is None:
        return problem(401, "This token isn’t valid", "It may have been revoked; make another one in your settings.")
    g.caller, g.scopes = known
    if request.method in {"GET", "HEAD"}:
        _need("read")
    return (
        None if _is_readable() else problem(400, "We couldn’t read that", "The body is no JSON, or nested too deeply.")
    )


def caller() -> Member | None:
    """Whose token was sent; None for a stranger."""
    return g.caller


def scope(name: str) -> Callable:
    """A view that needs a token with this scope."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(*args, **kwargs):
            if g.caller is None:
                return problem(401, "Please send a token", "Authorization: Bearer …")
            _need(name)
            return view(*args, **kwargs)

        return guarded

    return decorate


def _is_readable() -> bool:
    """Whether a body that calls itself JSON is some; the library that checks it would break on deep nesting."""
    try:
        if request.is_json and request.content_length:
            request.get_json()
    except BadRequest:
        return False
    return True


def _need(name: str) -> None:
    if name not in g.scopes:
        raise NotAllowed(f"This token can’t {name}; make one with that scope in your settings.")
