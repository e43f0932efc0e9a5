"""Shields: what was earned. Metal tells the grade, the division of the field the family, the charge the deed."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from community.pages.heraldry.svg import drawing, share_of, short

CHARGES: dict[str, str] = json.loads(files(__package__).joinpath("charges.json").read_text(encoding="utf-8"))

RIM = "M6 4H58A2 2 0 0 1 60 6V33C60 50.6 47.6 62.2 32 69 16.4 62.2 4 50.6 4 33V6A2 2 0 0 1 6 4Z"
RIM_HALVES = (
    "M6 4H32V69C16.4 62.2 4 50.6 4 33V6A2 2 0 0 1 6 4Z",
    "M32 4H58A2 2 0 0 1 60 6V33C60 50.6 47.6 62.2 32 69Z",
)
FIELD = "M9 8H55A1 1 0 0 1 56 9V33C56 48.3 45.6 58.5 32 64.6 18.4 58.5 8 48.3 8 33V9A1 1 0 0 1 9 8Z"
FIELD_HALVES = (
    "M9 8H32V64.6C18.4 58.5 8 48.3 8 33V9A1 1 0 0 1 9 8Z",
    "M32 8H55A1 1 0 0 1 56 9V33C56 48.3 45.6 58.5 32 64.6Z",
)
INNER = "M11 10.6H53A.6 .6 0 0 1 53.4 11.2V33C53.4 46.8 44.2 56.1 32 61.7 19.8 56.1 10.6 46.8 10.6 33V11.2A.6 .6 0 0 1 11 10.6Z"
# Divisions are already cut to the edge of the field, so a shield needs no clip and no id.
CHIEF = "M9 8H55A1 1 0 0 1 56 9V20H8V9A1 1 0 0 1 9 8Z"
GRADY = "M13.2 50H17.6V43H27.2V36H36.8V29H46.4V22H56V33C56 48.3 45.6 58.5 32 64.6C24.25 61.13 17.54 56.32 13.2 50Z"
BORDURE = FIELD + "M15 15V33C15 44 22.2 51.4 32 56.2 41.8 51.4 49 44 49 33V15Z"
CHEVRON = "M32 30L52.55 47.12C48.4 54.88 40.88 60.62 32 64.6C23.12 60.62 15.6 54.88 11.45 47.12Z"
DIVISION_OF = {"Knowledge": CHIEF, "Improvement": GRADY, "Care": BORDURE, "Community": CHEVRON}

METALS = {  # rim left/right, field left/right, division, inner line, charge, cut
    "bronze": ("#B57A48", "#8A5529", "#E3B88E", "#D8A878", "#C99463", "#9C6637", "#45240C", "#DDB083"),
    "silver": ("#A3ADB9", "#747F8D", "#E6EAEE", "#D6DCE3", "#BFC8D2", "#8792A0", "#232E3D", "#DEE3E9"),
    "gold": ("#C79B22", "#9A7409", "#F7DF8C", "#EFD06C", "#E0B945", "#A98115", "#463204", "#F3D87C"),
    "enamel": ("#D9B24A", "#A98324", "#8C2860", "#751E50", "#641643", "#D9B24A", "#FBE9B4", "#7F2358"),
}
SMALL_BELOW = 30
FOOT, HEIGHT, TREAD = 64, 56, 3.4


def shield(badge: Any, size: float = 64, progress: float | None = None, label: str | None = "") -> Markup:
    """Draw `badge` (name, charge, metal, family; object or mapping) `size` px wide, 1.125 times as high.

    progress=None is an earned shield. A share 0..1 draws it within reach: the field fills from the foot along a
    stepped edge; 0 is dashed, not begun. label=None makes it decoration, by default it says name and metal.
    """
    read = badge.get if isinstance(badge, Mapping) else lambda key: getattr(badge, key, None)
    name, metal = str(read("name") or ""), str(read("metal") or "bronze")
    if label == "":
        label = f"{name}, {metal} shield" if progress is None else f"{name}, {share_of(progress):.0%} of the way"
    charge, family = str(read("charge") or "lantern"), str(read("family") or "")
    body = (
        _earned(charge, metal, family, size < SMALL_BELOW)
        if progress is None
        else _within_reach(charge, metal, share_of(progress))
    )
    state = "" if progress is None else " is-within-reach"
    return drawing(body, box="0 0 64 72", width=size, height=size * 1.125, css=f"gh-shield{state}", label=label)


@cache
def _earned(charge: str, metal: str, family: str, small: bool) -> str:
    rim_l, rim_r, field_l, field_r, tone, line, ink, cut = METALS.get(metal, METALS["bronze"])
    division = DIVISION_OF.get(family) if not small else None
    parts = [
        f'<path fill="{rim_l}" d="{RIM_HALVES[0]}"/><path fill="{rim_r}" d="{RIM_HALVES[1]}"/>',
        f'<path fill="{field_l}" d="{FIELD_HALVES[0]}"/><path fill="{field_r}" d="{FIELD_HALVES[1]}"/>',
    ]
    if division:
        parts.append(f'<path fill="{tone}" fill-rule="evenodd" opacity=".8" d="{division}"/>')
    if not small:
        parts.append(f'<path d="{INNER}" fill="none" stroke="{line}" stroke-width=".9" opacity=".75"/>')
    scale, middle = (1.72, 34.0) if small else (1.42, 36.2 if division is CHIEF else 34.4)
    parts.append(_charge(charge, ink, cut, scale, middle))
    return "".join(parts)


@lru_cache(maxsize=1024)
def _within_reach(charge: str, metal: str, progress: float) -> str:
    _, _, _, field, _, _, ink, _ = METALS.get(metal, METALS["bronze"])
    outline = f'<path class="gh-shield-edge{"" if progress else " is-dashed"}" transform="translate(.6 .6) scale(.981)" d="{RIM}"/>'
    if not progress:
        return outline + _charge(charge, "currentColor", "var(--gh-paper)", 1.42, 34.4)
    top = FOOT - HEIGHT * progress
    edge = "".join(f"V{short(top + TREAD * rise)}H{x}" for rise, x in ((1.5, 19), (0.5, 32), (-0.5, 45), (-1.5, 64)))
    # The ids name the shape they stand for: two of the same on one page are the same cut.
    name = f"gh-fill-{round(progress * 1000)}"
    return (
        f'<clipPath id="{name}-field"><path d="{FIELD}"/></clipPath><clipPath id="{name}-done"><path d="M0 72{edge}V72Z"/></clipPath>'
        f'<clipPath id="{name}-rest"><path d="M0 0{edge}V0Z"/></clipPath>{outline}'
        f'<g clip-path="url(#{name}-field)"><path fill="{field}" d="M0 72{edge}V72Z"/></g>'
        f'<g clip-path="url(#{name}-rest)">{_charge(charge, "currentColor", "var(--gh-paper)", 1.42, 34.4)}</g>'
        f'<g clip-path="url(#{name}-done)">{_charge(charge, ink, field, 1.42, 34.4)}</g>'
    )


def _charge(charge: str, ink: str, cut: str, scale: float, middle: float) -> str:
    shapes = CHARGES.get(charge, CHARGES["lantern"]).replace("INK", ink).replace("CUT", cut)
    return f'<g fill="{ink}" transform="translate({short(32 - 12 * scale)} {short(middle - 12 * scale)}) scale({scale})">{shapes}</g>'
