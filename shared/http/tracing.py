"""The thread that connects one request through all processes (W3C Trace Context)."""

from __future__ import annotations

import re
import secrets

from flask import g, has_request_context, request

TRACEPARENT_HEADER = "traceparent"
REQUEST_ID_HEADER = "X-Request-Id"
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})", re.ASCII)
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)


def new_traceparent() -> str:
    """Return the start of a new trace."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def child_traceparent(parent: str | None) -> str:
    """Return a new span of the trace of `parent`, or a new trace when that is not one."""
    found = _TRACEPARENT.fullmatch(parent or "")
    if not found or set(found[1]) == {"0"} or set(found[2]) == {"0"}:
        return new_traceparent()
    return f"00-{found[1]}-{secrets.token_hex(8)}-{found[3]}"


def trace_id(traceparent: str) -> str:
    """Return the 32 hex digits that name the trace."""
    return traceparent.split("-")[1]


def current_traceparent() -> str:
    """Return the span of the current request, or a new trace outside of one."""
    if not has_request_context():
        return new_traceparent()
    if "traceparent" not in g:
        g.traceparent = child_traceparent(request.headers.get(TRACEPARENT_HEADER))
    found: str = g.traceparent
    return found


def new_request_id() -> str:
    """Return a fresh request id."""
    return secrets.token_urlsafe(16)


def current_request_id() -> str:
    """Return the id of the current request, or a new one outside of one."""
    if not has_request_context():
        return new_request_id()
    if "request_id" not in g:
        g.request_id = new_request_id()
    found: str = g.request_id
    return found


def accept_request_id() -> None:
    """Take over the id that the process in front gave this request, when it is one."""
    given = request.headers.get(REQUEST_ID_HEADER, "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else new_request_id()
