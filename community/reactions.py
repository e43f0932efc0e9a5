"""THE TABLE: what follows from what.

`together` must never disagree with its fact and runs in the same transaction.
`afterwards` is owed and delivered after the commit, once, even when the machine dies in between.
`live` is owed as well, but not for facts brought in from elsewhere: nobody is told old news.
"""

from community.events.table import Follows
from community.forum import facts as forum
from community.pages.live import refresh_answers, refresh_topic_lists

FOLLOWS: dict[type, Follows] = {
    # forum
    forum.AcceptanceWithdrawn: Follows(live=(refresh_answers,)),
    forum.AnswerAccepted: Follows(live=(refresh_answers,)),
    forum.AnswerPosted: Follows(live=(refresh_answers, refresh_topic_lists)),
    forum.CommentPosted: Follows(live=(refresh_answers,)),
    forum.PostDeleted: Follows(live=(refresh_answers,)),
    forum.PostEdited: Follows(live=(refresh_answers,)),
    forum.PostRestored: Follows(live=(refresh_answers,)),
    forum.PostVoted: Follows(live=(refresh_answers,)),
    forum.TopicPosted: Follows(live=(refresh_topic_lists,)),
}
