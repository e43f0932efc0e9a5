"""Categories, topics, posts and what hangs on them."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related
from community.services.models import Service

KINDS = {"question": "Question", "discussion": "Discussion", "announcement": "Announcement"}


LISTED = "deleted_at IS NULL AND hidden_at IS NULL AND merged_into_id IS NULL AND unlisted_at IS NULL"
OPEN = f"kind = 'question' AND accepted_id IS NULL AND closed_at IS NULL AND {LISTED}"
UNANSWERED = "kind = 'question' AND answer_count = 0 AND closed_at IS NULL"
AUDIENCE = "{0} IN ('public', 'members', 'superusers', 'staff') OR {0} LIKE 'group:%'"


def only_where(condition: str) -> dict:
    """Arguments of an index that holds only some rows."""
    return {"sqlite_where": db.text(condition), "postgresql_where": db.text(condition)}


class Category(db.Model):
    """A place for topics, mostly one per service, nested once; three audiences say who may see, post and moderate."""

    __tablename__ = "categories"
    __table_args__ = tuple(
        CheckConstraint(AUDIENCE.format(name), name=name) for name in ("audience", "posters", "moderators")
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int | None] = mapped_column(db.ForeignKey("services.id"), index=True)
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    icon: Mapped[str] = mapped_column(default="messages-square")
    audience: Mapped[str] = mapped_column(default="public")
    posters: Mapped[str] = mapped_column(default="members")  # who may post, of those who may see it
    moderators: Mapped[str] = mapped_column(default="superusers")  # who looks after it; staff that see it always may
    parent_id: Mapped[int | None] = mapped_column(db.ForeignKey("categories.id"), index=True)
    named_votes: Mapped[bool] = mapped_column(default=False)  # whether it is shown who voted for a post
    position: Mapped[int] = mapped_column(default=0)

    service: Mapped[Service | None] = related()
    parent: Mapped["Category | None"] = related(remote_side=[id])

    @property
    def whole_name(self) -> str:
        """Its name after that of the place above it, for a choice among all of them; `parent` must be loaded."""
        return f"{self.parent.name}: {self.name}" if self.parent_id else self.name


class Signed:
    """Something that somebody wrote: a member, or an author without an account here (`author_note`)."""

    author: Mapped[Member | None]
    author_note: Mapped[str | None]

    @property
    def author_name(self) -> str:
        """Who wrote it, as shown."""
        return self.author.display_name if self.author else self.author_note or "A former member"


class Shown:
    """Something that may be hidden until somebody has looked at it, or taken down."""

    deleted_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]

    @hybrid_property
    def is_shown(self) -> bool:
        """Whether everyone who may see the place sees it."""
        return self.deleted_at is None and self.hidden_at is None

    @is_shown.inplace.expression
    @classmethod
    def _is_shown(cls):
        return cls.deleted_at.is_(None) & cls.hidden_at.is_(None)


class Topic(Signed, Shown, db.Model):
    """A question, discussion or announcement: a title, an opening post and the posts that follow."""

    __tablename__ = "topics"
    __table_args__ = (
        CheckConstraint("kind IN ('question', 'discussion', 'announcement')", name="kind"),
        Index("ix_topics_category_id_active_key", "category_id", "active_key"),
        Index("ix_topics_category_id_created_at", "category_id", "created_at"),
        Index("ix_topics_created_at_id", "created_at", "id"),
        Index("ix_topics_unanswered", "active_key", **only_where(UNANSWERED)),
        Index("ix_topics_open", "category_id", **only_where(OPEN)),
        Index("ix_topics_pinned", "category_id", **only_where("pinned_at IS NOT NULL")),
        Index("ix_topics_worth", db.text("(score + me_too_count + thanks_count)"), "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(default="question")
    category_id: Mapped[int] = mapped_column(db.ForeignKey("categories.id"))
    author_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)
    author_note: Mapped[str | None]  # name of an author without an account here, for imported posts
    opening_id: Mapped[int | None] = mapped_column(
        db.ForeignKey("posts.id", use_alter=True, name="fk_topics_opening_id"), index=True
    )  # the post it begins with; None only while it is being made
    title: Mapped[str]
    slug: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    active_at: Mapped[datetime] = mapped_column(default=clock.now)
    active_key: Mapped[int] = mapped_column(db.BigInteger, index=True)  # active_at in milliseconds: pages go by it
    last_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    answer_count: Mapped[int] = mapped_column(default=0)
    me_too_count: Mapped[int] = mapped_column(default=0)
    score: Mapped[int] = mapped_column(default=0)  # that of the opening post
    thanks_count: Mapped[int] = mapped_column(default=0)  # "this helped me", on all its posts together
    accepted_id: Mapped[int | None] = mapped_column(
        db.ForeignKey("posts.id", use_alter=True, name="fk_topics_accepted_id")
    )
    official: Mapped[bool] = mapped_column(default=False)  # the provider has answered
    verified: Mapped[bool] = mapped_column(default=False)  # the provider says that an answer is right
    duplicate_of_id: Mapped[int | None] = mapped_column(db.ForeignKey("topics.id"))
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str | None]
    disputed_reason: Mapped[str | None]  # why its asker said, once, that it is no duplicate
    close_at: Mapped[datetime | None]  # when it will close by itself
    slow_seconds: Mapped[int] = mapped_column(default=0)  # between two posts of one member; 0: as fast as they like
    pinned_at: Mapped[datetime | None]  # stands first in its place
    unlisted_at: Mapped[datetime | None]  # only for those who have its address
    unlisted_reason: Mapped[str | None]
    archived_at: Mapped[datetime | None]  # kept as it is: no posts, votes or edits
    archived_reason: Mapped[str | None]
    hidden_at: Mapped[datetime | None]  # its opening post is hidden until somebody has looked at it
    staff_only: Mapped[bool] = mapped_column(default=False)  # hidden for security: of those who moderate, only staff
    merged_into_id: Mapped[int | None] = mapped_column(db.ForeignKey("topics.id"), index=True)
    last_post_id: Mapped[int | None]  # the newest post that everyone sees: what unread is counted from
    waiting_since: Mapped[datetime | None]  # more information is needed from the asker
    waiting_until: Mapped[datetime | None]  # when it closes by itself if none comes
    waiting_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    waiting_note: Mapped[str | None]  # what is needed
    waiting_reminded_at: Mapped[datetime | None]  # when the asker was reminded of it, once
    reopened_at: Mapped[datetime | None]  # taken for solved or closed before, and open again
    claimed_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    claimed_until: Mapped[datetime | None]  # somebody is on it, until then
    details: Mapped[dict | None] = mapped_column(JSON)  # the service's own fields, what was captured and read before
    deleted_at: Mapped[datetime | None]
    deleted_reason: Mapped[str | None]
    deleted_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    purge_at: Mapped[datetime | None]  # when it will be deleted for good
    purged_at: Mapped[datetime | None]  # when its words were deleted for good

    category: Mapped[Category] = related()
    author: Mapped[Member | None] = related(foreign_keys=[author_id])
    last_by: Mapped[Member | None] = related(foreign_keys=[last_by_id])
    waiting_by: Mapped[Member | None] = related(foreign_keys=[waiting_by_id])
    claimed_by: Mapped[Member | None] = related(foreign_keys=[claimed_by_id])
    merged_into: Mapped["Topic | None"] = related(foreign_keys=[merged_into_id], remote_side=[id])
    duplicate_of: Mapped["Topic | None"] = related(foreign_keys=[duplicate_of_id], remote_side=[id])
    accepted: Mapped["Post | None"] = related(foreign_keys=[accepted_id], post_update=True)
    tags: Mapped[list["Tag"]] = related(secondary="topic_tags", order_by="Tag.name")

    @property
    def path(self) -> str:
        """Address of the topic; the id decides, the slug is for people."""
        return f"/q/{self.id}/{self.slug}"

    @property
    def state(self) -> str:
        """What the glyph in a list shows: solved, verified, official, answered, none or talk."""
        if self.kind != "question":
            return "talk"
        if self.accepted_id:
            return "solved"
        if self.verified:
            return "verified"
        if self.official:
            return "official"
        return "answered" if self.answer_count else "none"

    @hybrid_property
    def worth(self):
        """What the list "top" goes by: its votes, who has the problem too, and whom it helped, one point each."""
        return self.score + self.me_too_count + self.thanks_count

    @hybrid_property
    def is_shown(self) -> bool:
        """Whether everyone who may see the place sees it; what was merged is read where it went."""
        return self.deleted_at is None and self.hidden_at is None and self.merged_into_id is None

    @is_shown.inplace.expression
    @classmethod
    def _is_shown(cls):
        return cls.deleted_at.is_(None) & cls.hidden_at.is_(None) & cls.merged_into_id.is_(None)

    @hybrid_property
    def is_listed(self) -> bool:
        """Whether lists, search, feeds and maps name it; what is unlisted is found by its address alone."""
        return self.is_shown and self.unlisted_at is None

    @is_listed.inplace.expression
    @classmethod
    def _is_listed(cls):
        return cls.is_shown & cls.unlisted_at.is_(None)

    @property
    def is_open(self) -> bool:
        """Whether it takes answers at all."""
        return not (self.closed_at or self.archived_at or self.deleted_at or self.merged_into_id)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody can help until the asker says more. When it closed for want of that, it waits no more."""
        return self.waiting_since is not None and self.closed_at is None

    @property
    def has_lapsed(self) -> bool:
        """Whether it closed itself because the asker said no more; their next word opens it again."""
        return self.waiting_since is not None and self.closed_at is not None

    @property
    def is_claimed(self) -> bool:
        """Whether somebody is on it right now."""
        held = self.claimed_until is not None and self.claimed_until > clock.now()
        return held and self.is_open and self.kind == "question" and self.accepted_id is None


class Post(Signed, Shown, db.Model):
    """One text in a topic: the opening one, an answer (to a question) or a reply (elsewhere).

    `kind` is what it was written as, and stays so when topics are merged or split: points go by it. Which post a
    topic begins with is the topic's `opening_id`.
    """

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("kind IN ('opening', 'answer')", name="kind"),
        CheckConstraint("form IN ('markdown', 'html')", name="form"),
        UniqueConstraint("cause_in_id", "cause_id"),  # one ticket may answer in several topics, once in each
        Index("ix_posts_topic_id_id", "topic_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"))
    kind: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)
    author_note: Mapped[str | None]
    form: Mapped[str] = mapped_column(default="markdown")
    source: Mapped[str]
    html: Mapped[str]
    score: Mapped[int] = mapped_column(default=0)
    official: Mapped[bool] = mapped_column(default=False)  # speaks for the provider
    cause_id: Mapped[int | None]  # the fact that made this post, when no person wrote it here
    cause_in_id: Mapped[int | None]  # the topic that it was made for: it may be read in another one by now
    reply_to_id: Mapped[int | None] = mapped_column(db.ForeignKey("posts.id"), index=True)
    moved_from_id: Mapped[int | None] = mapped_column(db.ForeignKey("topics.id"), index=True)  # written there
    wiki: Mapped[bool] = mapped_column(default=False)  # every member who may post here may edit it
    verified_at: Mapped[datetime | None]  # the provider says that this answer is right
    verified_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    thanks_count: Mapped[int] = mapped_column(default=0)  # "this helped me"
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    edited_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    revision: Mapped[int] = mapped_column(default=1)  # an editor says which one was read; an older one is refused
    hidden_at: Mapped[datetime | None]  # only its author and moderators see it until it was looked at
    hidden_reason: Mapped[str | None]
    staff_only: Mapped[bool] = mapped_column(default=False)  # hidden for security
    outdated_at: Mapped[datetime | None]  # since when it is said to hold no more; an edit ends that
    outdated_reason: Mapped[str | None]
    deleted_at: Mapped[datetime | None]
    deleted_reason: Mapped[str | None]
    deleted_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    purge_at: Mapped[datetime | None]  # when it will be deleted for good
    purged_at: Mapped[datetime | None]  # when its words were deleted for good

    topic: Mapped[Topic] = related(foreign_keys=[topic_id])
    author: Mapped[Member | None] = related(foreign_keys=[author_id])
    verified_by: Mapped[Member | None] = related(foreign_keys=[verified_by_id])
    reply_to: Mapped["Post | None"] = related(foreign_keys=[reply_to_id], remote_side=[id])
    edited_by: Mapped[Member | None] = related(foreign_keys=[edited_by_id])
    comments: Mapped[list["Comment"]] = related(order_by="Comment.id", back_populates="post")

    @property
    def is_opening(self) -> bool:
        """Whether its topic begins with it; the topic must be loaded, and be the one that it stands in now."""
        return self.topic.id == self.topic_id and self.topic.opening_id == self.id

    @property
    def path(self) -> str:
        """A short address that leads to the post on its page; `/a/<n>` is kept for imported sites' old addresses."""
        return f"/posts/{self.id}"


class Comment(Signed, Shown, db.Model):
    """A short remark under a post."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(db.ForeignKey("posts.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)
    author_note: Mapped[str | None]
    source: Mapped[str]
    html: Mapped[str]
    score: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str | None]
    staff_only: Mapped[bool] = mapped_column(default=False)  # hidden for security
    deleted_at: Mapped[datetime | None]
    deleted_reason: Mapped[str | None]
    deleted_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    purge_at: Mapped[datetime | None]  # when it will be deleted for good
    purged_at: Mapped[datetime | None]  # when its words were deleted for good

    post: Mapped[Post] = related(back_populates="comments")
    author: Mapped[Member | None] = related(foreign_keys=[author_id])


class Vote(db.Model):
    """One voice for or against a post; imported voices have no name."""

    __tablename__ = "votes"
    __table_args__ = (
        UniqueConstraint("post_id", "voter_id"),
        CheckConstraint("value IN (-1, 1)", name="value"),
        Index("ix_votes_voter_id_at", "voter_id", "at"),  # how many somebody gave of late
        Index("ix_votes_invalidated", "post_id", "voter_id", **only_where("invalidated_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(db.ForeignKey("posts.id"))
    voter_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    value: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")  # why against it: only its author reads this, without a name
    note: Mapped[str] = mapped_column(default="")  # more words on that, if any
    named: Mapped[bool] = mapped_column(default=False)  # given where it is shown who voted; others never get a name
    at: Mapped[datetime] = mapped_column(default=clock.now)
    invalidated_at: Mapped[datetime | None]  # no longer counts anywhere, until it is reinstated
    invalidation_id: Mapped[int | None] = mapped_column(db.ForeignKey("invalidations.id"), index=True)

    voter: Mapped[Member | None] = related()

    @hybrid_property
    def counts(self) -> bool:
        """Whether it is part of its post's score."""
        return self.invalidated_at is None

    @counts.inplace.expression
    @classmethod
    def _counts(cls):
        return cls.invalidated_at.is_(None)


class Invalidation(db.Model):
    """Provider staff decided that some votes count no longer, and why; the persons concerned read the reason."""

    __tablename__ = "invalidations"

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))


class MeToo(db.Model):
    """Somebody has the same problem."""

    __tablename__ = "me_toos"

    topic_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), primary_key=True, index=True)


class Revision(db.Model):
    """What a post said before and after each edit; number 1 is what was posted.

    `staff_only` ones had a security concern that the author has mended since.
    """

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("post_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(db.ForeignKey("posts.id"))
    number: Mapped[int]
    title: Mapped[str | None]
    source: Mapped[str]
    tags: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    editor_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    editor_note: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    staff_only: Mapped[bool] = mapped_column(default=False)

    editor: Mapped[Member | None] = related()


class Tag(db.Model):
    """A word that topics are filed under."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")


class TopicTag(db.Model):
    """Which tags a topic carries."""

    __tablename__ = "topic_tags"

    topic_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(db.ForeignKey("tags.id"), primary_key=True, index=True)


class TopicLink(db.Model):
    """One topic refers to another."""

    __tablename__ = "topic_links"

    from_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"), primary_key=True, index=True)
