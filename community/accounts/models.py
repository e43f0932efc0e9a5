"""Members, the groups they belong to, and their tokens."""

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import JSON, CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.levels import level_for
from community.core import clock
from community.core.db import db, related

ROLES = ("member", "superuser", "staff", "admin")
ROLE_WORDS = {"member": "Member", "superuser": "Super-user", "staff": "Provider staff", "admin": "Administrator"}


class Member(UserMixin, db.Model):
    """A person of the community. `reputation` and `level` are kept by gamification, which follows the facts."""

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint("role IN ('member', 'superuser', 'staff', 'admin')", name="role"),
        CheckConstraint("recognition IN ('everything', 'private', 'off')", name="recognition"),
        Index("uq_members_name_lower", func.lower(db.text("name")), unique=True),
        Index("uq_members_email_lower", func.lower(db.text("email")), unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]  # the handle in addresses and mentions
    display_name: Mapped[str]
    email: Mapped[str | None]  # None: brought in by an import, nobody has claimed it yet
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    confirmed_at: Mapped[datetime | None]
    role: Mapped[str] = mapped_column(default="member")
    title: Mapped[str] = mapped_column(default="")  # department or area, shown under the name
    about: Mapped[str] = mapped_column(default="")
    about_html: Mapped[str] = mapped_column(default="")
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    reputation: Mapped[int] = mapped_column(default=0, index=True)
    level: Mapped[int] = mapped_column(default=1)
    outcomes: Mapped[int] = mapped_column(default=0)  # confirmed by somebody else: levels ask for them
    level_locked: Mapped[bool] = mapped_column(default=False)  # staff decided that it stays as it is
    level_at_risk_until: Mapped[datetime | None]  # then it is lowered, unless it was earned again
    away_until: Mapped[datetime | None]  # said by themselves: nothing is asked of them until then
    recognition: Mapped[str] = mapped_column(default="everything")  # who sees points, levels, shields: `showing.py`
    among_helpers: Mapped[bool] = mapped_column(default=True)  # whether they may stand on the helpers' pages
    may_be_asked: Mapped[bool] = mapped_column(default=True)  # whether others may pass a question on to them
    level_progress: Mapped[float] = mapped_column(default=0.0)  # share of the way to the next level, 0 to 1
    favourites: Mapped[list] = mapped_column(JSON, default=list)  # keys of the shields chosen to stand by the name
    shield_title: Mapped[str] = mapped_column(default="")  # key of the shield whose name they bear as a title
    shield_told: Mapped[int] = mapped_column(default=0)  # the newest fact that gave them a shield, ...
    shield_shown: Mapped[int] = mapped_column(default=0)  # ... and up to which they were shown
    theme: Mapped[str] = mapped_column(default="auto")
    mails: Mapped[bool] = mapped_column(default=True)  # whether notifications may also come by mail
    timezone: Mapped[str] = mapped_column(default="UTC")
    group_ids: Mapped[list] = mapped_column(JSON, default=list)  # kept by grouping from its rows: read on every page
    silenced_until: Mapped[datetime | None]  # may read, vote and follow, but not write
    suspended_until: Mapped[datetime | None]  # may not sign in
    new_since: Mapped[datetime | None]  # topics older than this are not new to them; None: since they joined

    tokens: Mapped[list["Token"]] = related(back_populates="member")

    @property
    def is_superuser(self) -> bool:
        """Appointed as a super-user."""
        return self.role == "superuser"

    @property
    def is_staff(self) -> bool:
        """Works for the provider (administrators do as well)."""
        return self.role in {"staff", "admin"}

    @property
    def is_admin(self) -> bool:
        """Runs the site."""
        return self.role == "admin"

    @property
    def may_moderate(self) -> bool:
        """Looks after the place: super-users and provider staff."""
        return self.role != "member"

    @property
    def is_trusted(self) -> bool:
        """Known well enough that search engines may follow the links in what they write."""
        return self.may_moderate or self.level >= level_for("links")

    @property
    def is_silenced(self) -> bool:
        """Whether they may not write at the moment."""
        return self.silenced_until is not None and self.silenced_until > clock.now()

    @property
    def is_suspended(self) -> bool:
        """Whether they are kept out at the moment."""
        return self.suspended_until is not None and self.suspended_until > clock.now()

    @property
    def role_word(self) -> str:
        """The role as people read it."""
        return ROLE_WORDS[self.role]

    @property
    def roles(self) -> list:
        """The sign-in library asks for a list of roles; ours is one column with rules of its own."""
        return []

    @property
    def path(self) -> str:
        """Address of the profile."""
        return f"/members/{self.name}"


class Group(db.Model):
    """A named circle of members: a place may be open to it alone, and it may be called by its name."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)  # its handle in mentions
    description: Mapped[str] = mapped_column(default="")
    mentionable: Mapped[bool] = mapped_column(default=True)  # whether anyone may call all of it

    @property
    def path(self) -> str:
        """Address of the group's page."""
        return f"/groups/{self.slug}"


class GroupMember(db.Model):
    """Who belongs to a group."""

    __tablename__ = "group_members"

    group_id: Mapped[int] = mapped_column(db.ForeignKey("groups.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Token(db.Model):
    """A personal access token; only its hash is kept."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    member: Mapped[Member] = related(back_populates="tokens")
