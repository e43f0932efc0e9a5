"""The embedded engine. What was measured about it decides how it is used; nothing outside this file knows it."""

import hashlib
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from whoosh import fields, index, query
from whoosh.collectors import TimeLimit, WrappingCollector
from whoosh.idsets import BitSet

from community.search.documents import Document, Key
from community.search.words import PLAIN, STEMMED, Words, composed, words_of

FORM = 1  # counts up when fields or analyzers change; an index of another form is built again
SECONDS = 0.5  # a search gives what it has found by then
PREFIX = 3  # letters from which a word may be the beginning of another
EXPANSIONS = 40  # words that one beginning may stand for
ENOUGH = 3  # with fewer things that have all words, those that have some are shown too
CLOSE = 0.4  # what fits only in part scores at least this share of what fits best
TEXTS = {"title": 3.0, "body": 1.0}  # what a hit counts

SCHEMA = fields.Schema(
    key=fields.ID(unique=True, stored=True),
    stamp=fields.STORED,
    kind=fields.ID,
    audience=fields.ID,
    service=fields.ID,
    at=fields.NUMERIC(int, sortable=True, signed=True, bits=64),
    title=fields.TEXT(analyzer=STEMMED),
    body=fields.TEXT(analyzer=STEMMED),
    tags=fields.TEXT(analyzer=PLAIN, phrase=False),
    beginnings=fields.TEXT(analyzer=PLAIN, phrase=False),  # whole words of titles, for words half typed
    vocabulary=fields.TEXT(analyzer=PLAIN, phrase=False),  # whole words of everything, for words mistyped
)


@dataclass(frozen=True)
class Wanted:
    """What a search may find: `audiences` are those of the viewer, empty `kinds` and `service` narrow nothing."""

    audiences: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    service: str = ""


@dataclass(frozen=True)
class Hits:
    """Keys with their scores, the best first. `loose`: they have some of the words, none has all."""

    scores: dict[Key, float] = field(default_factory=dict)
    loose: bool = False

    @property
    def keys(self) -> list[Key]:
        """What was found."""
        return list(self.scores)


class Index:
    """One index in one folder. Reading is open to all threads; whoever writes holds the lock of `keeping.writing`."""

    def __init__(self, folder: Path, opened: index.FileIndex):
        self.folder = folder
        self._index = opened
        self._reading = threading.Lock()  # a searcher's files have one position each
        self._searcher = None
        self._generation = None
        self._sets: dict[tuple[str, str], BitSet] = {}

    @classmethod
    def create(cls, folder: Path) -> "Index":
        """An empty index in a new folder."""
        folder.mkdir(parents=True)
        return cls(folder, index.create_in(str(folder), SCHEMA))

    @classmethod
    def open(cls, folder: Path) -> "Index":
        """The index in a folder, its files looked into. Raises whatever the engine finds wrong with them."""
        opened = cls(folder, index.open_dir(str(folder)))
        opened._fresh()
        return opened

    def close(self) -> None:
        """Let go of its files."""
        with self._reading:
            if self._searcher is not None:
                self._searcher.close()
            self._searcher = self._generation = None

    # writing

    def write(self, put: Iterable[Document] = (), drop: Iterable[Key] = (), *, fresh: bool = False) -> None:
        """Take in and take out, in one commit; what is in there already as it is costs nothing.

        `fresh` is for filling an empty index: documents are added without looking for older ones.
        """
        put, drop = (put, ()) if fresh else self._changes(list(put), list(drop))
        if not fresh and not put and not drop:
            return
        with self._index.writer(limitmb=64) as writer:
            for key in drop:
                writer.delete_by_term("key", str(key))
            for document in put:
                (writer.add_document if fresh else writer.update_document)(**_fields(document))

    def put(self, documents: Iterable[Document]) -> None:
        """Take documents in, instead of what was there under their keys."""
        self.write(documents)

    def drop(self, keys: Iterable[Key]) -> None:
        """Take documents out."""
        self.write((), keys)

    def _changes(self, put: list[Document], drop: list[Key]) -> tuple[list[Document], list[Key]]:
        with self._reading:
            searcher = self._fresh()

            def stamp(key: Key) -> str | None:
                stored = searcher.document(key=str(key))
                return stored and stored["stamp"]

            return [d for d in put if stamp(d.key) != _stamp(d)], [key for key in drop if stamp(key)]

    # reading

    def search(self, words: Words, wanted: Wanted, limit: int, *, newest: bool = False) -> Hits:
        """Things that have all the words; when there are hardly any, those that have some of them as well."""
        if not words:
            return Hits()
        with self._reading:
            searcher = self._fresh()
            parts = [self._part(searcher, words, place) for place in range(len(words.stems))]
            phrases = [query.Or([query.Phrase(field, list(p)) for field in TEXTS]) for p in words.phrases]
            exact = self._run(searcher, query.And(parts + phrases), wanted, limit, newest=newest)
            if len(exact) >= min(ENOUGH, limit) or len(parts) == 1 or phrases:
                return Hits(dict(exact))
            some = self._run(searcher, query.Or(parts, scale=0.9), wanted, limit, newest=newest)
        near = {**dict(exact), **dict(_close(some))}
        return Hits(dict(list(near.items())[:limit]), loose=not exact)

    def similar(self, words: Words, tags: Sequence[str], wanted: Wanted, limit: int, *, but: Key | None = None) -> Hits:
        """Things that speak of the same, the most similar first."""
        parts = [query.Term(field, stem, boost) for stem in words.stems for field, boost in TEXTS.items()]
        parts += [query.Term("tags", word) for tag in tags for word in words_of(tag).whole]
        if not parts:
            return Hits()
        with self._reading:
            searcher = self._fresh()
            found = [hit for hit in self._run(searcher, query.Or(parts), wanted, limit + 1) if hit[0] != but]
        return Hits(dict(_close(found)[:limit]))

    def meant(self, words: Words, wanted: Wanted) -> str | None:
        """The words with those that nothing visible has replaced by near ones that something visible has."""
        with self._reading:
            searcher = self._fresh()
            allowed = self._allowed(searcher, wanted)
            mended = {word: self._nearest(searcher, word, allowed) or word for word in words.whole}
        changed = [mended[word] for word in words.whole]
        return " ".join(changed) if changed != list(words.whole) else None

    def stamps(self) -> dict[str, str]:
        """A fingerprint of every document by its key: what two indexes are compared by."""
        with self._reading:
            return {stored["key"]: stored["stamp"] for stored in self._fresh().documents()}

    def _fresh(self):
        """A searcher that sees the last commit.

        It is opened anew instead of refreshed: this version's `refresh()` brings back what a merge had removed.
        """
        generation = self._index.latest_generation()  # negative: the folder was swept, what is open goes on
        if self._searcher is None or generation not in (self._generation, -1):
            if self._searcher is not None:
                self._searcher.close()
            self._searcher, self._generation, self._sets = self._index.searcher(), generation, {}
        return self._searcher

    def _part(self, searcher, words: Words, place: int) -> query.Query:
        """One word in any field; the last one may be half typed."""
        stem = words.stems[place]
        anywhere = [query.Term(field, stem, boost) for field, boost in TEXTS.items()]
        whole = words.whole[min(place, len(words.whole) - 1)]
        anywhere.append(query.Term("tags", whole, 2.0))
        if place == len(words.stems) - 1 and len(whole) >= PREFIX:
            starts = [raw.decode() for raw in searcher.reader().expand_prefix("beginnings", whole)]
            starts = sorted(starts, key=lambda w: -searcher.reader().doc_frequency("beginnings", w))[:EXPANSIONS]
            anywhere += [query.Term("beginnings", start, 0.5) for start in starts]
        return query.Or(anywhere)

    def _run(self, searcher, asked, wanted: Wanted, limit: int, *, newest: bool = False) -> list[tuple[Key, float]]:
        """Keys and scores of what fits, within the time there is."""
        order = {"sortedby": "at", "reverse": True} if newest else {}
        bounded = _Bounded(searcher.collector(limit=limit, **order), self._allowed(searcher, wanted))
        with suppress(TimeLimit):
            searcher.search_with_collector(asked, bounded)
        return [(_key(hit["key"]), hit.score or 0.0) for hit in bounded.results()]

    def _allowed(self, searcher, wanted: Wanted) -> BitSet:
        """The documents that a search may find. Sets are kept until the next commit, for filter queries are dear."""
        allowed = self._any(searcher, "audience", wanted.audiences)
        if wanted.kinds:
            allowed = allowed.intersection(self._any(searcher, "kind", wanted.kinds))
        if wanted.service:
            allowed = allowed.intersection(self._any(searcher, "service", (wanted.service,)))
        return allowed

    def _any(self, searcher, field: str, values: Sequence[str]) -> BitSet:
        size = searcher.doc_count_all()
        both = BitSet(size=size)
        for value in values:
            if (field, value) not in self._sets:
                self._sets[field, value] = BitSet(searcher.docs_for_query(query.Term(field, value)), size=size)
            both = both.union(self._sets[field, value])
        return both

    def _nearest(self, searcher, word: str, allowed: BitSet) -> str | None:
        """The nearest word that occurs in an allowed document; None when this one does, or is too short to tell."""
        if len(word) < 4 or _occurs(searcher, word, allowed):
            return None
        corrector = searcher.corrector("vocabulary")
        for distance in (1, 2):
            for near in corrector.suggest(word, limit=8, maxdist=distance, prefix=1):
                if _occurs(searcher, near, allowed):
                    return near
        return None


class _Bounded(WrappingCollector):
    """Collects allowed documents only, and no longer than SECONDS.

    The engine has a collector for each, but around each other the outer one goes past the inner; and to its filter an
    empty set of allowed documents is no filter at all.
    """

    def __init__(self, child, allowed: BitSet):
        super().__init__(child)
        self._allowed = allowed
        self._end = time.monotonic() + SECONDS

    def collect_matches(self) -> None:
        for number in self.child.matches():
            if time.monotonic() > self._end:
                raise TimeLimit
            if self.offset + number in self._allowed:
                self.child.collect(number)


def _close(found: list[tuple[Key, float]]) -> list[tuple[Key, float]]:
    """Those that come close to the best of them."""
    best = max((score for _, score in found), default=0)
    return [(key, score) for key, score in found if score >= CLOSE * best]


def _occurs(searcher, word: str, allowed: BitSet) -> bool:
    return any(number in allowed for number in searcher.docs_for_query(query.Term("vocabulary", word)))


def _fields(document: Document) -> dict:
    title, body, tags = composed(document.title), composed(document.body), [tag.lower() for tag in document.tags]
    return {
        "key": str(document.key),
        "stamp": _stamp(document),
        "kind": document.key.kind,
        "audience": document.audience,
        "service": document.service or None,
        "at": int(document.at.timestamp()),
        "title": title,
        "body": body,
        "tags": " ".join(tags) or None,
        "beginnings": title,
        "vocabulary": "\n".join((title, body, *tags)),
    }


def _stamp(document: Document) -> str:
    return hashlib.blake2b(repr(document).encode(), digest_size=12).hexdigest()


def _key(text: str) -> Key:
    kind, _, ident = text.partition(":")
    return Key(kind, int(ident))
