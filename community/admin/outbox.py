"""Mails that were written to a folder because no server is set."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_string, policy
from pathlib import Path

from community.core.web import settings

SEPARATOR = "-" * 79


@dataclass(frozen=True)
class WrittenMail:
    """One mail as a newcomer reads it."""

    at: datetime
    to: str
    subject: str
    text: str


def written_mails(limit: int = 50) -> list[WrittenMail]:
    """The newest mails of the folder; the mail library writes one file per sending, each with one mail or more."""
    folder: Path = settings().data_dir / "mails"
    files = sorted(folder.glob("*.log"), reverse=True)[:limit] if folder.is_dir() else []
    mails = [mail for file in files for mail in _mails_in(file)]
    return mails[:limit]


def _mails_in(file: Path) -> list[WrittenMail]:
    at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    parts = file.read_text(errors="replace").split(SEPARATOR)
    return [_read(part.strip(), at) for part in parts if part.strip()]


def _read(raw: str, at: datetime) -> WrittenMail:
    message = message_from_string(raw, policy=policy.default)
    body = message.get_body(("plain", "html"))
    return WrittenMail(at, str(message["To"]), str(message["Subject"]), body.get_content() if body else "")
