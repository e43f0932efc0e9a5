"""Articles, what they said before, who is thanked, and who found them helpful."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related
from community.services.models import Service

KINDS = {
    "how_to": "How-to",
    "known_error": "Known error",
    "answer": "Question & answer",
    "reference": "Reference",
    "policy": "Policy",
}
CONFIDENCES = {
    "work_in_progress": "Draft",
    "not_validated": "Not validated yet",
    "validated": "Validated",
    "archived": "Archived",
}
CREDITS = {"answer": "gave the answer", "question": "asked the question", "revision": "helped to mend it"}


class Article(db.Model):
    """A text that answers something for everyone. `confidence` says how far to trust it, `audience` who may read it."""

    __tablename__ = "articles"
    __table_args__ = (
        CheckConstraint("kind IN ('how_to', 'known_error', 'answer', 'reference', 'policy')", name="kind"),
        CheckConstraint(
            "confidence IN ('work_in_progress', 'not_validated', 'validated', 'archived')", name="confidence"
        ),
        CheckConstraint(
            "audience IN ('public', 'members', 'superusers', 'staff') OR audience LIKE 'group:%'", name="audience"
        ),
        CheckConstraint("(confidence = 'work_in_progress') = (published_at IS NULL)"
                        " OR confidence = 'archived'", name="published"),
        Index("ix_articles_updated_key", "updated_key", "id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(default="how_to")
    title: Mapped[str]
    slug: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    html: Mapped[str]  # headings carry ids, so that the contents list can lead to them
    confidence: Mapped[str] = mapped_column(default="work_in_progress")
    audience: Mapped[str] = mapped_column(default="public")
    service_id: Mapped[int | None] = mapped_column(db.ForeignKey("services.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)  # keeps it true
    author_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_key: Mapped[int] = mapped_column(db.BigInteger)  # updated_at in milliseconds: pages go by it
    published_at: Mapped[datetime | None]
    validated_at: Mapped[datetime | None]
    validated_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    archived_at: Mapped[datetime | None]
    archived_reason: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)  # an editor says which one was read; an older one is refused
    helpful_count: Mapped[int] = mapped_column(default=0)

    service: Mapped[Service | None] = related()
    owner: Mapped[Member | None] = related(foreign_keys=[owner_id])
    author: Mapped[Member | None] = related(foreign_keys=[author_id])
    validated_by: Mapped[Member | None] = related(foreign_keys=[validated_by_id])
    credits: Mapped[list["ArticleCredit"]] = related(order_by="ArticleCredit.id", back_populates="article")

    @hybrid_property
    def in_use(self) -> bool:
        """Whether everyone in its audience reads it: it is published, and not archived."""
        return self.confidence in ("not_validated", "validated")

    @in_use.inplace.expression
    @classmethod
    def _in_use(cls):
        return cls.confidence.in_(("not_validated", "validated"))

    @property
    def ref(self) -> str:
        """How people name it: KB-0012."""
        return f"KB-{self.id:04d}"

    @property
    def path(self) -> str:
        """Address of the article; the id decides, the slug is for people."""
        return f"/articles/{self.id}/{self.slug}"

    @property
    def kind_word(self) -> str:
        """The kind as people read it."""
        return KINDS[self.kind]

    @property
    def confidence_word(self) -> str:
        """The confidence as people read it."""
        return CONFIDENCES[self.confidence]

    @property
    def is_draft(self) -> bool:
        """Not published yet."""
        return self.published_at is None


class ArticleRevision(db.Model):
    """What an article said after each change; number 1 is what was drafted."""

    __tablename__ = "article_revisions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(db.ForeignKey("articles.id"))
    number: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str]
    source: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    wording_only: Mapped[bool] = mapped_column(default=False)  # the steps stayed the same, so a validation holds
    editor_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    editor: Mapped[Member | None] = related()


class ArticleCredit(db.Model):
    """Somebody is thanked for what an article says."""

    __tablename__ = "article_credits"
    __table_args__ = (
        UniqueConstraint("article_id", "member_id", "why"),
        CheckConstraint("why IN ('answer', 'question', 'revision')", name="why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(db.ForeignKey("articles.id"))
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    why: Mapped[str]

    article: Mapped[Article] = related(back_populates="credits")
    member: Mapped[Member] = related()

    @property
    def words(self) -> str:
        """What for, as people read it."""
        return CREDITS[self.why]


class ArticleVote(db.Model):
    """A reader found an article helpful, or not, in the wording of one revision."""

    __tablename__ = "article_votes"

    article_id: Mapped[int] = mapped_column(db.ForeignKey("articles.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), primary_key=True, index=True)
    revision: Mapped[int]
    helpful: Mapped[bool]
    at: Mapped[datetime] = mapped_column(default=clock.now)
