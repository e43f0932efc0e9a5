"""Sending pictures and files."""

from flask import jsonify, render_template, request

from community.composer.documents import PICTURES, TAKEN, TYPES
from community.composer.uploading import may_upload, upload_file
from community.composer.using import files_in
from community.composer.views.blueprint import blueprint
from community.core.errors import Invalid, Refusal, require
from community.core.web import settings, takes_files, viewer, wants_json


@blueprint.post("/files")
@takes_files
def files():
    """Keep a file. Scripts get its Markdown as JSON; a browser without them a page that shows it."""
    try:
        upload = _keep()
    except Refusal as error:
        if wants_json():
            return jsonify(sentence=error.sentence), error.status
        return render_template("composer/uploads/new.html", error_words=error.sentence, taken=TAKEN), error.status
    if wants_json():
        return jsonify(markdown=upload.markdown, kind=upload.kind), 201
    return render_template("composer/uploads/show.html", upload=upload), 201


@blueprint.get("/files/new")
def new_file():
    """The form for browsers without scripts."""
    require(may_upload(viewer()))
    return render_template("composer/uploads/new.html", error_words="", taken=TAKEN)


def _keep():
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid("Choose a picture or file first.", "file")
    still = files_in(request.form["text"]) if "text" in request.form else None
    return upload_file(
        sent.filename, sent.read(), draft_key=request.form.get("draft_key", ""), still=still, by=viewer()
    )


@blueprint.app_template_global()
def files_taken() -> dict:
    """What a field for files says of them: which are offered to choose from, and how large each may be."""
    kinds = ",".join(f".{extension}" for extension in (*sorted(PICTURES), *TYPES))
    return {"kinds": kinds, "most_bytes": settings().max_upload_bytes}
