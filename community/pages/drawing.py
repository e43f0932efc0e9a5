"""What every template may call: the drawings, icons, built files, and how times and numbers are written."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, has_request_context
from markupsafe import Markup

from community.accounts.models import Member
from community.accounts.showing import sees_recognition, shows_recognition
from community.core import clock
from community.core.web import viewer
from community.pages import heraldry


class NotBuilt(RuntimeError):
    """The front end has not been built, or a name is not in it."""


@cache
def _manifest(folder: Path) -> dict[str, str]:
    try:
        return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotBuilt("The styles and scripts are not built yet. Run: make build") from None


def asset_of(app: Flask, name: str) -> str:
    """The address of a built file by its plain name ("app.css"); NotBuilt says what to run when it is missing."""
    folder = Path(app.static_folder or "static") / "dist"
    try:
        return f"{app.static_url_path}/dist/{_manifest(folder)[name]}"
    except KeyError:
        raise NotBuilt(f"There is no built file called {name}. Run: make build") from None


def register(app: Flask, zone: str = "UTC") -> None:
    """Give the templates of `app` the drawings, `icon`, `asset` and the filters ago, day, clock, num.

    `zone` is the organization's time zone: what a reader without JavaScript sees; others see their own.
    """
    here = ZoneInfo(zone)

    def asset(name: str) -> str:
        return asset_of(app, name)

    def icon(name: str, size: float = 18, label: str | None = None, css: str = "") -> Markup:
        """A Lucide icon from the sheet; with a label it is an image with that name."""
        voice = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
        return Markup('<svg class="gh-icon {}" {} width="{}" height="{}"><use href="{}#{}"/></svg>').format(
            css, voice, size, size, asset("icons.svg"), name
        )

    drawings = {name: getattr(heraldry, name) for name in heraldry.__all__} | {"avatar": avatar}
    app.jinja_env.globals.update(drawings, asset=asset, icon=icon, recognised=recognised)
    app.jinja_env.filters.update(
        ago=ago,
        num=num,
        day=lambda when, year=None: day(when, here, year),
        clock=lambda when: clock_time(when, here),
    )


def avatar(person: Any, size: float = 40, ring: bool = True, **how: Any) -> Markup:
    """A portrait; the ring and the name of the level only for those who may see them."""
    return heraldry.avatar(person, size, ring=bool(ring and person and recognised(person)), **how)


def recognised(person: Any = None) -> bool:
    """Whether whoever looks may see points, level and shields of `person`; of anybody at all without one."""
    to = viewer() if has_request_context() else None
    return sees_recognition(to) if person is None else isinstance(person, Member) and shows_recognition(person, to)


def num(value: float | None) -> str:
    """A number with thousands separated: 2904 -> 2,904. None is 0."""
    return f"{value or 0:,}"


def ago(when: datetime | None) -> Markup:
    """How long ago (or until when), kept current by the browser; after six days it becomes a date."""
    if when is None:
        return Markup("")
    when = _aware(when)
    return Markup(
        '<relative-time datetime="{iso}" threshold="P6D" prefix="" format-style="narrow">'
        '<time datetime="{iso}">{words}</time></relative-time>'
    ).format(iso=_iso(when), words=_distance(when, clock.now()))


def day(when: datetime | date | None, zone: ZoneInfo | None = None, year: bool | None = None) -> Markup:
    """A day: today, yesterday, 2 Sep, 2 Sep 2024 (the year when it is another one, or when year=True)."""
    if when is None:
        return Markup("")
    there = _aware(when).astimezone(zone or UTC).date() if isinstance(when, datetime) else when
    today = clock.now().astimezone(zone or UTC).date()
    if there == today and year is None:
        words = "today"
    elif there == today - timedelta(days=1) and year is None:
        words = "yesterday"
    else:
        with_year = there.year != today.year if year is None else year
        words = f"{there.day} {there:%b}{f' {there.year}' if with_year else ''}"
    return Markup('<time datetime="{}">{}</time>').format(there.isoformat(), words)


def clock_time(when: datetime | None, zone: ZoneInfo | None = None) -> Markup:
    """The time of day, 13:52, in the reader's own zone where the browser can tell."""
    if when is None:
        return Markup("")
    when = _aware(when)
    return Markup('<time datetime="{}" data-clock>{:%H:%M}</time>').format(_iso(when), when.astimezone(zone or UTC))


def _aware(when: datetime) -> datetime:
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _iso(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _distance(when: datetime, now: datetime) -> str:
    seconds = (now - when).total_seconds()
    size = abs(seconds)
    if size < 60:
        return "now"
    for limit, unit, name in ((3600, 60, "min"), (86400, 3600, "h"), (6 * 86400, 86400, "day")):
        if size < limit:
            count = int(size // unit)
            name = "days" if name == "day" and count != 1 else name
            return f"{count} {name} ago" if seconds > 0 else f"in {count} {name}"
    return f"{when.day} {when:%b}" + (f" {when.year}" if when.year != now.year else "")


__all__ = ["NotBuilt", "ago", "asset_of", "clock_time", "day", "num", "register"]
