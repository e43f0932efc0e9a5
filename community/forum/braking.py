"""Brakes on posting: how much and how fast newcomers may, the same text again, watched words, lists of links.

What goes too far is refused with a sentence that says what would do. What is only suspicious is posted, but held back
until somebody has looked at it. Nothing of this stops those who look after the place, imports or the demo.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from html import unescape
from math import ceil
from urllib.parse import urlsplit

from sqlalchemy import Select, literal, select, union_all

from community.accounts.audiences import audiences_of
from community.accounts.levels import level_for
from community.accounts.models import Member
from community.accounts.privileges import is_newcomer
from community.core import clock
from community.core.db import db, take_turn
from community.core.errors import Invalid, TooFast
from community.core.text import plain, render
from community.core.web import settings
from community.forum.models import Category, Comment, Post, Topic
from community.forum.resembling import nearly_same, same
from community.forum.rights import may_moderate
from community.forum.words import watched_in

LINKS = 2  # to other sites, in one text of a newcomer
IMAGES = 3  # in one text of a newcomer
PER_DAY = 20  # texts of a newcomer
GAP, NEWCOMERS_GAP = 5, 15  # seconds between two texts of one member
AGAIN = timedelta(days=1)  # how long the same text is the same text
WAVE = timedelta(hours=12)  # how far apart newcomers post nearly the same when it looks like one hand
WAVE_LOOK = 200  # the newest posts, and comments, of newcomers that are compared
WORDS_PER_LINK = 8  # a text with fewer is a list of links
SUSPICIONS = {
    "words": "It has a word that somebody looks at first here.",
    "links": "It is mostly links.",
    "wave": "Nearly the same was posted by somebody else who is new here.",
}
LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
SITE = re.compile(r"(?:https?:/*|//+)([^/?#]*)", re.IGNORECASE)  # of an address, as browsers read it
_released: ContextVar[bool] = ContextVar("released", default=False)


@contextmanager
def released() -> Iterator[None]:
    """Let everything inside be posted without brakes: the demo, whose people act weeks within seconds."""
    token = _released.set(True)
    try:
        yield
    finally:
        _released.reset(token)


def is_exempt(by: Member, category: Category | None) -> bool:
    """Whether somebody posts without brakes: those who look after the hall or the place (None: no place at all)."""
    return _released.get() or by.may_moderate or (category is not None and may_moderate(by, category) is True)


def brake(by: Member, category: Category, source: str, *, title: str = "") -> str | None:
    """Refuse what goes too far. Otherwise why the text must be looked at first (a key of SUSPICIONS), or None.

    Inside the caller's transaction; one text of a member at a time, so that two at once are counted.
    Raises Invalid with the field, TooFast.
    """
    if is_exempt(by, category):
        return None
    take_turn("posting", by.id)
    _not_too_fast(by)
    _not_again(by, source)
    return brake_text(by, category, source, title=title) or _wave(by, source)


def brake_text(by: Member, category: Category | None, source: str, *, title: str = "") -> str | None:
    """The part that looks at the text alone: for edits, which could otherwise bring in what a post may not have."""
    if is_exempt(by, category):
        return None
    html = render(source)
    links = [link for link in LINK.findall(html) if not _is_ours(link[0])]
    if is_newcomer(by):
        _at_most(LINKS, len(links), "links to other sites")
        _at_most(IMAGES, html.count("<img"), "pictures")
    watched = watched_in(f"{title}\n{plain(html)}\n{source}", category)
    for found in watched:
        if found.word.action == "refuse":
            field = "title" if found.word.pattern.search(title.casefold()) else "body"
            raise Invalid(f"“{found.text}” can’t be posted here. Please say it in another way.", field)
    if watched:
        return "words"
    return "links" if _mostly_links(by, html, links) else None


def _is_ours(address: str) -> bool:
    """Whether a link stays on this site, or leads to none: browsers pass over line ends and take a \\ for a /."""
    read = re.sub(r"[\t\n\r]", "", unescape(address)).lstrip().replace("\\", "/")
    site = SITE.match(read)
    return site is None or site[1].lower() == urlsplit(settings().public_url).netloc


def _at_most(most: int, found: int, what: str) -> None:
    if found > most:
        raise Invalid(f"While you are new here, a post takes at most {most} {what}; this one has {found}. "
                      "The first few helpful posts lift that.", "body")  # fmt: skip


def _mostly_links(by: Member, html: str, links: list[tuple[str, str]]) -> bool:
    if by.is_trusted or len(links) < 2:
        return False
    words = len(plain(LINK.sub(lambda link: link[0] if _is_ours(link[1]) else " ", html)).split())
    return words < WORDS_PER_LINK * len(links)


def _not_too_fast(by: Member) -> None:
    now, newcomer = clock.now(), is_newcomer(by)
    times = _times_of(by, now - timedelta(days=1))
    gap = NEWCOMERS_GAP if newcomer else GAP
    if times and (left := ceil(gap - (now - times[-1]).total_seconds())) > 0:
        raise TooFast(f"That was quick. Please wait {left} seconds, then post it.", left)
    if newcomer:
        _so_many_a_day(times, PER_DAY, "posts")


def brake_number(by: Member, category: Category, times: list[datetime], most: int, what: str) -> None:
    """Let a newcomer send `most` of something within 24 hours. Raises TooFast.

    `times` are those of what was sent since then, oldest first; inside the caller's transaction and turn.
    """
    if is_newcomer(by) and not is_exempt(by, category):
        _so_many_a_day(times, most, what)


def _so_many_a_day(times: list[datetime], most: int, what: str) -> None:
    if len(times) >= most:
        left = ceil((times[-most] + timedelta(days=1) - clock.now()).total_seconds())
        raise TooFast(f"While you are new here, {most} {what} a day are the most. "
                      f"You can send this in {_span(left)}.", left)  # fmt: skip


def _times_of(by: Member, since: datetime) -> list[datetime]:
    """When the member posted or commented since then, oldest first."""
    each = (select(kind.created_at).where(kind.author_id == by.id, kind.created_at > since) for kind in (Post, Comment))
    times = union_all(*each).subquery()
    return list(db.session.scalars(select(times.c.created_at).order_by(times.c.created_at)))


def _span(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} seconds"
    return f"{ceil(seconds / 60)} minutes" if seconds < 7_200 else f"{ceil(seconds / 3_600)} hours"


def _not_again(by: Member, source: str) -> None:
    if by.is_trusted:  # who helps much says the same to many
        return
    since = clock.now() - AGAIN
    posted = (
        select(Topic.title, Category.audience, Post.source)
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .where(Post.author_id == by.id, Post.created_at > since)
    )
    remarked = select(literal(""), literal(""), Comment.source)
    rows = posted.union_all(remarked.where(Comment.author_id == by.id, Comment.created_at > since))
    for title, audience, text in db.session.execute(rows):
        if same(source, text):
            where = f" in “{title}”" if audience in audiences_of(by) else ""
            raise Invalid(f"You posted the same text{where} already. Say what is new here, or link to it.", "body")


def _wave(by: Member, source: str) -> str | None:
    """Nearly the same from several newcomers within hours looks like one hand."""
    if not is_newcomer(by):
        return None
    lately = (text for kind in (Post, Comment) for text in db.session.scalars(_of_other_newcomers(kind, by)))
    return "wave" if any(nearly_same(source, text) for text in lately) else None


def _of_other_newcomers(kind: type[Post] | type[Comment], by: Member) -> Select[tuple[str]]:
    return (
        select(kind.source)
        .join(Member, Member.id == kind.author_id)
        .where(kind.author_id != by.id, Member.level < level_for("post_freely"), Member.role == "member")
        .where(kind.created_at > clock.now() - WAVE)
        .order_by(kind.id.desc())
        .limit(WAVE_LOOK)
    )
