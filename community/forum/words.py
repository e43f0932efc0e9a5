"""Watched words: what must not be posted, or is looked at first; everywhere or in one place."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock, related
from community.core.errors import Invalid, NotFound, require
from community.core.text import tidy
from community.events import record
from community.forum.facts import WordUnwatched, WordWatched
from community.forum.models import Category
from community.forum.rights import may_moderate, moderates

ACTIONS = {"refuse": "Refuse the post", "review": "Hold it until somebody has looked"}
LENGTH = (2, 80)


class WatchedWord(db.Model):
    """A word or phrase, `*` standing for any letters, with what happens to a text that has it."""

    __tablename__ = "watched_words"
    __table_args__ = (CheckConstraint("action IN ('refuse', 'review')", name="action"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int | None] = mapped_column(db.ForeignKey("categories.id"), index=True)  # None: everywhere
    word: Mapped[str]
    action: Mapped[str] = mapped_column(default="review")
    by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    category: Mapped[Category | None] = related()

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it in a text: whole words, in any case, however they are spaced."""
        parts = [r"\w*".join(map(re.escape, part.split("*"))) for part in self.word.casefold().split()]
        phrase = r"\W+".join(parts)
        return re.compile(rf"(?<!\w){phrase}(?!\w)")


@dataclass(frozen=True)
class Found:
    """A watched word in a text: which one, and as what."""

    word: WatchedWord
    text: str


def watched_in(text: str, category: Category | None) -> list[Found]:
    """The watched words in a text for a place, those that refuse it first. For no place: those watched everywhere."""
    here = [WatchedWord.category_id.is_(None)]
    if category is not None:
        here.append(WatchedWord.category_id == category.id)
    rows = db.session.scalars(select(WatchedWord).where(or_(*here)).order_by(WatchedWord.action, WatchedWord.id))
    folded = _as_read(text)
    return [Found(row, hit.group()) for row in rows if (hit := row.pattern.search(folded))]


def _as_read(text: str) -> str:
    """A text as the eye has it: wide and ornate letters as plain ones, without marks that have no width."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Cf").casefold()


def may_keep_words(by: Member | None, category: Category | None) -> bool | str:
    """Provider staff keep the list for everywhere, those who look after a place its own."""
    if category is not None:
        return may_moderate(by, category)
    return (by is not None and by.is_staff) or "What is watched everywhere is kept by provider staff."


def watch_word(word: str, action: str, *, category: Category | None, by: Member) -> WatchedWord:
    """Watch a word from now on; watching it again changes what happens. Raises Invalid, NotAllowed."""
    require(may_keep_words(by, category))
    word = _as_read(tidy(word))
    low, high = LENGTH
    if not low <= len(word.replace("*", "").strip()) or len(word) > high:
        raise Invalid(f"A word or phrase has {low} to {high} characters besides the stars.", "word")
    if action not in ACTIONS:
        raise Invalid(f"It can be: {', '.join(ACTIONS)}.", "action")
    with atomic():
        lock(category or by)  # the same word twice at once would stand there twice
        place = category.id if category else None
        known = db.session.scalar(
            select(WatchedWord).where(WatchedWord.word == word, WatchedWord.category_id.is_not_distinct_from(place))
        )
        if known is not None and known.action == action:
            return known
        kept = known or WatchedWord(word=word, category_id=place)
        kept.action, kept.by_id, kept.at = action, by.id, clock.now()
        db.session.add(kept)
        db.session.flush()
        record(WordWatched(kept.id, place, action), by=by)
    return kept


def unwatch_word(kept: WatchedWord, *, by: Member) -> None:
    """Watch it no longer. Raises NotAllowed."""
    require(may_keep_words(by, kept.category))
    with atomic():
        db.session.delete(kept)
        record(WordUnwatched(kept.id, kept.category_id), by=by)


def words_kept_by(viewer: Member) -> list[WatchedWord]:
    """The watched words that a viewer may read, each with its place: those for everywhere and of their own places."""
    mine = select(Category.id).where(moderates(viewer))
    query = select(WatchedWord).where(or_(WatchedWord.category_id.is_(None), WatchedWord.category_id.in_(mine)))
    with_place = query.options(joinedload(WatchedWord.category))
    return list(db.session.scalars(with_place.order_by(WatchedWord.word, WatchedWord.id)))


def find_word(ident: int, viewer: Member) -> WatchedWord:
    """One of them. Raises NotFound."""
    for word in words_kept_by(viewer):
        if word.id == ident:
            return word
    raise NotFound("That word isn’t watched any more.")
