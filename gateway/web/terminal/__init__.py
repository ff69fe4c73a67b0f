"""The page of the terminals in public halls: it works without a line once it was opened."""

from __future__ import annotations

from pathlib import Path

from flask import Response, make_response, render_template, request, send_file

from gateway.access import PUBLIC
from gateway.web.routes import PageRoutes
from gateway.web.terminal.words import WORDS
from shared.http.local_addresses import local_origin
from shared.http.security_headers import CONTENT_SECURITY_POLICY

_WORKER = Path(__file__).parents[1] / "static" / "terminal" / "service_worker.js"


def add_routes(routes: PageRoutes) -> None:
    """Add the page and what keeps it; both are the same for every terminal and for nobody."""

    def terminal() -> Response:
        reader = request.args.get("reader", "")
        origin = local_origin(reader)
        page = render_template("terminal/page.html", words=WORDS, reader=reader if origin else "")
        response = make_response(page)
        response.headers["Content-Security-Policy"] = _policy(origin)
        return response

    def service_worker() -> Response:
        response = send_file(_WORKER, mimetype="text/javascript", max_age=0)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Service-Worker-Allowed"] = "/terminal"
        return response

    routes.add("/terminal", terminal, permission=PUBLIC)
    routes.add("/terminal/service-worker.js", service_worker, permission=PUBLIC)


def _policy(reader: str | None) -> str:
    """Return what the page may ask: us, and the card reader on the same machine."""
    if reader is None:
        return CONTENT_SECURITY_POLICY
    return CONTENT_SECURITY_POLICY.replace("connect-src 'self'", f"connect-src 'self' {reader}")
