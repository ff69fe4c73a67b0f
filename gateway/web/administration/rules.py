"""The time limits as data: each version with its article, and whether its text was read."""

from __future__ import annotations

from collections import Counter

from flask import render_template, request

from gateway.access import OVERSIGHT, current_officer
from gateway.web.asking import Services
from gateway.web.routes import PageRoutes
from gateway.web.rule_statuses import STATUSES


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the list of rules, narrowed by status in the address."""

    def rules() -> str:
        items = services.get("almanac", "/rules")["items"]
        versions = [(rule, version) for rule in items for version in rule["versions"]]
        status = request.args.get("status", "")
        return render_template(
            "admin/rules.html",
            officer=current_officer(),
            versions=[each for each in versions if status in {"", each[1]["status"]}],
            counts=Counter(version["status"] for _rule, version in versions),
            statuses=STATUSES,
            status=status,
        )

    routes.add("/admin/rules", rules, permission=OVERSIGHT, name="rules")
