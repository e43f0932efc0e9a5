"""What may be decided about a matter: the list of verdicts, and what each of them does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from community.accounts.audiences import group_of
from community.accounts.models import Member
from community.accounts.sanctioning import may_silence, may_warn, proposed_days, silence_member, warn_member
from community.core import clock
from community.core.db import db
from community.events import record
from community.forum.commenting import delete_comment
from community.forum.deleting import delete_post, delete_topic
from community.forum.editing import may_edit
from community.forum.hiding import hide_comment, hide_post, unhide_comment, unhide_post
from community.forum.models import Category, Comment, Post, Topic
from community.forum.outdating import confirm_post, may_outdate, outdate_post
from community.forum.rights import is_keeper, moderates
from community.forum.suggesting import EditSuggestion, accept_suggestion, decline_suggestion
from community.moderation.facts import ItemHandedOn, MendingAsked
from community.moderation.models import Flag, ReviewItem
from community.moderation.things import place_of

Thing = Post | Comment | None
REST = timedelta(days=2)  # how long a matter rests while its author mends
RECENT = timedelta(days=7)  # how far back "everything by them" reaches


@dataclass(frozen=True)
class Verdict:
    """One of the choices. `{name}` stands for the author, `{count}` for the author's recent posts.

    `outcome` is what becomes of the flags. One that `closes` ends the matter; `word` is what is said if nothing is
    written, and whom it is said to is `to`: the author, colleagues, or nobody.
    """

    title: str
    text: str
    kinds: tuple[str, ...]
    act: Callable[[ReviewItem, Thing, str, Member], None]
    word: str = ""
    to: str = "author"
    outcome: str | None = "upheld"
    closes: bool = True
    may: Callable[[Member, ReviewItem, Thing], bool] = lambda by, item, thing: True


def _nothing(item: ReviewItem, thing: Thing, word: str, by: Member) -> None:
    if thing is not None and thing.hidden_at and not thing.deleted_at:
        (unhide_comment if isinstance(thing, Comment) else unhide_post)(thing, by=by)
    if isinstance(thing, Post) and may_outdate(by, thing) is True:
        confirm_post(thing, by=by)


def _outdate(item: ReviewItem, thing: Thing, word: str, by: Member) -> None:
    outdate_post(thing, word, by=by)


def _hide(item: ReviewItem, thing: Thing, word: str, by: Member) -> None:
    (hide_comment if isinstance(thing, Comment) else hide_post)(thing, word, by=by, security=item.kind == "security")


def take_down(thing: Thing, word: str, *, by: Member) -> None:
    """Take a thing down by the forum's own action; an opening post with its topic."""
    word = word[:200]
    if isinstance(thing, Comment):
        delete_comment(thing, word, by=by)
    elif thing.is_opening:
        delete_topic(thing.topic, word, by=by)
    else:
        delete_post(thing, word, by=by)


def _take_down(item: ReviewItem, thing: Thing, word: str, by: Member) -> None:
    take_down(thing, word, by=by)


def _warn(item: ReviewItem, thing: Thing, word: str, by: Member) -> None:
    take_down(thing, word, by=by)
    warn_member(thing.author, word, by=by, keeper=is_keeper(by, place_of(thing)))


def _spam(item: ReviewItem, thing: Thing, word: str, by: Member) -> None:
    take_down(thing, word, by=by)
    for post in recent_posts(thing.author_id, by):
        take_down(post, word, by=by)
    keeper = is_keeper(by, place_of(thing))
    if may_silence(by, thing.author, keeper=keeper) is True:
        silence_member(thing.author, word, proposed_days(thing.author), by=by, keeper=keeper)


def _mend(item: ReviewItem, thing: Thing, word: str, by: Member) -> None:
    until = clock.now() + REST
    item.due_at, item.word, item.note = until, word, f"Asked to mend it: “{word}”"
    record(MendingAsked(item.id, item.post_id, item.member_id, int(until.timestamp())), by=by)


def _hand_on(item: ReviewItem, thing: Thing, word: str, by: Member) -> None:
    item.staff_only, item.word, item.note = True, word, f"{by.display_name} asks staff: “{word}”"
    record(ItemHandedOn(item.id, item.post_id, item.member_id), by=by)


def suggestion_of(item: ReviewItem) -> EditSuggestion | None:
    """The wording that a matter is about."""
    return db.session.get(EditSuggestion, item.subject_id) if item.kind == "edit" else None


def _accept(item: ReviewItem, thing: Thing, word: str, by: Member) -> None:
    accept_suggestion(_whole(item, thing), by=by)


def _decline(item: ReviewItem, thing: Thing, word: str, by: Member) -> None:
    decline_suggestion(_whole(item, thing), word, by=by)


def _whole(item: ReviewItem, thing: Thing) -> EditSuggestion:
    suggestion = suggestion_of(item)
    set_committed_value(suggestion, "post", thing)
    return suggestion


def _fits(by: Member, item: ReviewItem, thing: Thing) -> bool:
    return suggestion_of(item).revision == thing.revision and may_edit(by, thing) is True


def _editable_suggestion(by: Member, item: ReviewItem, thing: Thing) -> bool:
    return may_edit(by, thing) is True


def _leave(item: ReviewItem, thing: Thing, word: str, by: Member) -> None:
    pass


def recent_posts(author_id: int | None, by: Member) -> list[Post]:
    """What an author posted in the last days in places that `by` looks after, and nobody has taken down."""
    query = _recent(author_id, by).with_only_columns(Post).order_by(Post.topic_id, Post.id.desc())
    whole = contains_eager(Post.topic).contains_eager(Topic.category), joinedload(Post.author)
    return list(db.session.scalars(query.options(*whole)))


def count_recent(author_id: int | None, by: Member) -> int:
    """How many these are."""
    return db.session.scalar(_recent(author_id, by).with_only_columns(func.count(Post.id)))


def _recent(author_id: int | None, by: Member) -> Select:
    open_to = true() if by.is_staff else ~(Post.staff_only | Topic.staff_only)
    return (
        select(Post)
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .where(moderates(by), open_to, Post.author_id == author_id, Post.created_at > clock.now() - RECENT)
        .where(Post.deleted_at.is_(None), Topic.deleted_at.is_(None))
    )


def _is_post(by: Member, item: ReviewItem, thing: Thing) -> bool:
    return isinstance(thing, Post)


def _editable(by: Member, item: ReviewItem, thing: Thing) -> bool:
    return isinstance(thing, Post) and not thing.deleted_at and may_edit(by, thing) is True


def _datable(by: Member, item: ReviewItem, thing: Thing) -> bool:
    return isinstance(thing, Post) and may_outdate(by, thing) is True


def _warnable(by: Member, item: ReviewItem, thing: Thing) -> bool:
    if thing is None or thing.author is None:
        return False
    return may_warn(by, thing.author, keeper=is_keeper(by, place_of(thing))) is True


def _spammer(by: Member, item: ReviewItem, thing: Thing) -> bool:
    """Only where anybody or any rule speaks of spam: it takes everything down at once."""
    said = select(Flag.id).where(Flag.item_id == item.id, Flag.reason == "spam").limit(1)
    suspected = item.kind != "flag" or db.session.scalar(said) is not None
    return suspected and isinstance(thing, Post) and _warnable(by, item, thing)


def _for_staff(by: Member, item: ReviewItem, thing: Thing) -> bool:
    """Not in a group’s own place, which isn’t open to staff: nobody would see it any more."""
    if by.is_staff or thing is None or item.staff_only:
        return False
    return group_of((thing.post if isinstance(thing, Comment) else thing).topic.category.audience) is None


USUAL = ("flag", "first_post", "spam", "security")  # matters about what somebody wrote
VERDICTS: dict[str, Verdict] = {
    "mend": Verdict(
        "Ask {name} to mend it", "Sends your words; you see it again in 2 days, or when it was changed.",
        ("flag", "first_post", "security"), _mend, "Could you look at this once more? It would help if you changed it.",
        outcome=None, closes=False, may=_is_post,
    ),
    "fix": Verdict(
        "Fix it now", "Opens the editor; {name} is told what changed. The matter is closed when you save.",
        ("flag", "first_post", "security"), _leave, to="", closes=False, may=_editable,
    ),
    "hide": Verdict(
        "Hide it", "With a reason that {name} can mend or appeal.", ("flag", "first_post", "security"), _hide,
        "This breaks what we agreed on here. You can edit it; then somebody looks at it again.",
    ),
    "spam": Verdict(
        "It is all spam: clear it away", "Takes down the {count} posts of {name} of the last 7 days and silences them.",
        ("spam", "flag", "first_post"), _spam, "It advertises, and that is not what this place is for.", may=_spammer,
    ),
    "take_down": Verdict(
        "Take it down", "Its address says why; {name} can appeal.", USUAL, _take_down,
        "This can’t stay here.",
    ),
    "warn": Verdict(
        "Take it down and warn {name}", "The warning goes on record, and {name} reads your words.", ("flag", "spam"),
        _warn, "This hurts people or wastes their time. Please don’t do it again.", may=_warnable,
    ),
    "nothing": Verdict(
        "Nothing wrong here", "Closes it, shows it again if it was hidden, and thanks whoever flagged it.", USUAL,
        _nothing, to="", outcome="declined",
    ),
    "staff": Verdict(
        "Hand to staff", "Provider staff decide; your words go along.", ("flag", "first_post", "spam"), _hand_on,
        "Please look at this.", to="colleagues", outcome=None, closes=False, may=_for_staff,
    ),
    "accept": Verdict(
        "Take it over", "The post says so from now on, as an edit by {name}.", ("edit",), _accept, to="",
        outcome=None, closes=False, may=_fits,
    ),
    "decline": Verdict(
        "Leave the post as it is", "{name} reads why.", ("edit",), _decline,
        "Thank you for the care. It says what it should as it stands.", outcome=None, closes=False,
        may=_editable_suggestion,
    ),
    "uphold": Verdict(
        "Take the decision back", "What was done is undone, and {name} is told so.", ("appeal",), _leave,
        "You were right, and we took it back.",
    ),
    "keep": Verdict(
        "It stays as it is", "{name} reads why, and that is the end of it.", ("appeal",), _leave,
        "We looked at it with fresh eyes and came to the same result.",
    ),
    "outdate": Verdict(
        "Say that it is out of date", "It stays, with a dated line and your words, until an edit brings it up to date.",
        ("flag",), _outdate, "This no longer holds. If you know what does, please edit it.", may=_datable,
    ),
}  # fmt: skip
ENDS = {  # how matters end by themselves
    "withdrawn": "The flags were taken back",
    "fixed": "Fixed by editing",
    "gone": "The author took it down",
    "purged": "It was deleted for good",
}


def choices(by: Member, item: ReviewItem, thing: Thing) -> dict[str, Verdict]:
    """What `by` may decide about a matter, in the order of the number keys."""
    return {key: each for key, each in VERDICTS.items() if item.kind in each.kinds and each.may(by, item, thing)}


def title_of(verdict: str) -> str:
    """A verdict as the log names it."""
    if verdict in VERDICTS:
        return VERDICTS[verdict].title.replace("{name}", "the author")
    return ENDS.get(verdict, verdict)
