"""The application that every process serves HTTP with."""

from __future__ import annotations

import time
from urllib.parse import unquote_to_bytes

import structlog
from flask import Flask, Response, g, request
from flask.json.provider import DefaultJSONProvider

from shared.http.client import ServiceUnavailableError
from shared.http.health import add_readiness_check, install_health
from shared.http.identity import IdentityVerifier, install_identity
from shared.http.passing_on import RefusedBehindError, returned
from shared.http.problems import malformed, register_problem_handlers, render, unavailable
from shared.http.secrets import SecretFolder
from shared.http.security_headers import install_security_headers
from shared.http.settings import GATEWAY, Settings
from shared.http.telemetry import REQUEST_SECONDS, REQUESTS, configure_logging
from shared.http.tracing import (
    REQUEST_ID_HEADER,
    accept_request_id,
    current_request_id,
    current_traceparent,
    trace_id,
)
from shared.language import Text

__all__ = ["MAX_BODY_BYTES", "add_readiness_check", "create_application"]

MAX_BODY_BYTES = 1024 * 1024
_log = structlog.get_logger(__name__)


class _AsSaid(DefaultJSONProvider):
    """Writes Chinese as it is, and fields in the order in which they are said."""

    ensure_ascii = False
    sort_keys = False


def create_application(settings: Settings) -> Flask:
    """
    Return the application of `settings.service` without routes of its own.

    It refuses in problem+json, bounds bodies, follows requests through the processes, serves its
    health, and outside the gateway proves callers by `Concord-Identity`. `SecretError` when the
    public keys for that are missing.
    """
    configure_logging(settings.service, settings.log_level)
    app = Flask(settings.service, static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        MAX_FORM_PARTS=100,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        CONCORD_SETTINGS=settings,
    )
    app.json = _AsSaid(app)
    register_problem_handlers(app)
    app.register_error_handler(ServiceUnavailableError, _render_service_unavailable)
    app.register_error_handler(RefusedBehindError, lambda refused: returned(refused.answer))
    _follow_requests(app, settings.service)
    app.before_request(_refuse_unreadable_query)
    install_security_headers(app)
    install_health(app)
    if settings.service != GATEWAY:
        keys = SecretFolder(settings.secrets_dir).public_keys()
        install_identity(app, IdentityVerifier(keys, settings.service))
    return app


def _refuse_unreadable_query() -> None:
    # Werkzeug puts a sign in the place of bytes that are no UTF-8: nobody asked for that.
    try:
        unquote_to_bytes(request.query_string).decode("utf-8")
    except UnicodeDecodeError:
        text = Text("查询参数不是有效的 UTF-8。", "The query is not valid UTF-8.")
        raise malformed(text) from None


def _render_service_unavailable(error: ServiceUnavailableError) -> Response:
    _log.warning("service_unavailable", callee=error.service)
    return render(unavailable())


def _follow_requests(app: Flask, service: str) -> None:
    def begin() -> None:
        g.started = time.perf_counter()
        # From outside, a request id is a stranger's text; behind the gateway it is the gateway's.
        if service != GATEWAY:
            accept_request_id()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(
            request_id=current_request_id(), trace_id=trace_id(current_traceparent())
        )

    def end(response: Response) -> Response:
        response.headers[REQUEST_ID_HEADER] = current_request_id()
        _record(service, response.status_code)
        return response

    app.before_request(begin)
    app.after_request(end)


def _record(service: str, status: int) -> None:
    # The route, not the path: a path can hold what somebody typed into the address bar.
    route = request.url_rule.rule if request.url_rule else "(unmatched)"
    method = request.method if request.method in _METHODS else "(other)"
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    REQUESTS.labels(service, method, route, str(status)).inc()
    REQUEST_SECONDS.labels(service, method, route).observe(seconds)
    if route not in _QUIET_ROUTES:
        _log.info(
            "request_answered",
            method=method,
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 1),
        )


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET_ROUTES = frozenset({"/healthz", "/readyz", "/metrics", "/events"})
