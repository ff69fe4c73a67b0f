"""Asking the services for everybody: nobody's name, and so often from one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded

from gateway.access import PUBLIC
from gateway.public_door import EVERYBODY, bounded
from gateway.web.asking import refuse_errors
from gateway.web.catalogue import asked_language, said
from gateway.web.routes import PageRoutes
from shared.http.client import CONNECT_SECONDS, ServiceClient
from shared.http.passing_on import checked
from shared.language import Text

_TOO_MANY = Text("访问过于频繁，请五分钟后再试。", "Too many requests; try again in five minutes.")


@dataclass(frozen=True, slots=True)
class Everybody:
    """The services behind, asked as everybody."""

    client: ServiceClient

    def get(self, service: str, path: str, **asked: str) -> Any:
        """Return the JSON of an answer; `ServiceRefusal` when the service refuses."""
        return self._ask(service, "GET", path, params=asked)

    def post(self, service: str, path: str, body: Mapping[str, Any]) -> Any:
        """Return the JSON of the answer to a question that has a body, as `get`."""
        return self._ask(service, "POST", path, json=body)

    def send(
        self, service: str, path: str, body: bytes, media_type: str, *, seconds: float, **asked: str
    ) -> Any:
        """Return the JSON of the answer to a body of another type, which may take so long."""
        return self._ask(
            service,
            "POST",
            path,
            data=body,
            params=asked,
            media_type=media_type,
            timeout=(CONNECT_SECONDS, seconds),
        )

    def _ask(
        self, service: str, method: str, path: str, *, media_type: str | None = None, **asked: Any
    ) -> Any:
        answer = self.client.request(
            service,
            method,
            f"/api/v1/public{path}",
            identity=EVERYBODY,
            headers={
                "Accept-Language": asked_language(),
                **({"Content-Type": media_type} if media_type else {}),
            },
            **asked,
        )
        refuse_errors(checked(service, answer))
        return answer.json()


def bounded_page(limiter: Limiter, view: Callable[..., Response]) -> Callable[..., Response]:
    """Return a page that is refused, as a page, where it was asked for too often."""
    limited = bounded(limiter, view)

    def page(**values: str) -> Response:
        try:
            return limited(**values)
        except RateLimitExceeded:
            return refused(said(_TOO_MANY), 429)

    page.__name__ = view.__name__
    return page


def add_form(
    routes: PageRoutes,
    limiter: Limiter,
    path: str,
    name: str,
    *,
    shown: Callable[..., Response],
    sent: Callable[..., Response],
) -> None:
    """Add a form for everybody: as it is `shown`, and what follows when it is `sent`."""
    routes.add(path, bounded_page(limiter, shown), permission=PUBLIC, name=name)
    routes.add(
        path,
        bounded_page(limiter, sent),
        methods=("POST",),
        permission=PUBLIC,
        name=f"send_{name}",
        without_token=True,
    )


def refused(detail: str, status: int) -> Response:
    """Return the page for a reader who has no work here to go back to."""
    return make_response(render_template("public/refused.html", detail=detail), status)
