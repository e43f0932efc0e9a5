"""Live pages: a push says what is stale, never what it now is; the browser fetches with its own rights."""

from collections.abc import Callable

from flask import current_app, request
from flask_socketio import SocketIO, emit, join_room, leave_room

from community.core import lately, lines
from community.core.web import settings, viewer

socketio = SocketIO()
_may_join: dict[str, Callable[[str, object], bool]] = {}


def room_rule(kind: str, rule: Callable[[str, object], bool]) -> None:
    """Say who may join rooms `kind:<ident>`: `rule(ident, viewer)`; rooms of a kind without a rule are closed."""
    _may_join[kind] = rule


def refresh(room: str, fragment: str) -> None:
    """Tell everyone in `room` (such as "topic:7") that `fragment` (such as "answers") is stale."""
    current_app.extensions["lately"].note(room, fragment)
    socketio.emit("stale", {"room": room, "fragment": fragment}, to=room)


def ask_again(room: str) -> None:
    """Let everyone out of a room that fewer may be in now; pages ask to come in again, with the rights of now."""
    socketio.emit("ask again", {"room": room}, to=room)
    socketio.close_room(room)


def cut_lines(member_id: int) -> None:
    """Cut the lines of a member who may see less now; their pages connect and ask for their rooms again."""
    kept = current_app.extensions["lines"]
    for line in kept.of(member_id):
        socketio.server.disconnect(line)
        kept.forget(line)


def start(app, redis_url: str | None) -> None:
    """Attach sockets to the app; Redis joins several processes, and a worker may push through it."""
    app.extensions["lately"] = lately.InRedis(redis_url) if redis_url else lately.InProcess()
    app.extensions["lines"] = lines.InRedis(redis_url) if redis_url else lines.InProcess()
    socketio.init_app(
        app,
        async_mode="threading",
        message_queue=redis_url,
        cors_allowed_origins=None,
        transports=["websocket"],
        manage_session=False,
    )


@socketio.on("join")
def _join(message) -> bool:
    """A page asks to hear about a room; the answer says whether it may.

    With its `age` (seconds since it was asked for) it hears as well what it missed while it was on its way.
    """
    room = message.get("room") if isinstance(message, dict) else None
    if not isinstance(room, str) or len(room) > 80 or ":" not in room:
        return False
    kind, ident = room.split(":", 1)
    rule, who = _may_join.get(kind), viewer()
    if rule is None or not (who or settings().guests_read) or (who and who.is_suspended) or not rule(ident, who):
        return False
    if who:
        current_app.extensions["lines"].note(request.sid, who.id)
    join_room(room)
    age = message.get("age")
    for fragment in current_app.extensions["lately"].since(room, age) if isinstance(age, int | float) else ():
        emit("stale", {"room": room, "fragment": fragment})
    return True


@socketio.on("leave")
def _leave(message) -> None:
    room = message.get("room") if isinstance(message, dict) else None
    if isinstance(room, str):
        leave_room(room)


@socketio.on("disconnect")
def _forget(_reason=None) -> None:
    current_app.extensions["lines"].forget(request.sid)


@socketio.on_error_default
def _log(error: Exception) -> None:
    current_app.logger.exception("socket_failed", exc_info=error)
