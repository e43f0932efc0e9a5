"""A service as the tests see it: where it answers, or why it does not and what mends that."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Service:
    """One outside thing. `url` is its address (for Chromium its path); None when it could not be had."""

    name: str
    url: str | None = None
    how: str = ""  # where it came from, for the report at the end
    problem: str = ""  # why it is missing
    mend: str = ""  # the command that would bring it

    def line(self) -> str:
        """What the report at the end of a run says about it."""
        if self.url:
            return f"{self.name}: {self.how}"
        return f"could not run: {self.name}, {self.problem}; mend: {self.mend}"

    def packed(self) -> dict[str, str | None]:
        """As plain values, so that it can be sent to a test worker."""
        return asdict(self)
