"""Facts of the forum."""

from community.events import fact


@fact
class TopicPosted:
    """A question was asked, a discussion opened or an announcement made."""

    topic_id: int
    post_id: int
    category_id: int
    kind: str


@fact
class AnswerPosted:
    """Somebody answered a question or replied in a discussion."""

    topic_id: int
    post_id: int
    author_id: int | None
    official: bool = False


@fact
class CommentPosted:
    """Somebody remarked on a post."""

    topic_id: int
    post_id: int
    comment_id: int
    post_author_id: int | None


@fact
class PostVoted:
    """A voice for or against a post was given, changed or taken back (0 means none)."""

    topic_id: int
    post_id: int
    post_kind: str
    author_id: int | None
    old: int
    new: int
    reason: str = ""  # why against it: a key of the reasons


@fact
class AnswerAccepted:
    """The asker chose the answer that helped."""

    topic_id: int
    post_id: int
    author_id: int | None
    asker_id: int | None


@fact
class AcceptanceWithdrawn:
    """The asker took the choice back."""

    topic_id: int
    post_id: int
    author_id: int | None
    asker_id: int | None


@fact
class PostEdited:
    """A post says something else now."""

    topic_id: int
    post_id: int
    author_id: int | None
    revision: int


@fact
class MeTooChanged:
    """Somebody has the same problem, or has it no longer."""

    topic_id: int
    on: bool


@fact
class TopicClosed:
    """No more answers are taken."""

    topic_id: int
    duplicate_of_id: int | None = None


@fact
class TopicReopened:
    """Answers are taken again."""

    topic_id: int


@fact
class TopicDeleted:
    """A topic was taken down, with the posts that were in it."""

    topic_id: int
    post_ids: tuple[int, ...] = ()


@fact
class TopicRestored:
    """A topic that was taken down is back, with the posts that are in it."""

    topic_id: int
    post_ids: tuple[int, ...] = ()


@fact
class PostDeleted:
    """An answer was taken down."""

    topic_id: int
    post_id: int
    author_id: int | None


@fact
class PostRestored:
    """An answer that was taken down is back."""

    topic_id: int
    post_id: int
    author_id: int | None


@fact
class TopicsLinked:
    """One topic refers to another."""

    from_id: int
    to_id: int


@fact
class CategoryAdded:
    """There is one more place for topics."""

    category_id: int


@fact
class PollMade:
    """A poll was put under a post."""

    topic_id: int
    post_id: int
    poll_id: int
    options: int


@fact
class PollChanged:
    """A poll asks something else; nobody had voted yet."""

    topic_id: int
    post_id: int
    poll_id: int


@fact
class PollVoted:
    """Somebody chose so many options, where they had chosen so many before; which ones may be secret."""

    topic_id: int
    post_id: int
    poll_id: int
    old: int
    new: int


@fact
class PollClosed:
    """A poll takes no more votes."""

    topic_id: int
    post_id: int
    poll_id: int


@fact
class PollReopened:
    """A poll takes votes again."""

    topic_id: int
    post_id: int
    poll_id: int


@fact
class PollRemoved:
    """A poll was taken away, with the votes in it."""

    topic_id: int
    post_id: int
    poll_id: int


@fact
class BookmarkKept:
    """Somebody keeps a post to come back to. Which one is nobody else's business."""

    bookmark_id: int


@fact
class BookmarkRemoved:
    """Somebody keeps a post no longer."""

    bookmark_id: int


@fact
class ReminderSet:
    """Somebody wants to be reminded of what they keep, at a time in seconds since 1970."""

    bookmark_id: int
    at: int


@fact
class ReminderCame:
    """The time of a reminder has come."""

    bookmark_id: int


@fact
class PostHidden:
    """A post can't be seen until somebody has looked at it; with the opening post the whole topic."""

    topic_id: int
    post_id: int
    author_id: int | None
    opening: bool = False


@fact
class PostUnhidden:
    """A post that was hidden can be seen again."""

    topic_id: int
    post_id: int
    author_id: int | None
    opening: bool = False


@fact
class CommentHidden:
    """A comment can't be seen until somebody has looked at it."""

    topic_id: int
    post_id: int
    comment_id: int
    author_id: int | None


@fact
class CommentUnhidden:
    """A comment that was hidden can be seen again."""

    topic_id: int
    post_id: int
    comment_id: int
    author_id: int | None


@fact
class CategoryChanged:
    """A place is called, arranged or opened in another way."""

    category_id: int


@fact
class CategoryRemoved:
    """An empty place is gone."""

    category_id: int


@fact
class WordWatched:
    """A word is watched, everywhere or in one place."""

    word_id: int
    category_id: int | None
    action: str


@fact
class WordUnwatched:
    """A word is watched no longer."""

    word_id: int
    category_id: int | None


@fact
class PostSuspected:
    """A post or comment, just written or changed, is to be looked at before others see it: for words, links, a wave."""

    topic_id: int
    post_id: int
    author_id: int
    why: str
    comment_id: int | None = None


@fact
class PurgePlanned:
    """A topic, or one post of it, will be deleted for good at a time, in seconds since 1970."""

    topic_id: int
    post_id: int | None
    at: int


@fact
class PurgeCancelled:
    """It will not be deleted for good after all."""

    topic_id: int
    post_id: int | None


@fact
class Purged:
    """The words of a topic, or of one post of it, are gone for good."""

    topic_id: int
    post_id: int | None
    post_ids: tuple[int, ...]
