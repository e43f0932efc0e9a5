"""Facts of writing. Saving a draft is none: it is nobody's business until it is sent."""

from community.events import fact


@fact
class FileUploaded:
    """Somebody sent a picture or file for a text."""

    upload_id: int


@fact
class FileKept:
    """A file that no text uses yet was kept for another while, since a draft refers to it."""

    upload_id: int


@fact
class FileSwept:
    """A file that no text used was deleted."""

    upload_id: int
