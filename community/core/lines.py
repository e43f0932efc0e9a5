"""Which member is on which open line (the socket of a page), so that it can be cut when they may see less now."""

from contextlib import suppress

from redis import Redis, RedisError

KEPT = 7 * 86_400  # seconds without any new line: what a killed process left behind is forgotten then


class InProcess:
    """Remembered here: enough while one process does everything."""

    def __init__(self) -> None:
        self._members: dict[str, int] = {}

    def note(self, line: str, member_id: int) -> None:
        """A member is on this line."""
        self._members[line] = member_id

    def forget(self, line: str) -> None:
        """The line is closed."""
        self._members.pop(line, None)

    def of(self, member_id: int) -> list[str]:
        """The lines that a member is on."""
        return [line for line, who in self._members.copy().items() if who == member_id]


class InRedis:
    """Remembered where all processes look. While Redis is away nothing is remembered, and nothing else fails."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, decode_responses=True)

    def note(self, line: str, member_id: int) -> None:
        """A member is on this line."""
        with suppress(RedisError), self._redis.pipeline(transaction=False) as pipe:
            pipe.hset("lines", line, member_id).expire("lines", KEPT).execute()

    def forget(self, line: str) -> None:
        """The line is closed."""
        with suppress(RedisError):
            self._redis.hdel("lines", line)

    def of(self, member_id: int) -> list[str]:
        """The lines that a member is on."""
        with suppress(RedisError):
            return [line for line, who in self._redis.hgetall("lines").items() if who == str(member_id)]
        return []
