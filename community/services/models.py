"""A service: what the provider delivers, and how it is doing."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import db

STATES = {
    "running": "Running normally",
    "slower": "Slower than usual",
    "major": "Major incident",
    "planned": "Planned work",
}


class Service(db.Model):
    """Something that people use and the provider answers for."""

    __tablename__ = "services"
    __table_args__ = (CheckConstraint("state IN ('running', 'slower', 'major', 'planned')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    icon: Mapped[str] = mapped_column(default="box")
    state: Mapped[str] = mapped_column(default="running")
    state_note: Mapped[str] = mapped_column(default="")  # one line beside the state, such as "Building C only"
    position: Mapped[int] = mapped_column(default=0)

    @property
    def state_word(self) -> str:
        """The state as people read it."""
        return STATES[self.state]
