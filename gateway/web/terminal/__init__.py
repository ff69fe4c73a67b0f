"""The page of the terminals in public halls: it works without a line once it was opened."""

from __future__ import annotations

from pathlib import Path

from flask import Response, make_response, render_template, request, send_file

from gateway.access import PUBLIC
from gateway.web.routes import PageRoutes
from gateway.web.terminal.words import WORDS
from shared.attachments.hall_settings import HallFileSettings
from shared.attachments.kinds import KINDS
from shared.attachments.settings import AttachmentSettings
from shared.http.local_addresses import local_origin
from shared.http.security_headers import CONTENT_SECURITY_POLICY

_WORKER = Path(__file__).parents[1] / "static" / "terminal" / "service_worker.js"
_ALSO = {"jpeg": ("jpeg",), "tiff": ("tiff",), "heic": ("heif",)}
"""Other endings with which the same kind is written."""


def add_routes(routes: PageRoutes) -> None:
    """Add the page and what keeps it; both are the same for every terminal and for nobody."""
    limits, endings = HallFileSettings.from_environment(), _endings()

    def terminal() -> Response:
        reader = request.args.get("reader", "")
        origin = local_origin(reader)
        page = render_template(
            "terminal/page.html",
            words=WORDS,
            reader=reader if origin else "",
            limits=limits,
            endings=endings,
        )
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


def _endings() -> list[str]:
    """Return how the names of files end that may be chosen; the content decides later."""
    kinds = AttachmentSettings.from_environment().kinds
    return [ending for kind in kinds for ending in (KINDS[kind].ending, *_ALSO.get(kind, ()))]


def _policy(reader: str | None) -> str:
    """Return what the page may ask: us, and the card reader on the same machine."""
    if reader is None:
        return CONTENT_SECURITY_POLICY
    return CONTENT_SECURITY_POLICY.replace("connect-src 'self'", f"connect-src 'self' {reader}")
