"""The review queue: one matter at a time."""

from flask import flash, redirect, render_template, request

from community.core.errors import Conflict, NotAllowed
from community.core.web import viewer
from community.moderation.deciding import decide_item
from community.moderation.items import claim_item, count_waiting, find_item, reviews
from community.moderation.looking import count_late, counts, headline, late_items, look_at, next_item
from community.moderation.models import KINDS
from community.moderation.verdicts import title_of
from community.moderation.views.blueprint import blueprint
from community.moderation.views.forms import DecisionForm


def _kind() -> str | None:
    return request.values.get("kind") if request.values.get("kind") in KINDS else None


def _only_reviewers() -> None:
    if not reviews(viewer()):
        raise NotAllowed("The review queue is for those who look after a place.")


@blueprint.get("/review")
def review():
    """The next matter that nobody else is on; a friendly page when there is none."""
    _only_reviewers()
    ident = next_item(viewer(), _kind(), request.args.get("after", type=int))
    if ident is not None:
        return redirect(f"/review/{ident}{f'?kind={_kind()}' if _kind() else ''}", 303)
    return render_template("moderation/review/empty.html", **_left())


def _left() -> dict:
    """What the column on the left shows: the kinds, how many wait of each, and how many for long."""
    return {"kind": _kind(), "kinds": KINDS, "counts": counts(viewer()), "late": count_late(viewer())}


@blueprint.get("/review/late")
def late():
    """What has waited for more than an hour, the oldest first, with whoever is on it."""
    _only_reviewers()
    items = late_items(viewer())
    return render_template("moderation/review/late.html", items=items, headline_of=headline, **_left())


@blueprint.get("/review/<int:ident>")
def item(ident: int):
    """One matter; whoever opens it is on it for ten minutes."""
    found = find_item(ident, viewer())
    claim_item(found, by=viewer())
    return _page(found, DecisionForm())


def _page(found, form: DecisionForm):
    look = look_at(found, viewer(), _kind())
    return form.page("moderation/review/show.html", look=look, headline_of=headline, title_of=title_of, **_left())


@blueprint.post("/review/<int:ident>/decision")
def decision(ident: int):
    """Decide it; the next one is shown at once. To fix something, the editor comes first and its saving decides."""
    found, form = find_item(ident, viewer()), DecisionForm()
    if found.decided_at:
        raise Conflict(f"{found.decided_by.display_name if found.decided_by else 'Somebody'} decided this already.")
    if not form.attempt(lambda: decide_item(found, form.verdict.data, form.word.data or "", by=viewer())):
        return _page(found, form)
    if form.verdict.data == "fix":
        claim_item(found, by=viewer())
        return redirect(f"/posts/{found.post_id}/edit", 303)
    flash("Decided." if found.decided_at else "Done; it comes back when something has changed.")
    return redirect(f"/review?{f'kind={_kind()}&' if _kind() else ''}after={ident}", 303)


@blueprint.post("/review/<int:ident>/claim")
def claim(ident: int):
    """Take a matter over from whoever is on it."""
    claim_item(find_item(ident, viewer()), by=viewer(), over=True)
    return redirect(f"/review/{ident}{f'?kind={_kind()}' if _kind() else ''}", 303)


@blueprint.get("/review/<int:ident>/state")
def state(ident: int):
    """Who is on it, or what came of it: what an open page fetches again."""
    return render_template("moderation/review/_state.html", item=find_item(ident, viewer()), title_of=title_of)


@blueprint.get("/review/count")
def count():
    """The number in the masthead, fetched again when it is stale."""
    return render_template("moderation/review/_count.html", waiting=count_waiting(viewer()))
