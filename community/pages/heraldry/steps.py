"""The stepped line and the thin lines that fill: stages, levels, clocks, trials."""

from collections.abc import Sequence
from functools import cache, lru_cache

from markupsafe import Markup

from community.pages.heraldry.states import STEP
from community.pages.heraldry.svg import drawing, share_of, short

STAGES = ("Proposed", "Under review", "Planned", "In progress", "On trial", "Delivered")


@cache
def step_glyph(size: float = 20) -> Markup:
    """One step: the sign of the improvement log."""
    return drawing(f'<g stroke-width="2">{STEP}</g>', box="0 0 20 20", width=size, css="gh-glyph")


@lru_cache(maxsize=1024)
def mini_steps(
    current: int, total: int = 6, width: float = 120, height: float = 24, label: str | None = "", declined: bool = False
) -> Markup:
    """A small stepped line; `current` counts from 0. The last step is delivered (moss); a declined one stops in grey."""
    current = min(total - 1, max(0, current))
    tread, rise = (width - 8) / total, (height - 10) / max(1, total - 1)

    def y(step: int) -> str:
        return short(height - 5 - step * rise)

    x = short(4 + tread * (current + 0.5))
    done = f"M4 {y(0)}" + "".join(f"H{short(4 + tread * step)}V{y(step)}" for step in range(1, current + 1)) + f"H{x}"
    rest = (
        f"M{x} {y(current)}"
        + "".join(f"H{short(4 + tread * step)}V{y(step)}" for step in range(current + 1, total))
        + f"H{short(width - 4)}"
    )
    if label == "":
        words = STAGES[current] if total == len(STAGES) else f"step {current + 1}"
        label = f"Stage {current + 1} of {total}: {'declined' if declined else words}"
    state = "declined" if declined else "delivered" if current == total - 1 else "going"
    body = (
        f'<path class="gh-mini-rest" d="{rest}"/><path class="gh-mini-done" d="{done}"/>'
        f'<circle class="gh-mini-halo" cx="{x}" cy="{y(current)}" r="3.8"/><circle class="gh-mini-here" cx="{x}" cy="{y(current)}" r="2.8"/>'
    )
    return drawing(
        body,
        box=f"0 0 {short(width)} {short(height)}",
        width=width,
        height=height,
        css=f"gh-mini is-{state}",
        label=label,
    )


@lru_cache(maxsize=1024)
def marker(share: float = 0.5) -> Markup:
    """The marker that walks on the current tread of a stepper, at `share` (0..1) of its width."""
    at = f"{short(share_of(share) * 100)}%"
    return Markup(
        '<svg class="gh-marker" aria-hidden="true" width="100%" height="15">'
        f'<rect class="gh-marker-done" y="6" width="{at}" height="3"/><circle class="gh-marker-ring" cx="{at}" cy="7.5" r="7.5"/>'
        f'<circle class="gh-marker-gap" cx="{at}" cy="7.5" r="6"/><circle class="gh-marker-here" cx="{at}" cy="7.5" r="3.5"/></svg>'
    )


@lru_cache(maxsize=1024)
def fuse(
    share: float, state: str = "going", words: str | None = None, label: str = "Time until the next update is due"
) -> Markup:
    """The 2 px line at the foot of a desk strip: `share` (0..1) of the time from last to promised update.

    state is going, waiting, late or resolved and chooses the colour; `words` is what a screen reader says.
    """
    full = round(share_of(share) * 100)
    said = f' aria-valuetext="{Markup.escape(words)}"' if words else ""
    return Markup(
        f'<svg class="gh-fuse is-{state}" width="100%" height="2" role="progressbar" aria-label="{Markup.escape(label)}" '
        f'aria-valuemin="0" aria-valuemax="100" aria-valuenow="{full}"{said}><rect width="{full}%" height="2"/></svg>'
    )


@lru_cache(maxsize=1024)
def meter(share: float, label: str | None = None, tone: str = "accent", height: int = 5) -> Markup:
    """A flat bar filled to `share` (0..1); tone is accent, ink, warn, bad, ok, murrey or chart."""
    voice = f'role="img" aria-label="{Markup.escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(
        f'<svg class="gh-meter is-{tone}" {voice} width="100%" height="{height}">'
        f'<rect width="{short(share_of(share) * 100)}%" height="{height}"/></svg>'
    )


def level_line(level: int, progress: float, thresholds: Sequence[tuple[str, int]] = ()) -> Markup:
    """The six levels as one stepped line with the marker at `progress` (0..1) of the current tread.

    `thresholds` are (name, points) from the first level on; the built-in ones are used when none are given.
    """
    steps = list(thresholds) or [
        ("Newcomer", 0),
        ("Contributor", 50),
        ("Regular", 200),
        ("Practitioner", 600),
        ("Mentor", 1500),
        ("Steward", 4000),
    ]
    level = min(len(steps), max(1, level))
    items = []
    for number, (name, points) in enumerate(steps, start=1):
        state = "is-done" if number < level else "is-now" if number == level else "is-ahead"
        here = ' aria-current="step"' if number == level else ""
        drawn = marker(round(share_of(progress), 3)) if number == level else ""
        items.append(f'<li class="{state}"{here}>{drawn}<b>{Markup.escape(name)}</b> <span>{points:,}</span></li>')
    label = f"Level {level} of {len(steps)}: {Markup.escape(steps[level - 1][0])}"
    return Markup(f'<ol class="gh-steps is-level" aria-label="{label}">{"".join(items)}</ol>')
