"""The composer's pages and what its scripts ask for."""

from community.composer.views import drafts, previews, uploads
from community.composer.views.blueprint import blueprint

__all__ = ["blueprint", "drafts", "previews", "uploads"]
