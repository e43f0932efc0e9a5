"""The kinds of things that can be found, in the order in which pages show their groups."""

from community.search.documents import Source
from community.search.sources import articles, members, proposals, topics

SOURCES: dict[str, Source] = {module.SOURCE.kind: module.SOURCE for module in (topics, articles, proposals, members)}
