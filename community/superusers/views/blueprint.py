"""The programme's blueprint."""

from flask import Blueprint

blueprint = Blueprint("superusers", __name__)
