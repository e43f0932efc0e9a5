"""Changing one's own profile and how the site behaves for oneself."""

from zoneinfo import available_timezones

from community.accounts.facts import ProfileChanged
from community.accounts.models import Member
from community.accounts.showing import CHOICES
from community.accounts.standing import may_write
from community.core.db import atomic, lock
from community.core.errors import Invalid, require
from community.core.text import render, tidy, tidy_body
from community.events import record

THEMES = {"auto": "As the device has it", "light": "Light", "dark": "Dark"}
NAME_LENGTH = 80
ABOUT_LENGTH = 3_000


def time_zones() -> list[str]:
    """Every time zone that can be chosen, by name; UTC first."""
    named = {zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))}
    return ["UTC", *sorted(named)]


def may_change_profile(by: Member | None, member: Member) -> bool | str:
    """Everybody changes their own."""
    return (by is not None and by.id == member.id) or "A profile is changed by the person it is about."


def change_profile(member: Member, *, display_name: str, title: str, about: str, by: Member) -> None:
    """Change the name others see, the department, the words about oneself (Markdown). Raises Invalid, NotAllowed."""
    require(may_change_profile(by, member))
    require(may_write(by))
    display_name, title, about = tidy(display_name), tidy(title), tidy_body(about)
    if not display_name:
        raise Invalid("Please tell us your name.", "display_name")
    for field, words, most in (("display_name", display_name, NAME_LENGTH), ("title", title, NAME_LENGTH),
                               ("about", about, ABOUT_LENGTH)):  # fmt: skip
        if len(words) > most:
            raise Invalid(f"At most {most:,} characters fit here; there are {len(words):,}.", field)
    _change(member, by, display_name=display_name, title=title, about=about, about_html=render(about))


def change_preferences(member: Member, *, mails: bool, theme: str, timezone: str, by: Member) -> None:
    """Choose whether notifications come by mail, light or dark, and the time zone. Raises Invalid, NotAllowed."""
    require(may_change_profile(by, member))
    if theme not in THEMES:
        raise Invalid(f"The theme must be one of: {', '.join(THEMES)}.", "theme")
    if timezone not in time_zones():
        raise Invalid("Please choose a time zone from the list.", "timezone")
    _change(member, by, mails=mails, theme=theme, timezone=timezone)


def change_recognition(
    member: Member, *, recognition: str, among_helpers: bool, may_be_asked: bool, by: Member
) -> None:
    """Choose who sees one's points, levels and shields, and whether to be named and asked as a helper.

    Raises Invalid, NotAllowed.
    """
    require(may_change_profile(by, member))
    if recognition not in CHOICES:
        raise Invalid(f"Please choose one of: {', '.join(CHOICES)}.", "recognition")
    _change(member, by, recognition=recognition, among_helpers=among_helpers, may_be_asked=may_be_asked)


def _change(member: Member, by: Member, **values) -> None:
    """Write what differs; nothing happens when nothing does."""
    with atomic():
        lock(member)
        changed = {name: value for name, value in values.items() if getattr(member, name) != value}
        for name, value in changed.items():
            setattr(member, name, value)
        if changed:
            record(ProfileChanged(member.id), by=by)
