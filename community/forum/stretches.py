"""A long topic a stretch at a time: which of its answers a page shows, and where it begins."""

from collections.abc import Sequence
from dataclasses import dataclass

from community.forum.models import Post, Topic

AT_ONCE = 50  # answers on a page
MOST = 500  # on a page that grows while somebody reads on
BEFORE = 5  # said just before the one that a page opens at
REST = 10  # so few more are not worth a page of their own


@dataclass(frozen=True)
class Wanted:
    """What an address asks for: how many answers, from the first of them on; or those around one post."""

    first: int | None = None
    size: int | None = None
    around: int | None = None


@dataclass(frozen=True)
class Stretch:
    """The answers from `first` (counted from 0) up to, not including, `last`, out of `count`."""

    first: int
    last: int
    count: int

    @property
    def reaches_end(self) -> bool:
        """Whether what is written next belongs to it."""
        return self.last == self.count

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing besides it."""
        return self.first == 0 and self.reaches_end

    @property
    def begins_page(self) -> bool:
        """Whether it begins where one of the pages does that the whole is divided into."""
        return self.first % AT_ONCE == 0

    @property
    def fields(self) -> dict[str, int]:
        """The same stretch in an address; one that reaches the end goes on doing so."""
        return {"first": self.first, "size": MOST if self.reaches_end else self.last - self.first}

    @property
    def earlier(self) -> dict[str, int]:
        """The stretch with what stands before it."""
        first = max(0, self.first - AT_ONCE)
        return {"first": first, "size": self.last - first}

    @property
    def later(self) -> dict[str, int]:
        """The stretch with what stands after it."""
        return {"first": self.first, "size": self.last - self.first + AT_ONCE}


def place_of(topic: Topic, post_id: int) -> str:
    """The address of a post on the page of its topic: in a long one it says which stretch to show."""
    if post_id == topic.opening_id:
        return topic.path
    around = f"?at={post_id}" if topic.answer_count > AT_ONCE else ""
    return f"{topic.path}{around}#answer-{post_id}"


def unread_place(topic: Topic, post_id: int) -> str:
    """The address of the first unread post; a long question in the order of writing, so that one reads on from it."""
    in_time = f"?order=oldest&at={post_id}" if topic.kind == "question" and topic.answer_count > AT_ONCE + REST else ""
    return f"{topic.path}{in_time}#answer-{post_id}"


def stretch_of(answers: Sequence[Post], wanted: Wanted | None, unread_id: int | None = None) -> Stretch:
    """The stretch that somebody wants to see, all without a wish; with an empty one, from the first unread on."""
    count = len(answers)
    if wanted is None or count <= AT_ONCE + REST:
        return Stretch(0, count, count)
    first, size = wanted.first, min(wanted.size or AT_ONCE, MOST)
    if first is None:
        places = {post.id: place for place, post in enumerate(answers)}
        at = places.get(wanted.around, places.get(unread_id, 0))
        first = 0 if at < AT_ONCE else min(at - BEFORE, count - AT_ONCE)  # a whole page at the end, too
    first = max(0, min(first, count - 1))
    last = first + size
    return Stretch(0 if first <= REST else first, count if last >= count - REST else last, count)
