"""The sentence for each kind of notification, for the page and for mails alike."""

from typing import Any

from markupsafe import Markup

from community.forum.objections import REASONS
from community.gamification.badges import honours, known_badges
from community.improvement.stages import STAGES
from community.notifications.subjects import Subject

TICKET_STATES = {
    "new": "waits for somebody to take it",
    "in_progress": "is being worked on",
    "waiting": "waits for somebody else",
}
QUESTIONS = {
    "answer": "{actor} answered {title}",
    "reply": "{actor} replied in {title}",
    "official_answer": "There is an official answer to {title}",
    "accepted": "{actor} accepted your answer to {title}",
    "solved": "{title} is solved: {actor} chose an answer",
    "helpful": "{voices} found what you wrote in {title} helpful",
    "unhelpful": "{voices} had trouble with what you wrote in {title}{why}",
    "helped": "{people} said that what you wrote in {title} helped",
    "agreed": "{people} agreed with what you wrote in {title}",
    "learned": "{people} learned something from what you wrote in {title}",
    "mention": "{actor} mentioned you in {title}",
    "reply_to": "{actor} replied to what you wrote in {title}",
    "verified": "The provider verified your answer to {title}",
    "verified_here": "The provider verified an answer to {title}",
    "verified_edited": "{actor} changed an answer that you verified, so it is not verified any more: {title}",
    "edited": "{actor} edited what you wrote in {title}",
    "comment": "{actor} commented on what you wrote in {title}",
    "closed": "{title} takes no more answers; its page says why",
    "closed_many": "What you asked in {title} takes no more answers. See why",
    "duplicate": "{title} was asked before; its page leads to the answers",
    "disputed": "{actor} says that {title} isn’t the same as what was asked before",
    "merged": "What you asked or follow goes on in {title}",
    "moved": "What you wrote was moved to {title}",
    "information_needed": "{actor} needs to know a little more to help with {title}",
    "information_still_needed": "{title} still waits for a word from you; without one it rests in a week",
    "lapsed": "{title} rests until you have a moment to say more; one word opens it again",
    "information_given": "{actor} said more about {title}",
    "passed_on": "{actor} thinks that you may know something about {title}",
    "taken_over": "{actor} took {title} over from you",
    "routed": "{title} still waits for an answer, and you know the area. Would you take a look?",
    "spared": "{voices} had no need to ask, thanks to what you wrote in {title}",
    "suggested": "{actor} suggests a better wording for what you wrote in {title}",
    "suggestion_accepted": "{actor} took over the wording you suggested for {title}",
    "suggestion_declined": "The wording you suggested for {title} was not taken over",
}
KNOWLEDGE = {
    "article_credit": "Your answer became part of an article: {title}",
    "article_asked": "Your question led to an article: {title}",
    "article_reused": "Your article helped to solve a question: {title}",
}
IMPROVEMENTS = {
    "stage": "{title} is now {stage}",
    "word": "{actor} said how {title} is doing",
}
DESK = {
    "escalated": "{title} was handed to the provider as {ref}",
    "ticket_state": "{ref}, {title}, {state}",
    "ticket_answer": "The desk said something new on {ref}, {title}",
    "ticket_resolved": "{ref}, {title}, is done, says the desk. Does it work for you?",
    "ticket_reopened": "{ref}, {title}, came back",
    "ticket_confirmed": "{actor} says that it works: {ref}, {title}",
}
REMINDERS = {
    "reminder": "You wanted to come back to {title}",
}
SHIELDS = {
    "badge": "You earned a shield: {title}",
    "honour": "You were given an honour: {title}",
    "honour_taken_back": "An honour of yours was taken back: {title}",
    "kudos": "{actor} thanked you with a sentence of their own: {title}",
}
LEVELS = {
    "level_reached": "You have come to the level {title}",
    "level_at_risk": "Your level {title} is kept for two more weeks; a few points bring it back for good",
    "level_lowered": "Your level is {title} now",
    "level_locked": "{actor} decided that your level stays {title}, whatever you earn or lose",
    "level_unlocked": "Your level goes by what you earn again: {title}",
}
PROGRAMME = {
    "superuser_invited": "{actor} asks you to become a super-user for {title}. Read it at your leisure",
    "invitation_withdrawn": "You are not asked to become a super-user for {title} any more",
    "agreement_accepted": "{ref} accepted the agreement for {title}; the sponsor is asked",
    "agreement_declined": "{ref} would rather not become a super-user for {title}",
    "sponsor_refused": "Your sponsor can’t confirm the agreement for {title}. You can name another one",
    "sponsor_refused_them": "The sponsor of {ref} can’t confirm the agreement for {title}",
    "agreement_begun": "You are a super-user for {title}. Thank you for your time",
    "renewal_offered": "Your term as a super-user for {title} ends in a month. Will you go on?",
    "agreement_ended": "Your time as a super-user for {title} is over. Thank you for all of it",
    "agreement_ended_them": "The time of {ref} as a super-user for {title} is over. A word of thanks would stay",
    "superuser_thanked": "{actor} thanks you for your time as a super-user for {title}",
    "candidate_set_aside": "About naming {title} as a super-user: {ref}",
    "training_signed": "{actor} signed a step of your training: {title}",
    "training_noted": "{actor} looked at your work and left a note: {title}",
    "trial": "{title} can be tried now. As a super-user you are asked first what you think",
    "briefing": "There will be a briefing: {title}. Do you come?",
    "briefing_moved": "The briefing {title} is at another time or place",
    "briefing_cancelled": "The briefing {title} is not held",
    "briefing_noted": "What was said in the briefing {title} can be read",
}
SANCTIONED = {
    "warned": "You were warned: {title}",
    "silenced": "You can’t write until {ref}: {title}",
    "suspended": "Your account is suspended until {ref}: {title}",
    "sanction_ended": "It is over, and everything is open to you again. It was about this: {title}",
    "sanction_lifted": "What was decided about you was taken back. It was about this: {title}",
}
DECISIONS = {  # what follows from moderation
    "hidden": "What you wrote in {title} is hidden for now. See why, and how to mend it",
    "unhidden": "What you wrote in {title} can be seen again",
    "taken_down": "What you wrote in {title} was taken down. See why, and what you can do",
    "outdated": "What you wrote in {title} is said to be out of date. An edit brings it up to date",
    "put_back": "What you wrote in {title} was put back",
    "votes_invalidated": "Some votes by you or for you count no longer. See why, and what you can do",
    "votes_reinstated": "Votes by you or for you that did not count for a while count again",
    "mend": "Somebody who looks after this place asks you to change what you wrote in {title}",
    "appeal_upheld": "Your appeal was right: what was decided about {title} was taken back",
    "appeal_declined": "Your appeal about {title} was looked at, and the decision stays",
    "flag_upheld": "Thank you for flagging {title}: something was done about it",
    "flag_declined": "Thank you for flagging {title}. It was looked at and stays as it is",
    "reversed": "{actor} took back a decision of yours: {title}",
    "security": "There is a security concern in {title}",
}
FILTERS = {  # what the list can be narrowed to
    "questions": ("Questions", QUESTIONS),
    "knowledge": ("Knowledge", KNOWLEDGE),
    "improvements": ("Improvements", IMPROVEMENTS),
    "desk": ("Service desk", DESK),
    "reminders": ("Reminders", REMINDERS),
    "shields": ("Shields and levels", SHIELDS | LEVELS),
    "programme": ("Super-users", PROGRAMME),
    "decisions": ("Decisions", DECISIONS),
}
SENTENCES = {kind: words for _, kinds in FILTERS.values() for kind, words in kinds.items()} | SANCTIONED
HONOURED = ("honour", "honour_taken_back")
SANCTIONS = ("warned", "silenced", "suspended")
# Reach everyone, by mail as well, and also those who are kept out.
OFFICIAL = (*SANCTIONED, "appeal_upheld", "appeal_declined")
WHY = {"yours": "because it concerns you", "follow": "because you follow this"}
GLYPHS = {
    "reminder": "bookmark",
    "unhelpful": "pencil",
    "edited": "pencil",
    "routed": "hand",
    "helpful": "heart-handshake",
    "official_answer": "house",
    "escalated": "house",
    "stage": "step",
    "word": "step",
    **dict.fromkeys(LEVELS, "trending-up"),
    **dict.fromkeys(PROGRAMME, "key"),
    **dict.fromkeys((kind for kind in PROGRAMME if kind.startswith("briefing")), "calendar"),
} | dict.fromkeys((*OFFICIAL, *DECISIONS), "shield")


def sentence(kind: str, subject: Subject, *, actor: str | None, people: int, payload: dict[str, Any]) -> Markup:
    """The sentence as HTML; everything people wrote in it is escaped, and the subject stands out."""
    title = Markup("<b>{}</b>{}").format(subject.title, subject.more)
    ours = Markup(SENTENCES[kind])  # noqa: S704 - written above, by us
    return ours.format(**_parts(kind, actor, people, payload), ref=subject.ref, title=title)


def plain_sentence(kind: str, subject: Subject, *, actor: str | None, people: int, payload: dict[str, Any]) -> str:
    """The sentence as plain text, in one line."""
    parts = _parts(kind, actor, people, payload)
    return " ".join(SENTENCES[kind].format(**parts, ref=subject.ref, title=f"“{subject.title}”{subject.more}").split())


def _parts(kind: str, actor: str | None, people: int, payload: dict[str, Any]) -> dict[str, str]:
    if kind == "ticket_state" and payload.get("waiting_for") == "user":
        state = "needs an answer from you"
    else:
        state = TICKET_STATES.get(payload.get("new", ""), "moved on")
    return {
        "actor": actor or "Somebody",
        "why": f": {REASONS[payload['reason']].lower()}" if people <= 1 and payload.get("reason") in REASONS else "",
        "people": actor_and(actor, people),
        "voices": "Somebody" if people <= 1 else f"{people:,} people",
        "state": state,
        "stage": STAGES.get(payload.get("new", ""), "further").lower(),
    }


def actor_and(actor: str | None, people: int) -> str:
    """One person by name, or the latest of several and how many more there are."""
    if people <= 1:
        return actor or "Somebody"
    return f"{actor or 'Somebody'} and {people - 1:,} more" if people > 2 else f"{actor or 'Somebody'} and one more"


def badge_of(payload: dict[str, Any]):
    """The shield or honour that a notification is about; None when there is none such any more."""
    return known_badges().get(payload.get("badge", "")) or honours().get(payload.get("honour", ""))
