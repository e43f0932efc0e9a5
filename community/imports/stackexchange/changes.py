"""What a newer dump says otherwise than the last one: texts without history, acceptances and closings taken back.

Each thing is compared with what the site said of it last time, not with how it is here: what was changed here stays
unless the site changed it too.
"""

import hashlib

from sqlalchemy import select

from community.core.db import db
from community.core.text import tidy, tidy_body
from community.forum.accepting import withdraw_acceptance
from community.forum.closing import store_reopening
from community.forum.editing import store_edit
from community.forum.models import Tag, Topic, TopicTag
from community.imports.stackexchange.batch import Batch
from community.imports.stackexchange.ordering import CHANGES
from community.imports.stackexchange.tags import usable


def look_for(batch: Batch, row) -> None:
    """Plan a step, after the stream, for each thing about a known post that the site says otherwise than last time."""
    number, stage = row["id"], batch.stage
    told = batch.state("text", number)
    if told is not None and told.split("|")[2:] != _digests(row):
        stage.add_step(CHANGES, "text", number, row["edited"] or row["active"])
    if row["type"] == 1 and row["accepted"] is None and batch.state("acceptance", number):
        stage.add_step(CHANGES, "withdrawal", number, row["active"])
    if row["type"] == 1 and batch.closing(number) is None and batch.state("closing", number):
        stage.add_step(CHANGES, "reopening", number, row["active"])


def note_text(batch: Batch, row, *, complete: bool) -> None:
    """Note which text a post has: with its history (`complete`), or the latest only and how late that is."""
    form, edited = ("history", 0) if complete else ("latest", row["edited"] or row["at"])
    batch.keep_state("text", row["id"], "|".join([form, str(edited), *_digests(row)]))


def includes(batch: Batch, number: int, at: int) -> bool:
    """Whether an edit of that time is part of a text that came without its history."""
    told = batch.state("text", number)
    if told is None:
        return False
    form, edited = told.split("|")[:2]
    return form == "latest" and at <= int(edited)


def bring_text(batch: Batch, step) -> None:
    """Edit a post whose latest text, title or tags differ without an entry in the history."""
    row = batch.row(step)
    form, edited, head, body = batch.state("text", row["id"]).split("|")
    post = batch.post(row["id"])
    source, complete = None, batch.first_wording(row["id"]) is not None
    title = tags = None
    if not complete and body != _digests(row)[1]:
        source, form, edited = tidy_body(row["body"]), "latest", str(row["edited"] or row["active"])
    if row["type"] == 1 and head != _digests(row)[0]:
        title = tidy(row["title"] or "") or None
        tags = usable(row["tags"])
        if title == post.topic.title and sorted(tags) == sorted(_tags_of(post.topic)):
            title = tags = None
    if source is not None or tags is not None:
        by, note = batch.author(row["editor"], row["editor_note"])
        store_edit(
            post,
            source if source is not None else post.source,
            by=by,
            title=title,
            tags=tags,
            reason="as the site says it now",
            editor_note=note,
            form="html" if source is not None else post.form,
        )
        batch.count("edit")
    batch.keep_state("text", row["id"], "|".join([form, edited, *_digests(row)]))


def bring_withdrawal(batch: Batch, step) -> None:
    """Take back an acceptance that the site knows no more."""
    topic = batch.topic(step["ref"])
    withdraw_acceptance(topic, by=batch.asker(topic), forced=True)
    batch.keep_state("acceptance", step["ref"], "")


def bring_reopening(batch: Batch, step) -> None:
    """Open a question that the site opened again."""
    store_reopening(batch.topic(step["ref"]), by=None)
    batch.keep_state("closing", step["ref"], "")


def _digests(row) -> list[str]:
    head = f"{row['title'] or ''}\0{row['tags'] or ''}"
    return [hashlib.sha256(text.encode()).hexdigest()[:16] for text in (head, row["body"])]


def _tags_of(topic: Topic) -> list[str]:
    query = select(Tag.name).join(TopicTag, TopicTag.tag_id == Tag.id).where(TopicTag.topic_id == topic.id)
    return list(db.session.scalars(query))
