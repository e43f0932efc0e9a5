"""A batch goes on in chunks: each one transaction, each owing the next, so that it goes on wherever it was broken off.

What can't be done any more, or can't be taken back, is not done and says why; the others never wait for it.
"""

from collections.abc import Callable
from contextlib import nullcontext

from sqlalchemy import select

from community.accounts.models import Member
from community.accounts.sanctioning import lift_sanction, may_lift, may_silence, silence_member
from community.accounts.sanctions import find_sanction
from community.core.db import atomic, db, lock
from community.core.errors import Refusal
from community.events import Event, record
from community.events.facts import FactRow, Owed
from community.events.table import name_of
from community.forum.models import Category, Post, Topic
from community.forum.rights import is_keeper
from community.moderation.batches import Batch, BatchItem
from community.moderation.facts import BatchCarriedOn
from community.moderation.models import Act
from community.moderation.noting import dealing, reversing
from community.moderation.picking import load_posts
from community.moderation.verbs import VERBS

CHUNK = 25  # posts of one transaction: others wait for it, so it should be over within a second
CHANGED = "Somebody changed it after the preview, so it was left as it is."
TOUCHED = "Somebody changed it since, so it stays as it is now."
GONE = "It isn’t there any more, or not yours to look after."


def carry_on(event: Event) -> None:
    """The next chunk of a batch, unless it was stopped, turned round or carried on already."""
    batch = db.session.get(Batch, event.fact.batch_id)
    with atomic():
        lock(batch)
        if batch.is_under_way and batch.step == event.fact.step:
            advance(batch)


def trouble_of(batch: Batch) -> Owed | None:
    """What is owed for its next chunk, if that has failed; `failed_at` is set when nobody tries it any more."""
    mine = FactRow.payload["batch_id"].as_integer() == batch.id, FactRow.payload["step"].as_integer() == batch.step
    query = select(Owed).join(FactRow, FactRow.id == Owed.fact_id).where(FactRow.kind == "BatchCarriedOn", *mine)
    failed = query.where(Owed.reaction == name_of(carry_on), Owed.attempts > 0)
    return db.session.scalar(failed) if batch.is_under_way else None


def advance(batch: Batch) -> None:
    """Do a chunk, or take one back, and owe the next one. The caller holds the batch."""
    work = Work(batch)
    with dealing(batch, {post.author_id for post in work.posts.values()}, back=work.back):
        work.take_back() if work.back else work.do()
    if len(work.items) < CHUNK:
        batch.state = "undone" if batch.state == "undoing" else "done"
    batch.step += 1
    record(BatchCarriedOn(batch.id, batch.step), by=work.by)


class Work:
    """One chunk: its items and their posts, held until the end of the transaction, and who does it."""

    def __init__(self, batch: Batch):
        self.batch, self.verb, self.back = batch, VERBS[batch.verb], batch.state == "undoing"
        self.by = db.session.get(Member, batch.undone_by_id if self.back else batch.by_id)
        self.place = db.session.get(Category, batch.options.get("place") or 0)  # kept, so that it is read once
        query = select(BatchItem).where(
            BatchItem.batch_id == batch.id, BatchItem.state == ("done" if self.back else "planned")
        )
        order = BatchItem.post_id.desc() if self.back else BatchItem.post_id
        self.items = list(db.session.scalars(query.order_by(order).limit(CHUNK)))
        self._hold()

    def _hold(self) -> None:
        """Lock the topics, then the posts, each in the order of their numbers: nobody waits in a circle."""
        ids = [item.post_id for item in self.items]
        here = select(Post.topic_id).where(Post.id.in_(ids))
        # and what was merged into them, whose accepted answers may be among the posts
        topics = select(Topic.id).where(Topic.id.in_(here) | Topic.merged_into_id.in_(here))
        db.session.execute(topics.order_by(Topic.id).with_for_update())
        db.session.execute(select(Post.id).where(Post.id.in_(ids)).order_by(Post.id).with_for_update())
        self._load()

    def _load(self) -> None:
        self.posts = {post.id: post for post in load_posts([item.post_id for item in self.items], self.by)}

    def do(self) -> None:
        """Do it to each that is still as it was looked at."""
        for item in self.items:
            post = self.posts.get(item.post_id)
            why = self._obstacle(post, item)
            item.state, item.why = self._attempt(self._do, post, item, why, "done", "missed")

    def _obstacle(self, post: Post | None, item: BatchItem) -> str | None:
        if post is None:
            return GONE
        if post.revision != item.revision:
            return CHANGED
        may = self.verb.may(self.by, post, self.batch)
        return None if may is True else may or GONE

    def _do(self, post: Post, item: BatchItem) -> None:
        item.before = self.verb.act(post, self.batch, self.by) or {}
        item.mark = str(self.verb.mark(post, self.batch))
        author = post.author
        keeper = is_keeper(self.by, post.topic.category)
        if item.silence_days and may_silence(self.by, author, keeper=keeper) is True and not author.is_silenced:
            sanction = silence_member(author, self.batch.reason, item.silence_days, by=self.by, keeper=keeper)
            item.sanction_id = sanction.id

    def take_back(self) -> None:
        """Put each back as it was, the latest first; what somebody changed since stays."""
        with self._reversal():
            for item in self.items:
                post = self.posts.get(item.post_id)
                mine = post is not None and str(self.verb.mark(post, self.batch)) == item.mark
                why = None if mine else GONE if post is None else TOUCHED
                item.state, item.why = self._attempt(self._undo, post, item, why, "undone", "kept")
                self._lift(item)

    def _undo(self, post: Post, item: BatchItem) -> None:
        self.verb.undo(post, item.before, self.batch, self.by)

    def _lift(self, item: BatchItem) -> None:
        sanction = find_sanction(item.sanction_id, self.by) if item.sanction_id else None
        if sanction and sanction.runs and may_lift(self.by, sanction) is True:
            lift_sanction(sanction, by=self.by)

    def _reversal(self):
        """The log knows what follows as the reversal of the line of the whole batch."""
        act = db.session.scalar(select(Act).where(Act.fact_id == self.batch.fact_id)) if self.batch.fact_id else None
        return reversing(act) if act else nullcontext()

    def _attempt(self, action: Callable, post: Post | None, item: BatchItem, why: str | None, well: str, ill: str):
        """(state, why): how it went. What an action refuses leaves no trace and doesn't hold up the others."""
        if why:
            return ill, why
        try:
            with db.session.begin_nested():
                action(post, item)
        except Refusal as error:
            self._load()
            return ill, error.sentence
        return well, None
