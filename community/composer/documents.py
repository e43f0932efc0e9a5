"""Documents that people send: taken by what is in them, not by what their name says."""

import io
import zipfile

from community.core.errors import Invalid

TEXTS = {"txt", "log", "csv"}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "txt": "text/plain; charset=utf-8",
    "log": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}  # without it, it is none
PICTURES = {"png", "jpg", "jpeg", "gif", "webp"}
TAKEN = "pictures (PNG, JPEG, GIF, WebP), PDF, TXT, LOG, CSV, DOCX, XLSX and ZIP"


def type_of(extension: str, content: bytes) -> str:
    """The content type of a document. Raises Invalid when we don't take its kind or it is not what it says."""
    if extension in PICTURES or (extension in TYPES and not _is(extension, content)):
        raise Invalid(f"The name ends in .{extension}, but the file is something else.", "file")
    if extension not in TYPES:
        raise Invalid(f"We take {TAKEN}. Others can go into a ZIP.", "file")
    return TYPES[extension]


def _is(extension: str, content: bytes) -> bool:
    if extension in TEXTS:
        return _is_text(content)
    if extension == "pdf":
        return content.startswith(b"%PDF-")
    parts = _parts_of(content)
    if "word/vbaProject.bin" in parts or "xl/vbaProject.bin" in parts:
        raise Invalid("Documents with macros aren’t taken. Saved without them, it will do.", "file")
    return bool(parts) and PARTS.get(extension, next(iter(parts))) in parts


def _is_text(content: bytes) -> bool:
    """Whether it is text in UTF-8 or in one of the older ways with a byte for each letter."""
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return not any(byte < 9 or 13 < byte < 32 for byte in content)


def _parts_of(content: bytes) -> set[str]:
    """The names in an archive; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()  # broken, so it has no parts, and is none of the kinds that do
