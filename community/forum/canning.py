"""Keeping canned answers, and filling them in for a topic."""

import re

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.accounts.privileges import holds, refusal
from community.core import clock
from community.core.db import atomic, db, insert_once, lock, set_columns
from community.core.errors import Conflict, Invalid, NotFound, require
from community.core.text import tidy, tidy_body
from community.events import record
from community.forum.answering import may_answer
from community.forum.canned import CannedAnswer, CannedUse
from community.forum.facts import CannedAnswerDropped, CannedAnswerKept, CannedAnswerUsed
from community.forum.models import Topic
from community.forum.rights import may_moderate
from community.services.models import Service

VARIABLES = {
    "asker": "who asked",
    "helper": "who answers: you",
    "service": "the service it is about",
    "title": "the title of the question",
    "link": "the address of the question",
}
VARIABLE = re.compile(r"\{(\w+)\}")
MARKS = re.compile(r"([\\`*_\[\]<>~#|])")
TITLE_LENGTH = 80
SOURCE_LENGTH = (10, 6_000)


def may_keep_canned(by: Member | None) -> bool | str:
    """Super-users and provider staff keep what all helpers share."""
    keeps = by is not None and (by.is_superuser or by.is_staff)
    return keeps or "Canned answers are kept by super-users and provider staff."


def may_use_canned(by: Member | None, topic: Topic | None = None) -> bool | str:
    """Helpers use them: who looks after the place, super-users, staff, and members from the third level on."""
    helps = may_keep_canned(by) is True or holds(by, "canned")
    if topic is not None and not helps:
        helps = may_moderate(by, topic.category) is True
    if not helps:
        return refusal(by, "canned") if by is not None else "Canned answers are for helpers."
    return topic is None or may_answer(by, topic)


def keep_canned(
    title: str,
    source: str,
    *,
    service: Service | None = None,
    canned: CannedAnswer | None = None,
    read_revision: int | None = None,
    by: Member,
) -> CannedAnswer:
    """Write a canned answer, or change `canned`. Raises Invalid, NotAllowed, Conflict when it was changed meanwhile."""
    require(may_keep_canned(by))
    title, source = tidy(title), tidy_body(source)
    _check(title, source)
    values = {"title": title, "source": source, "service_id": service.id if service else None}
    values |= {"changed_by_id": by.id, "changed_at": clock.now()}
    with atomic():
        if canned is None:
            canned = CannedAnswer(revision=1, **values)
            db.session.add(canned)
        else:
            lock(canned)
            if read_revision not in (None, canned.revision):
                raise Conflict("Somebody changed this canned answer while you were writing. Have a look, then decide.")
            for name, value in values.items():
                setattr(canned, name, value)
            canned.revision += 1
        db.session.flush()
        record(CannedAnswerKept(canned.id, canned.revision), by=by)
    return canned


def drop_canned(canned: CannedAnswer, *, by: Member) -> None:
    """Offer it no more; what was answered with it stays."""
    require(may_keep_canned(by))
    with atomic():
        lock(canned)
        if canned.dropped_at is None:
            canned.dropped_at = clock.now()
            record(CannedAnswerDropped(canned.id), by=by)


def use_canned(canned: CannedAnswer, topic: Topic, *, site: str = "", by: Member) -> str:
    """Its words, filled in for a topic; the use is counted once for each helper and topic. Raises NotAllowed."""
    require(may_use_canned(by, topic))
    with atomic():
        once = {"canned_id": canned.id, "topic_id": topic.id, "member_id": by.id}
        if insert_once(CannedUse, **once, at=clock.now()):
            uses = select(func.count()).where(CannedUse.canned_id == canned.id).scalar_subquery()
            set_columns(CannedAnswer, canned.id, use_count=uses)
            record(CannedAnswerUsed(canned.id, topic.id), by=by)
    return fill(canned.source, topic, by=by, site=site)


def fill(source: str, topic: Topic, *, by: Member, site: str = "") -> str:
    """The words with what is known put into their places; `site` is the address before the path."""
    service = topic.category.service
    known = {
        "asker": _plain(topic.author_name),
        "helper": _plain(by.display_name),
        "service": _plain(service.name if service else topic.category.name),
        "title": _plain(topic.title),
        "link": site + topic.path,
    }
    return VARIABLE.sub(lambda found: known.get(found[1], found[0]), source)


def list_canned(*, words: str = "", service_id: int | None = None, all_services: bool = False) -> list[CannedAnswer]:
    """Those that are offered: for a service the ones for it and for all, the most used first."""
    query = select(CannedAnswer).where(CannedAnswer.dropped_at.is_(None))
    if not all_services:
        query = query.where(or_(CannedAnswer.service_id.is_(None), CannedAnswer.service_id == service_id))
    for word in words.lower().split()[:6]:
        text = func.lower(CannedAnswer.title + " " + CannedAnswer.source)
        query = query.where(text.contains(word, autoescape=True))
    query = query.options(joinedload(CannedAnswer.service), joinedload(CannedAnswer.changed_by))
    return list(db.session.scalars(query.order_by(CannedAnswer.use_count.desc(), CannedAnswer.title).limit(200)))


def find_canned(ident: int) -> CannedAnswer:
    """One that is offered. Raises NotFound."""
    canned = db.session.scalar(
        select(CannedAnswer)
        .where(CannedAnswer.id == ident, CannedAnswer.dropped_at.is_(None))
        .options(joinedload(CannedAnswer.service))
    )
    if canned is None:
        raise NotFound("There is no such canned answer any more.")
    return canned


def _plain(words: str) -> str:
    """Words that mean nothing to Markdown."""
    return MARKS.sub(r"\\\1", words)


def _check(title: str, source: str) -> None:
    if not title or len(title) > TITLE_LENGTH:
        raise Invalid(f"Give it a name of at most {TITLE_LENGTH} characters, by which others find it.", "title")
    low, high = SOURCE_LENGTH
    if not low <= len(source) <= high:
        raise Invalid(f"It needs {low} to {high:,} characters; there are {len(source):,}.", "body")
    unknown = [name for name in VARIABLE.findall(source) if name not in VARIABLES]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        raise Invalid(f"We can’t fill in {{{unknown[0]}}}; these are known: {known}.", "body")
