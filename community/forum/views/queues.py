"""The helpers' queues."""

from flask import render_template, request

from community.core.errors import NotFound
from community.core.web import viewer
from community.forum.claiming import may_claim
from community.forum.queries import find_topic
from community.forum.queues import QUEUES, count_queues, list_queue, reasons_for, rooms_of
from community.forum.reading import helping_on
from community.forum.views.blueprint import blueprint
from community.services.keeping import all_services, find_service


@blueprint.get("/questions/queue/<key>")
def queue(key: str):
    """One queue, of one service with ?service=."""
    if key not in QUEUES:
        raise NotFound(f"The queues are: {', '.join(QUEUES)}.")
    service = find_service(request.args["service"]) if request.args.get("service") else None
    page = list_queue(key, viewer(), service=service, after=request.args.get("after"))
    reasons = reasons_for(page.items) if key == "attention" else {}
    return render_template("forum/queues/show.html", key=key, queues=QUEUES, page=page, reasons=reasons,
                           counts=count_queues(viewer(), key, service), service=service,
                           services=all_services(), rooms=rooms_of(viewer()),
                           claimable={t.id for t in page.items if may_claim(viewer(), t) is True})  # fmt: skip


@blueprint.get("/questions/queue/claims/<int:ident>")
def queue_claim(ident: int):
    """Who is on one of the questions in a queue, as it is now."""
    queue = request.args.get("queue", "new")
    return render_template("forum/queues/_claim.html", queue=queue, **helping_on(find_topic(ident, viewer()), viewer()))
