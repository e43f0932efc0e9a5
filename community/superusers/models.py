"""What is kept of the programme: who was named and why, what was agreed, who looks after what, who learnt what."""

from datetime import datetime, timedelta

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Group, Member
from community.core import clock
from community.core.db import db, related
from community.services.models import Service

STATES = {
    "offered": "Waits for an answer",
    "active": "Runs",
    "renewed": "Renewed",
    "ended": "Came to its end",
    "left": "Ended early",
    "declined": "Declined",
    "withdrawn": "Taken back",
}
SERVED = ("renewed", "ended", "left")  # somebody was a super-user under it, and it is over
BRIEFING_LASTS = timedelta(hours=2)
TERMS = {6: "Half a year", 12: "A year"}  # in months


def _only_one(name: str, column: str, state: str) -> Index:
    """One row of a state for each value of a column: the database says so, whoever comes at once."""
    where = db.text(f"state = '{state}'")
    return Index(name, column, unique=True, sqlite_where=where, postgresql_where=where)


class Nomination(db.Model):
    """One member says of another, once, why they should be a super-user. Only staff read it."""

    __tablename__ = "nominations"
    __table_args__ = (UniqueConstraint("member_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    by_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    words: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)

    member: Mapped[Member] = related(foreign_keys=[member_id])
    by: Mapped[Member] = related(foreign_keys=[by_id])


class SettingAside(db.Model):
    """Staff decided not to invite somebody now; `word` is for those who nominated them, if staff wanted that."""

    __tablename__ = "settings_aside"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    by_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    note: Mapped[str] = mapped_column(default="")  # for staff
    word: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)

    by: Mapped[Member] = related(foreign_keys=[by_id])


class Agreement(db.Model):
    """What a super-user and their organization agreed on for one term. A renewal is an agreement of its own.

    It begins when the member has accepted and the sponsor has confirmed. One runs, and one is offered, per person.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(each) for each in STATES)})", name="state"),
        CheckConstraint("state <> 'active' OR (begins_at IS NOT NULL AND ends_at IS NOT NULL)", name="term"),
        _only_one("uq_agreements_active", "member_id", "active"),
        _only_one("uq_agreements_offered", "member_id", "offered"),
        Index("ix_agreements_member_id_state", "member_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    renews_id: Mapped[int | None] = mapped_column(db.ForeignKey("agreements.id"), unique=True)  # asked once per term
    state: Mapped[str] = mapped_column(default="offered")
    hours: Mapped[int]  # per week, at most
    months: Mapped[int] = mapped_column(default=12)
    words: Mapped[str] = mapped_column(default="")  # why they are asked, for them to read
    backup_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))  # who steps in while they are away
    invited_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))  # None: the end of a term asked
    invited_at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_at: Mapped[datetime | None]
    sponsor_name: Mapped[str] = mapped_column(default="")
    sponsor_email: Mapped[str] = mapped_column(default="")  # forgotten when the agreement is over
    sponsor_round: Mapped[int] = mapped_column(default=0)  # links of an earlier round open nothing
    sponsor_asked_at: Mapped[datetime | None]
    sponsor_refused_at: Mapped[datetime | None]
    sponsor_words: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None]
    begins_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))  # None: its term was over
    parting: Mapped[str] = mapped_column(default="")  # what was said when it ended
    thanks: Mapped[str] = mapped_column(default="")  # from the provider, on the profile of who has left
    thanked_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))

    member: Mapped[Member] = related(foreign_keys=[member_id])
    backup: Mapped[Member | None] = related(foreign_keys=[backup_id])
    invited_by: Mapped[Member | None] = related(foreign_keys=[invited_by_id])
    thanked_by: Mapped[Member | None] = related(foreign_keys=[thanked_by_id])
    renews: Mapped["Agreement | None"] = related(remote_side=[id])
    services: Mapped[list[Service]] = related(secondary="agreement_services", order_by=Service.position)

    @property
    def path(self) -> str:
        """Its address, for the person and for staff."""
        return f"/superusers/agreements/{self.id}"

    @property
    def state_word(self) -> str:
        """How far it is, as people read it."""
        if self.state != "offered":
            return STATES[self.state]
        if self.accepted_at is None:
            return "Waits for an answer"
        return "Not confirmed" if self.sponsor_refused_at else "Waits for the sponsor"

    @property
    def waits_for_sponsor(self) -> bool:
        """Whether the sponsor can still confirm it."""
        return self.state == "offered" and self.confirmed_at is None and self.sponsor_refused_at is None

    @property
    def is_renewal(self) -> bool:
        """Whether it follows one before it."""
        return self.renews_id is not None

    @property
    def term(self) -> timedelta:
        """How long it runs."""
        return timedelta(days=round(self.months * 365 / 12))


class AgreementService(db.Model):
    """A service that an agreement is about."""

    __tablename__ = "agreement_services"

    agreement_id: Mapped[int] = mapped_column(db.ForeignKey("agreements.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(db.ForeignKey("services.id"), primary_key=True, index=True)


class ServiceTeam(db.Model):
    """The named group of the super-users of a service, to whom its places are given to look after."""

    __tablename__ = "service_teams"

    service_id: Mapped[int] = mapped_column(db.ForeignKey("services.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(db.ForeignKey("groups.id"), unique=True)

    group: Mapped[Group] = related()


class TrainingReview(db.Model):
    """A coach looked at somebody's work with the checklist of one step; signed when everything on it was there."""

    __tablename__ = "training_reviews"
    __table_args__ = (
        CheckConstraint("step IN ('candidate', 'contributor', 'publisher')", name="step"),
        Index(
            "uq_training_reviews_signed", "member_id", "step", unique=True,
            sqlite_where=db.text("signed = 1"), postgresql_where=db.text("signed"),
        ),
        Index("ix_training_reviews_member_id", "member_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    step: Mapped[str]
    coach_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    samples: Mapped[list] = mapped_column(JSON, default=list)  # what was looked at: "post:7", "article:3"
    ticks: Mapped[list] = mapped_column(JSON, default=list)  # keys of the checklist
    note: Mapped[str] = mapped_column(default="")
    signed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    coach: Mapped[Member] = related(foreign_keys=[coach_id])


class Briefing(db.Model):
    """The provider tells super-users what is coming, at a time and a place."""

    __tablename__ = "briefings"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    place: Mapped[str]  # a room, or the address of a call
    about: Mapped[str] = mapped_column(default="")
    about_html: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")  # what was said, for those who could not come
    notes_html: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    cancelled_at: Mapped[datetime | None]

    by: Mapped[Member] = related()

    @property
    def path(self) -> str:
        """Its address, for super-users and staff."""
        return f"/superusers/briefings/{self.id}"

    @property
    def is_held(self) -> bool:
        """Whether it is over: nobody says any more whether they come."""
        return self.starts_at + BRIEFING_LASTS < clock.now()


class BriefingReply(db.Model):
    """Whether somebody comes."""

    __tablename__ = "briefing_replies"
    __table_args__ = (CheckConstraint("reply IN ('yes', 'maybe', 'no')", name="reply"),)

    briefing_id: Mapped[int] = mapped_column(db.ForeignKey("briefings.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), primary_key=True, index=True)
    reply: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)

    member: Mapped[Member] = related()
