"""Voting: for a post at once, against it with a reason; and who voted, where a place shows that."""

from flask import render_template, request

from community.core.web import answer, viewer
from community.forum.objections import may_object
from community.forum.queries import find_post, voters_of
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import ObjectionForm
from community.forum.voting import may_vote, vote_on


@blueprint.post("/posts/<int:ident>/votes")
def votes(ident: int):
    """Give or take back one's voice."""
    post = find_post(ident, viewer())
    value = request.form.get("value", type=int, default=9)
    vote_on(post, value, by=viewer())
    return answer("forum/posts/_vote.html", post.path, post=post, my_vote=value)


@blueprint.route("/posts/<int:ident>/objection", methods=["GET", "POST"])
def objection(ident: int):
    """Vote against a post: the question why, and the answer."""
    post, form = find_post(ident, viewer()), ObjectionForm()
    why = {"reason": form.reason.data or "", "note": form.note.data or ""}
    if form.attempt(lambda: vote_on(post, -1, **why, by=viewer())):
        return answer("forum/objections/_taken.html", post.path, post=post)
    refused = next((rule for rule in (may_vote(viewer(), post), may_object(viewer(), post)) if rule is not True), None)
    return form.ask("forum/objections/new.html", post=post, refused=refused)


@blueprint.get("/posts/<int:ident>/voters")
def voters(ident: int):
    """Whom the post helped, by name, where the place says so."""
    post = find_post(ident, viewer())
    page, unnamed = voters_of(post, request.args.get("after"))
    return render_template("forum/posts/voters.html", post=post, page=page, unnamed=unnamed)
