"""How tickets look in the list: the clock in words, and the left column."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from flask import request

from community.accounts.models import Member
from community.core import clock
from community.core.paging import Page
from community.desk.models import Queue, Ticket
from community.desk.queries import SORTS, VIEWS, Counts, all_queues, count_open, list_tickets

WARN_AT = 0.75  # the clock turns amber when a quarter of the time is left
VIEW_WORDS = {"all": "All open", "mine": "Assigned to me", "unassigned": "Unassigned", "closed": "Done"}


def board_of(viewer: Member, *, selected: Ticket | None = None) -> dict:
    """Everything the desk's page shows beside the ticket: queues with counts, the wanted list, where one is."""
    args, queues = request.args, all_queues()
    view = args.get("view") if args.get("view") in VIEWS else "all"
    sort = args.get("sort") if args.get("sort") in SORTS else "urgency"
    queue = next((each for each in queues if each.slug == args.get("queue")), None)
    counts = count_open(viewer)
    page: Page[Ticket] = list_tickets(viewer, view=view, queue=queue, sort=sort, after=args.get("after"))
    place = {"queue": queue.slug if queue else None, "view": view if view != "all" else None,
             "sort": sort if sort != "urgency" else None}  # fmt: skip
    now = clock.now()
    return {
        "heading": queue.name if queue and view == "all" else VIEW_WORDS[view],
        "total": _total(view, queue, counts),
        "rows": [row_of(ticket, now, place) for ticket in page.items],
        "older": address(**place, after=page.after) if page.after else None,
        "newer": address(**place) if not page.first else None,
        "views": _views(counts),
        "queues": [_queue_item(each, counts) for each in queues],
        "current": queue.slug if queue else view,
        "sorts": [(key, word, address(**{**place, "sort": key})) for key, word in SORT_WORDS.items()],
        "sort": sort if view != "closed" else None,
        "here": address(**place),
        "place": place,
        "selected": selected,
    }


SORT_WORDS = {"urgency": "Urgency", "affected": "Most affected"}


def address(path: str = "/desk", **query) -> str:
    """An address at the desk that keeps its place in the list."""
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(kept)}" if kept else path


def row_of(ticket: Ticket, now: datetime, place: dict) -> dict:
    """A ticket as the `desk_row` macro takes it."""
    state, words = clock_of(ticket, now)
    return {
        "ref": ticket.ref,
        "priority": ticket.priority,
        "url": address(ticket.path, **place),
        "title": ticket.title,
        "direct": ticket.direct,
        "service": ticket.service.name if ticket.service else ticket.queue.name,
        "affected": ticket.affected if ticket.question_count else 0,
        "questions": ticket.question_count,
        "clock": state,
        "clock_words": words,
        "clock_share": ticket.share(now),
        "owner": ticket.assignee,
        "take_url": f"{ticket.path}/taking" if ticket.is_open else None,
    }


def clock_of(ticket: Ticket, now: datetime) -> tuple[str, str]:
    """The state of a ticket's clock (ok, warn, late, paused) and its words; no words without a promise."""
    if not ticket.is_open:
        return "paused", ticket.state_word.lower()
    if ticket.is_late(now):
        return "late", f"late {span(now - ticket.next_update_due)}"
    if ticket.is_paused:
        return "paused", "paused"
    if ticket.next_update_due is None:
        return "ok", ""
    return "warn" if ticket.share(now) >= WARN_AT else "ok", span(ticket.next_update_due - now)


def span(left: timedelta) -> str:
    """A length of time in few letters: 0:32, 2:05, 1 d 6 h, 12 d."""
    minutes = int(left.total_seconds() // 60)
    days, hours = minutes // 1440, minutes // 60
    if days >= 7:
        return f"{days} d"
    if days:
        return f"{days} d {hours % 24} h" if hours % 24 else f"{days} d"
    return f"{hours}:{minutes % 60:02}"


def _total(view: str, queue: Queue | None, counts: Counts) -> int | None:
    """How many stand in the list, where that is counted anyway."""
    if view == "closed" or (queue and view != "all"):
        return None
    return counts.by_queue.get(queue.id, 0) if queue else getattr(counts, view)


def _views(counts: Counts) -> list[dict]:
    numbers = {"all": counts.all, "mine": counts.mine, "unassigned": counts.unassigned, "closed": None}
    return [
        {"key": key, "word": VIEW_WORDS[key], "url": address(view=key if key != "all" else None), "count": number}
        for key, number in numbers.items()
    ]


def _queue_item(queue: Queue, counts: Counts) -> dict:
    return {
        "key": queue.slug,
        "word": queue.name,
        "url": address(queue=queue.slug),
        "count": counts.by_queue.get(queue.id, 0),
        "dot": queue.service.state if queue.service else None,
    }
