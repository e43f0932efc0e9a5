"""What a detector hands over: which accounts, which votes, and the figures that its words are made of."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Suspicion:
    """Something that stands out. `figures` are numbers and words for the page, by name."""

    kind: str
    members: tuple[int, ...]
    votes: frozenset[int]
    figures: dict = field(default_factory=dict)
