"""What draws on several packages: home, the question page, people, live fragments, health."""

from flask import Flask

from community.pages import drawing, health, home, live, posts, topics
from community.pages.shell import shell


def start(app: Flask) -> None:
    """Add the pages, and what every page's frame shows."""
    drawing.register(app)
    app.context_processor(shell)
    live.start()
    for module in (health, home, posts, topics):
        app.register_blueprint(module.blueprint)
