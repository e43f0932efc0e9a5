"""What is said of a dump that can't be used."""

from community.core.errors import Invalid


class BadDump(Invalid):
    """The file is broken or something else than a Stack Exchange dump; the sentence says where and why."""
