"""Reading one's notifications: grouped, unread first, and only about what one may still see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import Select, and_, case, exists, func, or_, select

from community.accounts.levels import levels
from community.accounts.models import Member
from community.accounts.showing import sees_recognition
from community.bridges.sparing import Deflection
from community.core.db import db
from community.core.errors import Invalid, NotFound
from community.core.text import row_number
from community.events.facts import FactRow
from community.forum.models import Post, Vote
from community.forum.thanks import KINDS as THANKS
from community.forum.thanks import PostReaction
from community.notifications.models import Notification
from community.notifications.subjects import KINDS, Subject, shown
from community.notifications.telling import GROUPED
from community.notifications.wording import FILTERS, GLYPHS, HONOURED, WHY, badge_of, plain_sentence, sentence

SIZE = 30
UNREAD_SIZE = 50


@dataclass(frozen=True)
class Note:
    """One line of the list: a notification, or a group of the same kind about the same thing."""

    id: int  # of the newest one in the group
    kind: str
    at: datetime
    unread: bool
    why: str
    people: int
    actor: Member | None
    subject: Subject
    payload: dict[str, Any]

    @property
    def html(self) -> Markup:
        """The sentence, for the page."""
        return sentence(self.kind, self.subject, **self._said)

    @property
    def words(self) -> str:
        """The sentence, for mails."""
        return plain_sentence(self.kind, self.subject, **self._said)

    @property
    def note(self) -> str:
        """Why one gets this."""
        return WHY[self.why]

    @property
    def url(self) -> str:
        """The address that marks it as read and leads to the thing."""
        return f"/notifications/{self.id}"

    @property
    def person(self) -> Member | None:
        """Whose face stands beside it; voters have none."""
        return None if self.kind in GROUPED or self.kind in GLYPHS or self.badge else self.actor

    @property
    def badge(self):
        """The shield beside it."""
        return badge_of(self.payload) if self.kind in ("badge", *HONOURED) else None

    @property
    def glyph(self) -> str:
        """The sign beside it when there is no face."""
        return GLYPHS.get(self.kind, "bell")

    @property
    def _said(self) -> dict[str, Any]:
        name = self.actor.display_name if self.actor else None
        return {"actor": name, "people": self.people, "payload": self.payload}


@dataclass(frozen=True)
class Notes:
    """A page of the list: what is unread (on the first page only), then what was read; `after` leads on."""

    unread: list[Note]
    read: list[Note]
    after: str | None
    first: bool

    @property
    def newest(self) -> int:
        """The highest number on the page, so that "mark all as read" does not swallow what came since."""
        return max((note.id for note in (*self.unread, *self.read)), default=0)


def unread_count(viewer: Member) -> int:
    """How many unread lines the list would show, up to 100: one statement."""
    lines = _grouped(viewer).where(Notification.read_at.is_(None)).limit(100).subquery()
    return db.session.scalar(select(func.count()).select_from(lines))


def list_notes(viewer: Member, *, only: str | None = None, after: str | None = None) -> Notes:
    """A page of notifications, narrowed to `only` ("unread" or a key of FILTERS): a constant number of statements.

    Raises Invalid on a foreign page marker.
    """
    query = _grouped(viewer)
    if only in FILTERS:
        query = query.where(Notification.kind.in_(FILTERS[only][1]))
    unread = query.where(Notification.read_at.is_(None))
    if only == "unread":
        lines, more = _page(unread, after, SIZE)
        return Notes(_notes(lines, viewer), [], more, first=not after)
    fresh = [] if after else _page(unread, None, UNREAD_SIZE)[0]
    old, more = _page(query.where(Notification.read_at.is_not(None)), after, SIZE)
    notes = _notes([*fresh, *old], viewer)
    return Notes([n for n in notes if n.unread], [n for n in notes if not n.unread], more, first=not after)


def find_note(ident: int, viewer: Member) -> Note:
    """One of the viewer's notifications. Raises NotFound when it isn't theirs or what it is about may not be seen."""
    row = db.session.get(Notification, ident)
    if row is not None and row.member_id == viewer.id:
        notes = _notes([(ident, 1)], viewer)
        if notes:
            return notes[0]
    raise NotFound("What this was about was taken down, or isn’t open to you any more.")


def _grouped(viewer: Member) -> Select:
    """The viewer's lines: number of the newest notification in each, and how many people it stands for."""
    grouped = Notification.kind.in_(GROUPED)
    alone = case((grouped, 0), else_=Notification.id)
    about = (Notification.kind, Notification.subject_kind, Notification.subject_id)
    return (
        select(func.max(Notification.id).label("last"), func.count(Notification.actor_id.distinct()).label("people"))
        .where(Notification.member_id == viewer.id, visible(viewer), _stands())
        .group_by(*about, alone)
    )


def visible(viewer: Member):
    """The condition that a notification is about something its reader may see."""
    about = [
        and_(Notification.subject_kind == name, Notification.subject_id.in_(kind.visible(viewer)))
        for name, kind in KINDS.items()
    ]
    if sees_recognition(viewer):
        about.append(Notification.subject_kind == "badge")
    return or_(*about)


def _stands():
    """A voice or thanks that were taken back, and what didn’t solve it after all, are not told of any more."""
    told = case((Notification.kind == "helpful", 1), else_=-1)
    vote = exists().where(
        Vote.post_id == Notification.subject_id,
        Vote.voter_id == Notification.actor_id,
        Vote.value == told,
        Vote.counts,
    )
    thanks = exists().where(
        PostReaction.post_id == Notification.subject_id,
        PostReaction.member_id == Notification.actor_id,
        PostReaction.kind == Notification.kind,
    )
    topic_id = select(Post.topic_id).where(Post.id == Notification.subject_id).correlate(Notification).scalar_subquery()
    by_answer = (Notification.subject_kind == "post") & (Deflection.subject_id == topic_id)
    by_article = (Notification.subject_kind == "article") & (Deflection.subject_id == Notification.subject_id)
    spared = exists().where(
        Deflection.member_id == Notification.actor_id,
        Deflection.withdrawn_at.is_(None),
        or_(by_answer & (Deflection.subject_kind == "topic"), by_article & (Deflection.subject_kind == "article")),
    )
    taken_back = or_(
        and_(Notification.kind.in_(("helpful", "unhelpful")), ~vote),
        and_(Notification.kind.in_(THANKS), ~thanks),
        and_(Notification.kind == "spared", ~spared),
    )
    return ~taken_back


def _page(lines: Select, after: str | None, size: int) -> tuple[list, str | None]:
    last = func.max(Notification.id)
    if after:
        if row_number(after) is None:
            raise Invalid("That page marker isn’t one of ours. Start again from the top of the list.")
        lines = lines.having(last < int(after))
    rows = db.session.execute(lines.order_by(last.desc()).limit(size + 1)).all()
    return rows[:size], str(rows[size - 1].last) if len(rows) > size else None


def _notes(lines: list, viewer: Member) -> list[Note]:
    people = dict(map(tuple, lines))
    query = (
        select(Notification, FactRow.payload, Member)
        .join(FactRow, FactRow.id == Notification.fact_id)
        .outerjoin(Member, Member.id == Notification.actor_id)
        .where(Notification.id.in_(people))
        .order_by(Notification.id.desc())
    )
    rows = db.session.execute(query).all() if people else []
    subjects = shown({(row.subject_kind, row.subject_id) for row, _, _ in rows}, viewer)
    notes = []
    for row, payload, actor in rows:
        own = row.subject_kind == "badge" and sees_recognition(viewer)
        subject = _own_subject(row.kind, payload, viewer) if own else subjects.get((row.subject_kind, row.subject_id))
        if subject is not None:
            notes.append(
                Note(row.id, row.kind, row.at, row.read_at is None, row.why, people[row.id], actor, subject, payload)
            )
    return notes


def _own_subject(kind: str, payload: dict, viewer: Member) -> Subject | None:
    """A shield, an honour, thanks or a level of the reader's."""
    if kind == "kudos":
        return Subject("read it on your page", f"{viewer.path}#kudos")
    if kind in HONOURED:
        honour = badge_of(payload)
        return Subject(honour.name, f"{viewer.path}#honours") if honour else None
    if kind != "badge":
        return Subject(levels()[(payload["level"] or viewer.level) - 1].name, f"{viewer.path}#level")
    badge = badge_of(payload)
    return Subject(badge.name, f"/badges/{badge.key}") if badge else None
