"""What was flagged in the hall, and what those who look after it decided."""

from collections.abc import Iterator

from sqlalchemy import select

from community.core.db import db
from community.demo.content import read
from community.demo.stage import Scene, Stage
from community.moderation.appealing import appeal
from community.moderation.deciding import decide_item
from community.moderation.flagging import flag_thing
from community.moderation.items import find_item
from community.moderation.models import Act, ReviewItem
from community.moderation.things import find_thing
from community.moderation.undoing import reverse_act


def scenes(stage: Stage) -> Iterator[Scene]:
    """Flags, decisions on them, appeals, and what was taken back."""
    content = read("reviewing")
    for one in content["flag"]:
        yield Scene(stage.at(one["at"]), f"flag on {one['post']}", lambda one=one: _flag(stage, one))
    for one in content["decision"]:
        yield Scene(stage.at(one["at"]), f"decision by {one['by']}", lambda one=one: _decide(stage, one))
    for one in content["appeal"]:
        yield Scene(stage.at(one["at"]), f"appeal about {one['post']}", lambda one=one: _appeal(stage, one))
    for one in content["reversal"]:
        yield Scene(stage.at(one["at"]), f"reversal on {one['post']}", lambda one=one: _reverse(stage, one))


def _flag(stage: Stage, one: dict) -> None:
    post = find_thing("post", stage.id_of("post", one["post"]))
    flag_thing(post, one["reason"], one.get("note", ""), by=stage.member(one["by"]))


def _decide(stage: Stage, one: dict) -> None:
    by = stage.member(one["by"])
    for item in _waiting(stage, one):
        decide_item(find_item(item.id, by), one["verdict"], one.get("word", ""), by=by)


def _waiting(stage: Stage, one: dict) -> list[ReviewItem]:
    """The matter about a post, or all of a member: whose first posts wait depends on when the demo is loaded."""
    query = select(ReviewItem).where(ReviewItem.kind == one["kind"], ReviewItem.decided_at.is_(None))
    if "post" in one:
        query = query.where(ReviewItem.post_id == stage.id_of("post", one["post"]))
    else:
        query = query.where(ReviewItem.member_id == stage.id_of("member", one["member"]))
    return list(db.session.scalars(query.order_by(ReviewItem.id)))


def _appeal(stage: Stage, one: dict) -> None:
    appeal(_act(stage, one), one["words"], by=stage.member(one["by"]))


def _reverse(stage: Stage, one: dict) -> None:
    reverse_act(_act(stage, one), one["reason"], by=stage.member(one["by"]))


def _act(stage: Stage, one: dict) -> Act:
    query = select(Act).where(Act.post_id == stage.id_of("post", one["post"]), Act.kind == one["act"])
    return db.session.scalars(query.order_by(Act.id.desc()).limit(1)).one()
