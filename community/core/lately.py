"""What rooms were told within the last minute, for pages that were still on their way when it was said."""

import threading
import time
from contextlib import suppress

from redis import Redis, RedisError

KEPT = 60  # seconds


class InProcess:
    """Remembered here: enough while one process does everything."""

    def __init__(self) -> None:
        self._said: dict[str, dict[str, float]] = {}  # room -> fragment -> when; the rooms told last stand last
        self._lock = threading.Lock()

    def note(self, room: str, fragment: str) -> None:
        """Remember that a fragment of a room became stale now."""
        now = time.monotonic()
        with self._lock:
            self._said[room] = {**self._said.pop(room, {}), fragment: now}
            while now - max(next(iter(self._said.values())).values()) > KEPT:
                del self._said[next(iter(self._said))]

    def since(self, room: str, seconds: float) -> list[str]:
        """The fragments of a room that became stale within the last so many seconds."""
        earliest = time.monotonic() - min(seconds, KEPT)
        return [fragment for fragment, at in self._said.get(room, {}).items() if at >= earliest]


class InRedis:
    """Remembered where all processes look. While Redis is away nothing is remembered, and nothing else fails."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, decode_responses=True)

    def note(self, room: str, fragment: str) -> None:
        """Remember that a fragment of a room became stale now."""
        with suppress(RedisError), self._redis.pipeline(transaction=False) as line:
            line.hset(f"lately:{room}", fragment, time.time()).expire(f"lately:{room}", KEPT).execute()

    def since(self, room: str, seconds: float) -> list[str]:
        """The fragments of a room that became stale within the last so many seconds."""
        earliest = time.time() - min(seconds, KEPT)
        with suppress(RedisError):
            return [each for each, at in self._redis.hgetall(f"lately:{room}").items() if float(at) >= earliest]
        return []
