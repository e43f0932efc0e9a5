"""Pictures and files, for whoever may see a text that uses them."""

from flask import Blueprint, send_file

from community.bridges.attaching import find_file
from community.composer.models import Upload
from community.composer.uploading import file_of
from community.core.errors import NotFound
from community.core.web import open_to_guests, shows_pictures, viewer

blueprint = Blueprint("files", __name__)
NOTHING = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # whatever it holds, it does nothing here
MINUTES = 10  # how long a browser may show its copy: a file is never changed, but its text may be taken down


@blueprint.get("/files/<key>/<name>")
@open_to_guests
@shows_pictures
def file(key: str, name: str):
    """One file. Pictures are shown, anything else is saved, so that nothing that people sent runs in our name."""
    return _sent(find_file(key[:32], viewer()))


def _sent(upload: Upload):
    try:
        kind = upload.content_type.partition(";")[0]  # what letters a text is in is added to it there
        answer = send_file(file_of(upload.key), kind, as_attachment=upload.kind != "image",
                           download_name=upload.name, etag=upload.key, conditional=True)  # fmt: skip
    except FileNotFoundError as error:
        raise NotFound("The file is not there any more.") from error
    answer.headers["Content-Security-Policy"] = NOTHING
    answer.headers["Cache-Control"] = f"private, max-age={MINUTES * 60}"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
