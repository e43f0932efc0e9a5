"""Who is told of shields, honours, kudos and levels: whose they are."""

from collections.abc import Callable, Iterator

from sqlalchemy import select

from community.core.db import db
from community.events import Event
from community.gamification import facts as gamification
from community.gamification.models import Kudos
from community.notifications.tellings import Telling


def awarded(event: Event) -> Iterator[Telling]:
    """Who earned the shield."""
    yield _theirs("badge", event)


def honoured(event: Event) -> Iterator[Telling]:
    """Whose honour it is."""
    yield _theirs("honour" if isinstance(event.fact, gamification.HonourGiven) else "honour_taken_back", event)


def thanked_with_kudos(event: Event) -> Iterator[Telling]:
    """Whom the sentence thanks, while it stands."""
    if db.session.scalar(select(Kudos.removed_at).where(Kudos.id == event.fact.kudos_id)) is None:
        yield _theirs("kudos", event)


def levelled(event: Event) -> Iterator[Telling]:
    """Whose level it is."""
    yield _theirs(LEVELLED[type(event.fact)], event)


LEVELLED = {
    gamification.LevelReached: "level_reached",
    gamification.LevelAtRisk: "level_at_risk",
    gamification.LevelLowered: "level_lowered",
}


def level_kept(event: Event) -> Iterator[Telling]:
    """Whose level it is."""
    yield _theirs("level_unlocked" if event.fact.level is None else "level_locked", event)


def _theirs(kind: str, event: Event) -> Telling:
    return Telling(kind, ("badge", event.fact.member_id), "public", (event.fact.member_id,))


RECEIVERS: dict[type, Callable[[Event], Iterator[Telling]]] = {
    gamification.BadgeAwarded: awarded,
    gamification.LevelLocked: level_kept,
    gamification.HonourGiven: honoured,
    gamification.HonourTakenBack: honoured,
    gamification.KudosGiven: thanked_with_kudos,
    **dict.fromkeys(LEVELLED, levelled),
}
