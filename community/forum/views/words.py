"""Watched words: the list, adding, taking off, and trying a text."""

from flask import flash, redirect, request
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired

from community.core.errors import require
from community.core.forms import Form, options
from community.core.text import tidy_body
from community.core.web import viewer
from community.forum.queries import find_category, visible_categories
from community.forum.rights import may_moderate
from community.forum.views.blueprint import blueprint
from community.forum.words import (
    ACTIONS,
    find_word,
    may_keep_words,
    unwatch_word,
    watch_word,
    watched_in,
    words_kept_by,
)

TRIED = 5_000  # characters


class WordForm(Form):
    """One more watched word."""

    word = StringField(
        "Word or phrase",
        description="Whole words, in any case. A star stands for any letters: “casino*” finds “casinos”.",
        validators=[DataRequired("Which word?")],
    )
    action = RadioField("What happens to a post that has it?", choices=options(ACTIONS), default="review")
    place = SelectField("Where?")


@blueprint.route("/moderation/words", methods=["GET", "POST"])
def words():
    """The watched words that the viewer may keep; ?text= tries a text against them."""
    places = [place for place in visible_categories(viewer()) if may_moderate(viewer(), place) is True]
    require(bool(places) or may_keep_words(viewer(), None))
    form = WordForm()
    everywhere = [("", "Everywhere")] if may_keep_words(viewer(), None) is True else []
    form.place.choices = options([*everywhere, *((place.slug, place.whole_name) for place in places)])
    if form.attempt(lambda: _watch(form)):
        flash(f"“{form.result.word}” is watched from now on.", "ok")
        return redirect("/moderation/words", 303)
    text = tidy_body(request.args.get("text", ""))[:TRIED]
    tried_in = next((place for place in places if place.slug == request.args.get("in")), None)
    return form.page("forum/words/index.html", words=words_kept_by(viewer()), actions=ACTIONS, places=places, text=text,
                     tried_in=tried_in, found=watched_in(text, tried_in) if text else [],
                     may_keep=lambda word: may_keep_words(viewer(), word.category) is True)  # fmt: skip


def _watch(form: WordForm):
    category = find_category(form.place.data, viewer()) if form.place.data else None
    return watch_word(form.word.data, form.action.data, category=category, by=viewer())


@blueprint.post("/moderation/words/<int:ident>/removal")
def word_removal(ident: int):
    """Watch a word no longer."""
    word = find_word(ident, viewer())
    unwatch_word(word, by=viewer())
    flash(f"“{word.word}” isn’t watched any more.", "ok")
    return redirect("/moderation/words", 303)
