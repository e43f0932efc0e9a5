"""Scenes and the stage they are played on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from community.accounts.models import Member
from community.core.db import find
from community.demo import times


@dataclass(frozen=True)
class Scene:
    """One action at its time; `what` names it when something goes wrong."""

    at: datetime
    what: str
    play: Callable[[], object]


@dataclass
class Stage:
    """The moment of loading, and the ids of what was made so far, by kind and key of the content."""

    now: datetime
    made: dict[tuple[str, str], int] = field(default_factory=dict)
    joined: dict[str, datetime] = field(default_factory=dict)  # when each person arrives, known before the first scene
    cast: list[Member] = field(default_factory=list)  # held, so that nobody is read from the database again and again

    def keep(self, kind: str, key: str, thing) -> None:
        """Remember what was made under this key."""
        self.made[kind, key] = thing.id

    def id_of(self, kind: str, key: str) -> int:
        """The id of what was made under this key. Raises KeyError when its scene hasn't been played yet."""
        return self.made[kind, key]

    def member(self, handle: str) -> Member:
        """The person with this handle."""
        return find(Member, self.id_of("member", handle))

    def at(self, written: str, since: datetime | None = None) -> datetime:
        """The moment that the content means."""
        return times.moment(written, now=self.now, since=since)

    def promise(self, written: str, since: datetime) -> datetime:
        """A time that somebody names in advance: on from `since`, or around the moment of loading ("now+5h")."""
        return times.ahead(written, now=self.now, since=since)

    def crowd(self, handles: str, since: datetime) -> list[tuple[str, datetime]]:
        """People with the moment at which each of them finds a thing that is there `since` then."""
        names = handles.split()
        moments = times.spread(len(names), since=since, now=self.now)
        return [(name, self._once_here(name, at)) for name, at in zip(names, moments, strict=True)]

    def _once_here(self, handle: str, at: datetime) -> datetime:
        arrival = self.joined[handle]
        return at if at > arrival else times.spread(1, since=arrival, now=self.now)[0]
