"""Many at once: previewed, done to exactly what was previewed, taken back exactly.

Each post is dealt with by the forum's own action, so rights, facts, points and the log are the same as one by one.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from sqlalchemy import delete, insert, select

from community.accounts.models import Member
from community.accounts.sanctioning import may_silence, proposed_days
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import record
from community.events.delivery import retry
from community.forum.models import Category, Post
from community.forum.rights import is_keeper
from community.forum.tagging import tag_names
from community.moderation.batches import Batch, BatchItem, tallies
from community.moderation.chunks import advance, trouble_of
from community.moderation.facts import BatchApplied, BatchStopped, BatchUndone
from community.moderation.items import reviews
from community.moderation.models import Act
from community.moderation.picking import load_posts
from community.moderation.verbs import VERBS

MOST = 10_000  # posts of one batch: what a person can answer for
WINDOW = 200  # posts that are read at a time
FORGOTTEN = timedelta(days=1)  # after which a preview that was not followed is dropped


def may_bulk(by: Member | None) -> bool | str:
    """Those who look after any place; each post is guarded by its own rule besides."""
    return reviews(by) or "This is for those who look after a place."


def preview_batch(
    verb: str,
    chosen: Iterable[int],
    reason: str,
    *,
    by: Member,
    tag: str = "",
    place: Category | None = None,
    silence: bool = False,
    back: str = "",
) -> Batch:
    """Freeze what would be done to which posts; nothing is done yet. Raises Invalid with the field, NotAllowed.

    `back` is the list of ours from which they were chosen.
    """
    require(may_bulk(by))
    chosen, reason = sorted(set(chosen)), tidy(reason)[:200]
    if verb not in VERBS:
        raise Invalid("Choose what shall be done.", "verb")
    if not chosen:
        raise Invalid("Choose at least one.", "posts")
    if len(chosen) > MOST:
        raise Invalid(f"At most {MOST:,} at once; do these first, then the next.", "posts")
    if not reason:
        raise Invalid("Please say why; the authors and the log will have it.", "reason")
    options = {"silence": silence and verb == "spam", "back": back} | _needed(verb, tag, place)
    batch = Batch(by_id=by.id, at=clock.now(), verb=verb, options=options, reason=reason)
    items = list(_frozen(batch, chosen, by))  # before the transaction: reading them all takes its time
    with atomic():
        old = delete(Batch).where(Batch.by_id == by.id, Batch.state == "previewed", Batch.at < clock.now() - FORGOTTEN)
        db.session.execute(old)
        db.session.add(batch)
        db.session.flush()
        if items:
            db.session.execute(insert(BatchItem), [item | {"batch_id": batch.id} for item in items])
    return batch


def _needed(verb: str, tag: str, place: Category | None) -> dict:
    needs = VERBS[verb].needs
    if needs == "place" and place is None:
        raise Invalid("Where to?", "to")
    return {"tag": _one_tag(tag)} if needs == "tag" else {"place": place.id} if needs == "place" else {}


def _one_tag(tag: str) -> str:
    names = tag_names(tag)
    if len(names) != 1:
        raise Invalid("Which tag? One word.", "tag")
    return names[0]


def _frozen(batch: Batch, chosen: list[int], by: Member) -> Iterator[dict]:
    """A row for each post: what it will be done to, or why not, and for how long its author is silenced with it."""
    days: dict[tuple[int, bool], int | None] = {}
    for start in range(0, len(chosen), WINDOW):
        ids = chosen[start : start + WINDOW]
        revisions = dict(db.session.execute(select(Post.id, Post.revision).where(Post.id.in_(ids))).all())
        posts = {post.id: post for post in load_posts(ids, by)}
        for ident, revision in sorted(revisions.items()):
            post = posts.get(ident)
            may = VERBS[batch.verb].may(by, post, batch) if post else "It isn’t there, or not yours to look after."
            row = {"post_id": ident, "revision": revision, "state": "planned", "why": None, "silence_days": None}
            if may is not True:
                row |= {"state": "left", "why": may or "This isn’t open to you."}
            elif batch.options["silence"] and post.author:
                who = post.author_id, is_keeper(by, post.topic.category)
                if who not in days:
                    days[who] = _silenced_for(post.author, by, who[1])
                row["silence_days"] = days[who]
            yield row


def _silenced_for(author: Member, by: Member, keeper: bool) -> int | None:
    """The next step of the ladder, unless it isn't to be."""
    may = may_silence(by, author, keeper=keeper) is True
    return proposed_days(author) if may and not author.is_silenced else None


def apply_batch(batch: Batch, *, by: Member) -> None:
    """Begin to do what was previewed, or go on after a stop. The first chunk is done at once, the others are owed.

    A second press changes nothing.
    """
    require(batch.by_id == by.id or "Only who looked at the preview can go on with it.")
    with atomic():
        lock(batch)
        if batch.state not in ("previewed", "stopped"):
            return
        shown = tallies([batch])[batch.id].shown
        require(shown > 0 or "There is nothing that it could be done to.")
        if batch.state == "previewed":
            batch.applied_at = clock.now()
            batch.fact_id = record(BatchApplied(batch.id, batch.verb, shown), by=by).id
        batch.state = "running"
        advance(batch)


def may_undo_batch(by: Member | None, batch: Batch) -> bool | str:
    """Who did it, and provider staff; they can stop it as well."""
    fine = by is not None and (by.id == batch.by_id or by.is_staff)
    return fine or "Who did it or provider staff take it back."


def stop_batch(batch: Batch, *, by: Member) -> None:
    """Do no more of it; what was done stays until it is taken back. Nothing happens when it doesn't run."""
    require(may_undo_batch(by, batch))
    with atomic():
        lock(batch)
        if batch.state == "running":
            batch.state, batch.step = "stopped", batch.step + 1  # what is owed comes for a step that is over
            record(BatchStopped(batch.id, tallies([batch])[batch.id].done), by=by)


def try_batch_again(batch: Batch, *, by: Member) -> None:
    """Go on with a batch whose next chunk failed, now and as often as at first. Nothing happens when none did."""
    require(may_undo_batch(by, batch))
    if trouble := trouble_of(batch):
        retry(trouble.id)


def undo_batch(batch: Batch, *, by: Member) -> None:
    """Begin to take back exactly what was done: a chunk at once, the others owed.

    What somebody else changed since is left as it is now.
    """
    require(may_undo_batch(by, batch))
    with atomic():
        # the line in the log before the batch, as whoever takes it back from the log holds them
        act = db.session.scalar(select(Act).where(Act.fact_id == (batch.fact_id or 0)).with_for_update())
        lock(batch)
        if batch.applied_at is None or batch.undone_at:
            return
        batch.state, batch.undone_at, batch.undone_by_id = "undoing", clock.now(), by.id
        record(BatchUndone(batch.id, batch.verb, tallies([batch])[batch.id].done), by=by)
        if act:
            act.undone_at, act.undone_by_id = batch.undone_at, by.id
        advance(batch)
