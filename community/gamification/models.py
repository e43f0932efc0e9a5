"""The ledger of points, and the shields that were awarded."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core.db import db, related


class ReputationLine(db.Model):
    """Points that one fact gave to (or took from) one member, for one reason, on account of one thing.

    A fact that takes a whole topic down takes points on account of several posts: so the thing is part of the key.
    """

    __tablename__ = "reputation_lines"
    __table_args__ = (
        UniqueConstraint("fact_id", "member_id", "rule", "subject_kind", "subject_id", name="uq_reputation_lines_once"),
        Index("ix_reputation_lines_member_id_fact_id", "member_id", "fact_id"),
        Index("ix_reputation_lines_subject", "subject_kind", "subject_id"),
        Index("ix_reputation_lines_rule_at", "rule", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    fact_id: Mapped[int] = mapped_column(db.ForeignKey("facts.id"))
    rule: Mapped[str]
    points: Mapped[int]
    at: Mapped[datetime]  # when the fact happened, not when it was written down
    subject_kind: Mapped[str]
    subject_id: Mapped[int]


class TakenDown(db.Model):
    """Whether a topic or post is down, or a post hidden, as of the last fact about it: such earn nothing meanwhile."""

    __tablename__ = "reputation_takedowns"

    kind: Mapped[str] = mapped_column(primary_key=True)
    ident: Mapped[int] = mapped_column(primary_key=True)
    down: Mapped[bool]
    fact_id: Mapped[int]


class Award(db.Model):
    """A member has a shield, since the fact that it was earned by."""

    __tablename__ = "awards"
    __table_args__ = (UniqueConstraint("member_id", "badge"), Index("ix_awards_badge_fact_id", "badge", "fact_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    badge: Mapped[str]
    fact_id: Mapped[int] = mapped_column(db.ForeignKey("facts.id"))
    at: Mapped[datetime]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]

    member: Mapped[Member] = related()
