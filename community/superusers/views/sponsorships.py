"""The page behind the signed link: for somebody without an account."""

from flask import render_template, request

from community.core.web import always_open
from community.superusers.sponsoring import agreement_with, confirm_agreement, refuse_agreement
from community.superusers.views.blueprint import blueprint


@blueprint.get("/sponsorships/<key>")
@always_open
def sponsorship(key: str):
    """What a member agreed to, to be confirmed by whoever answers for their time."""
    return render_template("superusers/sponsorships/show.html", agreement=agreement_with(key), key=key)


@blueprint.post("/sponsorships/<key>")
@always_open
def sponsorship_answer(key: str):
    """Confirm, or say that it can't be."""
    if request.form.get("answer") == "no":
        agreement = refuse_agreement(key, request.form.get("words", ""))
    else:
        agreement = confirm_agreement(key)
    return render_template("superusers/sponsorships/done.html", agreement=agreement)
