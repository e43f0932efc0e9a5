"""Refusals for programs: RFC 9457 problem details."""

from flask import Response, json


def problem(status: int, title: str, detail: str, errors: dict[str, str] | None = None) -> Response:
    """A refusal as `application/problem+json`; `errors` says what is wrong with which part of the body."""
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail}
    if errors:
        body["errors"] = [{"pointer": f"#/{part}", "detail": words} for part, words in errors.items()]
    return Response(json.dumps(body), status, content_type="application/problem+json")
