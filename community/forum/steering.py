"""How a topic stands (pinned, listed, slow, kept, of which kind, in which place) is up to those who look after it."""

from community.accounts.models import Member
from community.core.errors import Invalid
from community.core.text import tidy
from community.forum.models import Topic
from community.forum.rights import may_moderate

REASON_LENGTH = 200


def may_arrange_topic(by: Member | None, topic: Topic) -> bool | str:
    """Whether somebody may say how a topic stands: pinned, listed, slow, kept, of which kind, in which place."""
    return may_moderate(by, topic.category)


def said_why(reason: str) -> str:
    """The reason in one line. Raises Invalid without one."""
    reason = tidy(reason)[:REASON_LENGTH]
    if not reason:
        raise Invalid("Please say why; others read it on the page.", "reason")
    return reason
