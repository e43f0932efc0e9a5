"""Sending mail: through SMTP where a server is set, otherwise into a folder where a newcomer finds it."""

from urllib.parse import unquote, urlsplit

from flask import Flask, current_app
from flask_mailman import EmailMultiAlternatives, Mail

from community.core.settings import Settings


def start(app: Flask, settings: Settings) -> None:
    """Configure the mail library from MAIL_URL."""
    app.config["MAIL_DEFAULT_SENDER"] = settings.mail_from
    app.config["MAIL_TIMEOUT"] = 20
    if settings.testing:
        app.config["MAIL_BACKEND"] = "locmem"
    elif settings.mail_url:
        url = urlsplit(settings.mail_url)
        app.config.update(
            MAIL_BACKEND="smtp",
            MAIL_SERVER=url.hostname,
            MAIL_PORT=url.port or (465 if url.scheme == "smtps" else 587),
            MAIL_USERNAME=unquote(url.username or "") or None,
            MAIL_PASSWORD=unquote(url.password or "") or None,
            MAIL_USE_SSL=url.scheme == "smtps",
            MAIL_USE_TLS=url.scheme == "smtp+starttls",
        )
    else:
        folder = settings.data_dir / "mails"
        folder.mkdir(exist_ok=True)
        app.config.update(MAIL_BACKEND="file", MAIL_FILE_PATH=str(folder))
    Mail(app)


def send(*, to: str, subject: str, text: str, html: str | None = None, headers: dict[str, str] | None = None) -> None:
    """Send one mail now. Raises OSError or smtplib.SMTPException when the server can't take it."""
    message = EmailMultiAlternatives(subject=subject, body=text, to=[to], headers=headers or {})
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def compose(name: str, **context) -> tuple[str, str]:
    """Text and HTML of the mail `templates/mails/<name>.{txt,html}`; works without a request, as a worker needs it."""
    env = current_app.jinja_env
    return tuple(env.get_template(f"mails/{name}.{form}").render(**context) for form in ("txt", "html"))
