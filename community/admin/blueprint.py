"""The admin pages' blueprint; nobody but administrators comes in."""

from flask import Blueprint

from community.core.errors import require
from community.core.web import viewer

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.before_request
def _only_for_admins():
    require((viewer() is not None and viewer().is_admin) or "These pages are for administrators.")
