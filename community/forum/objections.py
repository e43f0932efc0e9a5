"""Votes against a post say why, privately: its author reads the reasons, and nobody's name."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from community.accounts.models import Member
from community.accounts.privileges import holds, refusal
from community.accounts.standing import may_write
from community.core.db import db
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.forum.models import Post, Vote
from community.forum.rights import may_moderate
from community.forum.words import watched_in

REASONS = {
    "outdated": "It is out of date",
    "failed": "It didn’t work",
    "unclear": "It is unclear",
    "unkind": "It is unkind",
}
NOTE_LENGTH = 300


@dataclass(frozen=True)
class Objections:
    """What was said against one post: how often each reason, and the words that came along."""

    counts: dict[str, int]  # by the words of the reason
    notes: list[str]


def may_object(by: Member | None, post: Post) -> bool | str:
    """Contributors and up vote against posts, and whoever looks after the place; others can say what is missing."""
    if by is None:
        return "Please sign in to vote."
    if holds(by, "object") or may_moderate(by, post.topic.category) is True:
        return True
    return f"{refusal(by, 'object')} A comment that says what is missing helps right away."


def check_reason(reason: str, note: str, *, by: Member, post: Post) -> str:
    """The note, tidied. Raises Invalid without one of the reasons, for a note that is too long or has watched words."""
    if reason not in REASONS:
        raise Invalid("Please choose what is wrong with it. Only the author reads it, without your name.", "reason")
    note = tidy(note)
    if len(note) > NOTE_LENGTH:
        raise Invalid(f"Please say it in {NOTE_LENGTH} characters; these are {len(note)}.", "note")
    if note:
        require(may_write(by))  # who is silenced votes, but only the reason goes along
    if not by.may_moderate and (watched := watched_in(note, post.topic.category)):
        # Nobody but the author reads it, so nobody could look at it first: any watched word is refused.
        raise Invalid(f"“{watched[0].text}” can’t be said here. Please say it in another way.", "note")
    return note


def objections_to(posts: list[Post], viewer: Member | None) -> dict[int, Objections]:
    """What was said against those of the posts that the viewer wrote: at most one statement."""
    own = [post.id for post in posts if viewer is not None and post.author_id == viewer.id]
    if not own:
        return {}
    query = select(Vote.post_id, Vote.reason, Vote.note).where(Vote.post_id.in_(own), Vote.value == -1, Vote.counts)
    said: dict[int, list] = {}
    for row in db.session.execute(query.where(Vote.reason.in_(REASONS)).order_by(Vote.id)):
        said.setdefault(row.post_id, []).append(row)
    return {ident: _summed(rows) for ident, rows in said.items()}


def _summed(rows: list) -> Objections:
    counts = Counter(row.reason for row in rows)
    counted = {words: counts[reason] for reason, words in REASONS.items() if counts[reason]}
    return Objections(counted, sorted({row.note for row in rows if row.note}))
