"""Small signs of state. Each has its own shape, then a colour, and always words."""

from functools import cache, lru_cache
from math import cos, pi, sin

from markupsafe import Markup

from community.pages.heraldry.svg import drawing, share_of, short

STEP = '<path d="M2 15.5H7V11H12V6.5H18"/>'
GLYPHS = {  # kind: (tone, words, shape in a 20 box)
    "none": (
        "warn",
        "No answer yet",
        '<circle cx="10" cy="10" r="7.8" stroke-dasharray="2.6 2.31"/><path d="M10 6.2v4.3M10 13.4v.1"/>',
    ),
    "answered": ("soft", "Has answers", '<circle cx="10" cy="10" r="7.8"/><path d="M6.8 8.6h6.4M6.8 11.6h4"/>'),
    "solved": (
        "ok",
        "Solved",
        '<circle class="is-solid" cx="10" cy="10" r="8.5"/><path class="is-cut" d="m6.2 10.3 2.6 2.6 5-5.4"/>',
    ),
    "verified": (
        "ok",
        "Verified by the provider",
        '<circle cx="10" cy="10" r="7.8"/><path d="m6.4 10.2 2.5 2.5 4.7-5.1"/>',
    ),
    "official": (
        "ink",
        "Official answer",
        '<path class="is-solid" d="M2 18.5V11.5H4.5V8H7V4.5H13V8H15.5V11.5H18V18.5H12.6V15.2A2.6 2.6 0 0 0 7.4 15.2V18.5Z"/>',
    ),
    "improvement": ("accent", "Improvement", f'<g stroke-width="2">{STEP}</g>'),
    "discussion": ("soft", "Discussion", '<path d="M3 4.5h14v9H9l-4 3.5v-3.5H3Z"/>'),
    "incident": ("bad", "Linked to an incident", '<path d="M10 2.5 18.5 17.5H1.5Z"/><path d="M10 8v4.3M10 14.9v.1"/>'),
    "article": (
        "soft",
        "Article",
        '<path d="M10 5.2C8 3.8 5.4 3.4 2.5 3.6v12c2.9-.2 5.5.2 7.5 1.6 2-1.4 4.6-1.8 7.5-1.6v-12C14.6 3.4 12 3.8 10 5.2v12"/>',
    ),
    "closed": ("soft", "Closed", '<circle cx="10" cy="10" r="7.8"/><path d="M6.5 10h7"/>'),
}
DOTS = {  # state: (tone, words, shape in a 9 box)
    "running": ("ok", "Running normally", '<circle cx="4.5" cy="4.5" r="3.5"/>'),
    "slower": ("warn", "Slower than usual", '<path d="M4.5 .2 8.8 4.5 4.5 8.8 .2 4.5Z"/>'),
    "major": ("bad", "Major incident", '<path d="M4.5 .5 8.8 8.3H.2Z"/>'),
    "planned": ("info", "Planned work", '<rect class="is-hollow" x="1" y="1" width="7" height="7"/>'),
}


@cache
def state_glyph(kind: str, size: float = 20, label: str | None = "") -> Markup:
    """The state of a topic: none, answered, solved, verified, official, improvement, discussion, incident, article, closed."""
    tone, words, shape = GLYPHS.get(kind, GLYPHS["discussion"])
    return drawing(shape, box="0 0 20 20", width=size, css=f"gh-glyph is-{tone}", label=words if label == "" else label)


@cache
def service_dot(state: str, label: str | None = "") -> Markup:
    """The state of a service, 9 px: running, slower, major, planned."""
    tone, words, shape = DOTS.get(state, DOTS["running"])
    return drawing(shape, box="0 0 9 9", width=9, css=f"gh-dot is-{tone}", label=words if label == "" else label)


@lru_cache(maxsize=1024)
def progress_disc(share: float, size: float = 14) -> Markup:
    """A disc filled clockwise to `share` (0..1) in the current colour; 1 is a solid disc with a tick."""
    part = share_of(share)
    if part >= 1:
        return drawing(GLYPHS["solved"][2], box="0 0 20 20", width=size, css="gh-glyph")
    pie = ""
    if part > 0:
        angle = 2 * pi * part - pi / 2
        pie = f'<path fill="currentColor" d="M8 8V3A5 5 0 {int(part > 0.5)} 1 {short(8 + 5 * cos(angle))} {short(8 + 5 * sin(angle))}Z"/>'
    return drawing(
        f'<circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.5"/>{pie}',
        box="0 0 16 16",
        width=size,
        css="gh-disc",
    )


@cache
def priority_bars(priority: int) -> Markup:
    """Four rising bars, all filled for priority 1, one for priority 4. The number stands beside it in words."""
    bars = "".join(
        f'<rect x="{short(1 + i * 3.2)}" y="{short(10 - i * 2.6)}" width="2.2" height="{short(3 + i * 2.6)}"'
        + ("/>" if i < 5 - priority else ' opacity=".25"/>')
        for i in range(4)
    )
    return drawing(bars, box="0 0 14 14", width=14, css="gh-bars")
