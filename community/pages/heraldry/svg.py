"""The few things all drawings share: the opening tag, its text alternative, short numbers."""

from markupsafe import Markup, escape


def short(value: float) -> str:
    """A coordinate with at most two decimals and no trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def drawing(
    body: str, *, box: str, width: float, height: float | None = None, css: str = "", label: str | None = None
) -> Markup:
    """Wrap `body` in an <svg>; with a `label` it is an image with that name, without one it is decoration."""
    tall = width if height is None else height
    voice = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(
        f'<svg class="{css}" {voice} width="{short(width)}" height="{short(tall)}" viewBox="{box}">{body}</svg>'
    )


def share_of(value: float | None) -> float:
    """Any number (or None) pressed into 0..1, so a wrong figure never breaks a drawing."""
    return min(1.0, max(0.0, float(value or 0)))
