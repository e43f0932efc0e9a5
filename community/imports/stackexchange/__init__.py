"""Stack Exchange site dumps: opening, checking and replaying them."""

from community.imports.stackexchange.importing import import_dump

__all__ = ["import_dump"]
