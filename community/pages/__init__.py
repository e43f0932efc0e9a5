"""What draws on several packages: home, the question page, people, live fragments, health."""

from flask import Flask

from community.improvement import live as improvement
from community.notifications import live as notifications
from community.pages import (
    articles,
    drawing,
    health,
    home,
    improvements,
    insights,
    live,
    people,
    posts,
    settings,
    topics,
)
from community.pages.shell import shell


def start(app: Flask) -> None:
    """Add the pages, and what every page's frame shows."""
    drawing.register(app)
    app.context_processor(shell)
    for rooms in (improvement, live, notifications):
        rooms.start()
    for module in (articles, health, home, improvements, insights, people, posts, settings, topics):
        app.register_blueprint(module.blueprint)
