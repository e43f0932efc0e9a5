"""The forum's blueprint."""

from flask import Blueprint

blueprint = Blueprint("forum", __name__)
