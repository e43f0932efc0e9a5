"""What draws on several packages: home, the question page, people, live fragments, health."""

from flask import Flask

from community.bridges.publishing import marks_of
from community.forum.announcing import announcements_for
from community.gamification.choosing import shields_by_name, title_of
from community.improvement import live as improvement
from community.notifications import live as notifications
from community.pages import (
    arranging,
    articles,
    asking,
    candidates,
    completing,
    drawing,
    fairplay,
    feeds,
    files,
    groups,
    health,
    home,
    improvements,
    insights,
    lists,
    live,
    people,
    places,
    posts,
    settings,
    shields,
    sitemaps,
    structure,
    topics,
)
from community.pages.shell import shell


def start(app: Flask) -> None:
    """Add the pages, and what every page's frame shows."""
    drawing.register(app)
    structure.register(app)
    app.jinja_env.globals["announcements_for"] = announcements_for
    app.jinja_env.globals["ticket_marks"] = marks_of  # lists of the forum show tickets, which the forum does not know
    app.jinja_env.globals["shields_by_name"] = shields_by_name
    app.jinja_env.globals["title_of"] = title_of
    app.context_processor(shell)
    for rooms in (improvement, live, notifications):
        rooms.start()
    for module in (
        arranging,
        asking,
        articles,
        candidates,
        completing,
        fairplay,
        feeds,
        files,
        groups,
        health,
        home,
        improvements,
        insights,
        lists,
        people,
        places,
        posts,
        settings,
        shields,
        sitemaps,
        topics,
    ):
        app.register_blueprint(module.blueprint)
