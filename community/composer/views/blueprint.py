"""The composer's blueprint."""

from flask import Blueprint

blueprint = Blueprint("composer", __name__)
