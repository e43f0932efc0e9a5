"""The room of a member: only they may listen."""

from community.core.realtime import room_rule


def start() -> None:
    """Say who may join the rooms `member:<id>`."""
    room_rule("member", lambda ident, viewer: viewer is not None and ident == str(viewer.id))
