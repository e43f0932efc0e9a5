"""The street of gables at the foot of the sign-in page, of errors, and of pages where all is done."""

from functools import cache

from markupsafe import Markup

from community.pages.heraldry.svg import short

HEIGHT = 160
# width, shoulder height, treads, tread height, width of the top
STREET = (
    (120, 86, 4, 12, 33),
    (96, 74, 4, 12, 30),
    (84, 95, 2, 12, 35),
    (84, 76, 2, 10, 35),
    (132, 92, 5, 11, 34),
    (76, 102, 2, 10, 32),
    (108, 80, 4, 12, 34),
    (92, 96, 3, 10, 32),
    (120, 88, 3, 12, 36),
    (72, 104, 2, 10, 30),
)
WIDTH = 1440


@cache
def frieze(lit: str = "none") -> Markup:
    """Draw the street. lit="one" lights one door (come in), "all" lights all (everything answered), "none" no door."""
    houses, x, number = [], -20.0, 0
    while x < WIDTH:
        width, shoulder, treads, rise, top = STREET[number % len(STREET)]
        glow = lit == "all" or (lit == "one" and number == 7)
        houses.append(_house(x, width, shoulder, treads, rise, top, glow))
        x, number = x + width, number + 1
    return Markup(
        f'<svg class="gh-frieze" aria-hidden="true" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="xMidYMax slice">{"".join(houses)}<path d="M0 159.3H{WIDTH}"/></svg>'
    )


def _house(x: float, width: float, shoulder: float, treads: int, rise: float, top: float, glow: bool) -> str:
    run = (width - top) / 2 / treads
    left = "".join(f"H{short(x + run * step)}V{short(shoulder - rise * step)}" for step in range(1, treads + 1))
    right = "".join(
        f"H{short(x + width - run * (treads - step))}V{short(shoulder - rise * (treads - 1 - step))}"
        for step in range(treads)
    )
    middle = x + width / 2
    windows = (middle - 30, middle, middle + 30) if width >= 120 else (middle - 14, middle + 14)
    panes = "".join(f'<rect x="{short(at - 4)}" y="{short(shoulder + 10)}" width="8" height="13"/>' for at in windows)
    door = f'<path{" class=is-lit" if glow else ""} d="M{short(middle - 9)} 160V138a9 9 0 0 1 18 0V160"/>'
    return (
        f'<path d="M{short(x)} 160V{shoulder}{left}{right}H{short(x + width)}V160"/>{door}{panes}'
        f'<circle cx="{short(middle)}" cy="{short(shoulder - rise * treads + 12)}" r="3.4"/>'
    )
