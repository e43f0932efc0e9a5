"""What every page shares: who is looking, who may come in, kind refusals, safe headers."""

import secrets
from typing import Any
from urllib.parse import quote, urldefrag, urlencode

import structlog
from flask import Flask, current_app, g, make_response, redirect, render_template, request, session
from flask.json.provider import DefaultJSONProvider
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter

from community.core.db import db
from community.core.errors import Busy, Conflict, Moved, Refusal, SignInFirst, TooFast
from community.core.problems import problem
from community.core.settings import Settings

csrf = CSRFProtect()
log = structlog.get_logger()
READING = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' {socket}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
SENTENCES = {
    400: ("We couldn’t read that request", "Something in it was damaged on the way. Go back and try once more."),
    404: ("There is nothing here", "The address may be old or mistyped. Search usually finds what moved."),
    405: ("That’s not how this works", "This address can be read, but not used in that way."),
    413: ("That’s too large", "Please send less at once; what you wrote is still in the page you came from."),
    415: ("We can’t take it in this form", "Please send it from the page’s own form; files have no place here."),
    429: ("That was quick", "Please wait a moment and send it again."),
    500: (
        "This is our fault",
        "Something broke on our side. Those who look after the site can see it in the log.",
    ),
    503: ("The records can’t be reached", "Nothing is lost, but nothing can be read right now. Try again in a minute."),
}


class SmallInteger(IntegerConverter):
    """Ids fit the database's integers; a larger number is an unknown address, not an error."""

    def __init__(self, url_map, *args, **kwargs):
        super().__init__(url_map, *args, max=kwargs.pop("max", 2**31 - 1), **kwargs)


def settings() -> Settings:
    """The settings of the running app."""
    return current_app.config["GUILDHALL"]


def viewer() -> Any:
    """The signed-in member, or None."""
    user = current_user._get_current_object()  # the library gives None for strangers
    return user if user is not None and user.is_authenticated else None


def open_to_guests(view):
    """Mark a view that people who are not signed in may use (where guests may read at all)."""
    view.open_to_guests = True
    return view


def takes_files(view):
    """Mark a view to which members may send a file; every other form is words alone, and smaller."""
    view.takes_files = True
    return view


def is_fragment() -> bool:
    """Whether the browser asks for a part of a page and not for a whole one."""
    return request.headers.get("HX-Request") == "true"


def wants_json() -> bool:
    """Whether a script of ours asks, which wants the outcome and not a page."""
    return request.accept_mimetypes.best == "application/json"


def is_program() -> bool:
    """Whether a program calls the API, which wants problem details and not a page."""
    return request.path.startswith("/api/")


def answer(fragment: str, path: str, **context: Any):
    """After a small action: the changed part for a page that asked for it, otherwise back to `path`."""
    if is_fragment():
        return render_template(fragment, **context)
    return redirect(path, 303)


def start(app: Flask, config: Settings) -> None:
    """Put the shared behaviour into the app."""
    app.json_provider_class, app.json = Json, Json(app)  # the sign-in library builds on the class
    app.url_map.converters["int"] = SmallInteger
    app.before_request(_make_room)
    csrf.init_app(app)
    app.before_request(_begin)
    app.before_request(_guard)
    app.after_request(_headers)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, lambda error: resend("The page was open for so long that it expired.", 400))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)
    site = {"name": config.site_name, "lang": "en-GB"}
    app.context_processor(lambda: {"viewer": viewer(), "site": site, "query_with": query_with})


def query_with(**changes: Any) -> str:
    """The query of the current address with some values changed; None takes one out."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in changes]
    return urlencode([*kept, *((key, value) for key, value in changes.items() if value is not None)])


def _make_room() -> None:
    """Let more through where files are taken: before anybody reads what was sent."""
    if _takes_files() and viewer():
        request.max_content_length = settings().max_upload_bytes + 100_000  # and what the form says around it


def shows_pictures(view):
    """Mark a view that browsers ask for a picture; no other page of ours is one."""
    view.shows_pictures = True
    return view


def _shows_pictures() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint), "shows_pictures", False)


def _takes_files() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint), "takes_files", False)


def _begin() -> None:
    g.request_id = secrets.token_hex(6)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id, method=request.method, path=request.path)


def _guard():
    """Refuse what can't be stored, and send those who must sign in to the door; nothing typed is lost."""
    if not request.query_string.isascii():  # browsers send %C3%A9; bytes of their own mean nothing in an address
        request.query_string = b""
        return error_page(400)
    if any("\0" in value for _, value in request.args.items(multi=True)) or "\0" in request.path:
        return error_page(400)
    if request.endpoint is None or request.endpoint == "static":
        return None
    if request.headers.get("Sec-Fetch-Dest") == "image" and not _shows_pictures():
        return error_page(404)  # an address of ours that somebody wrote as a picture: nothing is read, claimed, marked
    if not _is_readable():
        return error_page(415)
    if any("\0" in value for _, value in request.form.items(multi=True)):
        return resend("It held characters that can’t be stored; we took them out.", 400)
    if request.endpoint.startswith("security."):
        return None
    view = current_app.view_functions[request.endpoint]
    always = getattr(view, "always_open", False)
    if always or viewer() or (settings().guests_read and getattr(view, "open_to_guests", False)):
        return None
    if request.method == "POST":
        return resend("You are not signed in any more.", 401)
    return _door("Sign in to go on; what you typed is kept on this device.")


def _door(sentence: str):
    """Where to sign in, with the way back; a part of a page says so in words."""
    if is_fragment():
        return error_page(401, "Please sign in", sentence)
    return redirect(f"/login?next={quote(request.full_path.rstrip('?'))}", 303)


def _is_readable() -> bool:
    """Whether a page was sent what it can read: a form of words, no JSON, and files only where they are taken."""
    if is_program() or request.method in READING:
        return True
    return not (request.is_json or (request.files and not _takes_files()))


class Json(DefaultJSONProvider):
    """JSON as the framework reads it; what is nested beyond measure is broken, and no failure of ours."""

    def loads(self, s, **kwargs):
        """The value of a JSON text. Raises ValueError."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def always_open(view):
    """Mark a view that answers everyone, even where guests may not read (health, old addresses, tokens)."""
    view.always_open = True
    return view


def resend(why: str, status: int):
    """A page that holds everything that was typed and offers to send it again."""
    if is_program():
        return problem(status, "Not sent", why)
    typed = [(key, value.replace("\0", "")) for key, value in request.form.items(multi=True) if key != "csrf_token"]
    if is_fragment():
        return error_page(status, "Not sent", why)
    door = not (viewer() or g.get("database_away"))
    secrets_ = [key for key, _ in typed if "password" in key]  # never written back; asked for once more
    page = render_template(
        "errors/resend.html", why=why, typed=typed, asks_again=secrets_, action=request.full_path.rstrip("?"), door=door
    )
    return make_response(page, status)


def error_page(status: int, title: str | None = None, sentence: str | None = None, leads_to: str | None = None):
    """A page in the site's look that says what happened and what to do, or where it went on."""
    known = SENTENCES.get(status, SENTENCES[400])
    if is_program():
        return problem(status, title or known[0], sentence or known[1])
    context = {
        "status": status,
        "title": title or known[0],
        "sentence": sentence or known[1],
        "leads_to": leads_to,
        "request_id": g.get("request_id", ""),
    }
    name = "errors/_fragment.html" if is_fragment() else "errors/page.html"
    return make_response(render_template(name, **context), status)


def _refused(error: Refusal):
    if isinstance(error, Busy):
        return _busy(error.sentence)
    if isinstance(error, TooFast):
        return too_fast(error.sentence, error.seconds)
    if is_program():
        parts = {each.field: each.sentence for each in (error, *getattr(error, "others", ())) if hasattr(each, "field")}
        parts.pop(None, None)
        return problem(error.status, error.title, error.sentence, parts or None)
    if isinstance(error, SignInFirst) and request.method in READING:
        return _door(error.sentence)
    if isinstance(error, Moved) and request.method in READING and not is_fragment():
        # Without a fragment, so that browsers keep that of a link to a single post. No-cache: it may be undone.
        return redirect(urldefrag(error.path).url, 301)
    if isinstance(error, Conflict) and request.method == "POST":
        return resend(error.sentence, error.status)
    return error_page(error.status, error.title, error.sentence, getattr(error, "path", None))


def too_fast(sentence: str, seconds: int):
    """What came too soon: how long to wait, and everything typed for sending it again."""
    response = resend(sentence, 429) if request.method == "POST" else error_page(429, sentence=sentence)
    response.headers["Retry-After"] = str(seconds)
    return response


def _http(error: HTTPException):
    if error.code is None or error.code < 400:
        return error
    if found := getattr(error, "data", {}).get("messages"):  # what the API's schemas say of each part
        parts = {
            part: " ".join(map(str, words))
            for place, said in found.items()
            for part, words in (said.items() if isinstance(said, dict) else [(place, said)])
        }
        return problem(error.code, "Please check what you sent", f"Look at: {', '.join(parts)}.", parts)
    response = error_page(error.code, sentence=_too_large() if error.code == 413 else None)
    if isinstance(getattr(error, "valid_methods", None), list | tuple | set):
        response.headers["Allow"] = ", ".join(error.valid_methods)
    if retry := getattr(error, "retry_after", None):
        response.headers["Retry-After"] = str(retry)
    return response


def _too_large() -> str:
    what, most = ("a file", settings().max_upload_bytes) if _takes_files() else ("all", settings().max_body_bytes)
    return f"We take {what} of up to {most / 1_000_000:g} MB. {SENTENCES[413][1]}"


def _busy(why: str | None = None):
    """What could not be stored or read: the page asks the database for nothing more, and offers to send again."""
    g.database_away = True
    g._login_user = current_app.login_manager.anonymous_user()  # where the login library looks before it asks
    if request.method == "POST":
        return resend(why or "The records can’t be reached right now.", 503)
    return error_page(503, sentence=why)


def _broken(error: Exception):
    db.session.rollback()
    log.exception("request_failed")
    if isinstance(error, OperationalError):
        return _busy()
    if current_app.testing:
        raise error
    return error_page(500)


def _headers(response):
    headers = response.headers
    socket = settings().public_url.replace("http", "ws", 1)
    headers.setdefault("Content-Security-Policy", POLICY.format(socket=socket))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if settings().secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "private, no-cache")
    headers["X-Request-Id"] = g.get("request_id", "")
    if request.headers.get("Sec-Fetch-Site") == "cross-site" and request.method not in READING:
        session.modified = False  # it came without the member's cookie, and a new one would take that one's place
    return response
