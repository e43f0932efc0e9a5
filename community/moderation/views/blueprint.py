"""The blueprint of moderation."""

from flask import Blueprint

from community.moderation.live import open_rooms

blueprint = Blueprint("moderation", __name__)


@blueprint.record_once
def _open(_state) -> None:
    open_rooms()
