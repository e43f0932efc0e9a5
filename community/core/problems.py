"""Refusals for programs: RFC 9457 problem details."""

from flask import Response, json


def problem(status: int, title: str, detail: str, pointer: str | None = None) -> Response:
    """A refusal as `application/problem+json`; `pointer` names the part of the body that it is about."""
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail}
    if pointer:
        body["errors"] = [{"pointer": f"#/{pointer}", "detail": detail}]
    return Response(json.dumps(body), status, content_type="application/problem+json")
