"""Facts of the desk. None of them carries a text: an internal note must not travel."""

from community.events import fact


@fact
class TicketOpened:
    """A ticket stands in a queue."""

    ticket_id: int
    kind: str
    queue_id: int
    service_id: int | None
    requester_id: int | None
    priority: int


@fact
class TicketTaken:
    """Somebody at the desk answers for the ticket now; `from_id` is who did before."""

    ticket_id: int
    assignee_id: int
    from_id: int | None = None


@fact
class TicketReleased:
    """Nobody in particular answers for the ticket any more."""

    ticket_id: int
    assignee_id: int


@fact
class TicketStateChanged:
    """A ticket went from one state to another by hand, by being taken or released, or by a reply."""

    ticket_id: int
    old: str
    new: str
    waiting_for: str = ""
    requester_id: int | None = None


@fact
class TicketPrioritised:
    """A ticket is more or less urgent than before, or became (or is no longer) a major incident."""

    ticket_id: int
    old: int
    new: int
    major: bool = False


@fact
class TicketPromised:
    """The desk promised the next update by `due` (seconds since 1970), or took the promise back (None)."""

    ticket_id: int
    due: int | None


@fact
class TicketAnswered:
    """The desk said something for everyone to read."""

    ticket_id: int
    entry_id: int
    requester_id: int | None = None


@fact
class TicketNoted:
    """Somebody wrote an internal note; it stays at the desk."""

    ticket_id: int
    entry_id: int


@fact
class TicketResolved:
    """The desk says that it is done."""

    ticket_id: int
    requester_id: int | None = None
    assignee_id: int | None = None


@fact
class TicketReopened:
    """It was not done after all."""

    ticket_id: int
    requester_id: int | None = None
    assignee_id: int | None = None


@fact
class TicketConfirmed:
    """An asker says that it works; `closed` when nobody else has to say so."""

    ticket_id: int
    member_id: int
    closed: bool = True


@fact
class TicketClosed:
    """The desk closed a resolved ticket without a word from the asker."""

    ticket_id: int
