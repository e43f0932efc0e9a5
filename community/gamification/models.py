"""The ledger of deeds and points, what they are worth, the shields and who has them."""

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related


class ReputationLine(db.Model):
    """A deed that one fact tells of one member, on account of one thing, and the points for it.

    `value` counts it: 1 as a rule, -1 when it is taken back, 0 where only points move. `day` (days since 1970, UTC) is
    the day whose limit it counts for: what is taken back counts for the day on which it was given. A fact that takes a
    whole topic down takes points on account of several posts and days: so both are part of the key.
    """

    __tablename__ = "reputation_lines"
    __table_args__ = (
        UniqueConstraint(
            "fact_id", "member_id", "rule", "subject_kind", "subject_id", "day", name="uq_reputation_lines_once"
        ),
        Index("ix_reputation_lines_member_id_fact_id", "member_id", "fact_id"),
        Index("ix_reputation_lines_member_id_day", "member_id", "day"),
        Index("ix_reputation_lines_subject", "subject_kind", "subject_id"),
        Index("ix_reputation_lines_rule_member_id", "rule", "member_id"),
        Index("ix_reputation_lines_rule_at", "rule", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    fact_id: Mapped[int] = mapped_column(db.ForeignKey("facts.id"))
    rule: Mapped[str]  # the deed
    version: Mapped[int] = mapped_column(default=0)  # of its price; 0 is the one that Guildhall came with
    value: Mapped[int] = mapped_column(default=1)
    points: Mapped[int]
    at: Mapped[datetime]  # when the fact happened, not when it was written down
    day: Mapped[int]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    other_id: Mapped[int | None]  # who did it to the member, or to whom the member did it


class PriceVersion(db.Model):
    """What a deed is worth since somebody decided so. Never changed: the next decision is a row of its own."""

    __tablename__ = "price_versions"
    __table_args__ = (UniqueConstraint("rule", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str]  # a deed, or one of the limits
    number: Mapped[int]  # counts the versions of this rule from 1
    points: Mapped[int]
    counts_from: Mapped[datetime | None]  # facts from then on; None: all there ever were
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    reason: Mapped[str] = mapped_column(default="")


class BadgeRule(db.Model):
    """A shield as the staff or a pack of rules have it: over the one of the same key that Guildhall came with."""

    __tablename__ = "badge_rules"

    key: Mapped[str] = mapped_column(primary_key=True)
    enabled: Mapped[bool] = mapped_column(default=True)
    data: Mapped[dict] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))


class TakenDown(db.Model):
    """Whether a topic or post is down, or a post hidden, as of the last fact about it: such earn nothing meanwhile."""

    __tablename__ = "reputation_takedowns"

    kind: Mapped[str] = mapped_column(primary_key=True)
    ident: Mapped[int] = mapped_column(primary_key=True)
    down: Mapped[bool]
    fact_id: Mapped[int]


class Award(db.Model):
    """A member has a shield, since the fact that it was earned by.

    `thing` is empty for a shield that is earned once, and names the thing ("post:7") for one that each thing earns.
    """

    __tablename__ = "awards"
    __table_args__ = (
        UniqueConstraint("member_id", "badge", "thing", name="uq_awards_once"),
        Index("ix_awards_badge_fact_id", "badge", "fact_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    badge: Mapped[str]
    thing: Mapped[str] = mapped_column(default="")
    fact_id: Mapped[int] = mapped_column(db.ForeignKey("facts.id"))
    at: Mapped[datetime]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]

    member: Mapped[Member] = related()


class Honour(db.Model):
    """An honour that staff gave to a member, with the sentence that says why. One of a kind stands at a time."""

    __tablename__ = "honours"
    __table_args__ = (
        Index(
            "uq_honours_standing",
            "member_id",
            "honour",
            unique=True,
            sqlite_where=db.text("taken_back_at IS NULL"),
            postgresql_where=db.text("taken_back_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    honour: Mapped[str]
    reason: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    taken_back_reason: Mapped[str] = mapped_column(default="")

    member: Mapped[Member] = related(foreign_keys=[member_id])
    by: Mapped[Member | None] = related(foreign_keys=[by_id])


class Kudos(db.Model):
    """A sentence of thanks from one member to another. `week` counts the weeks (from Monday, UTC) since 1970."""

    __tablename__ = "kudos"
    __table_args__ = (
        UniqueConstraint("giver_id", "member_id", "week", name="uq_kudos_once_a_week"),
        Index("ix_kudos_member_id_id", "member_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    giver_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    week: Mapped[int]
    words: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    hidden: Mapped[bool] = mapped_column(default=False)  # by whom it thanks: it is theirs to show
    removed_at: Mapped[datetime | None]  # by whoever wrote it, or those who look after the hall
    removed_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))

    giver: Mapped[Member] = related(foreign_keys=[giver_id])
    member: Mapped[Member] = related(foreign_keys=[member_id])
