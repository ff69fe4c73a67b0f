"""Logs as JSON facts and numbers for Prometheus."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from flask import Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter(
    "concord_http_requests_total",
    "Requests answered.",
    ["service", "method", "route", "status"],
)
REQUEST_SECONDS = Histogram(
    "concord_http_request_seconds",
    "Time from the first byte read to the answer.",
    ["service", "method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

# Names under which personal data or secrets might be logged by mistake.
WITHHELD = frozenset(
    {
        "access_token",
        "authorization",
        "body",
        "cookie",
        "id_number",
        "parties",
        "password",
        "payload",
        "phone",
        "secret",
        "token",
    }
)


# Resident identity numbers and mobile phone numbers, wherever an error message quotes one.
_PERSONAL_NUMBER = re.compile(r"\b(?:\d{17}[\dXx]|1[3-9]\d{9})\b", re.ASCII)

# Local variables hold cases and people: a trace says where, never with what.
_EXCEPTIONS = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)
_TO_JSON = structlog.processors.JSONRenderer(ensure_ascii=False)


def configure_logging(service: str, level: str = "INFO") -> None:
    """Write every log line of this process as one JSON object to standard output."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _naming(service),
        withhold_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _EXCEPTIONS,
                _render_line,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # These log every connection, and pymongo at DEBUG whole documents with personal data.
    for noisy in ("pymongo", "urllib3", "werkzeug", "kombu", "amqp"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def withhold_personal_data(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace what must never reach a log, whoever passed it."""
    for name in WITHHELD & event.keys():
        event[name] = "[withheld]"
    return event


def _render_line(logger: object, method: str, event: MutableMapping[str, Any]) -> str:
    return _PERSONAL_NUMBER.sub("[withheld]", str(_TO_JSON(logger, method, event)))


def _naming(service: str) -> structlog.types.Processor:
    def name(
        _logger: object, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        event.setdefault("service", service)
        return event

    return name


def metrics_response() -> Response:
    """Return this process's numbers, or those of all its workers where they share a folder."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        # The class carries no types in prometheus_client.
        gather: Callable[[CollectorRegistry], object] = MultiProcessCollector
        gather(registry)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
