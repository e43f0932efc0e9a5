"""The desk: tickets out of questions and out of telephones, and what became of them."""

from collections.abc import Callable, Iterator
from datetime import datetime

from community.accounts.models import Member
from community.bridges.confirming import confirm, reopen
from community.bridges.escalating import escalate_question
from community.core.db import find
from community.demo.content import read
from community.demo.stage import Scene, Stage
from community.desk.answering import answer_ticket
from community.desk.confirming import store_confirmation
from community.desk.models import Ticket
from community.desk.moving import move_ticket
from community.desk.noting import note_on_ticket
from community.desk.opening import open_ticket
from community.desk.prioritising import prioritise_ticket
from community.desk.reopening import store_reopening
from community.desk.resolving import resolve_ticket
from community.desk.taking import take_ticket
from community.forum.queries import find_topic
from community.services.keeping import find_service


def scenes(stage: Stage) -> Iterator[Scene]:
    """Everything that happened at the desk."""
    for ticket in read("tickets")["ticket"]:
        key, at = ticket["key"], stage.at(ticket["at"])
        yield Scene(at, f"ticket {key}", lambda ticket=ticket: _open(stage, ticket))
        for step in ticket.get("step", []):
            when = stage.at(step["at"], at)
            yield Scene(
                when,
                f"ticket {key}: {step['do']}",
                lambda ticket=ticket, step=step, when=when: _step(stage, ticket, step, when),
            )


def _open(stage: Stage, ticket: dict) -> None:
    by = stage.member(ticket["by"])
    if "question" in ticket:
        topic = find_topic(stage.id_of("topic", ticket["question"]), by)
        made = escalate_question(topic, ticket["kind"], ticket["note"], by=by)
    else:
        made = open_ticket(
            kind=ticket["kind"],
            title=ticket["title"],
            description=ticket["text"],
            service=find_service(ticket["service"]),
            priority=ticket["priority"],
            requester=stage.member(ticket["for"]),
            by=by,
        )
    stage.keep("ticket", ticket["key"], made)


def _step(stage: Stage, ticket: dict, step: dict, when: datetime) -> None:
    found = find(Ticket, stage.id_of("ticket", ticket["key"]))
    STEPS[step["do"]](stage, ticket, found, step | {"when": when}, stage.member(step["by"]))


def _take(stage: Stage, ticket: dict, found: Ticket, step: dict, by: Member) -> None:
    take_ticket(found, by=by)
    prioritise_ticket(found, ticket["priority"], by=by)


def _prioritise(stage: Stage, ticket: dict, found: Ticket, step: dict, by: Member) -> None:
    prioritise_ticket(found, step["priority"], major=step["major"], by=by)


def _update(stage: Stage, ticket: dict, found: Ticket, step: dict, by: Member) -> None:
    answer_ticket(found, step["text"], next_update=_promised(stage, step), by=by)


def _note(stage: Stage, ticket: dict, found: Ticket, step: dict, by: Member) -> None:
    note_on_ticket(found, step["text"], by=by)


def _wait(stage: Stage, ticket: dict, found: Ticket, step: dict, by: Member) -> None:
    answer_ticket(found, step["text"], next_update=_promised(stage, step), by=by)
    move_ticket(found, "waiting", waiting_for="user", by=by)


def _resolve(stage: Stage, ticket: dict, found: Ticket, step: dict, by: Member) -> None:
    resolve_ticket(found, step["text"], note=step.get("note", ""), by=by)


def _confirm(stage: Stage, ticket: dict, found: Ticket, step: dict, by: Member) -> None:
    if "question" in ticket:
        confirm(find_topic(stage.id_of("topic", ticket["question"]), by), found, by=by)
    else:
        store_confirmation(found, by=by)  # told to the desk, which writes it down


def _reopen(stage: Stage, ticket: dict, found: Ticket, step: dict, by: Member) -> None:
    if "question" in ticket:
        reopen(find_topic(stage.id_of("topic", ticket["question"]), by), found, step["text"], by=by)
    else:
        store_reopening(found, step["text"], by=by)


def _close(stage: Stage, ticket: dict, found: Ticket, step: dict, by: Member) -> None:
    move_ticket(found, "closed", by=by)


def _promised(stage: Stage, step: dict) -> datetime | None:
    written = step.get("next")
    if written is None:
        return None
    return stage.promise(written, step["when"])


STEPS: dict[str, Callable[[Stage, dict, Ticket, dict, Member], None]] = {
    "take": _take,
    "prioritise": _prioritise,
    "update": _update,
    "note": _note,
    "wait": _wait,
    "resolve": _resolve,
    "confirm": _confirm,
    "reopen": _reopen,
    "close": _close,
}
