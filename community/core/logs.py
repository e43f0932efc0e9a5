"""Structured logs: one line an event, with the request's id and no secrets."""

import logging
import sys

import structlog

SECRET = ("password", "token", "secret", "cookie", "authorization", "csrf")


def start(*, human: bool) -> None:
    """Write logs to the standard error: readable for a person at a terminal, JSON otherwise."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_secrets,
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer() if human else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _without_secrets(_logger, _method, event: dict) -> dict:
    return {key: "***" if any(word in key.lower() for word in SECRET) else value for key, value in event.items()}
