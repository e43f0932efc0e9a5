"""Finding things for a viewer. The index proposes; the database decides what this viewer may see."""

from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core.db import db
from community.forum.models import Topic
from community.forum.queries import listed_topics
from community.search import keeping
from community.search.backends.whoosh import CLOSE, Hits, Wanted
from community.search.documents import Found, Key
from community.search.marking import marked, quoted
from community.search.sources import SOURCES
from community.search.words import Words, words_of

IN_GROUP = 5
ON_PAGE = 50
SUGGESTED = 3
SUGGESTED_KINDS = ("topic", "article", "proposal")
SPARE = 5  # looked for beyond what is shown, in case the database does not confirm some


@dataclass(frozen=True)
class Result:
    """One thing that was found, with the words marked that it was found by."""

    found: Found
    words: Words

    @cached_property
    def title(self) -> Markup:
        """The title, marked."""
        return marked(self.found.title, self.words)

    @cached_property
    def quote(self) -> Markup:
        """The passage that fits best, marked."""
        return quoted(self.found.text, self.words)


@dataclass(frozen=True)
class Group:
    """Results of one kind; `more` when there are others."""

    kind: str
    word: str
    results: list[Result]
    more: bool


@dataclass(frozen=True)
class Outcome:
    """What a search brought. `loose`: nothing has all the words. `meant`: what may have been meant instead."""

    words: Words
    groups: list[Group] = field(default_factory=list)
    loose: bool = False
    meant: str | None = None

    @property
    def count(self) -> int:
        """How many results are shown."""
        return sum(len(group.results) for group in self.groups)


def search(text: str, viewer: Member | None, *, kind: str = "", service: str = "", newest: bool = False) -> Outcome:
    """Everything of that kind, or a few of each. When nothing fits, a word that was mistyped may be named."""
    kinds, limit = ((kind,), ON_PAGE) if kind in SOURCES else (tuple(SOURCES), IN_GROUP)
    outcome = _search(words_of(text), viewer, kinds, limit, service, newest=newest)
    if outcome.groups and not outcome.loose:
        return outcome
    return Outcome(outcome.words, outcome.groups, outcome.loose, _meant(outcome, viewer, kinds, service))


def suggest(text: str, viewer: Member | None) -> Outcome:
    """A few questions, articles and proposals that fit what is being typed."""
    return _search(words_of(text), viewer, SUGGESTED_KINDS, SUGGESTED, "")


def similar_topics(topic: Topic, viewer: Member | None, limit: int = 5) -> list[Topic]:
    """Topics that ask the same or nearly the same, the most similar first. The topic's tags must be loaded."""
    index = keeping.current()
    if index is None:
        return []
    wanted = Wanted(audiences_of(viewer), ("topic",))
    tags = [tag.name for tag in topic.tags]
    keys = index.similar(words_of(topic.title), tags, wanted, limit + SPARE, but=Key("topic", topic.id)).keys
    if not keys:
        return []
    query = listed_topics(viewer).where(Topic.id.in_([key.id for key in keys]))
    found = {other.id: other for other in db.session.scalars(query)}
    return [found[key.id] for key in keys if key.id in found][:limit]


def _search(words: Words, viewer, kinds, limit: int, service: str, *, newest: bool = False) -> Outcome:
    index = keeping.current()
    if index is None or not words:
        return Outcome(words)
    found: dict[str, Hits] = {}
    for kind in kinds:
        wanted = Wanted(audiences_of(viewer), (kind,), service)
        found[kind] = index.search(words, wanted, limit + SPARE, newest=newest)
    groups, loose = [], all(hits.loose for hits in found.values() if hits.scores)
    for kind, keys in _best(found, loose).items():
        shown = SOURCES[kind].show([key.id for key in keys], viewer) if keys else {}
        results = [Result(shown[key.id], words) for key in keys if key.id in shown]
        if results:
            groups.append(Group(kind, SOURCES[kind].word, results[:limit], more=len(results) > limit))
    return Outcome(words, groups, loose=loose and bool(groups))


def _best(found: dict[str, Hits], loose: bool) -> dict[str, list[Key]]:
    """Where one kind has all the words, others that have only some are left out; else what is far from the best is."""
    if not loose:
        return {kind: hits.keys for kind, hits in found.items() if not hits.loose}
    least = CLOSE * max((score for hits in found.values() for score in hits.scores.values()), default=0)
    return {kind: [k for k, score in hits.scores.items() if score >= least] for kind, hits in found.items()}


def _meant(outcome: Outcome, viewer: Member | None, kinds, service: str) -> str | None:
    """Words that lead somewhere this viewer may go; never one that only others could have written."""
    index = keeping.current()
    if index is None or not outcome.words:
        return None
    near = index.meant(outcome.words, Wanted(audiences_of(viewer), kinds, service))
    if near is None:
        return None
    found = _search(words_of(near), viewer, kinds, 1, service)
    return near if found.groups and not found.loose else None
