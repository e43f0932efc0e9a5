"""Proposals, their supporters, and what was said about them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related
from community.improvement.stages import CLOSED, STAGES, STAIR, is_open
from community.services.models import Service


def _among(column: str, words) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


class Proposal(db.Model):
    """Something that should be better, in the proposer's own words, and how far it has come.

    No open proposal can exist without a next word due: the database refuses it.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint(_among("stage", STAGES), name="stage"),
        CheckConstraint(
            "audience IN ('public', 'members', 'superusers', 'staff') OR audience LIKE 'group:%'", name="audience"
        ),
        CheckConstraint(f"{_among('stage', CLOSED)} OR next_word_due IS NOT NULL", name="next_word_due"),
        CheckConstraint("stage <> 'declined' OR stage_reason <> ''", name="declined_reason"),
        Index("ix_proposals_stage_support_count_id", "stage", "support_count", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    slug: Mapped[str]
    hard: Mapped[str]  # what is hard today
    hard_html: Mapped[str]
    better: Mapped[str]  # what would be better
    better_html: Mapped[str]
    value: Mapped[str]  # for whom, and what it is worth to them
    value_html: Mapped[str]
    service_id: Mapped[int | None] = mapped_column(db.ForeignKey("services.id"), index=True)
    proposer_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)  # answers for it
    audience: Mapped[str] = mapped_column(default="public")
    stage: Mapped[str] = mapped_column(default="proposed")
    stage_at: Mapped[datetime] = mapped_column(default=clock.now)
    stage_reason: Mapped[str] = mapped_column(default="")  # why it was declined
    next_word_due: Mapped[datetime | None]
    support_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    service: Mapped[Service | None] = related()
    proposer: Mapped[Member | None] = related(foreign_keys=[proposer_id])
    owner: Mapped[Member | None] = related(foreign_keys=[owner_id])

    @property
    def ref(self) -> str:
        """The short name people use for it, such as IMP-41."""
        return f"IMP-{self.id}"

    @property
    def path(self) -> str:
        """Address of the proposal; the id decides, the slug is for people."""
        return f"/improvements/{self.id}/{self.slug}"

    @property
    def stage_word(self) -> str:
        """The stage as people read it."""
        return STAGES[self.stage]

    @property
    def is_open(self) -> bool:
        """Whether people still wait for something."""
        return is_open(self.stage)

    @property
    def step(self) -> int:
        """The tread of the stair it stands on, from 0; a declined one stands on the first."""
        return STAIR.index(self.stage) if self.stage in STAIR else 0

    @property
    def is_late(self) -> bool:
        """Whether an official word was due and has not come."""
        return self.next_word_due is not None and self.next_word_due < clock.now()


class ProposalSupport(db.Model):
    """Somebody wants this too: one voice a person."""

    __tablename__ = "proposal_supports"

    proposal_id: Mapped[int] = mapped_column(db.ForeignKey("proposals.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ProposalWord(db.Model):
    """What was said about a proposal on its way: with a stage change, or in between."""

    __tablename__ = "proposal_words"
    __table_args__ = (Index("ix_proposal_words_proposal_id_id", "proposal_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(db.ForeignKey("proposals.id"))
    author_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    official: Mapped[bool]  # the provider speaks; only such a word moves the date of the next one
    source: Mapped[str]
    html: Mapped[str]
    old_stage: Mapped[str | None]  # None: a note in between
    new_stage: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(default=clock.now)

    author: Mapped[Member | None] = related()

    @property
    def step_words(self) -> str:
        """The step it came with ("Planned → In progress"), or nothing."""
        return f"{STAGES[self.old_stage]} → {STAGES[self.new_stage]}" if self.new_stage else ""
