"""A person's arms: a tinctured field, divided one of six ways, initials, and round it the ring of their level."""

import re
from math import pi
from typing import Any

from markupsafe import Markup, escape

from community.pages.heraldry.marks import GABLE, gable, seal
from community.pages.heraldry.svg import drawing, share_of, short

LEVEL_NAMES = {1: "Newcomer", 2: "Contributor", 3: "Regular", 4: "Practitioner", 5: "Mentor", 6: "Steward"}
ROLE_WORDS = {"superuser": "super-user", "staff": "provider staff", "admin": "provider staff"}

# The second tincture of the field, already cut to the circle of radius 24 (so no clip is needed).
DIVISIONS = (
    "M24 0A24 24 0 0 1 24 48Z",
    "M40.97 7.03A24 24 0 0 1 7.03 40.97Z",
    "M0 24A24 24 0 0 0 48 24Z",
    "M24 22 6.75 40.69A24 24 0 0 0 41.25 40.69Z",
    "M7.03 7.03A24 24 0 0 0 40.97 40.97Z",
    "M24 24V0A24 24 0 0 1 48 24ZM24 24V48A24 24 0 0 1 0 24Z",
)
TINCTURES = 10
PIPS = {1: "d", 2: "dd", 3: "ddd", 4: "l", 5: "ll", 6: "g"}
PIP_WIDTH = {"d": 4.0, "l": 5.4, "g": 8.0}


def initials_of(name: str) -> str:
    """First letter of the first and of the last word; one letter for one word; "?" where there is no letter at all."""
    words = [word for word in re.split(r"[\s_.]+", name or "") if re.search(r"\w", word)]
    letters = [re.search(r"\w", word).group().upper()[:1] for word in words]  # type: ignore[union-attr]
    if not letters:
        return "?"
    return letters[0] if len(letters) == 1 else letters[0] + letters[-1]


def avatar(
    person: Any,
    size: float = 40,
    ring: bool = True,
    mark: bool = False,
    pip: bool = True,
    label: str | None = "",
    css: str = "",
) -> Markup:
    """Draw `person` (id, display_name, role, level, level_progress; None for someone who left) at `size` px.

    The ring appears from 28 px and fills clockwise from six o'clock with the way to the next level; the pip from
    36 px. `mark` hangs the seal or house mark on it, for places where the avatar stands without the name.
    label=None makes it decoration (when the name stands beside it); by default it says name, level and role.
    """
    who = person.display_name if person is not None else "Former member"
    number = int(getattr(person, "id", 0) or 0)
    level = min(6, max(1, int(getattr(person, "level", 1) or 1))) if person is not None else 0
    role = getattr(person, "role", None)
    ringed = bool(ring and level and size >= 28)
    pad = (5 if size >= 64 else 4 if size >= 40 else 3) if ringed else 0
    whole = size + 2 * pad
    centre = whole / 2
    letters = initials_of(who) if person is not None else "–"
    letters, text_size = (letters[:1], size * 0.52) if size < 24 else (letters, size * 0.37)
    field = (
        f'<g transform="translate({short(pad)} {short(pad)}) scale({short(size / 48)})"><circle class="gh-av-a" cx="24" cy="24" r="24"/>'
        f'<path class="gh-av-b" d="{DIVISIONS[(number * 7 + 3) % len(DIVISIONS)]}"/></g>'
        f'<text class="gh-av-t" x="{short(centre)}" y="{short(centre)}" dy=".36em" text-anchor="middle" '
        f'font-size="{short(text_size)}">{escape(letters)}</text>'
    )
    body = field
    if ringed:
        body += _ring(size, pad, share_of(getattr(person, "level_progress", 0)), level)
        if pip and size >= 36:
            body += _pip(size, whole, level)
    if label == "":
        label = _spoken(who, level if ringed else 0, role)
    tincture = f"gh-tinct-{number % TINCTURES}" if person is not None else "gh-tinct-none"
    art = drawing(body, box=f"0 0 {short(whole)} {short(whole)}", width=whole, css=f"gh-avatar {tincture}", label=label)
    return Markup(f'<span class="gh-av {css}">{art}{_mark(size, role) if mark else ""}</span>')


def _spoken(who: str, level: int, role: str | None) -> str:
    parts = [who]
    if level:
        parts.append(f"level {level} {LEVEL_NAMES[level]}")
    if role in ROLE_WORDS:
        parts.append(ROLE_WORDS[role])
    return ", ".join(parts)


def _ring(size: float, pad: float, progress: float, level: int) -> str:
    stroke = 2.5 if size >= 64 else 2 if size >= 40 else 1.75
    radius = size / 2 + pad - stroke / 2
    centre = size / 2 + pad
    circle = f'cx="{short(centre)}" cy="{short(centre)}" r="{short(radius)}" stroke-width="{stroke}"'
    round_ = 2 * pi * radius
    done = (
        f'<circle class="gh-ring gh-level-{level}" {circle} stroke-dasharray="{short(round_ * progress)} {short(round_)}" '
        f'transform="rotate(90 {short(centre)} {short(centre)})"/>'
        if progress
        else ""
    )
    return f'<circle class="gh-ring gh-ring-track" {circle}/>{done}'


def _pip(size: float, whole: float, level: int) -> str:
    signs = PIPS[level]
    width = sum(PIP_WIDTH[sign] for sign in signs) + 7
    scale = 1.5 if size >= 88 else 1.2 if size >= 64 else 1
    at, drawn = 3.5, ""
    for sign in signs:
        x = at + PIP_WIDTH[sign] / 2
        if sign == "d":
            drawn += f'<circle cx="{short(x)}" cy="6" r="1.35"/>'
        elif sign == "l":
            drawn += f'<path d="M{short(x)} 2.9l2.3 3.1-2.3 3.1-2.3-3.1Z"/>'
        else:
            drawn += f'<path transform="translate({short(x - 4)} 2) scale(.333)" d="{GABLE}"/>'
        at += PIP_WIDTH[sign]
    return (
        f'<g class="gh-pip gh-level-{level}" transform="translate({short((whole - width * scale) / 2)} {short(whole - 10.5 * scale)}) '
        f'scale({scale})"><rect class="gh-pip-halo" x="-1.2" y="-1.2" width="{short(width + 2.4)}" height="14.4" rx="7.2"/>'
        f'<rect width="{short(width)}" height="12" rx="6"/><g class="gh-pip-sign">{drawn}</g></g>'
    )


def _mark(size: float, role: str | None) -> str:
    if role == "superuser":
        return f'<span class="gh-av-mark" aria-hidden="true">{seal(max(14, round(size * 0.42)), None)}</span>'
    if role in ("staff", "admin"):
        return f'<span class="gh-av-mark gh-av-house" aria-hidden="true">{gable(max(9, round(size * 0.28)))}</span>'
    return ""
