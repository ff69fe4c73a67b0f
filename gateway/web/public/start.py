"""Where the public begins: what can be done here."""

from __future__ import annotations

from flask import Response, make_response, render_template

from gateway.access import PUBLIC
from gateway.web.routes import PageRoutes


def add_routes(routes: PageRoutes) -> None:
    """Add the page; it asks no service."""

    def public_start() -> Response:
        return make_response(render_template("public/start.html"))

    routes.add("/public", public_start, permission=PUBLIC)
