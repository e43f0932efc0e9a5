"""Drawings that carry meaning: who speaks, what was earned, how far a thing has come.

Every function is pure and returns Markup (SVG). Nothing here uses inline styles or random ids, so the same
arguments always give the same bytes: drawings may be cached and swapped into a page at any time.
"""

from community.pages.heraldry.avatars import avatar, initials_of
from community.pages.heraldry.frieze import frieze
from community.pages.heraldry.marks import gable, seal
from community.pages.heraldry.shields import shield
from community.pages.heraldry.states import priority_bars, progress_disc, service_dot, state_glyph
from community.pages.heraldry.steps import fuse, level_line, marker, meter, mini_steps, step_glyph

__all__ = [
    "avatar",
    "frieze",
    "fuse",
    "gable",
    "initials_of",
    "level_line",
    "marker",
    "meter",
    "mini_steps",
    "priority_bars",
    "progress_disc",
    "seal",
    "service_dot",
    "shield",
    "state_glyph",
    "step_glyph",
]
