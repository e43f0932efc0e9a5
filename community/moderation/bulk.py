"""Many at once: previewed, done to exactly what was previewed, taken back exactly.

Each post is dealt with by the forum's own action, so rights, facts, points and the log are the same as one by one.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, select

from community.accounts.models import Member
from community.accounts.sanctioning import lift_sanction, may_lift, may_silence, proposed_days, silence_member
from community.accounts.sanctions import find_sanction
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Conflict, Invalid, require
from community.core.text import tidy
from community.events import record
from community.forum.models import Category, Post, Topic
from community.forum.tagging import tag_names
from community.moderation.batches import Batch
from community.moderation.facts import BatchApplied, BatchUndone
from community.moderation.items import reviews
from community.moderation.noting import one_decision
from community.moderation.picking import load_posts
from community.moderation.verbs import VERBS

MOST = 200  # posts of one batch: it is one transaction, and others wait for it
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
) -> Batch:
    """Freeze what would be done to which posts; nothing is done yet. Raises Invalid with the field, NotAllowed."""
    require(may_bulk(by))
    chosen, reason = sorted(set(chosen)), tidy(reason)[:200]
    if verb not in VERBS:
        raise Invalid("Choose what shall be done.", "verb")
    if not chosen:
        raise Invalid("Choose at least one.", "posts")
    if len(chosen) > MOST:
        raise Invalid(f"At most {MOST} at once; do these first, then the next.", "posts")
    if not reason:
        raise Invalid("Please say why; the authors and the log will have it.", "reason")
    options = {"silence": silence and verb == "spam"} | _needed(verb, tag, place)
    with atomic():
        old = delete(Batch).where(Batch.by_id == by.id, Batch.applied_at.is_(None), Batch.at < clock.now() - FORGOTTEN)
        db.session.execute(old)
        batch = Batch(by_id=by.id, at=clock.now(), verb=verb, options=options, reason=reason, chosen=chosen)
        _freeze(batch, load_posts(chosen, by), by)
        db.session.add(batch)
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


def _freeze(batch: Batch, posts: list[Post], by: Member) -> None:
    """Write down what it will be done to, what not and why, and who is silenced with it."""
    verb = VERBS[batch.verb]
    allowed = {post.id: verb.may(by, post, batch) for post in posts}
    batch.items = [[post.id, post.revision] for post in posts if allowed[post.id] is True]
    left_out = [ident for ident in batch.chosen if allowed.get(ident) is not True]
    batch.skipped = [[ident, allowed.get(ident, "It isn’t there, or not yours to look after.")] for ident in left_out]
    authors = {post.author_id: post.author for post in posts if allowed[post.id] is True and post.author_id}
    batch.silences = _silences(authors, by) if batch.options["silence"] else []


def _silences(authors: dict[int, Member], by: Member) -> list[list[int]]:
    quiet = [one for _, one in sorted(authors.items()) if may_silence(by, one) is True and not one.is_silenced]
    return [[one.id, proposed_days(one)] for one in quiet]


def apply_batch(batch: Batch, *, by: Member) -> None:
    """Do what was previewed, all of it or nothing; a second press changes nothing.

    Raises Conflict when anything changed since: then it is previewed anew, for another look.
    """
    require(batch.by_id == by.id or "Only who looked at the preview can go on with it.")
    with atomic():
        lock(batch)
        if batch.applied_at:
            return
        posts = _held(batch.chosen, by)
        shown = batch.items, batch.silences
        _freeze(batch, posts, by)
        fine = (batch.items, batch.silences) == shown
        if fine:
            with one_decision():
                _do(batch, posts, by)
    if not fine:
        raise Conflict("Something changed since you looked. This is how it stands now; look again, then decide.")


def _do(batch: Batch, posts: list[Post], by: Member) -> None:
    doing, verb = {ident for ident, _ in batch.items}, VERBS[batch.verb]
    batch.before = [[post.id, verb.act(post, batch, by), verb.mark(post, batch)] for post in posts if post.id in doing]
    people = {post.author_id: post.author for post in posts}
    batch.sanctions = [silence_member(people[ident], batch.reason, days, by=by).id for ident, days in batch.silences]
    batch.applied_at = clock.now()
    record(BatchApplied(batch.id, batch.verb, len(batch.before)), by=by)


def _held(ids: list[int], by: Member) -> list[Post]:
    """The posts, locked: their topics first, each in the order of their numbers, so that nobody waits in a circle."""
    topics = select(Topic.id).where(Topic.id.in_(select(Post.topic_id).where(Post.id.in_(ids))))
    db.session.execute(topics.order_by(Topic.id).with_for_update())
    db.session.execute(select(Post.id).where(Post.id.in_(ids)).order_by(Post.id).with_for_update())
    return load_posts(ids, by)


def may_undo_batch(by: Member | None, batch: Batch) -> bool | str:
    """Who did it, and provider staff."""
    fine = by is not None and (by.id == batch.by_id or by.is_staff)
    return fine or "Who did it or provider staff take it back."


def undo_batch(batch: Batch, *, by: Member) -> int:
    """Take back exactly what was done; how many. What somebody else changed since is left as it is now."""
    require(may_undo_batch(by, batch))
    with atomic():
        lock(batch)
        if batch.applied_at is None or batch.undone_at:
            return 0
        verb, posts = VERBS[batch.verb], {post.id: post for post in _held([row[0] for row in batch.before], by)}
        standing = [(posts[ident], before) for ident, before, mark in batch.before
                    if ident in posts and verb.mark(posts[ident], batch) == mark]  # fmt: skip
        with one_decision():
            for post, before in reversed(standing):
                verb.undo(post, before, batch, by)
            _lift(batch, by)
        batch.undone_at, batch.undone_by_id = clock.now(), by.id
        record(BatchUndone(batch.id, batch.verb, len(standing)), by=by)
    return len(standing)


def _lift(batch: Batch, by: Member) -> None:
    for ident in batch.sanctions:
        sanction = find_sanction(ident, by)
        if sanction.runs and may_lift(by, sanction) is True:
            lift_sanction(sanction, by=by)
