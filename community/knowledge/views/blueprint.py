"""The blueprint of the knowledge base."""

from flask import Blueprint

blueprint = Blueprint("knowledge", __name__)
