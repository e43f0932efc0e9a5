"""What every page with a list of topics shares: its address, its tabs and filters, what is new to the viewer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core import clock
from community.core.errors import SignInFirst
from community.core.paging import SIZE, Page
from community.forum.freshness import Mark, count_fresh, marks_of
from community.forum.listing import (
    FRESH,
    OWN_TABS,
    PERIODS,
    STATES,
    TABS,
    Filter,
    count_topics,
    list_topics,
    narrowed,
    pinned_topics,
)
from community.forum.models import KINDS, Category, Topic
from community.forum.queries import find_category, find_tag, places_below, visible_topics
from community.forum.reads import Dismissal
from community.forum.stretches import unread_place
from community.notifications.watching import followed, muted, muted_among
from community.pages.interests import Interests, interests_of
from community.services.keeping import find_service

WORDS = {**TABS, **OWN_TABS}
ORDER = ("foryou", "unread", "active", "new", "unanswered", "top", "following", "mine")
STATELESS = {"unanswered"}  # it says already which questions it is about
LIVE = {"foryou", "unread", "active", "new", "unanswered", "following"}  # what goes by the time at which things move
MOST_ROWS = 300
MOST_TAGS = 5


@dataclass(frozen=True)
class Listing:
    """A page with topics as its template needs it."""

    path: str
    wanted: Filter
    page: Page
    pinned: Sequence[Topic]
    marks: dict[int, Mark]
    counts: dict[str, int]  # what some of the tabs hold
    fresh: tuple[int, int]  # of these filters: how many are new, how many moved on since they were read
    place: tuple[str, ...]  # "after" or "before" with its key, when this is not the first page
    step: int  # rows that one page has, as long as nobody asked for more
    made: int  # when, in milliseconds
    rooms: str  # where the page hears that something moved
    interests: Interests | None = None
    dismissal: Dismissal | None = None

    @property
    def tabs(self) -> list[tuple[str, str, str, int | None]]:
        """Tabs of this page for this viewer: key, word, address, count."""
        own = "unread" in self.counts
        shown = [tab for tab in ORDER if (own or tab in TABS) and not (tab == "foryou" and self.wanted.category)]
        return [(tab, WORDS[tab], self.url(tab=tab, fresh=None), self.counts.get(tab)) for tab in shown]

    @property
    def newest(self) -> int:
        """The time, in milliseconds, from which on a topic has moved since the page was made."""
        topics = [*self.pinned, *self.page.items]
        if not topics or self.place or self.wanted.tab in ("foryou", "unread"):
            return self.made
        if self.wanted.tab == "new":
            return max(clock.milliseconds(topic.created_at) for topic in topics)
        return max(topic.active_key for topic in topics)

    @property
    def now(self) -> datetime:
        """When the page was made."""
        return clock.from_milliseconds(str(self.made))

    @property
    def moved_url(self) -> str:
        """Where the page asks what moved meanwhile."""
        return f"/questions/moved?{urlencode([*self.fields, ('since', self.newest), ('at', self.made)])}"

    def path_to(self, topic: Topic) -> str:
        """Where a row of it leads: to the first unread post, if the viewer has read some of the topic."""
        mark = self.marks.get(topic.id)
        unread = mark is not None and mark.first_id not in (None, topic.opening_id)
        return unread_place(topic, mark.first_id) if unread else topic.path

    @property
    def is_narrowed(self) -> bool:
        """Whether one of the filters is set."""
        wanted = self.wanted
        return bool(wanted.service or wanted.tags or wanted.state or wanted.kind)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The list in an address or a form of its own: its filters, its tab, its place."""
        place = [("place", self.wanted.category.slug)] if self.wanted.category else []
        path = [("path", "/")] if self.path == "/" else []
        return [*fields_of(self.wanted, always=True), *place, *path]

    def url(self, **changes: Any) -> str:
        """The address of the list with other filters, from its top unless `after` or `before` is given."""
        where = {name: changes.pop(name) for name in ("after", "before", "show") if name in changes}
        fields = fields_of(replace(self.wanted, **changes), always=self.path == "/")
        query = urlencode([*fields, *((name, value) for name, value in where.items() if value)])
        return f"{self.path}?{query}" if query else self.path

    def with_tag(self, name: str, on: bool) -> str:
        """The address of the list with one tag more or less."""
        names = [tag.name for tag in self.wanted.tags if tag.name != name] + ([name] if on else [])
        return self.url(tags=tuple(_Named(each) for each in names))


@dataclass(frozen=True)
class _Named:
    name: str


def fields_of(wanted: Filter, *, always: bool = False) -> list[tuple[str, str]]:
    """What an address says of a filter; the usual is left out, unless the tab is asked for `always`."""
    stateful = wanted.tab not in STATELESS
    values = [
        ("tab", wanted.tab if always or wanted.tab != "active" else None),
        ("period", wanted.period if wanted.tab == "top" and wanted.period != Filter.period else None),
        ("fresh", wanted.fresh if wanted.tab == "unread" else None),
        ("service", wanted.service.slug if wanted.service else None),
        *(("tag", tag.name) for tag in wanted.tags),
        ("state", wanted.state if stateful else None),
        ("kind", wanted.kind if stateful else None),
    ]
    return [(name, value) for name, value in values if value]


def address_of(wanted: Filter, path: str | None = None, *, dismissed: int | None = None) -> str:
    """Where a list stands: in its place, at home if that is the `path`, or among all questions."""
    place = f"/c/{wanted.category.slug}" if wanted.category else "/questions"
    fields = fields_of(wanted, always=True) + ([("dismissed", str(dismissed))] if dismissed else [])
    return f"{'/' if path == '/' else place}?{urlencode(fields)}"


def filter_of(
    args: MultiDict, viewer: Member | None, *, category: Category | None = None, usual: str = "active"
) -> tuple[Filter, Interests | None]:
    """The filter that an address asks for, and from what "for you" follows.

    Raises NotFound for a service, tag or place that isn't there.
    """
    tabs = {*TABS, *(OWN_TABS if viewer else ())}
    tab = args.get("tab") if args.get("tab") in tabs else usual
    if args.get("place") and category is None:
        category = find_category(args["place"], viewer)
    interests = interests_of(viewer) if viewer and tab == "foryou" else None
    if tab == "foryou" and (viewer is None or (not interests and args.get("tab") != tab)):
        tab = "active"  # nothing is known of them yet
    stateful = tab not in STATELESS
    wanted = Filter(
        tab=tab,
        kind=_one_of(KINDS, args.get("kind")) if stateful else None,
        state=_one_of(STATES, args.get("state")) if stateful else None,
        service=find_service(args["service"]) if args.get("service") and category is None else None,
        category=category,
        below=places_below(category) if category else (),
        tags=tuple(find_tag(name, viewer) for name in dict.fromkeys(filter(None, args.getlist("tag")[:MOST_TAGS]))),
        period=_one_of(PERIODS, args.get("period")) or Filter.period,
        fresh=_one_of(FRESH, args.get("fresh")) if tab == "unread" else None,
        within=_within(tab, interests, viewer),
    )
    return wanted, interests


def _one_of(words: dict, word: str | None) -> str | None:
    return word if word in words else None


def _within(tab: str, interests: Interests | None, viewer: Member | None):
    if tab == "following" and viewer:
        return Topic.id.in_(followed("topic", viewer).order_by(None))
    if tab == "unread" and viewer:
        return Topic.id.not_in(muted("topic", viewer))
    if interests:
        return interests.condition & Topic.id.not_in(muted("topic", viewer))
    return None


def listing_of(
    path: str,
    args: MultiDict,
    viewer: Member | None,
    *,
    category: Category | None = None,
    usual: str = "active",
    step: int = SIZE,
    dismissal: Dismissal | None = None,
) -> Listing:
    """The list that an address asks for; `usual` is its tab where the address names none.

    Raises SignInFirst for a guest who asks for a list of their own, NotFound as `filter_of` does.
    """
    if viewer is None and args.get("tab") in OWN_TABS:
        raise SignInFirst(f"“{OWN_TABS[args['tab']]}” is a list of your own. Sign in to see it.")
    wanted, interests = filter_of(args, viewer, category=category, usual=usual)
    place = next(((name, args[name]) for name in ("before", "after") if args.get(name)), ())
    pins = category is not None and wanted.tab in ("active", "new")
    size = min(MOST_ROWS, max(step, args.get("show", step, type=_small)))
    page = list_topics(replace(wanted, unpinned=pins), viewer, **dict([place] if place else []), size=size)
    pinned = pinned_topics(wanted, viewer) if pins and page.first else []
    counts, fresh = _counts(wanted, viewer)
    marks = _marks([*pinned, *page.items], viewer)
    return Listing(path, wanted, page, pinned, marks, counts, fresh, place, step, clock.milliseconds(clock.now()),
                   _rooms(wanted, viewer), interests, dismissal)  # fmt: skip


def _marks(topics: list[Topic], viewer: Member | None) -> dict[int, Mark]:
    """What is new in each of them to the viewer; nothing is in what they muted."""
    marks = marks_of(topics, viewer)
    return marks | dict.fromkeys(muted_among("topic", marks, viewer), Mark("read")) if viewer and marks else marks


def _rooms(wanted: Filter, viewer: Member | None) -> str:
    """Pushes hold no content, but even that a place is busy is only for those who may see it."""
    if wanted.tab not in LIVE:
        return ""
    audiences = [wanted.category.audience] if wanted.category and not wanted.below else audiences_of(viewer)
    return " ".join(f"list:{audience}/rows" for audience in audiences)


def _small(text: str) -> int:
    return int(text[:4])


def _counts(wanted: Filter, viewer: Member | None) -> tuple[dict[str, int], tuple[int, int]]:
    plain = replace(wanted, tab="active", within=None, fresh=None)
    counts = {"unanswered": count_topics(replace(plain, tab="unanswered", kind=None, state=None), viewer)}
    if viewer is None:
        return counts, (0, 0)
    heard = replace(plain, within=Topic.id.not_in(muted("topic", viewer)))
    fresh = count_fresh(narrowed(visible_topics(viewer), heard, viewer), viewer)
    return counts | {"unread": sum(fresh)}, fresh
