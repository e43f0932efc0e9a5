"""Bookmarks: keeping a post, the list of what one keeps, and taking from it."""

from datetime import datetime

from flask import flash, redirect, render_template, request
from wtforms import RadioField, StringField
from wtforms.validators import Optional

from community.accounts.models import Member
from community.accounts.zones import meant_by, time_words
from community.core.errors import Invalid
from community.core.forms import Form, LocalTimeField, options
from community.core.web import answer, is_fragment, viewer
from community.forum.bookmarking import keep_bookmark, remove_bookmark
from community.forum.bookmarks import (
    Bookmark,
    bookmark_of,
    find_bookmark,
    kept_posts,
    list_bookmarks,
    reminder_times,
)
from community.forum.queries import find_post
from community.forum.views.blueprint import blueprint

NEVER, AS_SET, GIVEN = "", "as-set", "given"


class BookmarkForm(Form):
    """Keeping a post to come back to."""

    note = StringField("Note", description="Only you see it.")
    when = RadioField("Remind me", validate_choice=False)
    at = LocalTimeField("Day and time", validators=[Optional()])

    def for_(self, by: Member, kept: Bookmark | None) -> "BookmarkForm":
        """The form with the times from which this member chooses now."""
        waits = kept is not None and kept.waits
        as_set = {AS_SET: f"As it is, {time_words(by, kept.remind_at)}"} if waits else {}
        soon = {key: words for key, (words, _) in reminder_times(by).items()}
        self.when.choices = options({NEVER: "Not at all", **as_set, **soon, GIVEN: "On a day and at a time I choose"})
        if not self.is_submitted():
            self.when.data = AS_SET if waits else NEVER
        return self

    def moment(self, by: Member, kept: Bookmark | None) -> datetime | None:
        """When to remind. Raises Invalid."""
        times = {key: at for key, (_, at) in reminder_times(by).items()}
        if self.when.data in times:
            return times[self.when.data]
        if self.when.data == AS_SET and kept is not None:
            return kept.remind_at
        if self.at.data:  # also when only the time was filled in
            return meant_by(by, self.at.data)
        if self.when.data == GIVEN:
            raise Invalid("Please give the day and the time.", "at")
        return None


@blueprint.route("/posts/<int:ident>/bookmark", methods=["GET", "POST"])
def bookmark(ident: int):
    """Keep a post, or change the note and the reminder."""
    post = find_post(ident, viewer())
    kept = bookmark_of(post, viewer())
    form = BookmarkForm(obj=kept).for_(viewer(), kept)
    if form.attempt(lambda: _keep(form, post, kept)):
        return _done(post, "Bookmarked. You find it under your picture, at Bookmarks.", kept=True)
    return form.ask("forum/bookmarks/edit.html", post=post, kept=kept)


@blueprint.get("/bookmarks")
def bookmarks():
    """What one keeps; ?only=reminders narrows it to what is still to come."""
    only = "reminders" if request.args.get("only") == "reminders" else None
    page = list_bookmarks(viewer(), reminding=bool(only), after=request.args.get("after"))
    return render_template("forum/bookmarks/index.html", page=page, posts=kept_posts(page.items, viewer()), only=only)


@blueprint.post("/bookmarks/<int:ident>/removal")
def bookmark_removal(ident: int):
    """Keep it no longer."""
    kept = find_bookmark(ident, viewer())
    remove_bookmark(kept, by=viewer())
    if is_fragment():
        return _done(find_post(kept.post_id, viewer()), "You keep it no longer.", kept=False)
    return redirect("/bookmarks", 303)


def _keep(form: BookmarkForm, post, kept: Bookmark | None) -> Bookmark:
    return keep_bookmark(post, note=form.note.data or "", remind_at=form.moment(viewer(), kept), by=viewer())


def _done(post, words: str, *, kept: bool):
    """The entry of the page behind the dialog, or the way back to where it was asked for."""
    if not is_fragment():
        flash(words, "ok")
    path = "/bookmarks" if request.args.get("from") == "list" else post.path
    return answer("forum/bookmarks/_done.html", path, post=post, words=words, kept=kept)
