"""Tags and what they mean."""

import hashlib

from sqlalchemy import select

from community.core.db import db, insert_once
from community.core.errors import Invalid
from community.core.text import plain
from community.forum.arranging import describe_tag
from community.forum.models import Tag
from community.forum.tagging import MOST, tag_names
from community.imports.stackexchange.batch import Batch
from community.imports.stackexchange.rows import tags_of


def bring(batch: Batch, step) -> None:
    """Make the tag unless there is one of its name, and describe it unless it is described here already."""
    row = batch.row(step)
    description = plain(row["description"] or "", 1000)
    told = hashlib.sha256(description.encode()).hexdigest()[:16]
    if batch.is_known(step) and batch.state("tag", row["id"]) == told:
        return
    (name,) = tag_names([row["name"]]) or ("",)
    if not name:
        raise Invalid("its name can’t be a tag here")
    insert_once(Tag, name=name, description="")
    tag = db.session.scalars(select(Tag).where(Tag.name == name)).one()
    before = batch.state("tag", row["id"])
    if description and (before is not None or not tag.description):
        describe_tag(tag, description, by=None)
        batch.count("tag description")
    batch.keep_state("tag", row["id"], told)
    if before is None:
        batch.remember(step, tag.id)


def usable(text: str | None) -> list[str]:
    """The first five names of a question's tags; no site allows more."""
    return tags_of(text)[:MOST]
