"""The improvement log's blueprint."""

from flask import Blueprint

blueprint = Blueprint("improvement", __name__)
