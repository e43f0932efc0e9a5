"""REST for programs: the same actions and the same rules as the pages, described by OpenAPI."""

from functools import wraps

from flask import Flask
from flask_smorest import Api

from community.api import answers, articles, index, members, places, proposals, questions, searching, tickets
from community.api.guard import bearer
from community.core.web import always_open, csrf

PARTS = (index, questions, answers, articles, proposals, places, members, searching, tickets)
for part in PARTS:
    part.blueprint.before_request(bearer)


class QuietApi(Api):
    """The library would answer every HTTP error of the whole site; refusals are core.web's business."""

    def _register_error_handlers(self) -> None:
        pass


def start(app: Flask) -> None:
    """Add the API under /api/v1 and its description at /api/v1/openapi.json."""
    app.config.update(
        API_TITLE="Guildhall",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = QuietApi(app)
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for module in PARTS:
        api.register_blueprint(module.blueprint)
        csrf.exempt(module.blueprint)
    _open_description(app, "api-docs.openapi_json")


def _open_description(app: Flask, endpoint: str) -> None:
    view = app.view_functions[endpoint]

    @always_open
    @wraps(view)
    def description():
        return view()

    app.view_functions[endpoint] = description
