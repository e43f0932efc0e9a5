"""The house mark (the provider, and the product itself) and the wax seal (a super-user)."""

from functools import cache
from math import cos, pi, sin

from markupsafe import Markup

from community.pages.heraldry.svg import drawing, short

GABLE = "M2.5 21.5V13.5H5.5V9.5H8.5V5.5H15.5V9.5H18.5V13.5H21.5V21.5H15V17.5A3 3 0 0 0 9 17.5V21.5Z"
KEY = (
    '<path fill-rule="evenodd" d="M12 1.2a4.9 4.9 0 0 1 1.2 9.65V14.6h4.2v2.3h-1.6v1.7h1.6v2.3h-4.2v2H10.8V10.85'
    'A4.9 4.9 0 0 1 12 1.2Zm0 2.7a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z"/>'
)
LOBES, VALLEY, CREST = 12, 10.5, 12.9


@cache
def _wax() -> str:
    """The scalloped edge: twelve lobes between valleys, each one quadratic curve."""

    def at(step: int, radius: float) -> str:
        angle = step * pi / LOBES - pi / 2
        return f"{short(12 + radius * cos(angle))} {short(12 + radius * sin(angle))}"

    lobes = "".join(f"Q{at(step, CREST)} {at(step + 1, VALLEY)}" for step in range(0, 2 * LOBES, 2))
    return f"M{at(-1, VALLEY)}{lobes}Z"


@cache
def seal(size: float = 20, label: str | None = "Super-user") -> Markup:
    """A super-user's seal, `size` px. From 24 px it has a gold ring. Pass label=None where the role is in words."""
    large = size >= 24
    scale = 0.54 if large else 0.72
    ring = '<circle class="gh-seal-ring" cx="12" cy="12" r="8.7"/>' if large else ""
    key = f'<g class="gh-seal-key" transform="translate({short(12 - 12 * scale)} {short(12 - 12.1 * scale)}) scale({scale})">{KEY}</g>'
    return drawing(
        f'<path class="gh-seal-wax" d="{_wax()}"/>{ring}{key}', box="0 0 24 24", width=size, css="gh-seal", label=label
    )


@cache
def gable(size: float = 20, label: str | None = None) -> Markup:
    """The crow-stepped gable in the current colour, `size` px: the mark of the house."""
    return drawing(f'<path fill="currentColor" d="{GABLE}"/>', box="0 0 24 24", width=size, css="gh-gable", label=label)
