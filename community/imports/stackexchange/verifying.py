"""Comparing what our rules made of an imported site with what the site itself said: points and badges."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select

from community.accounts.models import Member
from community.core.db import db
from community.forum.models import Tag
from community.gamification.badges import METALS, catalogue
from community.gamification.models import Award
from community.imports.models import ForeignId, ImportedSite
from community.imports.stackexchange.broken import BadDump
from community.imports.stackexchange.opening import Dump, opened
from community.imports.stackexchange.reading import read_rows
from community.imports.stackexchange.rows import Row
from community.imports.stackexchange.sites import AUTOMATIC, find_site

WITHIN = 10  # points
BONUS = 100  # what the network gives once to whoever has an account with 200 points on another of its sites
CLASSES = {"1": "gold", "2": "silver", "3": "bronze"}
Given = Counter[tuple[int, str]]  # how often a member (their number) got a badge (its name)


def verify(path: Path | str) -> dict[str, Any]:
    """Per badge how often the dump has it, we have it, and both; and how near the points are. Raises BadDump.

    A badge of a tag counts under the tag's name with its grade. Badges that no rule here gives are not compared.
    """
    with opened(path) as dump:
        site = _site_of(dump)
        ours, names, by_tag = _our_awards(site.id)
        theirs = _their_awards(dump, names, by_tag=by_tag)
        known = _members(site.id)
        badges = {name: _compared(name, theirs, ours) for name in sorted({key[1] for key in theirs | ours})}
        return {
            "site": site.name,
            "badges": badges,
            "together": _rates(*(sum(each[how] for each in badges.values()) for how in ("dump", "ours", "both"))),
            "reputation": _reputation(dump, known),
        }


def table(found: dict[str, Any]) -> Iterator[str]:
    """The same for people."""
    yield f"{found['site']}"
    yield f"{'badge':32}{'dump':>7}{'ours':>7}{'both':>7}{'precision':>11}{'recall':>9}"
    for name, row in [*found["badges"].items(), ("together", found["together"])]:
        rates = "".join(f"{'' if rate is None else f'{rate:.3f}':>{width}}" for rate, width in
                        ((row["precision"], 11), (row["recall"], 9)))  # fmt: skip
        yield f"{name[:31]:32}{row['dump']:>7,}{row['ours']:>7,}{row['both']:>7,}{rates}"
    near = found["reputation"]
    yield (
        f"Points: {near['near']:,} of {near['members']:,} members with any vote are within {WITHIN} points of the dump"
        f" ({near['share']:.1%}), its bonus of {BONUS} for coming from another site set aside."
    )


def _site_of(dump: Dump) -> ImportedSite:
    rows = (Row("Users.xml", line, values) for line, values in read_rows(dump.files["Users"], "users"))
    built_in = next((row for row in rows if row.id == AUTOMATIC), None)
    found = find_site(built_in.needed_moment("CreationDate") if built_in else None, dump.name)
    if found is None:
        raise BadDump("This site has not been imported here yet. Import the dump first, with --rules stackexchange.")
    return found


def _members(site_id: int) -> dict[int, int]:
    """The points of our members by their number there."""
    query = (
        select(ForeignId.foreign_id, Member.reputation)
        .join(Member, Member.id == ForeignId.local_id)
        .where(ForeignId.site_id == site_id, ForeignId.kind == "member")
    )
    return {int(number): points for number, points in db.session.execute(query)}


def _our_awards(site_id: int) -> tuple[Given, set[str], bool]:
    """What our members have, under the names of the site; the names that could be given; whether tags could."""
    badges = catalogue()
    query = (
        select(ForeignId.foreign_id, Award.badge, Tag.name)
        .join(Award, Award.member_id == ForeignId.local_id)
        .outerjoin(Tag, (Award.subject_kind == "tag") & (Tag.id == Award.subject_id))
        .where(ForeignId.site_id == site_id, ForeignId.kind == "member", Award.badge.in_(badges))
    )
    ours: Given = Counter()
    for number, key, tag in db.session.execute(query):
        badge = badges[key]
        ours[int(number), f"[{tag}] {badge.metal}" if badge.rule.per == "tag" else badge.name] += 1
    names = {badge.name for badge in badges.values() if badge.rule.per != "tag"}
    return ours, names, any(badge.rule.per == "tag" for badge in badges.values())


def _their_awards(dump: Dump, names: set[str], *, by_tag: bool) -> Given:
    theirs: Given = Counter()
    if "Badges" not in dump.files:
        raise BadDump("This dump has no Badges.xml, so there is nothing to compare with.")
    for line, values in read_rows(dump.files["Badges"], "badges"):
        row = Row("Badges.xml", line, values)
        member, name = row.needed_number("UserId"), row.text("Name") or ""
        if (row.text("TagBased") or "").lower() == "true":
            if by_tag:
                theirs[member, f"[{name.lower()}] {CLASSES.get(row.text('Class') or '', METALS[0])}"] += 1
        elif name in names:
            theirs[member, name] += 1
    return theirs


def _compared(name: str, theirs: Given, ours: Given) -> dict[str, Any]:
    mine = {key: number for key, number in ours.items() if key[1] == name}
    both = sum(min(number, theirs[key]) for key, number in mine.items())
    return _rates(sum(number for key, number in theirs.items() if key[1] == name), sum(mine.values()), both)


def _rates(dump: int, ours: int, both: int) -> dict[str, Any]:
    """Precision is the part of ours that the dump has as well, recall the part of the dump's that we have."""
    return {"dump": dump, "ours": ours, "both": both, "precision": round(both / ours, 4) if ours else None,
            "recall": round(both / dump, 4) if dump else None}  # fmt: skip


def _reputation(dump: Dump, ours: dict[int, int]) -> dict[str, Any]:
    """Of the members with any vote on what they wrote, how many have the dump's points, ten more or less."""
    authors = {}
    for line, values in read_rows(dump.files["Posts"], "posts"):
        row = Row("Posts.xml", line, values)
        if row.needed_number("PostTypeId") in (1, 2):
            authors[row.id] = row.number("OwnerUserId")
    votes: dict[int, int] = defaultdict(int)
    for line, values in read_rows(dump.files["Votes"], "votes") if "Votes" in dump.files else ():
        row = Row("Votes.xml", line, values)
        if row.needed_number("VoteTypeId") in (2, 3):
            votes[authors.get(row.needed_number("PostId"))] += 1
    near = members = 0
    for line, values in read_rows(dump.files["Users"], "users"):
        row = Row("Users.xml", line, values)
        if row.id in votes and row.id in ours and (theirs := row.number("Reputation")) is not None:
            members += 1
            near += any(abs(theirs - bonus - ours[row.id]) <= WITHIN for bonus in (0, BONUS))
    return {"members": members, "near": near, "share": round(near / members, 4) if members else 1.0}
