"""The periodic reports of an agency, to be read and printed."""

from __future__ import annotations

from datetime import date, timedelta

from flask import render_template, request

from gateway.access import OVERSIGHT, current_officer
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.forms import read_day
from gateway.web.routes import PageRoutes
from shared.http.problems import not_found
from shared.language import Text

REPORTS = {
    "daily": Text("日排查", "daily check"),
    "weekly": Text("周调度", "weekly dispatch"),
    "monthly": Text("月汇总", "monthly summary"),
    "quarterly": Text("季分析", "quarterly analysis"),
}


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add a page for each kind of report, with the day in its address."""

    def report(name: str) -> str | tuple[str, int]:
        if name not in REPORTS:
            raise not_found()
        typed = request.args.get("on", "").strip()
        found, refusal = None, None
        try:
            asked = {"on": read_day(typed)} if typed else None
            found = services.get("reporting", f"/reports/{name}", asked)
        except ServiceRefusal as error:
            if error.status != 422:
                raise
            refusal = error.answer
        page = render_template(
            "oversight/report.html",
            officer=current_officer(),
            reports=REPORTS,
            name=name,
            typed=typed,
            found=found,
            refusal=refusal,
            before=_day_before(found["period"]["from"]) if found else None,
        )
        return page if refusal is None else (page, 422)

    routes.add("/oversight/reports/<name>", report, permission=OVERSIGHT)


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
