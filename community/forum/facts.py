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
    reply_to_id: int | None = None
    in_discussion: bool = False
    asker_id: int | None = None


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
    wiki: bool = False  # everybody's post, so nobody's points


@fact
class PostThanked:
    """Somebody said that a post helped them, that they agree or learned something; or took that back."""

    topic_id: int
    post_id: int
    author_id: int | None
    kind: str
    on: bool


@fact
class Mentioned:
    """Members were called by name in a post or in a comment under it, for the first time there."""

    topic_id: int
    post_id: int
    comment_id: int | None
    member_ids: tuple[int, ...]


@fact
class AnswerVerified:
    """The provider said that an answer is right."""

    topic_id: int
    post_id: int
    author_id: int | None


@fact
class VerificationWithdrawn:
    """The provider took that back, or the answer says something else since an edit."""

    topic_id: int
    post_id: int
    author_id: int | None
    verifier_id: int | None
    edited: bool = False


@fact
class CommentEdited:
    """A comment was mended soon after it was written."""

    topic_id: int
    post_id: int
    comment_id: int


@fact
class CommentDeleted:
    """A comment was taken back by its author, or taken down."""

    topic_id: int
    post_id: int
    comment_id: int
    author_id: int | None


@fact
class CommentRestored:
    """A comment is back."""

    topic_id: int
    post_id: int
    comment_id: int
    author_id: int | None


@fact
class AnswerAccepted:
    """The asker chose the answer that helped."""

    topic_id: int
    post_id: int
    author_id: int | None
    asker_id: int | None
    wiki: bool = False


@fact
class AcceptanceWithdrawn:
    """The asker took the choice back."""

    topic_id: int
    post_id: int
    author_id: int | None
    asker_id: int | None


@fact
class PostEdited:
    """A post says something else now. `suggested`: somebody else than who wrote the words took them over."""

    topic_id: int
    post_id: int
    author_id: int | None
    revision: int
    parts: tuple[str, ...] = ("body",)  # of title, body and tags those that differ
    suggested: bool = False


@fact
class WikiChanged:
    """Everybody may improve a post, or no longer."""

    topic_id: int
    post_id: int
    author_id: int | None
    on: bool


@fact
class EditSuggested:
    """Somebody who may not edit a post suggests a better wording."""

    topic_id: int
    post_id: int
    suggestion_id: int
    author_id: int | None


@fact
class SuggestionChanged:
    """A suggested wording that waits was replaced by another one of the same person."""

    topic_id: int
    post_id: int
    suggestion_id: int


@fact
class SuggestionAccepted:
    """A suggested wording was taken over."""

    topic_id: int
    post_id: int
    suggestion_id: int
    suggester_id: int


@fact
class SuggestionDeclined:
    """A suggested wording was not taken over, or was taken back by whoever suggested it."""

    topic_id: int
    post_id: int
    suggestion_id: int
    suggester_id: int


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
class AskedBack:
    """The asker has to say more before anybody can help; `until` is when it closes itself, in seconds since 1970."""

    topic_id: int
    asker_id: int
    until: int


@fact
class AskingBackWithdrawn:
    """What is there was enough after all."""

    topic_id: int


@fact
class InformationStillNeeded:
    """Half of the time has gone, and the asker has not said more."""

    topic_id: int
    asker_id: int
    until: int


@fact
class InformationGiven:
    """The asker said more; a question that had closed for want of that is open again."""

    topic_id: int
    helper_id: int | None
    reopened: bool = False


@fact
class QuestionLapsed:
    """Nobody could help without more, and more did not come: the question closed itself."""

    topic_id: int
    asker_id: int


@fact
class TopicClaimed:
    """Somebody is on it for some minutes; perhaps they took it over."""

    topic_id: int
    taken_from_id: int | None = None


@fact
class QuestionPassedOn:
    """A helper asked somebody who may know whether they can answer."""

    topic_id: int
    member_id: int


@fact
class ClaimReleased:
    """Who was on it gave it back."""

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
class TopicsMerged:
    """A topic went into another, with all that was in it; its address leads there."""

    topic_id: int
    into_id: int
    rearrangement_id: int
    post_ids: tuple[int, ...] = ()


@fact
class TopicsUnmerged:
    """A topic that had been merged into another stands by itself again."""

    topic_id: int
    into_id: int
    rearrangement_id: int
    post_ids: tuple[int, ...] = ()


@fact
class PostsMoved:
    """Posts went from one topic into another, which was made of them when it was a split."""

    topic_id: int
    into_id: int
    rearrangement_id: int
    post_ids: tuple[int, ...] = ()
    split: bool = False


@fact
class PostsMovedBack:
    """Posts that had been moved or split off are back where they were."""

    topic_id: int
    into_id: int
    rearrangement_id: int
    post_ids: tuple[int, ...] = ()
    split: bool = False


@fact
class CannedAnswerKept:
    """A prepared answer was written, or says something else now."""

    canned_id: int
    revision: int = 1


@fact
class CannedAnswerDropped:
    """A prepared answer is not offered any more."""

    canned_id: int


@fact
class CannedAnswerUsed:
    """Somebody put a prepared answer into an answer to a topic, for the first time there."""

    canned_id: int
    topic_id: int


@fact
class PollMade:
    """A poll was put under a post."""

    topic_id: int
    post_id: int
    poll_id: int
    options: int
    closes: int | None = None  # when by itself, in seconds


@fact
class PollChanged:
    """A poll asks something else; nobody had voted yet."""

    topic_id: int
    post_id: int
    poll_id: int
    closes: int | None = None


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
    """A topic, one post of it or one comment will be deleted for good at a time, in seconds since 1970."""

    topic_id: int
    post_id: int | None
    at: int
    comment_id: int | None = None


@fact
class PurgeCancelled:
    """It will not be deleted for good after all."""

    topic_id: int
    post_id: int | None
    comment_id: int | None = None


@fact
class Purged:
    """The words of a topic, of one post of it or of one comment are gone for good."""

    topic_id: int
    post_id: int | None
    post_ids: tuple[int, ...]
    comment_id: int | None = None


@fact
class TopicPinned:
    """A topic stands first in its place, or no longer."""

    topic_id: int
    on: bool


@fact
class TopicUnlisted:
    """A topic is found by its address alone, or in lists again."""

    topic_id: int
    on: bool


@fact
class TopicArchived:
    """A topic is kept as it is, or goes on."""

    topic_id: int
    on: bool


@fact
class TopicSlowed:
    """So many seconds lie between two posts of one member in a topic; 0 means none."""

    topic_id: int
    seconds: int
    old: int


@fact
class ClosingSet:
    """A topic will close by itself, at a time in seconds since 1970; None means never."""

    topic_id: int
    at: int | None


@fact
class TopicKindChanged:
    """A topic is of another kind."""

    topic_id: int
    old: str
    new: str


@fact
class TopicRelocated:
    """A topic stands in another place."""

    topic_id: int
    old_id: int
    new_id: int


@fact
class PostOutdated:
    """A post is said to hold no more."""

    topic_id: int
    post_id: int
    author_id: int | None


@fact
class PostUpToDate:
    """A post holds after all."""

    topic_id: int
    post_id: int
    author_id: int | None


@fact
class TopicChangeUndone:
    """A topic stands again as it did before a change: the one of that fact."""

    topic_id: int
    undone_id: int


@fact
class DuplicateDisputed:
    """The asker says that a question isn't the same as the one it was closed for; it takes answers again."""

    topic_id: int
    duplicate_of_id: int


@fact
class VotesInvalidated:
    """Votes that a member gave count no longer; without any, votes for what the member wrote. By place: which votes."""

    invalidation_id: int
    member_id: int
    vote_ids: tuple[int, ...]
    post_ids: tuple[int, ...]
    topic_ids: tuple[int, ...]
    author_ids: tuple[int | None, ...]


@fact
class VotesReinstated:
    """They count again; `cause_id` is the fact by which they stopped counting."""

    invalidation_id: int
    member_id: int
    vote_ids: tuple[int, ...]
    post_ids: tuple[int, ...]
    topic_ids: tuple[int, ...]
    author_ids: tuple[int | None, ...]
    cause_id: int
