"""The blueprint of the super-user programme."""

from flask import Blueprint

blueprint = Blueprint("superusers", __name__)
