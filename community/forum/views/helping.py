"""What helpers say about a question: that more is needed, and that they are on it."""

from flask import redirect, render_template, request

from community.core.errors import require
from community.core.text import row_number
from community.core.web import answer, open_to_guests, viewer
from community.forum.asking_back import ask_back, may_ask_back, withdraw_asking_back
from community.forum.claiming import claim_topic, release_claim
from community.forum.models import KINDS
from community.forum.queries import find_topic
from community.forum.queues import QUEUES
from community.forum.reading import helping_on, state_of
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import NeedForm


@blueprint.get("/q/<int:ident>/standing")
@open_to_guests
def standing(ident: int):
    """Who is on it, what it waits for and how it stands, as it is now, on a page that shows it as ?kind=."""
    topic = find_topic(ident, viewer())
    shown_as = request.args["kind"] if request.args.get("kind") in KINDS else topic.kind
    return render_template("forum/topics/_standing.html", afresh=True, shown_as=shown_as,
                           **helping_on(topic, viewer()), **state_of(topic, viewer()))  # fmt: skip


@blueprint.route("/q/<int:ident>/asking-back", methods=["GET", "POST"])
def asking_back(ident: int):
    """Ask the asker for what is missing."""
    topic = find_topic(ident, viewer())
    require(may_ask_back(viewer(), topic))
    form = NeedForm(note=topic.waiting_note)
    if form.attempt(lambda: ask_back(topic, form.note.data, by=viewer())):
        return redirect(topic.path, 303)
    return form.page("forum/topics/asking_back.html", topic=topic)


@blueprint.post("/q/<int:ident>/asking-back/withdrawal")
def asking_back_withdrawal(ident: int):
    """Nothing more is needed, after all."""
    topic = find_topic(ident, viewer())
    withdraw_asking_back(topic, by=viewer())
    return redirect(topic.path, 303)


@blueprint.post("/q/<int:ident>/claim")
def claim(ident: int):
    """Be on it (value=1, `over` being whom one relieves), or give it back (value=0)."""
    topic = find_topic(ident, viewer())
    if request.form.get("value") == "0":
        release_claim(topic, by=viewer())
    else:
        claim_topic(topic, by=viewer(), over=row_number(request.form.get("over", "")))
    queue = request.args.get("queue", "")
    part = "forum/queues/_claim.html" if queue else "forum/topics/_standing.html"
    path = f"/questions/queue/{queue}" if queue in QUEUES else topic.path
    return answer(part, path, queue=queue, **helping_on(topic, viewer()))
