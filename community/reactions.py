"""THE TABLE: what follows from what.

`together` must never disagree with its fact and runs in the same transaction.
`afterwards` is owed and delivered after the commit, once, even when the machine dies in between.
`live` is owed as well, but not for facts brought in from elsewhere: nobody is told old news.
"""

from community.accounts import facts as accounts
from community.accounts.sanctioning import end_sanction
from community.bridges.citing import note_uses
from community.bridges.confirming import forget_confirmations
from community.bridges.escalating import QuestionEscalated, count_affected
from community.bridges.hearing import hear_acceptance, hear_answer, hear_comment
from community.bridges.publishing import publish_ticket, refresh_strips
from community.desk import facts as desk
from community.desk.live import refresh_desk
from community.desk.queues import open_queues
from community.events.table import Follows
from community.forum import facts as forum
from community.forum.bookmarking import remind
from community.forum.purging import purge
from community.gamification import facts as gamification
from community.gamification.awarding import award
from community.gamification.reputation import pay
from community.improvement import facts as improvement
from community.improvement.live import refresh_progress, refresh_support
from community.knowledge import facts as knowledge
from community.moderation import facts as moderation
from community.moderation.holding import hold_back
from community.moderation.noting import note_act
from community.notifications import facts as notifications
from community.notifications.mailing import send_promised
from community.notifications.telling import tell
from community.notifications.watching import follow_escalation, follow_proposal, follow_topic
from community.pages.live import refresh_answers, refresh_poll, refresh_topic_lists
from community.search.indexing import reindex, reindex_place
from community.services import keeping as services

FOLLOWS: dict[type, Follows] = {
    # accounts
    accounts.MemberJoined: Follows(afterwards=(reindex,)),
    accounts.MemberSilenced: Follows(together=(note_act,), afterwards=(end_sanction,), live=(tell,)),
    accounts.MemberSuspended: Follows(together=(note_act,), afterwards=(end_sanction,), live=(tell,)),
    accounts.MemberWarned: Follows(together=(note_act,), live=(tell,)),
    accounts.ProfileChanged: Follows(afterwards=(reindex,)),
    accounts.RoleChanged: Follows(afterwards=(reindex,)),
    accounts.SanctionEnded: Follows(live=(tell,)),
    accounts.SanctionLifted: Follows(together=(note_act,), live=(tell,)),
    # bridges
    QuestionEscalated: Follows(
        together=(follow_escalation,), afterwards=(award,), live=(refresh_strips, refresh_desk, tell)
    ),
    # desk
    desk.TicketAnswered: Follows(afterwards=(publish_ticket,), live=(refresh_strips, refresh_desk, tell)),
    desk.TicketClosed: Follows(live=(refresh_strips, refresh_desk)),
    desk.TicketConfirmed: Follows(together=(pay,), afterwards=(award,), live=(refresh_strips, refresh_desk, tell)),
    desk.TicketNoted: Follows(live=(refresh_desk,)),
    desk.TicketOpened: Follows(live=(refresh_desk,)),
    desk.TicketPrioritised: Follows(live=(refresh_desk,)),
    desk.TicketPromised: Follows(live=(refresh_strips, refresh_desk)),
    desk.TicketReleased: Follows(live=(refresh_desk,)),
    desk.TicketReopened: Follows(together=(pay, forget_confirmations), live=(refresh_strips, refresh_desk, tell)),
    desk.TicketResolved: Follows(live=(refresh_strips, refresh_desk, tell)),
    desk.TicketStateChanged: Follows(live=(refresh_strips, refresh_desk, tell)),
    desk.TicketTaken: Follows(live=(refresh_desk,)),
    # forum
    forum.AcceptanceWithdrawn: Follows(together=(pay,), live=(refresh_answers,)),
    forum.AnswerAccepted: Follows(together=(pay,), afterwards=(hear_acceptance, award), live=(refresh_answers, tell)),
    forum.AnswerPosted: Follows(
        together=(follow_topic,),
        afterwards=(hear_answer, note_uses, reindex, award),
        live=(refresh_answers, refresh_topic_lists, tell),
    ),
    forum.CommentHidden: Follows(together=(note_act,), live=(refresh_answers, tell)),
    forum.CategoryChanged: Follows(afterwards=(reindex_place,)),
    forum.CommentPosted: Follows(afterwards=(hear_comment,), live=(refresh_answers, tell)),
    forum.CommentUnhidden: Follows(together=(note_act,), live=(refresh_answers, tell)),
    forum.MeTooChanged: Follows(afterwards=(count_affected,), live=(refresh_strips,)),
    forum.PollChanged: Follows(live=(refresh_poll,)),
    forum.PollClosed: Follows(live=(refresh_poll,)),
    forum.PollMade: Follows(live=(refresh_poll,)),
    forum.PollRemoved: Follows(live=(refresh_poll,)),
    forum.PollReopened: Follows(live=(refresh_poll,)),
    forum.PollVoted: Follows(live=(refresh_poll,)),
    forum.PostDeleted: Follows(together=(pay, note_act), afterwards=(reindex,), live=(refresh_answers, tell)),
    forum.PostEdited: Follows(together=(note_act,), afterwards=(note_uses, reindex), live=(refresh_answers,)),
    forum.PostHidden: Follows(together=(note_act,), afterwards=(reindex,), live=(refresh_answers, tell)),
    forum.PostRestored: Follows(together=(pay, note_act), afterwards=(reindex,), live=(refresh_answers, tell)),
    forum.PostSuspected: Follows(together=(hold_back,)),
    forum.PostUnhidden: Follows(together=(note_act,), afterwards=(reindex,), live=(refresh_answers, tell)),
    forum.PostVoted: Follows(together=(pay,), afterwards=(award,), live=(refresh_answers, tell)),
    forum.PurgeCancelled: Follows(together=(note_act,)),
    forum.PurgePlanned: Follows(together=(note_act,), afterwards=(purge,)),
    forum.Purged: Follows(afterwards=(reindex,), live=(refresh_answers,)),
    forum.ReminderCame: Follows(live=(tell,)),
    forum.ReminderSet: Follows(afterwards=(remind,)),
    forum.TopicClosed: Follows(together=(note_act,)),
    forum.TopicDeleted: Follows(together=(pay, note_act), afterwards=(reindex,), live=(tell,)),
    forum.TopicPosted: Follows(together=(follow_topic,), afterwards=(reindex, award), live=(refresh_topic_lists,)),
    forum.TopicReopened: Follows(together=(note_act,)),
    forum.TopicRestored: Follows(together=(pay, note_act), afterwards=(reindex,), live=(tell,)),
    forum.TopicsLinked: Follows(afterwards=(award,)),
    # gamification
    gamification.BadgeAwarded: Follows(live=(tell,)),
    # improvement
    improvement.ProposalOwnerChanged: Follows(live=(refresh_progress,)),
    improvement.ProposalStageChanged: Follows(
        together=(pay,), afterwards=(reindex, award), live=(refresh_progress, tell)
    ),
    improvement.ProposalWordGiven: Follows(live=(refresh_progress, tell)),
    improvement.Proposed: Follows(together=(follow_proposal,), afterwards=(reindex, award)),
    improvement.SupportChanged: Follows(together=(follow_proposal,), live=(refresh_support,)),
    # knowledge
    knowledge.ArticleArchived: Follows(afterwards=(reindex,)),
    knowledge.ArticlePublished: Follows(together=(pay,), afterwards=(reindex, award), live=(tell,)),
    knowledge.ArticleRestored: Follows(afterwards=(reindex,)),
    knowledge.ArticleRevised: Follows(afterwards=(reindex, award)),
    knowledge.ArticleValidated: Follows(together=(pay,), afterwards=(award,)),
    knowledge.ArticleVoted: Follows(together=(pay,), afterwards=(award,)),
    # moderation
    moderation.ItemDecided: Follows(together=(note_act,)),
    # notifications
    notifications.MailPromised: Follows(afterwards=(send_promised,)),
    # services
    services.ServiceAdded: Follows(together=(open_queues,)),
}
