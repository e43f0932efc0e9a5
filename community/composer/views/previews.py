"""What a text will look like."""

from flask import render_template, request

from community.accounts.calling import called_in
from community.composer.views.blueprint import blueprint
from community.core.text import render, tidy_body

LONGEST = 60_000


@blueprint.post("/preview")
def preview():
    """What the text in the field named by `field` will look like, for the composer."""
    source = request.form.get(request.form.get("field", "body"), "")
    source = tidy_body(source[:LONGEST])
    html = render(source, names=called_in(source).links)
    return render_template("composer/previews/_show.html", html=html)
