"""Awards and points of imported members as tables with the numbers that the old site knew them by."""

import csv
from collections.abc import Iterator
from typing import TextIO

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.core.db import db
from community.forum.models import Post, Tag
from community.gamification.badges import catalogue
from community.gamification.models import Award
from community.imports.models import ForeignId, ImportedSite


def export_awards(out: TextIO, site: str | None = None) -> int:
    """Write member_source_id,badge,object_source_id,awarded_at; the number of rows. A tag's badge has its name."""
    return _write(out, ("member_source_id", "badge", "object_source_id", "awarded_at"), _awards(site))


def export_reputation(out: TextIO, site: str | None = None) -> int:
    """Write member_source_id,reputation; the number of rows."""
    query = (
        _of(site, select(ForeignId.foreign_id, Member.reputation).join(Member, Member.id == ForeignId.local_id))
        .where(ForeignId.kind == "member")
        .order_by(Member.id)
    )
    return _write(out, ("member_source_id", "reputation"), db.session.execute(query))


def _awards(site: str | None) -> Iterator[tuple]:
    badges, thing = catalogue(), aliased(ForeignId)
    about = and_(
        thing.site_id == ForeignId.site_id,
        or_(
            and_(thing.kind == "answer", Post.kind == "answer", thing.local_id == Post.id),
            and_(thing.kind == "question", Post.kind == "opening", thing.local_id == Post.topic_id),
        ),
    )
    shown = case((Award.subject_kind == "tag", Tag.name), else_=thing.foreign_id)
    query = (
        _of(site, select(ForeignId.foreign_id, Award.badge, shown, Tag.name, Award.at))
        .join(Award, Award.member_id == ForeignId.local_id)
        .outerjoin(Post, and_(Award.subject_kind == "post", Post.id == Award.subject_id))
        .outerjoin(Tag, and_(Award.subject_kind == "tag", Tag.id == Award.subject_id))
        .outerjoin(thing, about)
        .where(ForeignId.kind == "member", Award.badge.in_(badges))
        .order_by(Award.at, Award.id)
    )
    for member, key, about_, tag, at in db.session.execute(query):
        yield member, tag or badges[key].name, "" if tag else about_ or "", at.isoformat(timespec="seconds")


def _of(site: str | None, query):
    query = query.join(ImportedSite, ImportedSite.id == ForeignId.site_id)
    return query.where(ImportedSite.name == site) if site else query


def _write(out: TextIO, head: tuple[str, ...], rows) -> int:
    writer, number = csv.writer(out), 0
    writer.writerow(head)
    for number, row in enumerate(rows, 1):  # noqa: B007 (the last number is how many there are)
        writer.writerow(row)
    return number
