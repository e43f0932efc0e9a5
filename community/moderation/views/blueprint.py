"""The blueprint of moderation."""

from flask import Blueprint

blueprint = Blueprint("moderation", __name__)
