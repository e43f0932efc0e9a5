"""One batch of steps with everything it refers to, read in a few statements."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from community.accounts.models import Member
from community.accounts.queries import members_by_id
from community.core.db import db
from community.core.text import tidy
from community.forum.models import Post, Topic
from community.imports import foreign
from community.imports.models import ImportedSite
from community.imports.stackexchange.sites import AUTOMATIC
from community.imports.stackexchange.stage import Stage

TABLES = {
    "member": "users", "tag": "tags", "question": "posts", "answer": "posts", "wiki": "posts", "edit": "edits",
    "suggestion": "edits", "comment": "comments", "vote": "votes", "acceptance": "posts", "bounty": "votes",
    "link": "links", "closing": "posts", "text": "posts", "withdrawal": "posts", "reopening": "posts",
}  # fmt: skip


class Batch:
    """What the steps of one transaction need: rows of the dump, and our members, topics and posts by their numbers."""

    def __init__(self, stage: Stage, site_id: int, steps: list):
        self.stage, self.site_id, self.steps = stage, site_id, steps
        self.tally: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()
        refs: dict[str, set[int]] = {}
        for step in steps:
            refs.setdefault(step["kind"], set()).add(step["ref"])
        self.rows = {kind: stage.rows(TABLES[kind], wanted) for kind, wanted in refs.items()}
        self._closings = stage.rows("closings", refs.get("closing", set()) | refs.get("question", set()), key="post")
        self.known = {kind: foreign.known(site_id, kind, wanted) for kind, wanted in refs.items()}
        self.site = db.session.get(ImportedSite, site_id, options=[joinedload(ImportedSite.category)])
        self._became: list[tuple[str, int, int]] = []
        self._says: dict[tuple[str, str], str] = {}
        self._states: dict[str, dict[str, str]] = {}
        self._once: dict[str, Any] = {}
        self._read_posts()
        self._read_members()

    def row(self, step):
        """The dump's row of a step."""
        return self.rows[step["kind"]][step["ref"]]

    def closing(self, question: int):
        """How a question is closed at the end; None when it is open."""
        return self._closings.get(question)

    def is_known(self, step) -> bool:
        """Whether the thing of a step was brought in before; counted then."""
        if str(step["ref"]) not in self.known[step["kind"]]:
            return False
        self.count(step["kind"], "known")
        return True

    def remember(self, step, local_id: int) -> None:
        """Note what the thing of a step became, and count it."""
        self._became.append((step["kind"], step["ref"], local_id))
        self.count(step["kind"])

    def count(self, kind: str, how: str = "new", number: int = 1) -> None:
        """Count things as `new` or `known`."""
        self.tally[kind, how] += number

    def leave_out(self, step, why: str) -> None:
        """Count a thing that could not be brought in."""
        self.refused[step["kind"], why] += 1

    def state(self, kind: str, number: int) -> str | None:
        """What the site said of a thing when it was last read; None when it never was."""
        if (kind, str(number)) in self._says:
            return self._says[kind, str(number)]
        return self._said(kind).get(str(number))

    def keep_state(self, kind: str, number: int, value: str) -> None:
        """Note what the site says of a thing now."""
        if self.state(kind, number) != value:
            self._says[kind, str(number)] = value

    def write_down(self) -> None:
        """Write all that was noted; the last thing in the batch's transaction."""
        foreign.remember(self.site_id, self._became)
        before = [(kind, number) for kind, number in self._says if number in self._said(kind)]
        foreign.keep_states(self.site_id, self._says, before)

    def _said(self, kind: str) -> dict[str, str]:
        if kind not in self._states:
            wanted = {ref for rows in self.rows.values() for ref in rows} | self._numbers("post")
            self._states[kind] = foreign.states(self.site_id, kind, wanted)
        return self._states[kind]

    def author(self, number: int | None, note: str | None) -> tuple[Member | None, str | None]:
        """Our member for their number; else nobody and the name they left behind.

        The network's own account is nobody: what it does by itself stands under its name, and earns nothing there.
        """
        member = self._people.get(self._ours.get(str(number), 0))
        if member is not None and number == AUTOMATIC:
            return None, member.display_name
        return member, None if member else (tidy(note or "")[:80] or None)

    def asker(self, topic: Topic) -> Member | None:
        """Who asked a question, when that is a member here."""
        return self._people.get(topic.author_id)

    def topic(self, number: int | None) -> Topic | None:
        """Our topic for their question, or for the question that their answer belongs to."""
        if number in self._new_topics:
            return self._new_topics[number]
        post = self.post(number)
        return post.topic if post else None

    def post(self, number: int | None) -> Post | None:
        """Our post for their question (its opening post) or answer, with its topic."""
        post = self._posts.get(number)
        if post is None and number in self._new_topics:
            topic = self._new_topics[number]
            post = db.session.scalars(select(Post).where(Post.id == topic.opening_id)).one()
            self.add_post(number, post, topic)
        return post

    def add_topic(self, number: int, topic: Topic) -> None:
        """Make a new topic known to the following steps; its opening post is read when it is asked for."""
        self._new_topics[number] = topic

    def add_post(self, number: int, post: Post, topic: Topic) -> None:
        """Make a new post known to the following steps."""
        set_committed_value(post, "topic", topic)
        self._posts[number] = post

    def once(self, name: str, read: Callable[[], Any]) -> Any:
        """What `read` gives, read when it is first asked for in this batch."""
        if name not in self._once:
            self._once[name] = read()
        return self._once[name]

    def first_wording(self, number: int):
        """How a question or answer was first written, as the history tells it; None without."""
        return self.once("first", lambda: self.stage.first_texts(self._brought_posts())).get(number)

    def is_edited(self, number: int) -> bool:
        """Whether edits of this question or answer follow."""
        return number in self.once("edited", lambda: self.stage.edited(self._brought_posts()))

    def _brought_posts(self) -> set[int]:
        return {number for kind in ("question", "answer", "text") for number in self.rows.get(kind, ())}

    def _read_posts(self) -> None:
        numbers = self._numbers("post", "related", "parent", "accepted")
        for kind in ("question", "answer", "acceptance", "closing", "text", "withdrawal", "reopening", "wiki"):
            numbers |= set(self.rows.get(kind, ()))
        numbers |= {row["duplicate_of"] for row in self._closings.values() if row["duplicate_of"]}
        topics = foreign.known(self.site_id, "question", numbers)
        answers = foreign.known(self.site_id, "answer", numbers)
        self._posts: dict[int, Post] = {}
        self._new_topics: dict[int, Topic] = {}
        if not topics and not answers:
            return
        found = db.session.scalars(
            select(Post)
            .options(joinedload(Post.topic))
            .where(or_(Post.id.in_(_openings(topics.values())), Post.id.in_(answers.values())))
        ).all()
        posts = {post.id: post for post in found}
        openings = dict(
            db.session.execute(select(Topic.id, Topic.opening_id).where(Topic.id.in_(topics.values()))).all()
        )
        self._posts |= {int(number): posts[openings[ident]] for number, ident in topics.items() if ident in openings}
        self._posts |= {int(number): posts[ident] for number, ident in answers.items() if ident in posts}

    def _read_members(self) -> None:
        self._ours = foreign.known(self.site_id, "member", self._numbers("author", "editor"))
        askers = {post.topic.author_id for post in self._posts.values()}
        self._people = members_by_id({*self._ours.values(), *askers})
        for member in self._people.values():  # they only say who did it; in the session each point would be read back
            db.session.expunge(member)

    def _numbers(self, *columns: str) -> set[int]:
        found: set[int] = set()
        for rows in self.rows.values():
            for row in rows.values():
                names = row.keys()
                found |= {row[name] for name in columns if name in names and row[name] is not None}
        return found


def _openings(topics):
    """The posts that these topics begin with, as a query; merged ones begin in another topic."""
    return select(Topic.opening_id).where(Topic.id.in_(topics))
