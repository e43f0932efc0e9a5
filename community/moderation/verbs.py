"""What can be done to many posts at once: when, how, and how exactly that is taken back.

Opening posts stand for their topics. `act` gives what `undo` needs. `mark` names the state that a post is in: while it
is still the one that was left, what was done stands; what somebody else changed since is left alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.accounts.models import Member
from community.core.db import db, find
from community.forum.accepting import store_acceptance
from community.forum.archiving import archive_topic, unarchive_topic
from community.forum.changes import find_change, last_change
from community.forum.closing import close_topic, may_close, reopen_topic
from community.forum.deleting import delete_post, delete_topic, may_delete, may_restore, restore_post, restore_topic
from community.forum.editing import may_edit, store_edit
from community.forum.filing import may_relocate, relocate_topic
from community.forum.hiding import hide_post, may_hide, may_unhide, unhide_post
from community.forum.models import Category, Post, Topic
from community.forum.steering import may_arrange_topic
from community.forum.tagging import MOST as MOST_TAGS
from community.forum.undoing import undo_change
from community.forum.unlisting import list_again, unlist_topic
from community.moderation.batches import Batch

Before = dict[str, Any]


@dataclass(frozen=True)
class Verb:
    """One thing that can be done to each of many posts. `done` says it of a number of posts."""

    word: str
    done: str
    icon: str
    may: Callable[[Member, Post, Batch], bool | str]
    act: Callable[[Post, Batch, Member], Before | None]
    mark: Callable[[Post, Batch], Any]
    undo: Callable[[Post, Before, Batch, Member], None]
    needs: str | None = None


def _thing_of(post: Post) -> Topic | Post:
    return post.topic if post.is_opening else post


def _down_since(post: Post, batch: Batch) -> datetime | None:
    return _thing_of(post).deleted_at


def _hidden_since(post: Post, batch: Batch) -> datetime | None:
    return post.hidden_at


def _only_topics(post: Post) -> bool | str:
    return post.is_opening or "It is an answer or a reply; this is for whole topics."


def _all(*rules: bool | str) -> bool | str:
    return next((rule for rule in rules if rule is not True), True)


def _may_take_down(by: Member, post: Post, batch: Batch) -> bool | str:
    if _thing_of(post).deleted_at:
        return "It was taken down already."
    return may_delete(by, _thing_of(post))


def _take_down(post: Post, batch: Batch, by: Member) -> Before:
    if post.is_opening:
        delete_topic(post.topic, batch.reason, by=by)
        return {}
    accepted = post.topic.accepted_id == post.id
    delete_post(post, batch.reason, by=by)
    return {"accepted": accepted}


def _put_back(post: Post, before: Before, batch: Batch, by: Member) -> None:
    if post.is_opening:
        restore_topic(post.topic, by=by)
        return
    restore_post(post, by=by)
    if before.get("accepted") and post.topic.accepted_id is None:
        store_acceptance(post, by=db.session.get(Member, post.topic.author_id) if post.topic.author_id else None)


def _may_restore(by: Member, post: Post, batch: Batch) -> bool | str:
    thing = _thing_of(post)
    if not thing.deleted_at:
        return "It isn’t taken down."
    if thing.purge_at:
        return "It will be deleted for good; call that off first."
    return may_restore(by, thing)


def _restore(post: Post, batch: Batch, by: Member) -> Before:
    thing = _thing_of(post)
    before = {"at": thing.deleted_at.isoformat(), "reason": thing.deleted_reason, "by": thing.deleted_by_id}
    _put_back(post, {}, batch, by)
    return before


def _take_down_again(post: Post, before: Before, batch: Batch, by: Member) -> None:
    thing = _thing_of(post)
    (delete_topic if thing is post.topic else delete_post)(thing, before["reason"] or batch.reason, by=by)
    thing.deleted_at, thing.deleted_by_id = datetime.fromisoformat(before["at"]), before["by"]
    thing.deleted_reason = before["reason"]


def _may_hide(by: Member, post: Post, batch: Batch) -> bool | str:
    if _thing_of(post).deleted_at or post.hidden_at:
        return "Nobody sees it as it is."
    return may_hide(by, post.topic.category)


def _may_show(by: Member, post: Post, batch: Batch) -> bool | str:
    return _all(post.hidden_at is not None or "It isn’t hidden.", may_unhide(by, post))


def _show(post: Post, batch: Batch, by: Member) -> Before:
    before = {"reason": post.hidden_reason, "staff_only": post.staff_only}
    unhide_post(post, by=by)
    return before


def _hide_again(post: Post, before: Before, batch: Batch, by: Member) -> None:
    hide_post(post, before["reason"] or batch.reason, by=by, security=before["staff_only"])


def _may_close(by: Member, post: Post, batch: Batch) -> bool | str:
    fine = _only_topics(post)
    if fine is True and (post.topic.closed_at or post.topic.deleted_at or post.topic.merged_into_id):
        return "It takes no answers as it is."
    return _all(fine, may_close(by, post.topic))


def _close(post: Post, batch: Batch, by: Member) -> Before:
    close_topic(post.topic, batch.reason, by=by)
    return {"change": last_change(post.topic)}


def _reopen(post: Post, before: Before, batch: Batch, by: Member) -> None:
    if ident := before.get("change"):
        undo_change(post.topic, find_change(ident), by=by)  # when it was to close and what it waited for come back, too
    else:
        reopen_topic(post.topic, by=by)


def _names(post: Post) -> list[str]:
    return [tag.name for tag in post.topic.tags]


def _has_tag(post: Post, batch: Batch) -> bool:
    return batch.options["tag"] in _names(post)


def _may_add_tag(by: Member, post: Post, batch: Batch) -> bool | str:
    fine = _all(_only_topics(post), may_edit(by, post))
    if fine is True and _has_tag(post, batch):
        return "It has the tag already."
    return fine if fine is not True else len(post.topic.tags) < MOST_TAGS or f"It has {MOST_TAGS} tags already."


def _may_remove_tag(by: Member, post: Post, batch: Batch) -> bool | str:
    fine = _all(_only_topics(post), may_edit(by, post))
    return fine if fine is not True else _has_tag(post, batch) or "It doesn’t have the tag."


def _add_tag(post: Post, batch: Batch, by: Member) -> Before:
    return _retag(post, [*_names(post), batch.options["tag"]], batch.reason, by)


def _remove_tag(post: Post, batch: Batch, by: Member) -> Before:
    return _retag(post, [name for name in _names(post) if name != batch.options["tag"]], batch.reason, by)


def _retag(post: Post, names: list[str], reason: str, by: Member) -> Before:
    store_edit(post, post.source, by=by, tags=names, reason=reason, form=post.form)
    db.session.refresh(post.topic, ["tags"])
    return {}


def _may_unlist(by: Member, post: Post, batch: Batch) -> bool | str:
    fine = _all(_only_topics(post), may_arrange_topic(by, post.topic))
    return fine if fine is not True else post.topic.unlisted_at is None or "It is in no list as it is."


def _may_archive(by: Member, post: Post, batch: Batch) -> bool | str:
    fine = _all(_only_topics(post), may_arrange_topic(by, post.topic))
    return fine if fine is not True else post.topic.archived_at is None or "It is kept as it is already."


def _may_move(by: Member, post: Post, batch: Batch) -> bool | str:
    if (fine := _only_topics(post)) is not True:
        return fine
    if post.topic.category_id == batch.options["place"]:
        return "It is there already."
    return may_relocate(by, post.topic, find(Category, batch.options["place"]))


def _move(post: Post, batch: Batch, by: Member) -> Before:
    before = {"place": post.topic.category_id}
    _relocate(post, batch.options["place"], by)
    return before


def _relocate(post: Post, place_id: int, by: Member) -> None:
    relocate_topic(post.topic, find(Category, place_id), by=by, aware=True)  # the preview said who reads it then


VERBS: dict[str, Verb] = {
    "take_down": Verb("Take down", "taken down", "eye-off", _may_take_down, _take_down, _down_since, _put_back),
    "spam": Verb("Take down as spam", "taken down", "shield", _may_take_down, _take_down, _down_since, _put_back),
    "restore": Verb("Put back", "put back", "rotate-ccw", _may_restore, _restore, _down_since, _take_down_again),
    "hide": Verb(
        "Hide", "hidden", "eye-off", _may_hide,
        lambda post, batch, by: hide_post(post, batch.reason, by=by),
        _hidden_since,
        lambda post, before, batch, by: unhide_post(post, by=by),
    ),
    "show": Verb("Show again", "shown again", "rotate-ccw", _may_show, _show, _hidden_since, _hide_again),
    "close": Verb(
        "Close", "closed", "lock", _may_close, _close,
        lambda post, batch: post.topic.closed_at,
        _reopen,
    ),
    "unlist": Verb(
        "Unlist", "unlisted", "list", _may_unlist,
        lambda post, batch, by: unlist_topic(post.topic, batch.reason, by=by),
        lambda post, batch: post.topic.unlisted_at,
        lambda post, before, batch, by: list_again(post.topic, by=by),
    ),
    "archive": Verb(
        "Archive", "archived", "archive", _may_archive,
        lambda post, batch, by: archive_topic(post.topic, batch.reason, by=by),
        lambda post, batch: post.topic.archived_at,
        lambda post, before, batch, by: unarchive_topic(post.topic, by=by),
    ),
    "move": Verb(
        "Move to another place", "moved", "arrow-right", _may_move, _move,
        lambda post, batch: post.topic.category_id,
        lambda post, before, batch, by: _relocate(post, before["place"], by),
        "place",
    ),
    "add_tag": Verb(
        "Add a tag", "tagged", "tag", _may_add_tag, _add_tag, _has_tag,
        lambda post, before, batch, by: _remove_tag(post, batch, by),
        "tag",
    ),
    "remove_tag": Verb(
        "Take a tag off", "untagged", "tag", _may_remove_tag, _remove_tag, _has_tag,
        lambda post, before, batch, by: _add_tag(post, batch, by),
        "tag",
    ),
}  # fmt: skip
