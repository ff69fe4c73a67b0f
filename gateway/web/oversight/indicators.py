"""Indicators: the rate, the cases behind it, the span before; drawn as a picture of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, render_template, request

from gateway.access import OVERSIGHT, current_officer
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.catalogue import said
from gateway.web.forms import read_day
from gateway.web.oversight.chart import Bar, drawn
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_CODE

_HERE = "/oversight/indicators"


@dataclass(frozen=True, slots=True)
class Compared:
    """An indicator with its value in the span of the same length before."""

    now: Mapping[str, Any]
    before: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The name of the indicator in addresses."""
        return str(self.now["id"])


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the table, its picture, and the cases behind one number."""

    def indicators() -> str | tuple[str, int]:
        typed = {name: request.args.get(name, "").strip() for name in ("from", "to")}
        try:
            span, items = _compared(services, _span(typed))
        except ServiceRefusal as refusal:
            if refusal.status != 422:
                raise
            return _page(typed, [], refusal.answer), 422
        return _page({**typed, **span}, items)

    def chart() -> Response:
        _, items = _compared(services, _span(request.args))
        bars = [
            Bar(said(each.now["name"]), each.now["rate"], each.before["rate"])
            for each in items
            if each.now["rate"] is not None or each.before["rate"] is not None
        ]
        return Response(drawn(bars), mimetype="image/svg+xml")

    def cases(indicator: str) -> str:
        path = f"/reports/indicators/{quote(indicator, safe='')}"
        found = services.get("reporting", path, _span(request.args))
        return render_template(
            "oversight/indicator.html",
            officer=current_officer(),
            found=found,
            back=f"{_HERE}?{urlencode(found['period'])}",
            by_code=BY_CODE,
        )

    routes.add(_HERE, indicators, permission=OVERSIGHT)
    routes.add(f"{_HERE}.svg", chart, permission=OVERSIGHT, name="indicators_chart")
    routes.add(f"{_HERE}/<indicator>", cases, permission=OVERSIGHT, name="indicator_cases")


def _page(
    typed: Mapping[str, str], items: Sequence[Compared], refusal: Mapping[str, Any] | None = None
) -> str:
    span = urlencode({name: typed[name] for name in ("from", "to") if typed.get(name)})
    return render_template(
        "oversight/indicators.html",
        officer=current_officer(),
        items=items,
        typed=typed,
        span=span,
        refusal=refusal,
        has_chart=any(each.now["rate"] is not None for each in items),
    )


def _span(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: read_day(typed[name]) for name in ("from", "to") if typed.get(name)}


def _compared(
    services: Services, asked: Mapping[str, str]
) -> tuple[dict[str, str], list[Compared]]:
    """Return the span and its indicators beside those of as many days before."""
    now = services.get("reporting", "/reports/indicators", asked)
    first = date.fromisoformat(now["period"]["from"])
    days = (date.fromisoformat(now["period"]["to"]) - first).days
    last = first - timedelta(days=1)
    earlier = {"from": (last - timedelta(days=days)).isoformat(), "to": last.isoformat()}
    before = services.get("reporting", "/reports/indicators", earlier)
    by_id = {each["id"]: each for each in before["items"]}
    return now["period"], [Compared(each, by_id[each["id"]]) for each in now["items"]]
