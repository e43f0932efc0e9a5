"""Questions and answers, first as they were first written; their edits follow in the stream."""

from community.core.text import tidy, tidy_body
from community.forum.answering import store_answer
from community.forum.asking import store_topic
from community.imports.stackexchange import changes
from community.imports.stackexchange.batch import Batch
from community.imports.stackexchange.tags import usable


def bring_question(batch: Batch, step) -> None:
    """Ask the question as its author did."""
    row = batch.row(step)
    if batch.is_known(step):
        changes.look_for(batch, row)
        return
    source, form, first = _first_wording(batch, row)
    title, tags = row["title"], usable(row["tags"])
    if first and batch.is_edited(row["id"]):
        title, tags = first["title"] or title, usable_then(batch, first["tags"]) or tags
    by, note = batch.author(row["author"], row["note"])
    topic = store_topic(
        kind="question",
        category=batch.site.category,
        title=tidy(title or "") or f"Question {row['id']}",
        source=source,
        tags=tags,
        by=by,
        form=form,
        author_note=note,
    )
    batch.add_topic(row["id"], topic)
    batch.remember(step, topic.id)
    changes.note_text(batch, row, complete=first is not None)


def bring_answer(batch: Batch, step) -> None:
    """Answer as its author did."""
    row = batch.row(step)
    if batch.is_known(step):
        changes.look_for(batch, row)
        return
    topic = batch.topic(row["parent"])
    if topic is None:
        batch.leave_out(step, "their question could not be brought in")
        return
    source, form, first = _first_wording(batch, row)
    by, note = batch.author(row["author"], row["note"])
    post = store_answer(topic, source, by=by, form=form, author_note=note)
    batch.add_post(row["id"], post, topic)
    batch.remember(step, post.id)
    changes.note_text(batch, row, complete=first is not None)


def usable_then(batch: Batch, text: str | None) -> list[str]:
    """Tags that a question had once, without those that the site has no more."""
    names = usable(text)
    there = batch.stage.tags_among(names)
    return [name for name in names if name in there]


def _first_wording(batch: Batch, row) -> tuple[str, str, object]:
    first = batch.first_wording(row["id"])
    if first is None:
        return tidy_body(row["body"]), "html", None
    return tidy_body(first["body"]), "markdown", first
