"""The desk's blueprint: every address in it is for provider staff."""

from flask import Blueprint

from community.core.errors import require
from community.core.web import viewer
from community.desk.changing import may_work_tickets
from community.desk.live import open_rooms

blueprint = Blueprint("desk", __name__)


@blueprint.record_once
def _open(_state) -> None:
    open_rooms()


@blueprint.before_request
def _only_staff() -> None:
    require(may_work_tickets(viewer()))
