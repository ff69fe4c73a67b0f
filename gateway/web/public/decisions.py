"""Published decisions for everybody: found by agency, year, kind and words, and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, make_response, redirect, render_template, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import PUBLIC
from gateway.forwarding import checked
from gateway.public_door import EVERYBODY, bounded
from gateway.web.asking import ServiceRefusal, page_or_refusal, refuse_errors, words_of
from gateway.web.catalogue import asked_language, said
from gateway.web.routes import PageRoutes
from shared.http.client import ServiceClient
from shared.http.identity import LIAISON
from shared.language import Text
from shared.legal_day import today

ASKED = ("q", "agency", "year", "kind", "cursor")
_YEARS = 8
_TOO_MANY = Text("访问过于频繁，请五分钟后再试。", "Too many requests; try again in five minutes.")


def add_routes(routes: PageRoutes, client: ServiceClient, limiter: Limiter) -> None:
    """Add the list and the pages of decisions."""

    def ask(path: str, **asked: str) -> Any:
        answer = client.request(
            LIAISON,
            "GET",
            f"/api/v1/public/decisions{path}",
            identity=EVERYBODY,
            headers={"Accept-Language": asked_language()},
            params=asked,
        )
        refuse_errors(checked(LIAISON, answer))
        return answer.json()

    def public_decisions() -> Response:
        asked = {name: value for name in ASKED if (value := request.args.get(name, "").strip())}
        found, refusal = page_or_refusal(lambda: ask("", **asked))
        filters = ask("/filters")
        page = render_template(
            "public/decisions.html",
            asked=asked,
            found=found,
            agencies=filters["agencies"],
            kinds=filters["kinds"],
            years=range(today().year, today().year - _YEARS, -1),
            following=_following(asked, found["next_cursor"]),
            refusal=refusal,
        )
        return make_response(page, 422 if refusal else 200)

    def public_decision(decision_id: str) -> Response:
        try:
            decision = ask(f"/{quote(decision_id, safe='')}")
        except ServiceRefusal as refusal:
            return _refused(words_of(refusal), refusal.status)
        return make_response(render_template("public/decision.html", decision=decision))

    def public_start() -> AnyResponse:
        return redirect("/public/decisions", 302)

    routes.add("/public", public_start, permission=PUBLIC)
    for path, view in (
        ("/public/decisions", public_decisions),
        ("/public/decisions/<decision_id>", public_decision),
    ):
        routes.add(path, _bounded(limiter, view), permission=PUBLIC, name=view.__name__)


def _following(asked: Mapping[str, str], cursor: str | None) -> str | None:
    return f"/public/decisions?{urlencode({**asked, 'cursor': cursor})}" if cursor else None


def _bounded(limiter: Limiter, view: Callable[..., Response]) -> Callable[..., Response]:
    limited = bounded(limiter, view)

    def page(**values: str) -> Response:
        try:
            return limited(**values)
        except RateLimitExceeded:
            return _refused(said(_TOO_MANY), 429)

    return page


def _refused(detail: str, status: int) -> Response:
    """Return the page for a reader who has no work here to go back to."""
    return make_response(render_template("public/refused.html", detail=detail), status)
