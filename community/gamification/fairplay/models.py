"""Findings of fair play, the votes they are about, and shields that wait for a decision to be taken back."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related

KINDS = {
    "reciprocal": "Two accounts that vote for each other",
    "ring": "Accounts that vote for each other in a ring",
    "burst": "Many votes for one author at a stroke",
    "twins": "Accounts that do the same at the same time",
    "farming": "Points for posts with next to nothing in them",
}
STATES = {"open": "Open", "left": "Left as it is", "invalidated": "Votes count no longer", "reinstated": "Taken back"}


class Finding(db.Model):
    """Something about votes that staff should look at: who, why it stands out, and what was decided.

    `figures` are what the detector saw, for the words on its page. At most one open finding is about the same accounts.
    """

    __tablename__ = "findings"
    __table_args__ = (
        CheckConstraint("kind IN ('reciprocal', 'ring', 'burst', 'twins', 'farming')", name="kind"),
        CheckConstraint("state IN ('open', 'left', 'invalidated', 'reinstated')", name="state"),
        Index(
            "uq_findings_open", "kind", "accounts", unique=True,
            sqlite_where=db.text("state = 'open'"), postgresql_where=db.text("state = 'open'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    accounts: Mapped[str]  # the numbers of its members in order, parted by commas
    figures: Mapped[dict] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default="open", index=True)
    found_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)  # when it was last found
    reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    invalidation_id: Mapped[int | None] = mapped_column(db.ForeignKey("invalidations.id"), unique=True)

    decided_by: Mapped[Member | None] = related()

    @property
    def path(self) -> str:
        """Its address, for staff."""
        return f"/moderation/fairplay/{self.id}"

    @property
    def words(self) -> str:
        """What was found."""
        return KINDS[self.kind]

    @property
    def state_words(self) -> str:
        """How it stands."""
        return STATES[self.state]

    @property
    def member_ids(self) -> list[int]:
        """The accounts that it is about."""
        return [int(each) for each in self.accounts.split(",")]


class FindingVote(db.Model):
    """A vote that a finding is about; a vote that was taken back since is no longer there."""

    __tablename__ = "finding_votes"

    finding_id: Mapped[int] = mapped_column(db.ForeignKey("findings.id"), primary_key=True)
    vote_id: Mapped[int] = mapped_column(primary_key=True, index=True)


class WithdrawnAward(db.Model):
    """A shield as it stood before it went with votes that count no longer, so that it can come back as it was."""

    __tablename__ = "withdrawn_awards"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # that of the award
    invalidation_id: Mapped[int] = mapped_column(db.ForeignKey("invalidations.id"), index=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    badge: Mapped[str]
    thing: Mapped[str]
    fact_id: Mapped[int]
    at: Mapped[datetime]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    place: Mapped[int | None]  # among the shields that stood beside the name, from 0
    was_title: Mapped[bool] = mapped_column(default=False, server_default=false())
