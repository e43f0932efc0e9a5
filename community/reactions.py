"""THE TABLE: what follows from what.

`together` must never disagree with its fact and runs in the same transaction.
`afterwards` is owed and delivered after the commit, once, even when the machine dies in between.
`live` is owed as well, but not for facts brought in from elsewhere: nobody is told old news.
"""

from community.accounts import facts as accounts
from community.accounts.sanctioning import end_sanction
from community.bridges.attaching import attach_files, detach_files
from community.bridges.citing import ArticleReused, ArticleReuseEnded, end_reuse, note_uses, reuse_articles
from community.bridges.confirming import forget_confirmations
from community.bridges.escalating import QuestionEscalated, count_affected
from community.bridges.hearing import hear_acceptance, hear_answer, hear_comment
from community.bridges.publishing import publish_ticket, refresh_strips
from community.bridges.sparing import QuestionSpared, SparingWithdrawn, forget_typed
from community.composer import facts as composer
from community.composer.drafting import finish_draft
from community.composer.sweeping import sweep_kept, sweep_upload
from community.desk import facts as desk
from community.desk.live import refresh_desk
from community.desk.queues import open_queues
from community.events.table import Follows
from community.forum import facts as forum
from community.forum.asking_back import end_waiting, hear_asker, lapse_question, note_reopening, remind_asker
from community.forum.bookmarking import remind
from community.forum.catching_up import read_own
from community.forum.claiming import end_claim
from community.forum.closing_later import close_when_due
from community.forum.outdating import end_outdating
from community.forum.purging import purge
from community.forum.thanking import count_thanks
from community.forum.verifying import unverify_edited
from community.gamification import facts as gamification
from community.gamification.announcing import note_shield
from community.gamification.awarding import award
from community.gamification.changing import backfill_shield
from community.gamification.expertise import count_expertise
from community.gamification.fairplay import facts as fairplay
from community.gamification.fairplay.deciding import note_reinstated
from community.gamification.fairplay.looking import look_tonight
from community.gamification.fairplay.shields import put_shields_back, withdraw_shields
from community.gamification.levelling import lower_level
from community.gamification.pricing import count_anew
from community.gamification.reputation import pay
from community.gamification.revoking import look_at_roles, revoke
from community.improvement import facts as improvement
from community.improvement.live import refresh_progress, refresh_support
from community.knowledge import facts as knowledge
from community.moderation import facts as moderation
from community.moderation.chunks import carry_on
from community.moderation.deciding import close_fixed, settle_taken_down
from community.moderation.flagging import hide_flagged
from community.moderation.forgetting import forget_words
from community.moderation.holding import hold_back
from community.moderation.live import refresh_batch, refresh_rested, refresh_review
from community.moderation.mending import look_again, look_at_restored
from community.moderation.noting import note_act
from community.moderation.settling import answer_appeals, settle_lifted, settle_put_back, settle_reinstated
from community.moderation.suggestions import queue_suggestion, settle_suggestion
from community.moderation.welcoming import look_at_first_posts
from community.notifications import facts as notifications
from community.notifications.mailing import send_promised
from community.notifications.telling import ring_held, tell
from community.notifications.watching import (
    follow_escalation,
    follow_me_too,
    follow_moved,
    follow_proposal,
    follow_topic,
    leave_moved,
)
from community.pages.live import (
    ask_who_listens,
    end_listening,
    refresh_answers,
    refresh_ballot,
    refresh_closed,
    refresh_poll,
    refresh_queues,
    refresh_standing,
    refresh_topic_lists,
    refresh_turns,
    refresh_voted,
)
from community.search.indexing import reindex, reindex_place
from community.services import keeping as services
from community.superusers import absences, turns
from community.superusers import facts as superusers
from community.superusers.absences import begin_absence, finish_absence
from community.superusers.beginning import begin_when_complete, follow_agreement
from community.superusers.leaving import follow_closing, follow_role
from community.superusers.renewing import end_term, offer_renewal
from community.superusers.routing import hand_on, lapse_turn, route_on, route_question, settle_turn
from community.superusers.sponsoring import write_to_sponsor

FOLLOWS: dict[type, Follows] = {
    # accounts
    accounts.AccountClosed: Follows(together=(follow_closing,), afterwards=(hand_on, reindex), live=(end_listening,)),
    accounts.GroupLeft: Follows(live=(end_listening,)),
    accounts.MemberJoined: Follows(together=(pay,), afterwards=(reindex, award)),
    accounts.MemberSilenced: Follows(together=(note_act,), afterwards=(end_sanction,), live=(tell,)),
    accounts.MemberSuspended: Follows(together=(note_act,), afterwards=(end_sanction,), live=(end_listening, tell)),
    accounts.MemberWarned: Follows(together=(note_act,), live=(tell,)),
    accounts.ProfileChanged: Follows(together=(pay, attach_files), afterwards=(reindex, award)),
    accounts.RoleChanged: Follows(together=(follow_role,), afterwards=(reindex, look_at_roles), live=(end_listening,)),
    accounts.SanctionEnded: Follows(live=(tell,)),
    accounts.SanctionLifted: Follows(together=(note_act, settle_lifted), live=(tell,)),
    # bridges
    ArticleReused: Follows(together=(pay,), afterwards=(award,), live=(tell,)),
    ArticleReuseEnded: Follows(together=(pay,), afterwards=(revoke,)),
    QuestionEscalated: Follows(
        together=(pay, follow_escalation), afterwards=(award,), live=(refresh_strips, refresh_desk, tell)
    ),
    QuestionSpared: Follows(together=(pay, finish_draft), afterwards=(forget_typed, award), live=(tell,)),
    SparingWithdrawn: Follows(
        together=(pay,),
        afterwards=(revoke,),
    ),
    # composer
    composer.FileKept: Follows(afterwards=(sweep_kept,)),
    composer.FileUploaded: Follows(afterwards=(sweep_upload,)),
    # desk
    desk.TicketAnswered: Follows(afterwards=(publish_ticket,), live=(refresh_strips, refresh_desk, tell)),
    desk.TicketClosed: Follows(live=(refresh_strips, refresh_desk)),
    desk.TicketConfirmed: Follows(together=(pay,), afterwards=(award,), live=(refresh_strips, refresh_desk, tell)),
    desk.TicketNoted: Follows(live=(refresh_desk,)),
    desk.TicketOpened: Follows(live=(refresh_desk,)),
    desk.TicketPrioritised: Follows(live=(refresh_desk,)),
    desk.TicketPromised: Follows(live=(refresh_strips, refresh_desk)),
    desk.TicketReleased: Follows(live=(refresh_desk,)),
    desk.TicketReopened: Follows(
        together=(pay, forget_confirmations), afterwards=(revoke,), live=(refresh_strips, refresh_desk, tell)
    ),
    desk.TicketResolved: Follows(live=(refresh_strips, refresh_desk, tell)),
    desk.TicketStateChanged: Follows(live=(refresh_strips, refresh_desk, tell)),
    desk.TicketTaken: Follows(live=(refresh_desk,)),
    # forum
    forum.AcceptanceWithdrawn: Follows(
        together=(pay, end_reuse, note_reopening), afterwards=(count_expertise, revoke), live=(refresh_answers,)
    ),
    forum.AnswerAccepted: Follows(
        together=(pay, reuse_articles, hear_asker),
        afterwards=(hear_acceptance, award, count_expertise),
        live=(refresh_answers, refresh_standing, tell),
    ),
    forum.AnswerPosted: Follows(
        together=(pay, follow_topic, read_own, hear_asker, end_claim, settle_turn, attach_files, finish_draft),
        afterwards=(hear_answer, note_uses, reindex, award),
        live=(refresh_answers, refresh_topic_lists, refresh_standing, refresh_queues, look_at_first_posts, tell),
    ),
    forum.AnswerVerified: Follows(
        together=(pay,), afterwards=(reindex, award, count_expertise), live=(refresh_answers, tell)
    ),
    forum.AskedBack: Follows(
        afterwards=(remind_asker, lapse_question), live=(refresh_answers, refresh_standing, refresh_queues, tell)
    ),
    forum.AskingBackWithdrawn: Follows(live=(refresh_answers, refresh_standing, refresh_queues)),
    forum.CommentDeleted: Follows(together=(note_act, settle_taken_down), live=(refresh_answers, tell)),
    forum.CommentEdited: Follows(together=(attach_files, finish_draft), live=(refresh_answers,)),
    forum.CommentHidden: Follows(together=(note_act,), live=(refresh_answers, tell)),
    forum.CategoryChanged: Follows(afterwards=(reindex_place,), live=(ask_who_listens,)),
    forum.ClaimReleased: Follows(live=(refresh_standing,)),
    forum.CommentPosted: Follows(
        together=(pay, hear_asker, attach_files, finish_draft),
        afterwards=(hear_comment, award),
        live=(refresh_answers, tell),
    ),
    forum.CommentRestored: Follows(together=(note_act, settle_put_back), live=(refresh_answers, tell)),
    forum.CommentUnhidden: Follows(together=(note_act, settle_put_back), live=(refresh_answers, tell)),
    forum.InformationGiven: Follows(
        together=(pay,),
        afterwards=(award,),
        live=(refresh_answers, refresh_standing, refresh_queues, route_question, tell),
    ),
    forum.InformationStillNeeded: Follows(live=(tell,)),
    forum.EditSuggested: Follows(together=(attach_files, finish_draft), live=(queue_suggestion, tell)),
    forum.Mentioned: Follows(live=(tell,)),
    forum.MeTooChanged: Follows(together=(follow_me_too,), afterwards=(count_affected,), live=(refresh_strips,)),
    forum.PollChanged: Follows(live=(refresh_ballot, refresh_closed)),
    forum.PollClosed: Follows(live=(refresh_ballot,)),
    forum.PollMade: Follows(live=(refresh_poll, refresh_closed)),
    forum.PollRemoved: Follows(live=(refresh_poll,)),
    forum.PollReopened: Follows(live=(refresh_ballot,)),
    forum.PollVoted: Follows(live=(refresh_poll,)),
    forum.PostDeleted: Follows(
        together=(pay, note_act, settle_taken_down),
        afterwards=(reindex, award, count_expertise, revoke),
        live=(refresh_answers, tell),
    ),
    forum.PostEdited: Follows(
        together=(
            pay,
            unverify_edited,
            end_outdating,
            note_act,
            close_fixed,
            look_again,
            hear_asker,
            attach_files,
            finish_draft,
        ),
        afterwards=(note_uses, reindex, award, count_expertise),
        live=(refresh_answers, tell),
    ),
    forum.PostOutdated: Follows(together=(note_act,), live=(refresh_answers, refresh_standing, tell)),
    forum.PostUpToDate: Follows(together=(note_act,), live=(refresh_answers, refresh_standing)),
    forum.PostHidden: Follows(
        together=(pay, note_act),
        afterwards=(reindex, count_expertise, revoke),
        live=(refresh_answers, ask_who_listens, tell),
    ),
    forum.PostRestored: Follows(
        together=(pay, note_act, settle_put_back, look_at_restored),
        afterwards=(reindex, count_expertise, revoke),
        live=(refresh_answers, tell),
    ),
    forum.PostThanked: Follows(together=(pay, count_thanks), afterwards=(award, revoke), live=(refresh_answers, tell)),
    forum.PostSuspected: Follows(together=(hold_back,)),
    forum.PostUnhidden: Follows(
        together=(pay, note_act, settle_put_back),
        afterwards=(reindex, count_expertise, revoke),
        live=(refresh_answers, route_question, tell),
    ),
    forum.PostVoted: Follows(
        together=(pay,), afterwards=(award, count_expertise, revoke), live=(refresh_answers, tell)
    ),
    forum.PostsMoved: Follows(
        together=(follow_moved, note_act),
        afterwards=(reindex, count_expertise),
        live=(refresh_answers, refresh_topic_lists, tell),
    ),
    forum.PostsMovedBack: Follows(
        together=(leave_moved, note_act), afterwards=(reindex, count_expertise), live=(refresh_answers,)
    ),
    forum.QuestionPassedOn: Follows(live=(tell,)),
    forum.PurgeCancelled: Follows(together=(note_act,)),
    forum.PurgePlanned: Follows(together=(note_act,), afterwards=(purge,)),
    forum.Purged: Follows(together=(forget_words,), afterwards=(detach_files, reindex), live=(refresh_answers,)),
    forum.QuestionLapsed: Follows(live=(refresh_answers, refresh_standing, refresh_queues, tell)),
    forum.ReminderCame: Follows(live=(tell,)),
    forum.ReminderSet: Follows(afterwards=(remind,)),
    forum.TopicClaimed: Follows(live=(refresh_standing, tell)),
    forum.ClosingSet: Follows(together=(note_act,), afterwards=(close_when_due,), live=(refresh_standing,)),
    forum.DuplicateDisputed: Follows(together=(note_reopening,), live=(refresh_answers, refresh_standing, tell)),
    forum.TopicArchived: Follows(together=(note_act,), live=(refresh_answers, refresh_standing)),
    forum.TopicChangeUndone: Follows(
        together=(note_act,),
        afterwards=(reindex, count_expertise),
        live=(refresh_answers, refresh_standing, refresh_topic_lists, refresh_queues, ask_who_listens),
    ),
    forum.TopicKindChanged: Follows(
        together=(note_act, end_waiting),
        afterwards=(reindex,),
        live=(refresh_answers, refresh_standing, refresh_queues, route_question),
    ),
    forum.TopicPinned: Follows(together=(note_act,), live=(refresh_standing,)),
    forum.TopicRelocated: Follows(
        together=(note_act,),
        afterwards=(reindex, count_expertise),
        live=(refresh_answers, refresh_topic_lists, ask_who_listens),
    ),
    forum.TopicSlowed: Follows(together=(note_act,), live=(refresh_standing,)),
    forum.TopicUnlisted: Follows(together=(note_act,), afterwards=(reindex,), live=(refresh_standing,)),
    forum.SuggestionAccepted: Follows(together=(pay, note_act, settle_suggestion), afterwards=(award,), live=(tell,)),
    forum.SuggestionChanged: Follows(together=(attach_files, finish_draft)),
    forum.SuggestionDeclined: Follows(together=(note_act, settle_suggestion), live=(tell,)),
    forum.TopicClosed: Follows(together=(note_act, end_waiting), live=(refresh_answers, refresh_standing, tell)),
    forum.TopicDeleted: Follows(
        together=(pay, note_act, settle_taken_down),
        afterwards=(reindex, count_expertise, revoke),
        live=(ask_who_listens, tell),
    ),
    forum.TopicPosted: Follows(
        together=(pay, follow_topic, read_own, attach_files, finish_draft),
        afterwards=(reindex, award),
        live=(refresh_topic_lists, refresh_queues, look_at_first_posts, route_question),
    ),
    forum.TopicReopened: Follows(
        together=(note_act, end_waiting, note_reopening), live=(refresh_standing, refresh_queues, route_question)
    ),
    forum.TopicRestored: Follows(
        together=(pay, note_act, settle_put_back, look_at_restored),
        afterwards=(reindex, count_expertise, revoke),
        live=(route_question, tell),
    ),
    forum.WikiChanged: Follows(live=(refresh_answers,)),
    forum.TopicsLinked: Follows(together=(pay,), afterwards=(award,)),
    forum.TopicsMerged: Follows(
        together=(note_act,),
        afterwards=(count_affected, reindex, count_expertise),
        live=(refresh_answers, refresh_strips, tell),
    ),
    forum.TopicsUnmerged: Follows(
        together=(note_act,),
        afterwards=(count_affected, reindex, count_expertise),
        live=(refresh_answers, refresh_strips),
    ),
    forum.VerificationWithdrawn: Follows(
        together=(pay,), afterwards=(reindex, count_expertise, revoke), live=(refresh_answers, tell)
    ),
    forum.VotesInvalidated: Follows(
        together=(pay, note_act, withdraw_shields),
        afterwards=(award, count_expertise, revoke),
        live=(refresh_voted, tell),
    ),
    forum.VotesReinstated: Follows(
        together=(pay, note_act, settle_reinstated, put_shields_back, note_reinstated),
        afterwards=(award, count_expertise, revoke),
        live=(refresh_voted, tell),
    ),
    # gamification
    gamification.BackfillCarriedOn: Follows(afterwards=(backfill_shield,)),
    gamification.BadgeAwarded: Follows(live=(tell, note_shield)),
    gamification.BadgeRuleChanged: Follows(afterwards=(backfill_shield,)),
    gamification.HonourGiven: Follows(live=(tell,)),
    gamification.HonourTakenBack: Follows(live=(tell,)),
    gamification.KudosGiven: Follows(together=(pay,), afterwards=(award,), live=(tell,)),
    gamification.KudosRemoved: Follows(together=(pay,), afterwards=(revoke,)),
    fairplay.FairPlayLooked: Follows(afterwards=(look_tonight,)),
    gamification.LevelAtRisk: Follows(afterwards=(lower_level,), live=(tell,)),
    gamification.LevelLocked: Follows(live=(tell,)),
    gamification.LevelLowered: Follows(live=(tell,)),
    gamification.LevelReached: Follows(live=(tell,)),
    gamification.PriceDecided: Follows(afterwards=(count_anew,)),
    gamification.PointsBrought: Follows(together=(pay,)),
    # improvement
    improvement.ProposalOwnerChanged: Follows(live=(refresh_progress,)),
    improvement.ProposalStageChanged: Follows(
        together=(pay, attach_files, finish_draft), afterwards=(reindex, award, revoke), live=(refresh_progress, tell)
    ),
    improvement.ProposalWordGiven: Follows(together=(attach_files, finish_draft), live=(refresh_progress, tell)),
    improvement.Proposed: Follows(
        together=(pay, follow_proposal, attach_files, finish_draft), afterwards=(reindex, award)
    ),
    improvement.SupportChanged: Follows(
        together=(pay, follow_proposal), afterwards=(award, revoke), live=(refresh_support,)
    ),
    # knowledge
    knowledge.ArticleArchived: Follows(afterwards=(reindex,)),
    knowledge.ArticleDrafted: Follows(together=(attach_files, finish_draft)),
    knowledge.ArticlePublished: Follows(together=(pay,), afterwards=(reindex, award), live=(tell,)),
    knowledge.ArticleRestored: Follows(afterwards=(reindex,)),
    knowledge.ArticleRevised: Follows(together=(pay, attach_files, finish_draft), afterwards=(reindex, award)),
    knowledge.ArticleValidated: Follows(together=(pay,), afterwards=(award,)),
    knowledge.ArticleVoted: Follows(together=(pay,), afterwards=(award, revoke)),
    # moderation
    moderation.ActReversed: Follows(together=(answer_appeals,), live=(tell,)),
    moderation.AppealDecided: Follows(live=(tell,)),
    moderation.BatchApplied: Follows(together=(note_act,)),
    moderation.BatchCarriedOn: Follows(afterwards=(carry_on,), live=(refresh_batch,)),
    moderation.BatchStopped: Follows(live=(refresh_batch,)),
    moderation.BatchUndone: Follows(together=(note_act,)),
    moderation.FlagWithdrawn: Follows(live=(refresh_review,)),
    moderation.Flagged: Follows(together=(pay, hide_flagged), afterwards=(award,), live=(refresh_review,)),
    moderation.ItemClaimed: Follows(live=(refresh_review,)),
    moderation.ItemDecided: Follows(together=(pay, note_act), afterwards=(award,), live=(refresh_review, tell)),
    moderation.ItemHandedOn: Follows(together=(note_act,), live=(refresh_review,)),
    moderation.ItemOpened: Follows(live=(refresh_review, tell)),
    moderation.MendingAsked: Follows(together=(note_act,), live=(refresh_review, refresh_rested, tell)),
    # notifications
    notifications.BellHeld: Follows(afterwards=(ring_held,)),
    notifications.MailPromised: Follows(afterwards=(send_promised,)),
    # services
    services.ServiceAdded: Follows(together=(open_queues,)),
    # superusers
    absences.AbsenceBegan: Follows(afterwards=(hand_on,)),
    absences.AbsencePlanned: Follows(afterwards=(begin_absence, finish_absence)),
    turns.QuestionRouted: Follows(afterwards=(lapse_turn,), live=(refresh_turns, tell)),
    turns.RoutingAccepted: Follows(afterwards=(lapse_turn,), live=(refresh_turns,)),
    turns.RoutingEnded: Follows(afterwards=(route_on,), live=(refresh_turns,)),
    turns.RoutingPutOff: Follows(afterwards=(lapse_turn,)),
    superusers.AgreementAccepted: Follows(together=(begin_when_complete,), live=(write_to_sponsor, tell)),
    superusers.AgreementBegun: Follows(
        together=(follow_agreement,), afterwards=(offer_renewal, end_term), live=(tell,)
    ),
    superusers.AgreementConfirmed: Follows(together=(begin_when_complete,)),
    superusers.AgreementDeclined: Follows(live=(tell,)),
    superusers.AgreementEnded: Follows(together=(follow_agreement,), live=(tell,)),
    superusers.AgreementRefused: Follows(live=(tell,)),
    superusers.BriefingAnnounced: Follows(live=(tell,)),
    superusers.BriefingCancelled: Follows(live=(tell,)),
    superusers.BriefingChanged: Follows(live=(tell,)),
    superusers.BriefingNoted: Follows(live=(tell,)),
    superusers.CandidateSetAside: Follows(live=(tell,)),
    superusers.InvitationWithdrawn: Follows(live=(tell,)),
    superusers.RenewalOffered: Follows(live=(tell,)),
    superusers.SponsorAsked: Follows(live=(write_to_sponsor,)),
    superusers.SuperuserInvited: Follows(live=(tell,)),
    superusers.SuperuserThanked: Follows(live=(tell,)),
    superusers.TrainingReviewed: Follows(live=(tell,)),
}
