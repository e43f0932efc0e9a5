"""The addresses where a question and its ticket meet. (Other crossings have their views with their domain.)"""

from flask import Blueprint, redirect, render_template
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from community.bridges.confirming import confirm, reopen, ticket_on
from community.bridges.escalating import escalate_question, may_escalate, open_ticket_of
from community.bridges.publishing import strips_of
from community.core.errors import Conflict, require
from community.core.forms import Form, options
from community.core.web import answer, open_to_guests, viewer
from community.desk.kinds import KINDS, PRIORITIES
from community.desk.queues import queue_name_for
from community.forum.models import Topic
from community.forum.queries import find_topic

blueprint = Blueprint("tickets", __name__)
STRIPS = "bridges/_ticket_strips.html"


class EscalationForm(Form):
    """What it is, and a word to the desk."""

    kind = RadioField(
        "What is it?",
        choices=options((key, kind.word) for key, kind in KINDS.items()),
        validators=[InputRequired("Please choose what it is.")],
    )
    note = TextAreaField("Note to the desk")


class ReopeningForm(Form):
    """What happens now, if one likes to say."""

    words = TextAreaField("What happens now?")


@blueprint.get("/q/<int:ident>/ticket")
@open_to_guests
def ticket(ident: int):
    """The strips under a question as they are now: what a live page fetches again."""
    topic = find_topic(ident, viewer())
    return render_template(STRIPS, topic=topic, tickets=strips_of(topic, viewer()))


@blueprint.route("/q/<int:ident>/escalation", methods=["GET", "POST"])
def escalation(ident: int):
    """Hand the question to the provider."""
    topic, form = find_topic(ident, viewer()), EscalationForm()
    require(may_escalate(viewer(), topic))
    try:
        if form.attempt(lambda: escalate_question(topic, form.kind.data, form.note.data or "", by=viewer())):
            return redirect(topic.path, 303)
    except Conflict as error:
        form.refusal, form.status = error.sentence, error.status
    topic = find_topic(ident, viewer())
    return form.page("bridges/escalations/new.html", topic=topic, kinds=_kinds(topic), running=open_ticket_of(topic.id))


@blueprint.post("/q/<int:ident>/tickets/<ref>/confirmation")
def confirmation(ident: int, ref: str):
    """The asker says that it works."""
    topic = find_topic(ident, viewer())
    confirm(topic, ticket_on(topic, ref), by=viewer())
    return answer(STRIPS, topic.path, topic=topic, tickets=strips_of(topic, viewer()))


@blueprint.post("/q/<int:ident>/tickets/<ref>/reopening")
def reopening(ident: int, ref: str):
    """The asker says that it came back, with a few words if there are any."""
    topic, form = find_topic(ident, viewer()), ReopeningForm()
    reopen(topic, ticket_on(topic, ref), form.words.data or "", by=viewer())
    return answer(STRIPS, topic.path, topic=topic, tickets=strips_of(topic, viewer()))


def _kinds(topic: Topic) -> list[dict]:
    """The choices, each with what it means, who gets it and by when people hear."""
    service = topic.category.service
    return [
        {
            "value": key,
            "title": kind.word,
            "text": kind.meaning,
            "icon": kind.icon,
            "goes": f"Goes to “{queue_name_for(key, service)}”, "
            f"with a first update {PRIORITIES[kind.priority].within_words}.",
        }
        for key, kind in KINDS.items()
    ]
